"""Nobody sees a figure of another area before it is published, nor ever without a right to it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from itertools import chain, combinations

import pytest

from readiness.access.rights import Sight
from readiness.baseline.findings import Findings
from readiness.baseline.seen import narrowed, seen
from tests.reporting.believable import believable


@pytest.fixture(scope="module")
def findings() -> Findings:
    """A believable system of several areas."""
    return believable()


def test_who_leads_the_system_sees_all_before_and_after(findings: Findings) -> None:
    for published in (False, True):
        found = seen(findings, Sight(everything=True, published=True), published)
        assert (found.whole, found.areas) == (findings, findings.areas)


def test_what_is_published_is_the_same_for_everybody_who_may_see_it(findings: Findings) -> None:
    for sight in (Sight(published=True), Sight(areas=frozenset({findings.areas[0].id}), published=True)):
        found = seen(findings, sight, published=True)
        assert (found.whole, found.areas) == (findings, findings.areas)


def test_before_that_an_area_lead_sees_the_own_areas_and_nothing_of_others(findings: Findings) -> None:
    ids = [area.id for area in findings.areas[:4]]
    for own in chain.from_iterable(combinations(ids, number) for number in range(len(ids) + 1)):
        found = seen(findings, Sight(areas=frozenset(own), published=True), published=False)
        assert found.whole is None
        assert {area.id for area in found.areas} == set(own)
        assert found.nothing == (not own)
        for area in found.areas:
            assert (area.need, area.above, area.below) == (None, (), ())
        others = {area.name for area in findings.areas} - {area.name for area in found.areas}
        assert not {name for name in others if name in repr(found)}


@pytest.mark.parametrize("published", [False, True])
def test_without_a_right_there_is_nothing(findings: Findings, published: bool) -> None:
    assert seen(findings, Sight(), published).nothing


def test_an_area_of_another_name_shows_nothing(findings: Findings) -> None:
    assert seen(findings, Sight(areas=frozenset({"elsewhere"})), published=False).nothing


def test_an_area_s_documents_before_that_hold_no_figure_of_others_or_of_the_whole(findings: Findings) -> None:
    for area in findings.areas:
        alone = narrowed(findings, area.id)
        kept = figures(alone) - figures(area)
        assert kept <= {
            findings.n,
            findings.heading.year,
            findings.heading.threshold,
            findings.heading.seed,
            0,
        }
        assert not {one.name for one in findings.areas if one.id != area.id and one.name in repr(alone)}
        assert (alone.comments, alone.places, alone.barriers) == ((), (), ())


def figures(found: object) -> set[float]:
    """Return every number that stands in it."""
    if isinstance(found, int | float) and not isinstance(found, bool):
        return {found}
    if isinstance(found, tuple):
        return set().union(*map(figures, found))
    if is_dataclass(found):
        return set().union(*(figures(getattr(found, field.name)) for field in fields(found)))
    return set()
