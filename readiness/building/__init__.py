"""Building documents outside a request: asked for here, made by workers, fetched from a cache by content.

The console and the command line ask, look and fetch; nothing here imports what draws or prints until a worker does.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from readiness.building import cache
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import publishing
from readiness.records import actions, assessments, builds, following
from readiness.records.database import Session
from readiness.records.queue_tables import Build
from readiness.records.tables import Assessment
from readiness.reporting import kinds

__all__ = [
    "Order",
    "Status",
    "called",
    "cancel",
    "everything",
    "fetched",
    "latest",
    "listed",
    "looked_up",
    "request",
    "retry",
    "stale",
    "status",
    "status_of",
    "wanted",
    "workers",
]
MOST = 500
"""So many builds are looked through for the latest of each document."""
SEEN_SECONDS = 60
"""A worker that has said so lately that it lives is there; it says so four times in that span."""
REASONS = {
    "waiting": "Waiting for a worker",
    "running": "Being built",
    "done": "Ready",
    "failed": "Could not be built",
    "cancelled": "Called off",
}


@dataclass(frozen=True, slots=True)
class Order:
    """A document that is wanted: its kind, the area of an area report, and what it is to be made of."""

    kind: str = "baseline"
    area: str = ""
    language: str = ""
    """One of the questionnaire's; empty is the questionnaire's own."""
    edition: int = 0
    """The number of the publication of whose findings it is made; 0 is of those of now."""
    alone: bool = False
    """Whether an area's document is to show nothing beside the area, as before all is published."""
    revision: int = 0
    """How often comments had been moderated when it was asked for; a document of now is stale once that is not so."""
    done: str = ""
    """Which actions had been recorded when it was asked for, as a digest, in one that tells what was done."""

    @property
    def options(self) -> dict[str, str]:
        """The order's options as they are kept."""
        given = (
            ("area", self.area),
            ("language", self.language),
            ("edition", str(self.edition or "")),
            ("alone", "yes" if self.alone else ""),
            ("revision", str(self.revision or "")),
            ("done", self.done),
        )
        return {name: value for name, value in given if value}

    @property
    def plain(self) -> Order:
        """The same document, whenever it was asked for."""
        return replace(self, revision=0, done="")

    @classmethod
    def of(cls, kind: str, options: Mapping[str, str]) -> Order:
        """Return the order of which these are the options."""
        return cls(
            kind,
            options.get("area", ""),
            options.get("language", ""),
            int(options.get("edition", 0)),
            "alone" in options,
            int(options.get("revision", 0)),
            options.get("done", ""),
        )


@dataclass(frozen=True, slots=True)
class Status:
    """How far a document is."""

    number: int
    order: Order
    name: str
    """What a person calls it."""
    state: str
    """waiting, running, done, failed or cancelled."""
    step: str
    """findings, figures, layout or writing, while it runs."""
    percent: int
    attempts: int
    problem: str
    """Why it failed, or what went wrong with the last try."""
    key: str | None
    asked_at: int = 0
    ended_at: int | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in builds.ENDED

    @property
    def told(self) -> str:
        """The state as a person reads it."""
        return REASONS[self.state]


def request(session: Session, assessment: Assessment, order: Order, now: int | None = None) -> Status:
    """Ask for a document; asking twice for what is on its way gives the same build.

    What cannot be built is refused here: of an assessment that is not closed, of an unknown kind or area.
    """
    if assessment.state != "closed":
        raise ReadinessError(
            f"Assessment {assessment.code} is {assessment.state}: there are no reports before it closes.",
            f"Close it with `readiness assessment close {assessment.code}`.",
        )
    _check(order, {area.slug for area in assessments.areas(session, assessment)})
    _check_years(session, assessment, order)
    options = _of_now(session, assessment, order).options
    asked = builds.add(session, assessment, order.kind, options, int(time.time()) if now is None else now)
    return _status(session, asked)


def wanted(
    session: Session, settings: Settings, assessment: Assessment, order: Order, now: int | None = None
) -> Status:
    """Return the build of a document that is there, on its way or failed; asked for now where there is none."""
    found = latest(session, assessment, order)
    if found is None or found.state == "cancelled" or (found.key and fetched(settings, found) is None):
        return request(session, assessment, order, now)
    return found


def latest(session: Session, assessment: Assessment, order: Order) -> Status | None:
    """Return the build of a document that was asked for last; one that has become stale is none."""
    options = _of_now(session, assessment, order).options
    found = builds.latest(session, assessment, order.kind, options)
    return _status(session, found) if found else None


def looked_up(session: Session, assessment: Assessment, orders: Iterable[Order]) -> dict[Order, Status]:
    """Return for each order the build that was asked for last, `stale` or not; nothing where none ever was."""
    wanted = {order.plain: order for order in orders}
    found: dict[Order, Status] = {}
    for build in builds.recent(session, assessment, MOST):
        order = wanted.get(Order.of(build.kind, build.options).plain)
        if order is not None and order not in found:
            found[order] = _status(session, build)
    return found


def stale(session: Session, assessment: Assessment, found: Status) -> bool:
    """Say whether comments that a document of now may quote, or actions that it tells of, were changed since it was
    asked for."""
    return found.order != _of_now(session, assessment, found.order)


