"""Systems that are asked year after year, with effects that are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from readiness.baseline.door import findings
from readiness.baseline.findings import Heading
from readiness.baseline.subject import subject
from readiness.baseline.years import Round, history
from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument, Option
from readiness.records import wave
from readiness.records.assessments import Headcounts
from readiness.rehearsal.people import Later, Person, answers
from tests.baseline.conftest import as_row

AREAS = ("skin", "heart", "lung", "stroke")
PLACES = ("north", "south")
ROLES = ("gp", "clinician", "manager")
HEADCOUNTS = Headcounts(
    roles={"gp": 300, "clinician": 500, "manager": 200},
    places={(role, place): 100 for role in ROLES for place in PLACES},
    areas={(role, area): 150 for role in ROLES for area in AREAS},
)


@pytest.fixture(scope="session")
def year(instrument: Instrument) -> Callable[..., Round]:
    """Ask the system in one year."""

    def asked(
        number: int, shifts: Mapping[tuple[str, str], float], people: int = 480, seed: int = 3
    ) -> Round:
        local = Local(places=_options(PLACES), areas=_options(AREAS))
        rng = np.random.default_rng([seed, number])
        staff = [_person(rng) for _ in range(people)]
        given = answers(instrument, local, staff, seed, Later(number, shifts))
        built = wave.built(instrument, local, [[as_row(one) for one in given]])
        of_it = subject(instrument, local, built, HEADCOUNTS, 11, HEADCOUNTS)
        found = findings(of_it, heading(2026 + number), HEADCOUNTS.total)
        return Round(found, "codes", *history.statements(instrument))

    return asked


@pytest.fixture(scope="session")
def three(year: Callable[..., Round]) -> tuple[Round, ...]:
    """Three years: time and resources rise a lot everywhere in the second, the heart's commitment in the third."""
    moved = {("", "resources"): 0.6}
    return year(0, {}), year(1, moved), year(2, moved | {("heart", "commitment"): 1.2})


def heading(of: int) -> Heading:
    """Return the heading of one year."""
    opened = date(of, 11, 2)
    return Heading(
        *(f"code{of}", f"Ready {of}", "Ashdale", of, opened, date(of, 11, 29)),
        *("innovation-readiness", "2026.1", "", "en", False, 11, "0", "", 1),
    )


def without(one: Round, *areas: str) -> Round:
    """Return a year whose report shows nothing of some areas."""
    found = tuple(
        replace(area, n=None, readiness=None, general=None, components=(), dimensions=(), items=())
        if area.id in areas
        else area
        for area in one.findings.areas
    )
    return replace(one, findings=replace(one.findings, areas=found))


def renamed(one: Round, ids: Mapping[str, str], kind: str = "areas") -> Round:
    """Return a year whose areas or places have other ids and names."""
    groups = tuple(
        replace(each, id=ids.get(each.id, each.id), name=ids.get(each.id, each.name).title())
        for each in getattr(one.findings, kind)
    )
    return replace(one, findings=replace(one.findings, **{kind: groups}))


def _options(ids: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(id=each, text=each.title()) for each in ids)


def _person(rng: np.random.Generator) -> Person:
    role = str(rng.choice(ROLES, p=(0.3, 0.5, 0.2)))
    return Person(role, str(rng.choice(PLACES)), (str(rng.choice(AREAS)),))
