"""A look at results: whether there is anything to see yet, a line in the log, and the frame around the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import Response, current_app, request, url_for

from readiness.records import audit
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.reporting.exports import palette
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import scripted
from readiness.web.console.results import source, waiting
from readiness.web.console.results.source import NotForYouYet, NotFoundYet, Shown
from readiness.web.words import own_name

View = Callable[[Shown], Response]
SEEN = "results seen"
ONCE_IN = 3600
"""Seconds in which looks of one person at one page are one line of the log."""
PAGES = (
    ("results", "Overview"),
    ("results_need", "Most change"),
    ("results_map", "Heat map"),
    ("results_dimensions", "Dimensions"),
    ("results_roles", "Roles"),
    ("results_barriers", "Barriers"),
    ("results_priorities", "Priorities"),
    ("results_innovations", "Innovations"),
    ("results_words", "Quotations"),
    ("results_method", "Method"),
)
"""What the menu above each page leads to."""


class Entry(NamedTuple):
    """A line of a menu."""

    text: str
    address: str
    current: bool


def at(page: str, view: View) -> Response:
    """Show a page of results, or say why there is none yet.

    `page` is its name in the log; empty where the view writes a line of its own.
    """
    assessment = scoped.here().assessment
    if assessment is None or scoped.here().stage != "closed":
        return waiting.too_soon()
    with current_app.extensions["database"].read() as session:
        try:
            shown = source.shown(session, assessment)
        except NotForYouYet:
            return waiting.unpublished()
        except NotFoundYet:
            shown = None
        seen = not page or (shown is not None and noted(session, assessment, page, gate.moment()))
    if shown is None:
        return waiting.page(assessment)
    answer = view(shown)
    if not seen:
        note(assessment, page, shown.published)
    return answer


def note(assessment: Assessment, page: str, published: bool) -> None:
    """Write in the log that who is signed in has looked at this page, unless that was done within the hour."""
    with gate.desk() as acting:
        if not noted(acting.session, assessment, page, acting.now):
            acting.note(SEEN, about(assessment, page), published="yes" if published else "no")


def about(assessment: Assessment, page: str) -> str:
    """Return a page of results as the log names it."""
    return f"assessment {assessment.code}: {page}"


def page(template: str, shown: Shown, **given: Any) -> Response:
    """Draw a page of results."""
    return scripted(
        f"results/{template}",
        section="assessments",
        subject=scoped.here(),
        shown=shown,
        heading=shown.any.heading,
        printer=shown.printer,
        say=shown.printer.wording.say,
        speaks=shown.printer.wording.language,
        to=lambda name, **values: to(shown, name, **values),
        menu=_menu(shown),
        tongues=tongues(shown.language, shown.languages),
        colours=palette,
        **given,
    )


def noted(session: Session, assessment: Assessment, page: str, now: int) -> bool:
    """Say whether the log has a line of this look already."""
    who = gate.signed().account.id
    return audit.noted_since(session, who, SEEN, about(assessment, page), now - ONCE_IN)


def to(shown: Shown, name: str, **values: Any) -> str:
    """Return the address of another page of these results, in the language in which they are read."""
    said: dict[str, Any] = {"language": shown.language} if shown.language else {}
    return url_for(f"console.{name}", code=shown.assessment.code, **values, **said)


def _menu(shown: Shown) -> list[Entry]:
    here = str(request.endpoint).removeprefix("console.")
    if shown.whole is None:
        areas = ((one.name, {"area": one.id}) for one in shown.areas)
        found = [Entry("Overview", to(shown, "results"), here == "results")]
        path = request.path
        return found + [
            Entry(name, address := to(shown, "results_area", **value), address.partition("?")[0] == path)
            for name, value in areas
        ]
    inside = {"results_area": "results_need", "results_dimension": "results_dimensions"}
    return [Entry(text, to(shown, name), name == inside.get(here, here)) for name, text in PAGES]


def tongues(language: str, languages: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the other languages in which a page can be read: code, name and address."""
    own = languages[0]
    here = language or own
    return [
        (one, own_name(one), f"{request.path}{'' if one == own else f'?language={one}'}")
        for one in languages
        if one != here
    ]
