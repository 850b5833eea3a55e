"""Questions that other rooms ask about assessments: which there are, and what each adds to its instrument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from readiness.errors import UnknownAssessment
from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.types import Option
from readiness.records.database import Database
from readiness.records.following_tables import Became, Following
from readiness.records.tables import (
    Assessment,
    ClinicalArea,
    Headcount,
    Innovation,
    Organisation,
    Place,
    System,
    Table,
)

_LIFE = "SELECT state, opens_on, closes_on, instrument_hash FROM assessment WHERE code = :code"
_TOLD = (
    *("code", "title", "year", "state", "opened_on", "closed_on", "instrument", "version", "instrument_hash"),
    *("simulated", "threshold", "revision"),
)
"""What of the assessment's own row findings depend on."""
Part = Place | Organisation | ClinicalArea | Innovation | Headcount
_PARTS = (Became, Following, Headcount, Innovation, Organisation, ClinicalArea, Place)
"""Those that lean on others first."""


@dataclass(frozen=True, slots=True)
class Headcounts:
    """How many people work where, as far as it is known; a person may work in several areas, but in one place."""

    roles: dict[str, int] = field(default_factory=dict)
    """By role, over the whole system."""
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    """By role and place."""
    areas: dict[tuple[str, str], int] = field(default_factory=dict)
    """By role and clinical area."""

    @property
    def total(self) -> int | None:
        """Everyone in the system, or None where no headcount is known."""
        return sum(self.roles.values()) if self.roles else None


def by_code(session: Session, code: str) -> Assessment:
    """Return the assessment with that public id."""
    found = session.scalar(select(Assessment).where(Assessment.code == code))
    if found is None:
        raise UnknownAssessment(
            f"There is no assessment {code!r}.",
            "`readiness assessment list` shows all of them with their codes.",
        )
    return found


def unchanged(database: Database, known: Assessment) -> bool:
    """Say whether the assessment still is in the state, on the days and with the words that are known of it."""
    now = database.row(_LIFE, {"code": known.code})
    life = known.state, known.opens_on, known.closes_on, known.instrument_hash
    return now is not None and [str(one) for one in now] == [str(one) for one in life]


def all(session: Session) -> list[Assessment]:
    """Return every assessment, newest year first."""
    return list(session.scalars(select(Assessment).order_by(Assessment.year.desc(), Assessment.id.desc())))


def system(session: Session, assessment: Assessment) -> System:
    """Return the system that asks."""
    return session.get_one(System, assessment.system_id)


def held(session: Session, code: str, alone: bool = False) -> Assessment:
    """Return the assessment as it is now and keep it so until this transaction ends.

    Many who answer may hold it at once; who changes its state holds it `alone`, after all of them.
    """
    now = select(Assessment).where(Assessment.code == code).with_for_update(read=not alone)
    return session.scalar(now.execution_options(populate_existing=True)) or by_code(session, code)


def add(session: Session, system: str, assessment: Assessment, parts: Iterable[Part]) -> Assessment:
    """Keep a new assessment of the system with all that describes it."""
    asks = session.scalar(select(System).where(System.name == system)) or System(name=system)
    session.add(asks)
    session.flush()
    assessment.system_id = asks.id
    session.add(assessment)
    session.flush()
    # Places and areas first: organisations, headcounts and links lean on them.
    for part in sorted(parts, key=lambda part: not isinstance(part, Place | ClinicalArea)):
        part.assessment_id = assessment.id
        session.add(part)
        session.flush()
    return assessment


def in_use(session: Session, assessment: Assessment) -> bool:
    """Say whether anything but its own description belongs to it: links, codes, answers, documents and the like."""
    # A table is known once its module has been imported; here, since whoever answers needs none of these.
    from readiness.records import publication_tables, queue_tables  # noqa: F401

    described = {part.__tablename__ for part in _PARTS}
    others = (one for one in Table.metadata.tables.values() if "assessment_id" in one.c)
    return any(
        session.scalar(select(exists().where(one.c.assessment_id == assessment.id)))
        for one in others
        if one.name not in described
    )


