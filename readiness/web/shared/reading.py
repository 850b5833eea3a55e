"""Reading what is published behind a link: the link is looked at again on every page, for it may have ended since."""

from __future__ import annotations

import sys
from typing import NamedTuple

from flask import Response, current_app, g, make_response, render_template, url_for
from werkzeug.exceptions import HTTPException

from readiness import building
from readiness.access import sharing
from readiness.access.acting import Acting
from readiness.access.faults import LinkGone
from readiness.access.sharing import NoSuchLink
from readiness.building import Order, Status
from readiness.config import FLOOR
from readiness.errors import DatabaseAway, ReadinessError, TooMany, UnknownLink
from readiness.fieldwork import lifecycle, limits, publishing
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.publication_tables import Share
from readiness.records.tables import Assessment
from readiness.web.console import cookies, telling
from readiness.web.respond import addresses, visits
from readiness.web.words import own_name

COOKIE = "shared"
READ, TAKEN = "shared report read", "shared report downloaded"
REPORT, CHANGE = ("page", "baseline"), ("change-page", "change")
"""The report and the change report, each as a page for a browser and as a PDF."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""The report brings its styles along and nothing else; it may run, fetch and send nothing."""


class NotThere(ReadinessError):
    """There is no such page behind the link."""


class NotMade(ReadinessError):
    """The document has been asked for and is not there yet."""


class Language(NamedTuple):
    """A language of the report, and whether it can be read in it now."""

    id: str
    name: str
    ready: bool
    moved: bool
    """Whether the change report can be read, too."""


def follow(token: str) -> Response:
    """Open a link, and lead to an address that does not hold its token."""
    _require(token)
    with current_app.extensions["database"].write() as session:
        share, of = sharing.opened(session, token, visits.today())
        _note(session, share, of, "link to results opened")
    response = addresses.leading(url_for("shared.report"))
    cookies.keep(response, COOKIE, token)
    return response


def show() -> Response:
    """Say what there is, until when."""
    _require(cookies.found(COOKIE))
    with current_app.extensions["database"].write() as session:  # what is not there yet is asked for
        share, of = _opened(session)
        years = publishing.moved(session, of)
        system, languages = _system(session, of), _languages(session, of, moved=bool(years))
    g.language = "en"
    return make_response(
        render_template(
            "console/shared/report.html",
            title=of.title,
            system=system,
            simulated=of.simulated,
            until=telling.day(share.ends_on),
            threshold=max(of.threshold, FLOOR),
            languages=languages,
            since=years[0].year if years else None,
            waits=not all(one.ready and one.moved for one in languages),
        )
    )


def page(language: str) -> Response:
    """Show the report as the accessible page that a worker has made."""
    return _page(_document(language, REPORT[0], READ))


def pdf(language: str) -> Response:
    """Give the report as the PDF that a worker has made."""
    return _pdf(_document(language, REPORT[1], TAKEN), f"readiness-report-{language}.pdf")


def change(language: str) -> Response:
    """Show the change report, where it is published with the results, as the page that a worker has made."""
    return _page(_document(language, CHANGE[0], READ))


def change_pdf(language: str) -> Response:
    """Give the change report, where it is published with the results, as the PDF that a worker has made."""
    return _pdf(_document(language, CHANGE[1], TAKEN), f"readiness-change-{language}.pdf")


def _page(data: bytes) -> Response:
    told = {"Content-Security-Policy": POLICY, "X-Robots-Tag": "noindex"}
    return Response(data, headers=told, mimetype="text/html")


