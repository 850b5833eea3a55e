"""What moved, what did not, what cannot be told, and what was done: the first page."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from readiness.reporting.words import change
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.results import waiting
from readiness.web.console.results.source import NotForYouYet
from readiness.web.console.years import looking, source
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show it; who sees areas alone is led to them."""
    if scoped.here().stage != "closed":
        return waiting.too_soon()
    with current_app.extensions["database"].read() as session:
        try:
            found = source.sights(session)
        except NotForYouYet:
            return looking.unpublished()
    if found.view is not None:
        return looking.at("overview", _page)
    if len(found.areas) == 1:
        language = request.args.get("language")
        address = url_for("console.moved_area", code=code, area=found.areas[0][0], language=language)
        return gate.leading(address)
    return drawn("years/own_areas", section="assessments", subject=scoped.here(), areas=found.areas)


def _page(shown: Shown) -> Response:
    told = change.told(shown.changes, shown.printer)
    say = shown.printer.wording.say
    return looking.page(
        "overview",
        shown,
        head=told.message,
        blocks=[(key, say(f"change.question.{key}"), texts) for key, texts in told.blocks],
        onward=looking.PAGES[1:],
    )