def workers(session: Session, now: int | None = None) -> bool:
    """Say whether any worker is there."""
    return builds.alive(session, int(time.time()) if now is None else now, SEEN_SECONDS)


def everything(
    session: Session, assessment: Assessment, languages: Iterable[str] = ("",), edition: int = 0
) -> list[Order]:
    """Return an order for every document that an assessment can have, in each of these languages."""
    areas = [area.slug for area in assessments.areas(session, assessment)]
    past = publishing.moved(session, assessment) if edition else following.before(session, assessment)
    return [
        Order(kind.id, area, language, edition)
        for language in languages
        for kind in kinds.KINDS.values()
        if past or not kind.of_years
        for area in (areas if kind.of_area else [""])
    ]


def status(session: Session, number: int) -> Status:
    """Return how far a build is."""
    return _status(session, _known(session, number))


def status_of(session: Session, assessment: Assessment, number: int) -> Status | None:
    """Return how far the assessment's build of that number is; None where it has no such document."""
    found = builds.by_id(session, number)
    if found is None or found.assessment_id != assessment.id or found.kind not in kinds.KINDS:
        return None
    return _status(session, found)


def listed(session: Session, assessment: Assessment | None = None, most: int = 100) -> list[Status]:
    """Return the builds of one assessment or of all, newest first."""
    return [_status(session, one) for one in builds.recent(session, assessment, most)]


def fetched(settings: Settings, found: Status) -> Path | None:
    """Return where the file of a finished build lies; None where it is gone, and is to be asked for anew."""
    return (
        cache.Cache.of(settings).found(found.key, kinds.known(found.order.kind).suffix) if found.key else None
    )


def called(session: Session, assessment: Assessment, kind: str) -> str:
    """Return what a person calls a kind of document of an assessment: of a later year some have another name."""
    known = kinds.known(kind)
    return known.called(not known.later or following.before(session, assessment) is None)


def cancel(session: Session, number: int, now: int | None = None) -> None:
    """Call a build off that has not ended."""
    if not builds.cancel(session, _known(session, number).id, int(time.time()) if now is None else now):
        raise ReadinessError(f"Build {number} has ended: there is nothing to call off.")


def retry(session: Session, number: int) -> None:
    """Have a build that failed or was called off tried again."""
    if not builds.retry(session, _known(session, number).id):
        raise ReadinessError(
            f"Build {number} has neither failed nor been called off.", "Ask for the document anew."
        )


def _of_now(session: Session, assessment: Assessment, order: Order) -> Order:
    """Return the order as it would be given now. What is published does not age; what moved quotes nobody."""
    if order.edition:
        return order.plain
    if kinds.known(order.kind).of_years:
        return replace(order, revision=0, done=_done(session, assessment))
    return replace(order, revision=assessment.revision, done="")


def _done(session: Session, assessment: Assessment) -> str:
    past = following.before(session, assessment)
    told = json.dumps(actions.described(session, past) if past else [], default=str)
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:16]


def _known(session: Session, number: int) -> Build:
    found = builds.by_id(session, number)
    if found is None:
        raise ReadinessError(f"There is no build {number}.", "`readiness builds` lists those that there are.")
    return found


def _check(order: Order, areas: Iterable[str]) -> None:
    kind, known = kinds.known(order.kind), sorted(areas)
    if kind.of_area and order.area not in known:
        there = f"Its areas are: {', '.join(known)}." if known else "It has none."
        if not order.area:
            raise ReadinessError(f"The {kind.name.lower()} is about one clinical area: name it.", there)
        raise ReadinessError(f"The assessment has no clinical area {order.area!r}.", there)
    if order.area and not kind.of_area:
        raise ReadinessError(f"The {kind.name.lower()} is one for all areas.", "Leave the area out.")


def _check_years(session: Session, assessment: Assessment, order: Order) -> None:
    """Refuse a document of several years where there is one year, or where what moved is not published."""
    kind = kinds.known(order.kind)
    if not kind.of_years:
        return
    if order.edition and not publishing.moved(session, assessment):
        raise ReadinessError(
            f"What moved is not published with the results of {assessment.title}.",
            "Publish the years before, then publish these results anew with what moved since.",
        )
    if following.before(session, assessment) is None:
        raise ReadinessError(
            f"Assessment {assessment.code} follows no other, so there is no change to tell.",
            "Run it again a year later, as one that follows this one.",
        )


def _status(session: Session, build: Build) -> Status:
    order = Order.of(build.kind, build.options)
    return Status(
        build.id,
        order,
        _name(session, build, order),
        build.state,
        build.step,
        build.percent,
        build.attempts,
        build.problem,
        build.key,
        build.asked_at,
        build.ended_at,
    )


def _name(session: Session, build: Build, order: Order) -> str:
    of = session.get_one(Assessment, build.assessment_id)
    name = called(session, of, order.kind) if order.kind in kinds.KINDS else order.kind
    if order.area:
        areas = assessments.areas(session, of)
        name = f"{name}: {next((one.name for one in areas if one.slug == order.area), order.area)}"
    return f"{name} ({order.language})" if order.language else name