def remove(session: Session, assessment: Assessment) -> None:
    """Forget an assessment that is not in use, with all that describes it."""
    for part in _PARTS:
        session.execute(delete(part).where(part.assessment_id == assessment.id))
    session.delete(assessment)
    session.flush()


def locked_hashes(session: Session, instrument: str, version: str) -> set[str]:
    """Return the hashes that assessments have locked this version of the instrument with."""
    same = select(Assessment.instrument_hash).where(
        Assessment.instrument == instrument, Assessment.version == version
    )
    return {found for found in session.scalars(same.distinct()) if found}


def local(session: Session, assessment: Assessment) -> Local:
    """Return what the assessment adds to its instrument: places, clinical areas and innovations."""
    return Local(
        places=tuple(Option(id=one.slug, text=one.name) for one in places(session, assessment)),
        areas=tuple(Option(id=one.slug, text=one.name) for one in areas(session, assessment)),
        innovations=tuple(
            LocalInnovation(one.slug, one.name, tuple(one.areas)) for one in innovations(session, assessment)
        ),
    )


def described(session: Session, assessment: Assessment) -> list[object]:
    """Return all that findings depend on besides the answers: what describes the assessment, in plain values.

    Read anew, whatever this session knows already.
    """
    of_it = Assessment.id == assessment.id
    own = select(*(getattr(Assessment, name) for name in _TOLD), System.name).join(System).where(of_it)
    parts = (
        select(Place.slug, Place.name).where(Place.assessment_id == assessment.id).order_by(Place.position),
        select(ClinicalArea.slug, ClinicalArea.name)
        .where(ClinicalArea.assessment_id == assessment.id)
        .order_by(ClinicalArea.position),
        select(Innovation.slug, Innovation.name, Innovation.areas)
        .where(Innovation.assessment_id == assessment.id)
        .order_by(Innovation.position),
        select(Headcount.role, Headcount.place, Headcount.area, Headcount.people)
        .where(Headcount.assessment_id == assessment.id)
        .order_by(Headcount.id),
    )
    return [[list(row) for row in session.execute(each)] for each in (own, *parts)]


def places(session: Session, assessment: Assessment) -> list[Place]:
    """Return its places in their order."""
    of_it = Place.assessment_id == assessment.id
    return list(session.scalars(select(Place).where(of_it).order_by(Place.position)))


def organisations(session: Session, assessment: Assessment) -> list[Organisation]:
    """Return its organisations in their order."""
    of_it = Organisation.assessment_id == assessment.id
    return list(session.scalars(select(Organisation).where(of_it).order_by(Organisation.position)))


def areas(session: Session, assessment: Assessment) -> list[ClinicalArea]:
    """Return its clinical areas in their order."""
    of_it = ClinicalArea.assessment_id == assessment.id
    return list(session.scalars(select(ClinicalArea).where(of_it).order_by(ClinicalArea.position)))


def innovations(session: Session, assessment: Assessment) -> list[Innovation]:
    """Return its innovations in their order."""
    of_it = Innovation.assessment_id == assessment.id
    return list(session.scalars(select(Innovation).where(of_it).order_by(Innovation.position)))


def headcounts(session: Session, assessment: Assessment) -> Headcounts:
    """Return its headcounts; a role's whole is what was said of it, else the sum over the places."""
    return counted(session.scalars(select(Headcount).where(Headcount.assessment_id == assessment.id)))


def counted(headcounts: Iterable[Headcount]) -> Headcounts:
    """Return headcounts that are kept, or are to be kept, by role, place and area."""
    rows = list(headcounts)
    in_places = {(row.role, row.place): row.people for row in rows if row.place}
    whole: dict[str, int] = {}
    for (role, _), people in in_places.items():
        whole[role] = whole.get(role, 0) + people
    whole.update({row.role: row.people for row in rows if not row.place and not row.area})
    return Headcounts(whole, in_places, {(row.role, row.area): row.people for row in rows if row.area})