def _pdf(data: bytes, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return Response(data, headers=told, mimetype="application/pdf")


def told(error: Exception) -> Response:
    """Answer an error in words; what nobody foresaw is logged by its kind and place alone."""
    status, title, texts = _told(error)
    g.language = "en"
    later = {"Retry-After": "10"} if status in (429, 503) else {}
    drawn = render_template("console/shared/message.html", title=title, texts=texts)
    return make_response(drawn, status, {**later, "X-Robots-Tag": "noindex"})


def _told(error: Exception) -> tuple[int, str, tuple[str, ...]]:
    for kind, (status, title) in _TITLES.items():
        if isinstance(error, kind) and isinstance(error, ReadinessError):
            return status, title, tuple(filter(None, (error.message, error.remedy)))
    if isinstance(error, DatabaseAway):
        current_app.logger.error("%s", error)
        return 503, "Please try again in a moment", ("The database does not answer just now.",)
    if isinstance(error, HTTPException) and (error.code or 500) < 500:
        return 404, "There is no such page", ("Check that the whole address was copied.",)
    current_app.log_exception(sys.exc_info())
    return 500, "Something went wrong", ("It is not your fault. Please go back and try again.",)


_TITLES: dict[type[ReadinessError], tuple[int, str]] = {
    NoSuchLink: (404, "This link leads to no report"),
    UnknownLink: (404, "This link leads to no report"),
    LinkGone: (410, "This link no longer opens a report"),
    NotThere: (404, "There is no such page"),
    NotMade: (503, "The report is being made"),
    TooMany: (429, "Please try again in a minute"),
}


def _require(token: str) -> None:
    """Refuse a link that opens nothing before it takes a turn to write: whoever guesses must keep nobody waiting."""
    with current_app.extensions["database"].read() as session:
        sharing.opened(session, token, visits.today())


def _opened(session: Session) -> tuple[Share, Assessment]:
    return sharing.opened(session, cookies.found(COOKIE), visits.today())


def _document(language: str, kind: str, act: str) -> bytes:
    """Return the bytes of a document that is there, or have it made and say so."""
    _require(cookies.found(COOKIE))
    with current_app.extensions["database"].write() as session:
        share, of = _opened(session)
        if language not in _spoken(of):
            raise NotThere("The report is not in that language.", "Go back and choose another.")
        if kind in CHANGE and not publishing.moved(session, of):
            raise NotThere("What has moved is not published with this report.", "Go back to the report.")
        found = _asked(session, of, language, kind)
        path = building.fetched(current_app.extensions["settings"], found)
        if path is not None:
            _note(session, share, of, act, language=language, document=found.name)
    if path is None:
        raise NotMade("This takes a minute or two.", "Please come back then with the same link.")
    return path.read_bytes()


def _languages(session: Session, of: Assessment, moved: bool) -> list[Language]:
    """Return every language of the report, with the change report where that is published, too."""

    def ready(language: str, kinds: tuple[str, ...]) -> bool:
        wanted = [_asked(session, of, language, kind) for kind in kinds]
        return all(building.fetched(current_app.extensions["settings"], one) for one in wanted)

    return [
        Language(one, own_name(one), ready(one, REPORT), ready(one, CHANGE if moved else ()))
        for one in _spoken(of)
    ]


def _asked(session: Session, of: Assessment, language: str, kind: str) -> Status:
    """Return the build of a published document, asked for now unless that was done already."""
    instrument = lifecycle.locked_instrument(of, current_app.extensions["settings"])
    named = "" if language == instrument.language else language
    order = Order(kind, language=named, edition=publishing.required(session, of).id)
    return building.wanted(session, current_app.extensions["settings"], of, order)


def _spoken(of: Assessment) -> tuple[str, ...]:
    return lifecycle.locked_instrument(of, current_app.extensions["settings"]).languages


def _system(session: Session, of: Assessment) -> str:
    return assessments.system(session, of).name


def _note(session: Session, share: Share, of: Assessment, act: str, **details: object) -> None:
    """Write down that the link was used, and count it: nobody can fill the log by it."""
    limits.read_shared(session, of, share.id, visits.now())
    acting = Acting(
        session, current_app.extensions["settings"], int(visits.now().timestamp()), name=f"link {share.id}"
    )
    acting.note(act, f"assessment {of.code} ({of.title})", whom=share.whom, **details)
