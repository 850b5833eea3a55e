"""Set-ups in words, planned without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from readiness.baseline import planning
from readiness.baseline.planning import Asked, Plan
from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument, Option
from readiness.records.assessments import Headcounts

ROLES = ("gp", "clinician", "manager")
Row = tuple[int, int, int]


@dataclass(frozen=True)
class System:
    """Headcounts by role, as (GPs, clinicians, managers), in places and areas."""

    roles: Row | None = None
    places: Mapping[str, Row | None] = field(default_factory=dict)
    areas: Mapping[str, Row | None] = field(default_factory=dict)
    threshold: int = 11
    days: int = 28

    def asked(self, instrument: Instrument) -> Asked:
        """Return it as a plan is asked about it."""
        return Asked(
            "A title",
            "Ashdale",
            instrument,
            Local(_options(self.places), _options(self.areas)),
            Headcounts(self._roles(), _counts(self.places), _counts(self.areas)),
            self.threshold,
            self.days,
        )

    def _roles(self) -> dict[str, int]:
        if self.roles is not None:
            return dict(zip(ROLES, self.roles, strict=True))
        known = [row for row in self.places.values() if row]
        return dict(zip(ROLES, map(sum, zip(*known, strict=True)), strict=True)) if known else {}


def _options(groups: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(Option(id=group, text=group.title()) for group in groups)


def _counts(groups: Mapping[str, Row | None]) -> dict[tuple[str, str], int]:
    return {
        (role, group): n for group, row in groups.items() if row for role, n in zip(ROLES, row, strict=True)
    }


LARGE = System(
    places={"north": (300, 1500, 200), "south": (300, 1500, 200), "west": (300, 1500, 200)},
    areas=dict.fromkeys(("skin", "heart", "lung", "kidney", "bones"), (150, 600, 70)),
)


@pytest.fixture
def plan_of(instrument: Instrument) -> Callable[..., Plan]:
    """Plan a system at rates typed as on the command line; no turnout is simulated unless asked for."""

    def planned(system: System, *rates: str, turnouts: int = 0, reports: int = 1) -> Plan:
        return planning.plan(system.asked(instrument), planning.rates(rates, instrument), turnouts=turnouts)

    return planned
