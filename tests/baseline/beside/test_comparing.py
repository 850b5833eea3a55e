"""What is said of two systems: differences by the rules of change, loose lines unjudged, and no rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from math import isnan
from typing import Any

import pytest

from readiness.analysis import comparison
from readiness.baseline.beside import LOOSE, Beside, Exchange, Line, beside
from readiness.baseline.beside.comparing import VERDICTS
from readiness.baseline.findings import GroupFinding
from readiness.instrument.types import Instrument
from tests.baseline.beside.conftest import told
from tests.reporting.believable import believable

Change = Callable[..., Exchange]


def moved(what: Exchange, each: str, points: float, area: str | None = None) -> Exchange:
    """Return an exchange in which one figure lies so many points higher."""
    groups = []
    for group in what.groups:
        figures = tuple(
            one.model_copy(
                update={key: getattr(one, key) + points for key in ("mean", "low", "high")}
                if one.id == each and group.area == area
                else {}
            )
            for one in group.figures
        )
        groups.append(group.model_copy(update={"figures": figures}))
    return what.model_copy(update={"groups": tuple(groups)})


def line(found: Beside, each: str, area: str | None = None) -> Line:
    return next(one for one in found.lines if one.id == each and one.area == area)


def kinds(found: Beside) -> list[str]:
    return [one.kind for one in found.warned]


def test_a_system_beside_itself_differs_in_nothing_and_is_warned_of_nothing(ours: Exchange) -> None:
    found = beside(ours, ours)
    assert {one.difference for one in found.lines} == {0.0}
    assert not {one.verdict for one in found.lines} & {"different", "large difference", LOOSE}
    assert (found.warned, found.reworded) == ((), ())
    assert {one.family for one in found.lines} == {"system", "items", "areas", "parts"}


def test_the_difference_is_ours_less_theirs_with_an_interval_from_both_errors(ours: Exchange) -> None:
    found = line(beside(ours, moved(ours, "direction", 8.0)), "direction")
    assert found.difference == pytest.approx(-8.0)
    assert found.verdict == "large difference"
    rate = ours.groups[0].n / ours.groups[0].headcount
    error = found.ours.se / (1 - rate) ** 0.5
    assert found.low == pytest.approx(-8.0 - 1.959964 * 2**0.5 * error, abs=1e-4)
    assert found.high == pytest.approx(-8.0 + 1.959964 * 2**0.5 * error, abs=1e-4)


def test_under_three_points_nothing_is_different_however_sure_it_is(ours: Exchange) -> None:
    assert line(beside(ours, moved(ours, "direction", 2.9)), "direction").verdict == "no difference"
    assert line(beside(ours, moved(ours, "direction", 3.5)), "direction").verdict == "different"


def test_few_answers_are_told_apart_by_nobody(ours: Exchange) -> None:
    found = line(beside(ours, moved(ours, "direction", 4.0, "mental-health")), "direction", "mental-health")
    assert found.verdict == "cannot be told apart"


def test_each_family_is_judged_at_once_after_benjamini_and_hochberg(ours: Exchange) -> None:
    found = beside(ours, moved(ours, "readiness", 6.0, "cardiology"))
    areas = [one for one in found.lines if one.family == "areas"]
    raw = []
    for one in areas:
        half = (one.high - one.low) / 2 / 1.959964
        alone = comparison.change([0.0], [half / 2**0.5], [one.difference], [half / 2**0.5])
        raw.append(float(alone.p[0]))
    assert [one.p for one in areas] == pytest.approx(list(comparison.adjust(raw)), abs=1e-6)


def test_another_wording_is_marked_loose_item_by_item_and_judged_nowhere(ours: Exchange) -> None:
    other = tuple(
        one.model_copy(update={"wording": "0" * 64}) if one.id == "safety-2" else one
        for one in ours.statements
    )
    theirs = moved(ours, "safety-2", 20.0).model_copy(update={"statements": other})
    found = beside(ours, theirs)
    assert found.reworded == ("safety-2",)
    loose = {(one.kind, one.id) for one in found.lines if one.verdict == LOOSE and one.area is None}
    assert loose == {("general", "general"), ("dimension", "safety"), ("item", "safety-2")}
    assert isnan(line(found, "safety-2").low)
    assert line(found, "safety-1").verdict != LOOSE
    assert line(found, "readiness", "cardiology").verdict == LOOSE


def test_a_statement_of_one_role_that_they_have_not_makes_its_dimension_loose(ours: Exchange) -> None:
    fewer = tuple(one for one in ours.statements if one.id != "direction-gp")
    found = beside(ours, ours.model_copy(update={"statements": fewer}))
    assert line(found, "direction").verdict == LOOSE
    assert line(found, "direction-1").verdict != LOOSE


def test_loose_lines_take_no_part_in_the_tests_of_the_others(ours: Exchange) -> None:
    far = moved(ours, "safety", 40.0)
    other = tuple(
        one.model_copy(update={"wording": "0" * 64}) if one.part == "safety" else one
        for one in far.statements
    )
    found = beside(ours, moved(far, "direction", 4.0).model_copy(update={"statements": other}))
    told_p = line(found, "direction").p
    judged = [one for one in found.lines if one.family == "system" and one.verdict != LOOSE]
    assert 0 < told_p <= len(judged) * 1e-3


def test_what_only_one_of_both_shows_is_left_out(ours: Exchange) -> None:
    found = beside(ours, ours.model_copy(update={"groups": ours.groups[:1]}))
    assert {one.area for one in found.lines} == {None}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"year": 2024}, "year"),
        ({"simulated": True}, "simulated"),
        ({"standardised": False}, "basis"),
        ({"roles": ()}, "mix-unknown"),
    ],
)
def test_what_else_differs_is_warned_of(
    ours: Exchange, changed: Change, change: dict[str, Any], kind: str
) -> None:
    assert kinds(beside(ours, changed(**change))) == [kind]


def test_another_mix_of_roles_is_warned_of_with_the_role_that_differs_most(
    ours: Exchange, changed: Change
) -> None:
    shares = {"gp": 1000, "clinician": 150, "manager": 50}
    roles = tuple(one.model_copy(update={"n": shares[one.id]}) for one in ours.roles)
    warned = beside(ours, changed(roles=roles)).warned
    assert [(one.kind, one.ours, one.theirs) for one in warned] == [("mix", "gp 33%", "gp 83%")]


@pytest.mark.parametrize(("headcount", "kind"), [(1500, "rate"), (None, "rate-unknown"), (8000, None)])
def test_response_rates_are_compared(
    ours: Exchange, changed: Change, headcount: int | None, kind: str | None
) -> None:
    whole = ours.groups[0].model_copy(update={"headcount": headcount})
    found = kinds(beside(ours, changed(groups=(whole, *ours.groups[1:]))))
    assert found == ([kind] if kind else [])


@pytest.mark.parametrize(("headcount", "warned"), [(95, [("rate", "20%", "97%", "cardiology")]), (None, [])])
def test_response_rates_of_areas_are_compared_where_both_are_known(
    ours: Exchange, changed: Change, headcount: int | None, warned: list[tuple[str, ...]]
) -> None:
    area = next(group for group in ours.groups if group.area == "cardiology")
    others = tuple(group for group in ours.groups if group is not area)
    found = beside(ours, changed(groups=(*others, area.model_copy(update={"headcount": headcount})))).warned
    assert [(one.kind, one.ours, one.theirs, one.area) for one in found] == warned


def test_nothing_that_is_said_of_two_systems_ranks_them() -> None:
    names = {one.name for kind in (Beside, Line) for one in fields(kind)}
    assert not any("rank" in name or "position" in name for name in names)
    assert set(VERDICTS.values()) == {
        "large difference",
        "different",
        "no difference",
        "cannot be told apart",
    }


def test_roles_that_one_of_both_hides_leave_the_mix_unknown(asked: Instrument, ours: Exchange) -> None:
    findings = believable()
    hidden = tuple(
        replace(role, n=None) if isinstance(role, GroupFinding) and role.id == "gp" else role
        for role in findings.roles
    )
    assert kinds(beside(ours, told(replace(findings, roles=hidden), asked))) == ["mix-unknown"]
