"""How many have answered, by group, and what was shown of it on which day.

The counts are exact and leave this module for one place only, `fieldwork.rates`, which blurs them. They are counted by
the database: no answer is read for them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from readiness.records.inserts import insert_or, inserted
from readiness.records.tables import Assessment, Link, PageCount, Response, Turnout


def by_role_and_place(session: Session, assessment: Assessment) -> dict[tuple[str | None, str | None], int]:
    """Return how many have answered, by role and place; None where one was left blank."""
    groups = Response.role, Response.place
    asked = select(*groups, func.count()).where(Response.assessment_id == assessment.id).group_by(*groups)
    return {(role, place): people for role, place, people in session.execute(asked)}


def by_area(session: Session, assessment: Assessment) -> dict[str, int]:
    """Return how many have answered for each clinical area; who chose two counts in both."""
    if session.get_bind().dialect.name == "sqlite":
        areas = func.json_each(Response.areas).table_valued("key")
    else:
        areas = func.json_object_keys(Response.areas).table_valued("key").render_derived()
    asked = select(areas.c.key, func.count()).select_from(Response).join(areas, true())
    found = session.execute(asked.where(Response.assessment_id == assessment.id).group_by(areas.c.key))
    return {str(area): int(people) for area, people in found}


def by_organisation(session: Session, assessment: Assessment) -> dict[str, int]:
    """Return how many answers came by the open links of each organisation that has one."""
    asked = select(Link.organisation, func.sum(Link.answers)).where(Link.organisation.is_not(None))
    found = session.execute(asked.where(Link.assessment_id == assessment.id).group_by(Link.organisation))
    return {str(organisation): int(answers) for organisation, answers in found}


def latest(session: Session, assessment: Assessment) -> Turnout | None:
    """Return the latest figures that are kept."""
    kept = select(Turnout).where(Turnout.assessment_id == assessment.id).order_by(Turnout.day.desc()).limit(1)
    return session.scalar(kept.execution_options(populate_existing=True))


def keep(session: Session, assessment: Assessment, day: date, shown: dict[str, Any]) -> bool:
    """Keep the figures of a day, unless there are some already; of two who try at once, one is told True."""
    return inserted(session, Turnout, {"assessment_id": assessment.id, "day": day, "shown": shown})


def keep_last(session: Session, assessment: Assessment, day: date, shown: dict[str, Any]) -> None:
    """Keep the figures of the last day, in place of any that are kept of it."""
    new = insert_or(session, Turnout).values(assessment_id=assessment.id, day=day, shown=shown)
    session.execute(new.on_conflict_do_update(index_elements=_DAY, set_={"shown": new.excluded.shown}))


def reach(session: Session, assessment: Assessment, page: str) -> None:
    """Count one person more who has reached the page."""
    connection = session.connection()
    connection.execute(_REACHED[connection.dialect.name], {"assessment": assessment.id, "reached": page})


def reached(session: Session, assessment: Assessment) -> dict[str, int]:
    """Return how many have reached each page that anybody reached."""
    asked = select(PageCount.page, PageCount.people).where(PageCount.assessment_id == assessment.id)
    return {str(page): int(people) for page, people in session.execute(asked)}


def _upsert(dialect: Any) -> Any:
    new = dialect.insert(PageCount.__table__).values(
        assessment_id=bindparam("assessment"), page=bindparam("reached"), people=1
    )
    more = {"people": PageCount.__table__.c.people + 1}
    return new.on_conflict_do_update(index_elements=["assessment_id", "page"], set_=more)


_DAY = ["assessment_id", "day"]
_REACHED = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}
