"""Publishing an assessment's results, anew too: what is published, who may see it, and what can be undone."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app, request, url_for

from readiness import building
from readiness.access.rights import NAMES, TABLE, Action, Reach, Role
from readiness.building import moved
from readiness.fieldwork import lifecycle, publishing
from readiness.fieldwork.publishing import By
from readiness.instrument.types import Instrument
from readiness.records import actions, following, grants, publications, shares
from readiness.records.database import Session
from readiness.records.publication_tables import Publication
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED

SHARED = ("baseline", "page", "change", "change-page")
"""The kinds of documents that links open, which are made as soon as results are published."""


class Seer(NamedTuple):
    """A role, how many people have it, and what they see."""

    role: str
    people: int
    before: str
    after: str


class Moved(NamedTuple):
    """What has moved since the years before, as it can be published, and as it is."""

    before: int
    """The year before."""
    since: int | None
    """The first year since which it can be published; None while the year before is not."""
    told: int | None
    """The first year since which it is published."""
    actions: int
    """How many actions were recorded after the year before."""
    differs: bool
    """Whether publishing anew could tell it otherwise."""


def ask(code: str) -> Response:
    """Show what is published, or say what publishing means and ask."""
    of = scoped.require_stage(CLOSED)
    settings = current_app.extensions["settings"]
    with current_app.extensions["database"].read() as session:
        instrument = lifecycle.locked_instrument(of, settings)
        now = publishing.published(session, of)
        words = publishing.words_now(session, of, instrument)
        return drawn(
            "sharing/publication",
            section="assessments",
            subject=scoped.here(),
            now=now,
            differs=now is not None and not publishing.same(words, now.words),
            moved=of_years(session, of, now),
            versions=publications.all(session, of.id),
            digest=_digest(session, now.id) if now else "",
            seers=seers(session, of),
            questions=[(asked.text, len(words.get(asked.id, ()))) for asked in instrument.open_questions()],
            links=shares.opening(session, of, gate.today()),
        )


def take(code: str) -> Response:
    """Publish, or publish anew."""
    took(YesForm)
    of, settings = scoped.require_stage(CLOSED), current_app.extensions["settings"]
    instrument, wanted = lifecycle.locked_instrument(of, settings), request.form.get("moved") == "yes"
    with gate.desk() as acting:
        by = By(gate.signed().account.email, acting.now)
        made = publishing.publish(acting.session, of, instrument, by, wanted)
        years = publishing.moved(acting.session, of)
        since = years[0].year if years else None
        acting.note("results published", about(of), version=made.id, moved_since=since)
        for order in building.everything(acting.session, of, others(instrument), made.id):
            if order.kind in SHARED:
                building.request(acting.session, of, order, acting.now)
        if years:
            moved.ask(acting.session, of, moved.PUBLISHED, "", acting.now)
    return gate.leading(url_for("console.publication", code=code))


def of_years(session: Session, of: Assessment, now: Publication | None) -> Moved | None:
    """Return what of the years before can be published with the results; None where they follow none."""
    past = following.before(session, of)
    if past is None:
        return None
    since, told = publishing.since(session, of), publishing.moved(session, of)
    return Moved(
        past.year,
        since,
        told[0].year if told else None,
        len(actions.after(session, past)),
        now is not None and since is not None and publishing.moved_differs(session, of),
    )


def others(instrument: Instrument) -> tuple[str, ...]:
    """Return the languages of documents as they are asked for: the questionnaire's own is said by nothing."""
    return tuple("" if one == instrument.language else one for one in instrument.languages)


def about(of: Assessment) -> str:
    """Return an assessment as the log names it."""
    return f"assessment {of.code} ({of.title})"


def seers(session: Session, of: Assessment) -> list[Seer]:
    """Return what each role sees of the results, before and after, as the table of rights has it."""
    held = [
        (grant.role, account.id)
        for grant, account in grants.all(session)
        if grant.system_id == of.system_id and grant.holds(gate.today())
    ]
    return [
        Seer(NAMES[role], len({account for name, account in held if name == role}), *_sees(role))
        for role in Role
        if Action.SEE_PUBLISHED in TABLE[role]
    ]


def _sees(role: Role) -> tuple[str, str]:
    reach = TABLE[role].get(Action.SEE_RESULTS)
    if reach is Reach.SYSTEM:
        return "everything", "everything"
    if reach is Reach.PART:
        return "own area", "the report"
    return "nothing", "the report"


def _digest(session: Session, number: int) -> str:
    """Return the first letters of the digests of what is published; nothing before a worker has found it."""
    return ", ".join(one.digest[:12] for one in publications.kept(session, number).values())
