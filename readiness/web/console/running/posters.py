"""Posters of open links: asked for here, printed by a worker, fetched here."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access.faults import Missing, Refused
from readiness.building import errands
from readiness.building.errands import Progress
from readiness.records import links as kept
from readiness.web.console import gate, once, scoped
from readiness.web.console.drawing import watched
from readiness.web.console.forms import offered
from readiness.web.console.running import asking, links
from readiness.web.console.running.forms import PosterForm


def order(code: str, number: int = 0) -> Response:
    """Ask for the poster of one link, or for those of all links in one file."""
    form = once.took(PosterForm)
    of = asking.unclosed("open")
    offered(form.language, links.languages(of))
    if (form.language.data or "") not in dict(form.language.choices):
        raise Refused("The poster has no words in that language.", "Go back and choose one that is offered.")
    with asking.said(), once.desk(url_for("console.links", code=code)) as acting:
        whom = links.one_of(acting.session, of, number).whom if number else "all links"
        asked = errands.posters(acting.session, of, number or None, form.language.data or "", acting.now)
        acting.note("asked for posters", asking.about(), of=whom)
        there = url_for("console.poster", code=code, number=asked.number)
        once.leads(acting, there)
    return gate.leading(there)


def show(code: str, number: int) -> Response:
    """Say how far it is."""
    found, name = _found(number)
    there = errands.printed(asking.settings(), found) is not None
    return watched(
        "running/poster",
        not found.ended,
        section="assessments",
        subject=scoped.here(),
        found=found,
        name=name,
        there=there,
    )


def as_pdf(code: str, number: int) -> Response:
    """Give the file."""
    found, name = _found(number)
    path = errands.printed(asking.settings(), found)
    if path is None:
        raise Missing("This file is not there.", "Ask for the poster again: it takes a few seconds.")
    with gate.desk() as acting:
        acting.note("downloaded posters", asking.about(), of=name)
    suffix = found.of or "all"
    headers = {"Content-Disposition": f'attachment; filename="poster-{code}-{suffix}.pdf"'}
    return Response(path.read_bytes(), mimetype="application/pdf", headers=headers)


def _found(number: int) -> tuple[Progress, str]:
    of = asking.unclosed("open")
    with asking.database().read() as session:
        found = errands.of(session, of, number)
        if found is None or found.kind != errands.POSTERS:
            raise Missing("There are no such posters.", "Go back to the links of the assessment.")
        called = links.names(session, of)
        rows = [called.row(one, gate.today()) for one in kept.all_open(session, of)]
    return found, links.poster_name(rows, found)
