"""A look at what moved: whether there is anything to see yet, a line in the log, and the frame around the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request, url_for

from readiness.building import moved
from readiness.building.kept import Progress
from readiness.building.moved import View
from readiness.records.tables import Assessment
from readiness.reporting.exports import palette
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn, scripted
from readiness.web.console.forms import YesForm, took
from readiness.web.console.results import looking, waiting
from readiness.web.console.results.looking import Entry
from readiness.web.console.results.source import NotForYouYet
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
    """Show a page of what moved, in an area where one is named, or say why there is none yet."""
    if scoped.here().stage != "closed":
        return waiting.too_soon()
    with current_app.extensions["database"].read() as session:
        try:
            found = source.sights(session)
            shown = source.of_area(session, found, area) if area else source.whole(session, found)
        except NotForYouYet:
            return unpublished()
        except NotWorkedOutYet as fault:
            shown, missing = None, fault.view
        of, about = scoped.require_stage("closed"), f"what moved, {page}"
        seen = looking.noted(session, of, about, gate.moment())
    if shown is None:
        return _waiting(of, missing)
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
        to=to,
        menu=_menu(shown),
        tongues=(),
        colours=palette,
        **given,
    )


def to(name: str, **values: Any) -> str:
    """Return the address of another page about this assessment."""
    return url_for(f"console.{name}", code=scoped.here().code, **values)


def again(code: str) -> Response:
    """Try once more what could not be worked out."""
    took(YesForm)
    of = scoped.require_stage("closed")
    try:
        with current_app.extensions["database"].read() as session:
            found = source.sights(session)
    except NotForYouYet:
        return unpublished()
    _ask(of, _view(found))
    return gate.leading(url_for("console.moved", code=code))


def _view(found: Sights) -> View:
    return found.view or View(area=found.areas[0][0])


def _ask(of: Assessment, view: View) -> Progress:
    with gate.desk() as acting:
        return moved.ask(acting.session, of, view, "", acting.now)


def _waiting(of: Assessment, view: View) -> Response:
    """Have it worked out, and show how far that is."""
    with current_app.extensions["database"].read() as session:
        progress = moved.progress(session, of, view, "", gate.moment())
    if progress is None or progress.state in ("done", "cancelled"):
        progress = _ask(of, view)
    return waiting.underway(progress, url_for("console.moved_again", code=of.code))


def _menu(shown: Shown) -> list[Entry]:
    here = str(request.endpoint).removeprefix("console.")
    if not shown.whole:
        own = ((name, to("moved_area", area=slug)) for slug, name in shown.areas)
        return [Entry(name, address, address.endswith(request.path)) for name, address in own]
    inside = {"moved_area": "moved_areas"}
    return [Entry(text, to(name), name == inside.get(here, here)) for name, text in PAGES]
