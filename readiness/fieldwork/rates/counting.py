"""Exactly how many have answered, set beside how many there are; only `rates` may see it, which blurs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from readiness.instrument import journey
from readiness.instrument.types import Instrument
from readiness.records import assessments, links, responses, turnout
from readiness.records.assessments import Headcounts
from readiness.records.database import Session
from readiness.records.tables import Assessment

Row = tuple[str, str, int, int | None]
"""A group: its id, its name, how many answered, how many there are where that is known."""
TABLES = ("role", "place", "area", "organisation", "page")


@dataclass(frozen=True, slots=True)
class Counted:
    """The exact counts of an assessment."""

    total: Row
    tables: Mapping[str, tuple[Row, ...]]
    """By name of the table; a group without anybody in it has no row, every other one has, answered or not."""
    strata: tuple[tuple[str, str, int, int], ...]
    """For representativeness: the figure's table and id, how many answered, how many there are."""


def counted(
    session: Session,
    assessment: Assessment,
    instrument: Instrument | None,
    invited: Mapping[str, tuple[int, int]] | None = None,
) -> Counted:
    """Count who has answered; without an instrument whose files can be read, roles go by their ids."""
    crossed, heads = (
        turnout.by_role_and_place(session, assessment),
        assessments.headcounts(session, assessment),
    )
    local = assessments.local(session, assessment)
    organisations = _organisations(session, assessment, invited)
    tables = {
        "role": _rows(_roles(instrument, heads), _along(crossed, 0), heads.roles.get),
        "place": _rows(
            [(place.id, place.text) for place in local.places],
            _along(crossed, 1),
            lambda place: _heads(heads.places, place),
        ),
        "area": _rows(
            [(area.id, area.text) for area in local.areas],
            turnout.by_area(session, assessment),
            lambda area: _heads(heads.areas, area),
        ),
        "organisation": organisations,
        "page": _pages(session, assessment, instrument, local),
    }
    handed_out = sum(asked or 0 for *_, asked in organisations) if assessment.mode != "open" else 0
    total = ("", "", responses.count(session, assessment), heads.total or handed_out or None)
    return Counted(total, tables, tuple(_strata(crossed, heads)))


def _rows(
    names: Iterable[tuple[str, str]], answered: Mapping[str, int], asked: Callable[[str], int | None]
) -> tuple[Row, ...]:
    return tuple((id, name, answered.get(id, 0), asked(id)) for id, name in names if asked(id) != 0)


def _roles(instrument: Instrument | None, heads: Headcounts) -> list[tuple[str, str]]:
    if instrument is None:
        return [(role, role) for role in heads.roles]
    return [(role.id, role.plural) for role in instrument.roles]


def _along(crossed: Mapping[tuple[str | None, str | None], int], which: int) -> dict[str, int]:
    """Sum over the other one of role and place."""
    sums: dict[str, int] = {}
    for groups, people in crossed.items():
        if (group := groups[which]) is not None:
            sums[group] = sums.get(group, 0) + people
    return sums


def _heads(counts: Mapping[tuple[str, str], int], group: str) -> int | None:
    """Return how many people of all roles there are in a place or area, or None where nobody counted."""
    found = [people for (_, where), people in counts.items() if where == group]
    return sum(found) if found else None


def _organisations(
    session: Session, assessment: Assessment, invited: Mapping[str, tuple[int, int]] | None
) -> tuple[Row, ...]:
    """Return the organisations that can be counted: those with a link, with codes or with people on the list."""
    all_of_it = assessments.organisations(session, assessment)
    if assessment.mode == "open":
        people = {one.slug: one.people for one in all_of_it}
        known = {slug: (people[slug], n) for slug, n in turnout.by_organisation(session, assessment).items()}
    elif assessment.mode == "codes":
        known = dict(_codes(session, assessment))
    else:
        known = dict(invited or {})
    return tuple(
        (one.slug, one.name, known[one.slug][1], known[one.slug][0])
        for one in all_of_it
        if one.slug in known and known[one.slug][0] != 0
    )


def _codes(session: Session, assessment: Assessment) -> dict[str, tuple[int | None, int]]:
    """Return how many codes each organisation was handed and how many are spent; of batches taken back, the spent."""
    known: dict[str, tuple[int | None, int]] = {}
    for batch, spent in links.batches(session, assessment):
        if batch.organisation is not None:
            asked, answered = known.get(batch.organisation, (0, 0))
            usable = spent if batch.revoked_on else batch.codes
            known[batch.organisation] = ((asked or 0) + usable, answered + spent)
    return known


def _pages(
    session: Session, assessment: Assessment, instrument: Instrument | None, local: journey.Local
) -> tuple[Row, ...]:
    """Return the pages that everyone comes to, in order; those of one area would only tell the areas over again."""
    if not assessment.count_pages or instrument is None:
        return ()
    people = turnout.reached(session, assessment)
    pages = journey.pages(instrument, local, {})
    return tuple((page.id, page.title, people.get(page.id, 0), None) for page in pages if page.area is None)


def _strata(
    crossed: Mapping[tuple[str | None, str | None], int], heads: Headcounts
) -> Iterable[tuple[str, str, int, int]]:
    if heads.places:
        for (role, place), people in heads.places.items():
            yield "role by place", f"{role} {place}", crossed.get((role, place), 0), people
        return
    roles = _along(crossed, 0)
    for role, people in heads.roles.items():
        yield "role", role, roles.get(role, 0), people
