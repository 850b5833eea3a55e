"""Building documents outside a request: asked for here, made by workers, fetched from a cache by content.

The console and the command line ask, look and fetch; nothing here imports what draws or prints until a worker does.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.building import cache
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import assessments, builds
from readiness.records.database import Session
from readiness.records.tables import Assessment, Build
from readiness.reporting import kinds

__all__ = ["Order", "Status", "cancel", "everything", "fetched", "listed", "request", "retry", "status"]
REASONS = {
    "waiting": "Waiting for a worker",
    "running": "Being built",
    "done": "Ready",
    "failed": "Could not be built",
    "cancelled": "Called off",
}


@dataclass(frozen=True, slots=True)
class Order:
    """A document that is wanted: its kind, and the area of an area report."""

    kind: str = "baseline"
    area: str = ""

    @property
    def options(self) -> dict[str, str]:
        """The order's options as they are kept."""
        return {"area": self.area} if self.area else {}


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
    asked = builds.add(
        session, assessment, order.kind, order.options, int(time.time()) if now is None else now
    )
    return _status(session, asked)


def everything(session: Session, assessment: Assessment) -> list[Order]:
    """Return an order for every document that an assessment can have."""
    areas = [area.slug for area in assessments.areas(session, assessment)]
    return [
        Order(kind.id, area) for kind in kinds.KINDS.values() for area in (areas if kind.of_area else [""])
    ]


def status(session: Session, number: int) -> Status:
    """Return how far a build is."""
    return _status(session, _known(session, number))


def listed(session: Session, assessment: Assessment | None = None, most: int = 100) -> list[Status]:
    """Return the builds of one assessment or of all, newest first."""
    return [_status(session, one) for one in builds.recent(session, assessment, most)]


def fetched(settings: Settings, found: Status) -> Path | None:
    """Return where the file of a finished build lies; None where it is gone, and is to be asked for anew."""
    return (
        cache.Cache.of(settings).found(found.key, kinds.known(found.order.kind).suffix) if found.key else None
    )


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


def _status(session: Session, build: Build) -> Status:
    options: Mapping[str, str] = build.options
    order = Order(build.kind, options.get("area", ""))
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
    )


def _name(session: Session, build: Build, order: Order) -> str:
    name = kinds.KINDS[order.kind].name if order.kind in kinds.KINDS else order.kind
    if not order.area:
        return name
    areas = assessments.areas(session, session.get_one(Assessment, build.assessment_id))
    return f"{name}: {next((one.name for one in areas if one.slug == order.area), order.area)}"
