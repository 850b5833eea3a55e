"""The addresses of these pages, each with who may open it."""

from __future__ import annotations

from readiness.web.console.route import CLOSED, DRAFT, OPEN, SET_UP, SETTING_UP, Route, Task, asked
from readiness.web.console.setting_up import routes_ahead

_AT = "/assessments/<code>/set-up"
_LIST = f"{_AT}/list/<listed>"
_ENTRY = f"{_LIST}/entry/<entry>"


def _step(name: str, module: str) -> tuple[Route, Route]:
    return asked(f"{_AT}/{module.replace('_', '-')}", name, f"setting_up.{module}", SET_UP)


def _both(address: str, name: str, ask: str, take: str) -> tuple[Route, Route]:
    return (
        Route(address, name, f"setting_up.{ask}", "GET", SET_UP),
        Route(address, f"{name}_sent", f"setting_up.{take}", "POST", SET_UP),
    )


ROUTES: tuple[Route, ...] = (
    *asked("/assessments/new", "new", "setting_up.starting", SET_UP),
    Route("/assessments/new/file", "new_file", "setting_up.starting:take_file", "POST", SET_UP),
    *asked("/assessments/<code>/again", "again", "setting_up.again", SET_UP),
    Route(_AT, "set_up", "setting_up.overview:show", "GET", SET_UP),
    *_step("set_up_days", "days"),
    *_step("set_up_questionnaire", "questionnaire"),
    *_step("set_up_languages", "languages"),
    *_step("set_up_way", "way"),
    *_step("set_up_words", "first_page"),
    *_step("set_up_groups", "groups"),
    *_step("set_up_years", "years"),
    *asked(f"{_AT}/years/<kind>/<past>", "set_up_became", "setting_up.became", SET_UP),
    Route(_LIST, "set_up_list", "setting_up.lists:show", "GET", SET_UP),
    Route(_LIST, "set_up_add", "setting_up.lists:add", "POST", SET_UP),
    Route(f"{_AT}/suggested", "set_up_pick", "setting_up.lists:pick", "POST", SET_UP),
    *_both(f"{_LIST}/new", "set_up_new", "entries:ask_new", "entries:take_new"),
    *asked(_ENTRY, "set_up_entry", "setting_up.entries", SET_UP),
    Route(f"{_ENTRY}/move", "set_up_move", "setting_up.arranging:move", "POST", SET_UP),
    *asked(f"{_ENTRY}/remove", "set_up_remove", "setting_up.arranging", SET_UP),
    Route(f"{_AT}/check", "set_up_check", "setting_up.checking:show", "GET", SET_UP),
    *asked(f"{_AT}/launch", "set_up_launch", "setting_up.checking", SET_UP),
    *asked(f"{_AT}/discard", "set_up_discard", "setting_up.discarding", SET_UP),
    Route(f"{_AT}/file", "set_up_file", "setting_up.downloading:send", "GET", SET_UP),
    *asked("/assessments/<code>/open", "open_now", "setting_up.opening", SET_UP),
    *_both("/assessments/<code>/take-back", "take_launch_back", "opening:ask_back", "opening:take_back"),
    *routes_ahead.ROUTES,
)
TASKS: tuple[Task, ...] = (
    Task("set_up", "Set it up", "All steps, with how far each is", (SETTING_UP,)),
    Task("open_now", "Open it now", "People can answer from the first day on", (DRAFT,)),
    *routes_ahead.TASKS,
    Task("set_up_check", "Check and launch", "Everything on one page", (SETTING_UP,)),
)
RARE: tuple[Task, ...] = (
    Task("again", "Start next year’s from this one", "Everything is carried over but answers", (CLOSED,)),
    Task(
        "again",
        "Start next year’s from this one",
        "Everything is carried over but answers",
        (OPEN,),
        rare=True,
    ),
    Task(
        "take_launch_back",
        "Take the launch back",
        "To change what was set up, until it is opened",
        (DRAFT,),
        rare=True,
    ),
    Task(
        "set_up_file",
        "Download its set-up as a file",
        "To keep, or to start another from",
        (SETTING_UP, DRAFT, OPEN, CLOSED),
        rare=True,
    ),
    Task(
        "set_up_discard", "Discard this set-up", "It asks before anything is lost", (SETTING_UP,), rare=True
    ),
)
"""What is needed once in a while, listed after everything else."""
