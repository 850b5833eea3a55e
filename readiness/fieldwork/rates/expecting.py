"""Which response rates to expect next time: those that an assessment of the same system had."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from readiness.errors import ReadinessError
from readiness.fieldwork.rates import figures
from readiness.records.database import Session
from readiness.records.tables import Assessment


@dataclass(frozen=True, slots=True)
class Expected:
    """Response rates in percent, of everybody and of the roles whose own were shown."""

    everybody: float
    roles: dict[str, float]
    source: str
    """Whose they were."""


def expected(session: Session, before: Assessment, roles: Collection[str]) -> Expected:
    """Return the rates of an assessment that has closed, by role as far as they were shown."""
    kept = figures.latest(session, before) if before.state == "closed" else None
    if kept is None or kept.total.rate is None:
        raise ReadinessError(
            f"{before.title} ({before.code}) has no response rate to go by.",
            "Name one that has closed and had headcounts, or give a rate with --rate.",
        )
    shown = {
        group.id: float(group.rate)
        for group in kept.tables["role"]
        if group.rate is not None and group.id in roles
    }
    return Expected(float(kept.total.rate), shown, f"{before.title} ({before.code})")
