"""What else changed beside the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from readiness.baseline.findings import Share
from readiness.baseline.years import Round, changes


def kinds(before: Round, after: Round) -> set[tuple[str, str, str]]:
    """Return kind, group and measure of every banner."""
    return {(each.kind, each.group, each.measure) for each in changes((before, after)).banners}


def with_heading(one: Round, **given: Any) -> Round:
    """Return a year with other facts about it."""
    return replace(one, findings=replace(one.findings, heading=replace(one.findings.heading, **given)))


def test_two_like_years_raise_none(three: tuple[Round, ...]) -> None:
    assert kinds(three[0], three[1]) == set()


def test_another_way_of_asking_people_in_touches_all(three: tuple[Round, ...]) -> None:
    found = changes((three[0], replace(three[1], mode="open")))
    assert [(each.kind, each.before, each.after) for each in found.banners] == [("mode", "codes", "open")]
    assert all(each.banners == (1,) for each in found.lines)


@pytest.mark.parametrize(("month", "raised"), [(12, False), (1, True), (6, True), (10, False)])
def test_two_months_are_another_season(three: tuple[Round, ...], month: int, raised: bool) -> None:
    found = kinds(three[0], with_heading(three[1], opened=date(2027, month, 1)))
    assert found == ({("season", "", "")} if raised else set())


@pytest.mark.parametrize(("headcount", "raised"), [(1000, False), (740, True), (2000, True)])
def test_a_response_rate_that_moved_over_fifteen_points(
    three: tuple[Round, ...], headcount: int, raised: bool
) -> None:
    after = replace(three[1], findings=replace(three[1].findings, headcount=headcount))
    assert (("rate", "", "") in kinds(three[0], after)) is raised


def test_a_role_mix_that_moved_over_fifteen_hundredths(three: tuple[Round, ...]) -> None:
    counts = {"gp": 300, "clinician": 150, "manager": 30}
    roles = tuple(replace(role, n=counts[role.id]) for role in three[1].findings.roles)
    after = replace(three[1], findings=replace(three[1].findings, roles=roles))
    found = changes((three[0], after)).banners
    assert [each.kind for each in found if each.group == "" and each.kind == "mix"] == ["mix"]


def test_more_who_do_not_know_touches_that_dimension_alone(three: tuple[Round, ...]) -> None:
    dimensions = tuple(
        replace(each, cell=replace(each.cell, dont_know=Share(25, 22, 28, 400)))
        if each.id == "route"
        else each
        for each in three[1].findings.dimensions
    )
    found = changes((three[0], replace(three[1], findings=replace(three[1].findings, dimensions=dimensions))))
    assert [(each.kind, each.measure) for each in found.banners] == [("dont-know", "route")]
    touched = {(each.family, each.measure) for each in found.lines if each.banners}
    assert touched == {("system", "route")}


def test_less_reliability_touches_the_dimension_everywhere(three: tuple[Round, ...]) -> None:
    dimensions = tuple(
        replace(each, alpha=0.5) if each.id == "route" else each for each in three[1].findings.dimensions
    )
    found = changes((three[0], replace(three[1], findings=replace(three[1].findings, dimensions=dimensions))))
    assert [each.kind for each in found.banners] == ["reliability"]
    assert {each.measure for each in found.lines if each.banners} == {"route"}
    assert {each.family for each in found.lines if each.banners} >= {"system", "parts", "roles", "places"}


def test_another_role_mix_to_stand_on(three: tuple[Round, ...]) -> None:
    quality = replace(three[1].findings.quality, notes=("not-standardised",))
    after = replace(three[1], findings=replace(three[1].findings, quality=quality))
    assert ("basis", "", "") in kinds(three[0], after)
