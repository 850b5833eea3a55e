"""All steps of a set-up with how far each is: the page to leave and to come back to."""

from __future__ import annotations

from flask import Response, url_for

from readiness.web.console import scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.route import SETTING_UP
from readiness.web.console.setting_up import filling, mending, routes_ahead, steps
from readiness.web.console.setting_up.steps import DONE, MEND, OPTIONAL, TO_DO

_AHEAD = [task for task in routes_ahead.TASKS if SETTING_UP in task.stages and task.name != "headcounts"]
"""What is worth a look before the launch; headcounts are a step."""


def show(code: str) -> Response:
    """Show them."""
    _, reading = filling.here()
    mends = mending.of(reading)
    groups = steps.shown(code, reading, mends)
    every = [step.status for _, found in groups for step in found]
    return drawn(
        "setting_up/overview",
        section="assessments",
        title=scoped.here().title,
        system=scoped.here().system.name,
        groups=groups,
        left=every.count(TO_DO) + every.count(MEND),
        words={"done": DONE, "to_do": TO_DO, "mend": MEND, "optional": OPTIONAL},
        ahead=[(task.text, task.hint, url_for(f"console.{task.name}", code=code)) for task in _AHEAD],
        code=code,
        back=("Assessments", url_for("console.assessments")),
    )
