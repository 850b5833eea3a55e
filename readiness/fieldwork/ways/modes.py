"""The three ways of asking people in, fixed when an assessment is created, and the parts that a link may name."""

from __future__ import annotations

from readiness.errors import ReadinessError, WrongState
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment


def require(assessment: Assessment, mode: str) -> None:
    """Refuse what belongs to another way of asking people in than the assessment's own."""
    if assessment.mode != mode:
        raise WrongState(
            f"{assessment.title} ({assessment.code}) asks people in by {_MODES[assessment.mode]}, "
            f"not by {_MODES[mode]}.",
            next_step(assessment),
        )


def next_step(assessment: Assessment) -> str:
    """Return how people are asked in, with the command for it."""
    return _STEPS[assessment.mode].format(code=assessment.code)


def require_part(
    session: Session, assessment: Assessment, place: str | None, organisation: str | None
) -> None:
    """Refuse a place or an organisation that the assessment does not have, and both at once."""
    if place is not None and organisation is not None:
        raise ReadinessError("A link belongs to a place or to an organisation.", "Name one of the two.")
    parts: dict[str, tuple[str | None, list[str]]] = {
        "place": (place, [one.slug for one in assessments.places(session, assessment)]),
        "organisation": (organisation, [one.slug for one in assessments.organisations(session, assessment)]),
    }
    for kind, (wanted, there) in parts.items():
        if wanted is not None and wanted not in there:
            raise ReadinessError(
                f"The assessment has no {kind} {wanted!r}.",
                f"Its {kind}s are: {', '.join(there) or 'none'}.",
            )


_MODES = {"open": "open links", "codes": "single-use codes", "personal": "personal links"}
_STEPS = {
    "open": "Its link: readiness link {code}.",
    "codes": "Make codes: readiness codes {code} --number 100 --out codes.csv.",
    "personal": "Invite people: readiness invite add {code} people.csv.",
}
