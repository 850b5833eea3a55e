"""The addresses of these pages, each with who may open it."""

from __future__ import annotations

from readiness.web.console.route import CLOSED, RECORD_ACTIONS, SEE_PUBLISHED, Route, Task, asked

_ACTIONS = "/assessments/<code>/actions"
_MOVED = "/assessments/<code>/moved"


def _page(address: str, name: str, view: str, method: str = "GET") -> Route:
    return Route(f"{_MOVED}{address}", name, f"years.{view}", method, SEE_PUBLISHED)


ROUTES: tuple[Route, ...] = (
    Route(_ACTIONS, "actions", "years.actions:show", "GET", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/where", "action_where", "years.choosing", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/new", "action_new", "years.adding", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/<int:number>", "action", "years.changing", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/<int:number>/remove", "action_remove", "years.removing", RECORD_ACTIONS),
    _page("", "moved", "overview:show"),
    _page("", "moved_again", "looking:again", "POST"),
    _page("/system", "moved_system", "system:show"),
    _page("/areas", "moved_areas", "areas:show"),
    _page("/areas/<area>", "moved_area", "areas:one"),
    _page("/groups", "moved_groups", "groups:show"),
    _page("/statements", "moved_statements", "statements:show"),
    _page("/actions", "moved_actions", "outcomes:show"),
    _page("/beside", "moved_beside", "beside:show"),
    _page("/tables/<table>", "moved_table", "files:give"),
)
TASKS: tuple[Task, ...] = (
    Task(
        "moved",
        "What has moved since the year before",
        "What moved, what did not, what cannot be told, and what was done",
        (CLOSED,),
        following=True,
    ),
    Task(
        "actions",
        "Record what is done about it",
        "So that the next report can set it beside what has moved",
        (CLOSED,),
    ),
)
