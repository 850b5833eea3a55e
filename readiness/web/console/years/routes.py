"""The addresses of these pages, each with who may open it."""

from __future__ import annotations

from readiness.web.console.route import CLOSED, RECORD_ACTIONS, Route, Task, asked

_ACTIONS = "/assessments/<code>/actions"

ROUTES: tuple[Route, ...] = (
    Route(_ACTIONS, "actions", "years.actions:show", "GET", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/where", "action_where", "years.choosing", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/new", "action_new", "years.adding", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/<int:number>", "action", "years.changing", RECORD_ACTIONS),
    *asked(f"{_ACTIONS}/<int:number>/remove", "action_remove", "years.removing", RECORD_ACTIONS),
)
TASKS: tuple[Task, ...] = (
    Task(
        "actions",
        "Record what is done about it",
        "So that the next report can set it beside what has moved",
        (CLOSED,),
    ),
)
