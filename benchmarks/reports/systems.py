"""Whole systems of simulated people, analysed as real ones are: few and very many areas and answers.

The people are the demonstration's, the answers are checked as those from a browser are, and the findings come through
the one door that hands findings out. Only the database is left out, and nobody moderates the
comments.
"""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from readiness import config
from readiness.baseline.door import SEED, findings
from readiness.baseline.findings import Findings, Heading
from readiness.baseline.subject import subject
from readiness.fieldwork.submitting import checked
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument, Option
from readiness.records import wave
from readiness.records.assessments import Headcounts
from readiness.records.comments import Consented
from readiness.records.responses import AnswerSet
from readiness.rehearsal.people import Person, answers
from tests.reporting.believable import HEADING

ROLES = {"gp": 0.3, "clinician": 0.5, "manager": 0.2}
TOGETHER = 1000
PLACES = ("Northvale", "Midford", "Eastcoast")
AREAS = (
    *("Cardiology", "Cancer", "Mental health", "Children and young people", "Children’s mental health"),
    *(
        "Respiratory medicine",
        "Respiratory sleep services",
        "Diabetes and endocrinology",
        "Diabetes in pregnancy",
    ),
    *("Stroke", "Stroke rehabilitation", "Kidney care", "Kidney transplantation", "Maternity", "Dermatology"),
    *(
        "Musculoskeletal conditions and chronic pain",
        "Older people and frailty",
        "Palliative and end of life care",
    ),
    *("Ear, nose and throat", "Eye care", "Dentistry and oral surgery", "Gastroenterology and liver disease"),
    *("Learning disability and autism", "Urgent and emergency care", "Critical care", "Infectious diseases"),
    *(
        "Rheumatology",
        "Urology",
        "Women’s health and gynaecology",
        "Rehabilitation after long hospital stays",
    ),
)


@dataclasses.dataclass(frozen=True)
class System:
    """How large a system is."""

    areas: int
    people: int
    places: int


SYSTEMS = {"two-areas": System(2, 40, 1), "thirty-areas": System(30, 50_000, 3)}


def found(name: str, kept: Path) -> Findings:
    """Return a system's findings, from the file that an earlier run kept them in if there is one."""
    path = kept / f"{name}.findings"
    if path.exists():
        return pickle.loads(path.read_bytes())  # written by this program, in a folder that its user names
    made = analysed(SYSTEMS[name])
    path.write_bytes(pickle.dumps(made))
    return made


def analysed(system: System, seed: int = 7) -> Findings:
    """Let people answer, and analyse what they say."""
    instrument = load_version(config.load().surveys, "innovation-readiness", "2026.1")
    local = Local(places=_options(PLACES[: system.places]), areas=_options(AREAS[: system.areas]))
    given = answers(instrument, local, list(_people(system, local, seed)), seed)
    comments: list[Consented] = []
    built = wave.built(instrument, local, _rows(instrument, local, given, comments))
    roles = {role: int(4.5 * share * system.people) for role, share in ROLES.items()}
    headcounts = Headcounts(roles) if system.areas > 2 else Headcounts()
    of_it = subject(instrument, local, built, headcounts, HEADING.threshold)
    return findings(of_it, _heading(instrument, built.digest), headcounts.total, comments)


def _people(system: System, local: Local, seed: int) -> Iterator[Person]:
    """Yield people of areas that differ in size as real ones do; three in ten answer for a second one too."""
    rng = np.random.default_rng(seed)
    sizes = rng.lognormal(0, 0.6 if system.areas > 2 else 0.1, system.areas)
    roles, areas = list(ROLES), [area.id for area in local.areas]
    for role in rng.choice(roles, system.people, p=list(ROLES.values())).tolist():
        chosen = rng.choice(areas, 1 + int(rng.random() < 0.3), replace=False, p=sizes / sizes.sum())
        yield Person(role, str(rng.choice([place.id for place in local.places])), tuple(chosen.tolist()))


def _rows(
    instrument: Instrument, local: Local, given: Iterator[dict[str, Any]], comments: list[Consented]
) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield answers as the records hold them, and put what people wrote aside."""
    while some := [checked(instrument, local, one) for one in islice(given, TOGETHER)]:
        for one in some:
            comments += _quotable(one, len(comments))
        yield [_row(one) for one in some]


def _row(one: AnswerSet) -> Sequence[Any]:
    strata = (one.strata.get(name) for name in wave.STRATA)
    return (*strata, one.hasty, orjson.dumps(one.answers).decode(), orjson.dumps(one.areas).decode())


def _quotable(one: AnswerSet, before: int) -> Iterator[Consented]:
    for i, (question, text) in enumerate(one.comments):
        if one.quotable:
            yield Consented((before + i).to_bytes(8, "big"), question, text, "shown")


def _options(names: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(id=f"n{i}", text=name) for i, name in enumerate(names, 1))


def _heading(instrument: Instrument, digest: str) -> Heading:
    return dataclasses.replace(
        HEADING,
        instrument=instrument.id,
        version=instrument.version,
        instrument_hash=instrument.digest,
        simulated=True,
        data_digest=digest,
        seed=SEED,
    )
