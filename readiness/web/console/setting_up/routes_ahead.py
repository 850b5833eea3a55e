"""The addresses of what is done ahead of a launch: counting people, planning, trying out, previewing."""

from __future__ import annotations

from readiness.web.console.route import DRAFT, SET_UP, SETTING_UP, Route, Task, asked

_OF = "/assessments/<code>"
_COUNTS = f"{_OF}/set-up/headcounts"
_AS = f"{_OF}/preview/<role>"

ROUTES: tuple[Route, ...] = (
    *asked(_COUNTS, "headcounts", "setting_up.headcounts", SET_UP),
    Route(f"{_COUNTS}/template.csv", "headcounts_template", "setting_up.headcounts:download", "GET", SET_UP),
    *asked(f"{_COUNTS}/table", "headcounts_table", "setting_up.pasting", SET_UP),
    Route(f"{_COUNTS}/table/yes", "headcounts_keep", "setting_up.pasting:take_yes", "POST", SET_UP),
    *asked(f"{_OF}/plan", "plan", "setting_up.planning", SET_UP),
    *asked(f"{_OF}/trial", "trial", "setting_up.trying", SET_UP),
    Route(f"{_OF}/trial/<file>", "trial_file", "setting_up.trying:fetch", "GET", SET_UP),
    Route(f"{_OF}/preview", "preview", "setting_up.preview:choose", "GET", SET_UP),
    Route(_AS, "preview_start", "setting_up.preview:start", "GET", SET_UP),
    Route(_AS, "preview_begin", "setting_up.preview:begin", "POST", SET_UP),
    Route(f"{_AS}/<page>", "preview_page", "setting_up.preview:show", "GET", SET_UP),
    Route(f"{_AS}/<page>", "preview_answer", "setting_up.preview:answer", "POST", SET_UP),
)
TASKS: tuple[Task, ...] = (
    Task(
        "headcounts", "Headcounts", "How many people there are to ask; rough numbers will do", (SETTING_UP,)
    ),
    Task("plan", "What it will be able to show", "From headcounts and a response rate", (SETTING_UP, DRAFT)),
    Task("trial", "Try it with simulated answers", "The very report to expect", (SETTING_UP, DRAFT)),
    Task(
        "preview",
        "Preview the questionnaire",
        "As each role will see it; nothing is kept",
        (SETTING_UP, DRAFT),
    ),
)
