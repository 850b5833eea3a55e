"""A look at what moved: whether there is anything to see yet, a line in the log, and the frame around the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request, url_for

from readiness.building import moved
from readiness.building.kept import Progress
from readiness.building.moved import View
from readiness.fieldwork import lifecycle
from readiness.records.tables import Assessment
from readiness.reporting.exports import palette
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn, scripted
from readiness.web.console.forms import YesForm, took
from readiness.web.console.results import looking, waiting
from readiness.web.console.results.looking import Entry
from readiness.web.console.results.source import NotForYouYet, spoken
from readiness.web.console.years import source
from readiness.web.console.years.source import NotWorkedOutYet, Shown, Sights

PAGES = (
    ("moved", "Overview"),
    ("moved_system", "The whole"),
    ("moved_areas", "Areas"),
    ("moved_groups", "Roles and places"),
    ("moved_statements", "Statements and barriers"),
    ("moved_actions", "What was done"),
    ("moved_beside", "What else changed"),
)


def at(page: str, view: Callable[[Shown], Response], area: str = "") -> Response:
    """Show a page of what moved, in an area where one is named, or say why there is none yet.

    `page` is its name in the log; empty where the view writes a line of its own.
    """
    if scoped.here().stage != "closed":
        return waiting.too_soon()
    with current_app.extensions["database"].read() as session:
        try:
            found = source.sights(session)
            shown = source.of_area(session, found, area) if area else source.whole(session, found)
        except NotForYouYet:
            return unpublished()
        except NotWorkedOutYet as fault:
            shown, missing = None, (fault.view, fault.language)
        of, about = scoped.require_stage("closed"), f"what moved, {page}"
        seen = not page or looking.noted(session, of, about, gate.moment())
    if shown is None:
        return _waiting(of, *missing)
    answer = view(shown)
    if not seen:
        looking.note(of, about, shown.published)
    return answer


def unpublished() -> Response:
    """Say that both years have to be published first."""
    answer = drawn("years/unpublished", section="assessments", subject=scoped.here())
    answer.status_code = 409
    return answer


def page(template: str, shown: Shown, **given: Any) -> Response:
    """Draw a page of what moved."""
    return scripted(
        f"years/{template}",
        section="assessments",
        subject=scoped.here(),
        shown=shown,
        changes=shown.changes,
        heading=shown.changes.now.heading,
        printer=shown.printer,
        say=shown.printer.wording.say,
        speaks=shown.printer.wording.language,
        to=lambda name, **values: to(shown, name, **values),
        menu=_menu(shown),
        tongues=looking.tongues(shown.language, shown.languages),
        colours=palette,
        **given,
    )


def to(shown: Shown, name: str, **values: Any) -> str:
    """Return the address of another page about this assessment, in the language in which it is read."""
    said: dict[str, Any] = {"language": shown.language} if shown.language else {}
    return url_for(f"console.{name}", code=scoped.here().code, **values, **said)


def again(code: str) -> Response:
    """Try once more what could not be worked out."""
    took(YesForm)
    of = scoped.require_stage("closed")
    try:
        with current_app.extensions["database"].read() as session:
            found = source.sights(session)
    except NotForYouYet:
        return unpublished()
    language = spoken(lifecycle.locked_instrument(of, current_app.extensions["settings"]).languages)
    _ask(of, _view(found), language)
    return gate.leading(url_for("console.moved", code=code, language=language or None))


def _view(found: Sights) -> View:
    return found.view or View(area=found.areas[0][0])


def _ask(of: Assessment, view: View, language: str) -> Progress:
    with gate.desk() as acting:
        return moved.ask(acting.session, of, view, language, acting.now)


def _waiting(of: Assessment, view: View, language: str) -> Response:
    """Have it worked out, and show how far that is."""
    # What is published is worked out in every language at once.
    language = "" if view.published else language
    with current_app.extensions["database"].read() as session:
        progress = moved.progress(session, of, view, language, gate.moment())
    if progress is None or progress.state in ("done", "cancelled"):
        progress = _ask(of, view, language)
    again = url_for("console.moved_again", code=of.code, language=language or None)
    return waiting.underway(progress, again)


def _menu(shown: Shown) -> list[Entry]:
    here = str(request.endpoint).removeprefix("console.")
    if not shown.whole:
        own = ((name, to(shown, "moved_area", area=slug)) for slug, name in shown.areas)
        return [Entry(name, address, address.partition("?")[0] == request.path) for name, address in own]
    inside = {"moved_area": "moved_areas"}
    return [Entry(text, to(shown, name), name == inside.get(here, here)) for name, text in PAGES]
