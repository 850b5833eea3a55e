"""The journey of the whole system: every dimension, commitment and capability through the years."""

from __future__ import annotations

from flask import Response

from readiness.web.console.years import lines, looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show it."""
    return looking.at("the whole", _page)


def _page(shown: Shown) -> Response:
    found, name = shown.of("system"), lines.measured(shown)
    head = lines.head(found, "figures of the whole system", shown)
    return looking.page(
        "lines",
        shown,
        about="The whole system",
        head=head,
        picture=lines.side_by_side("journey", f"{head}.", found, shown, name),
        caption="Each figure this year and before; how far it moved stands at the end of its line",
        names=lines.legend(shown),
        tables=[
            lines.table("journey-table", "The whole system through the years", "Figure", found, shown, name)
        ],
        texts=[],
    )
