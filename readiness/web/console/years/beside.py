"""What else changed: breaks in what can be set side by side, and what may have moved figures by itself."""

from __future__ import annotations

from flask import Response

from readiness.reporting.words import change_notes
from readiness.web.console.years import looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("what else changed", _page)


def _page(shown: Shown) -> Response:
    changes, printer = shown.changes, shown.printer
    return looking.page(
        "beside",
        shown,
        about="What else changed",
        head=_head(len(changes.breaks), len(changes.banners)),
        broken=[change_notes.broken(one, printer) for one in reversed(changes.breaks)],
        banners=[
            (one.number, change_notes.banner(one, changes, printer), change_notes.meaning(one, printer))
            for one in changes.banners
        ],
        not_linked=printer.wording.say("change.not_linked"),
    )


def _head(breaks: int, banners: int) -> str:
    if not breaks and not banners:
        return "Nothing else changed that would make years hard to compare"
    things = f"{breaks} thing{'' if breaks == 1 else 's'} cannot be set beside earlier years as before"
    others = f"{banners} other {'change' if banners == 1 else 'changes'} may have moved figures"
    return ", and ".join(text for text, count in ((things, breaks), (others, banners)) if count)
