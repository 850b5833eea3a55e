"""Answers written by hand or by a seed, scored without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from readiness import config
from readiness.baseline.door import SEED, findings
from readiness.baseline.findings import Findings, Heading
from readiness.baseline.subject import Subject, subject
from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument, Option
from readiness.records import wave
from readiness.records.assessments import Headcounts
from readiness.records.wave import Wave

STRATA = ("role", "place", "organisation-type", "tenure")
LOCAL = Local(
    places=(Option(id="north", text="North"), Option(id="south", text="South")),
    areas=(
        Option(id="skin", text="Dermatology"),
        Option(id="heart", text="Cardiology"),
        Option(id="lung", text="Respiratory"),
    ),
    innovations=(LocalInnovation("ai", "AI for skin", ("skin",)),),
)
HEADCOUNTS = Headcounts(
    roles={"gp": 100, "clinician": 300, "manager": 100},
    places={(role, place): 50 for role in ("gp", "clinician", "manager") for place in ("north", "south")},
    areas={(role, area): 80 for role in ("gp", "clinician", "manager") for area in ("skin", "heart", "lung")},
)


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    return load_version(config._bundled("surveys"), "innovation-readiness", "2026.1")


@pytest.fixture
def heading() -> Heading:
    return Heading(
        "code", "A baseline", "A system", 2026, None, None, "i", "2026.1", "", "en", False, 11, "0", "", SEED
    )


@pytest.fixture
def subject_of(instrument: Instrument) -> Callable[..., Subject]:
    """Score answer sets given as flat keys."""

    def scored(
        people: Iterable[Mapping[str, Any]], headcounts: Headcounts = HEADCOUNTS, local: Local = LOCAL
    ) -> Subject:
        built = wave.built(instrument, local, [[as_row(person) for person in people]])
        return subject(instrument, local, built, headcounts, 11)

    return scored


@pytest.fixture
def wave_of(instrument: Instrument) -> Callable[..., Wave]:
    """Read answer sets as the records do."""
    return lambda people: wave.built(instrument, LOCAL, [[as_row(person) for person in people]])


@pytest.fixture
def findings_of(subject_of: Callable[..., Subject], heading: Heading) -> Callable[..., Findings]:
    """Return the protected findings of answer sets."""

    def found(people: Iterable[Mapping[str, Any]], **given: Any) -> Findings:
        return findings(subject_of(people, **given), heading, HEADCOUNTS.total)

    return found


def as_row(person: Mapping[str, Any]) -> tuple[Any, ...]:
    """Split flat keys as the records keep them."""
    areas: dict[str, dict[str, Any]] = {area: {} for area in person.get("areas", ())}
    for key, value in person.items():
        if "." in key:
            areas[key.split(".", 1)[0]][key.split(".", 1)[1]] = value
    own = {
        key: value
        for key, value in person.items()
        if "." not in key and key not in (*STRATA, "areas", "hasty")
    }
    return (
        *(person.get(key) for key in STRATA),
        person.get("hasty"),
        json.dumps(own, sort_keys=True),
        json.dumps(areas, sort_keys=True),
    )


def person(
    role: str = "gp", areas: Iterable[str] = ("skin",), rating: int = 4, **more: Any
) -> dict[str, Any]:
    """Return somebody who gives one rating everywhere, unless `more` says otherwise."""
    dimensions = (
        "direction",
        "safety",
        "resources",
        "evidence",
        "skills",
        "recognition",
        "relationships",
        "route",
    )
    given: dict[str, Any] = {"role": role, "areas": list(areas)}
    given |= {f"{dimension}-{item}": rating for dimension in dimensions for item in (1, 2, 3, role)}
    given |= {
        f"{area}.{part}-{item}": rating
        for area in areas
        for part in ("commitment", "capability")
        for item in (1, 2, 3)
    }
    return given | {key.replace("__", ".").replace("_", "-"): value for key, value in more.items()}
