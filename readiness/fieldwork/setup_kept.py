"""The set-up that an assessment was created with, read back from what is kept of it."""

from __future__ import annotations

from readiness.fieldwork.setup_types import (
    Ancestry,
    Counts,
    Front,
    Listed,
    ListedInnovation,
    ListedOrganisation,
    Setup,
)
from readiness.records import assessments, following
from readiness.records.database import Session
from readiness.records.tables import Assessment


def kept(session: Session, assessment: Assessment) -> Setup:
    """Return the set-up of a kept assessment: creating it again gives the same one."""
    return Setup.model_validate(
        {
            "system": assessments.system(session, assessment).name,
            **{name: getattr(assessment, name) for name in _SAME},
            "links": assessment.mode,
            "languages": tuple(assessment.languages or ()),
            "front": Front(**(assessment.front or {})),
            "places": tuple(
                Listed(id=one.slug, name=one.name) for one in assessments.places(session, assessment)
            ),
            "organisations": _organisations(session, assessment),
            "areas": tuple(
                Listed(id=one.slug, name=one.name) for one in assessments.areas(session, assessment)
            ),
            "innovations": tuple(
                ListedInnovation(id=one.slug, name=one.name, areas=tuple(one.areas))
                for one in assessments.innovations(session, assessment)
            ),
            "headcounts": _headcounts(session, assessment),
            "follows": past.code if (past := following.before(session, assessment)) else None,
            "became": tuple(
                Ancestry.model_validate(
                    {"kind": one.kind, "past": one.past, "now": one.now, "part": one.part}
                )
                for one in following.became(session, assessment)
            ),
        }
    )


_SAME = (
    *("title", "year", "instrument", "version", "opens_on", "closes_on"),
    *("threshold", "simulated", "count_pages"),
)
"""What is called the same in both."""


def _organisations(session: Session, assessment: Assessment) -> tuple[ListedOrganisation, ...]:
    return tuple(
        ListedOrganisation(id=one.slug, name=one.name, type=one.type, place=one.place, people=one.people)
        for one in assessments.organisations(session, assessment)
    )


def _headcounts(session: Session, assessment: Assessment) -> Counts:
    """Return the headcounts; a role's whole stands here even where it is the sum over the places."""
    found = assessments.headcounts(session, assessment)
    return Counts(roles=found.roles, places=_nested(found.places), areas=_nested(found.areas))


def _nested(counts: dict[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for (role, group), people in counts.items():
        nested.setdefault(group, {})[role] = people
    return nested
