"""What else changed: breaks in what can be set side by side, and what may have moved figures by itself."""

from __future__ import annotations

from flask import Response

from readiness.reporting.words import change_notes
from readiness.web.console.years import files, looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("what else changed", _page)


def _page(shown: Shown) -> Response:
    changes, printer = shown.changes, shown.printer
    say = printer.wording.say
    return looking.page(
        "beside",
        shown,
        about=say("change.question.beside"),
        head=say("change.page.banners_lead" if changes.breaks or changes.banners else "change.screen.clear"),
        broken=[change_notes.broken(one, printer) for one in reversed(changes.breaks)],
        banners=[
            (one.number, change_notes.banner(one, changes, printer), change_notes.meaning(one, printer))
            for one in changes.banners
        ],
        not_linked=say("change.not_linked"),
        files=[
            *(files.addresses(shown, "changed_breaks") if changes.breaks else ()),
            *(files.addresses(shown, "changed_banners") if changes.banners else ()),
        ],
    )
