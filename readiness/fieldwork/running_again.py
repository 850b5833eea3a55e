"""An assessment that follows the one of the year before: what may follow what, and what became of its groups."""

from __future__ import annotations

from readiness.errors import Fault, FileFaults
from readiness.fieldwork.setup_types import Ancestry, Setup
from readiness.instrument.plain import nearest
from readiness.records import assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment

FILE = "set-up"


def follow(session: Session, assessment: Assessment, setup: Setup) -> None:
    """Let a new assessment follow the one that its set-up names, or say why it cannot."""
    found = faults(session, setup, FILE)
    if found:
        raise FileFaults(found)
    past = assessments.by_code(session, str(setup.follows))
    following.follow(
        session, assessment, past, ((one.kind, one.past, one.now, one.part) for one in setup.became)
    )


def faults(session: Session, setup: Setup, file: str) -> list[Fault]:
    """Return what keeps a set-up from following the assessment that it names."""
    if setup.follows is None:
        return []
    past = next((one for one in assessments.all(session) if one.code == setup.follows), None)
    if past is None or assessments.system(session, past).name != setup.system:
        problem = f"{setup.system} has no assessment {setup.follows!r}."
        return [Fault(file, "follows", problem, "Name the code of an earlier assessment of this system.")]
    if past.year >= setup.year:
        problem = f"{past.title} is of {past.year}, which is not before {setup.year}."
        return [Fault(file, "follows", problem, "Name an earlier year, or write the year of this one.")]
    if past.state != "closed":
        problem = f"{past.title} is {past.state}."
        return [Fault(file, "follows", problem, "Close it first: only then can it be compared with.")]
    known = {
        "area": [area.slug for area in assessments.areas(session, past)],
        "place": [place.slug for place in assessments.places(session, past)],
        "organisation": [one.slug for one in assessments.organisations(session, past)],
    }
    return [
        Fault(file, f"became[{number}].past", *_unknown(one, known[one.kind]))
        for number, one in enumerate(setup.became, 1)
        if one.past not in known[one.kind]
    ]


def _unknown(one: Ancestry, known: list[str]) -> tuple[str, str]:
    problem = f'The year before had no {one.kind} "{one.past}".'
    return problem, f"Write one of: {', '.join(known)}{nearest(one.past, known)}"
