"""What a plan says of groups, exactness and rankings, also where little or nothing is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from readiness.baseline import planning
from readiness.baseline.planning import turnout
from readiness.errors import ReadinessError
from tests.baseline.planning.conftest import LARGE, System


def group(plan, table, id):
    return next(each for each in plan.groups if (each.table, each.id) == (table, id))


def test_the_chance_of_a_role_is_its_binomial(plan_of):
    managers = group(plan_of(System(roles=(100, 100, 40)), "25"), "role", "manager")
    assert managers.chance == pytest.approx(stats.binom.sf(10, 40, 0.25))
    assert (managers.people, managers.answers, managers.verdict) == (40, 10, "in doubt")


def test_an_area_adds_the_rates_of_its_roles(plan_of):
    plan = plan_of(System((100, 100, 100), areas={"skin": (20, 20, 0)}), "10", "gp=50")
    skin = group(plan, "area", "skin")
    few = sum(
        stats.binom.pmf(a, 20, 0.5) * stats.binom.pmf(b, 20, 0.1)
        for a in range(21)
        for b in range(21)
        if a + b < 11
    )
    assert skin.chance == pytest.approx(1 - few)
    assert skin.answers == 12


def test_too_few_people_are_never_shown_whatever_the_rate(plan_of):
    plan = plan_of(System((100, 100, 10), areas={"rare": (3, 4, 3)}), "100")
    assert group(plan, "role", "manager").verdict == "never"
    assert group(plan, "area", "rare").verdict == "never"
    assert group(plan, "area-role", "rare gp").verdict == "never"


def test_where_a_role_is_not_counted_nothing_is_called_impossible(plan_of, instrument):
    asked = System((100, 100, 100), areas={"skin": (4, 4, 0)}).asked(instrument)
    partly = replace(asked.headcounts, areas={("gp", "skin"): 4, ("clinician", "skin"): 4})
    plan = planning.plan(
        replace(asked, headcounts=partly), planning.rates(["50"], instrument), turnouts=0, reports=1
    )
    assert group(plan, "area", "skin").verdict == "unlikely"
    assert not group(plan, "area", "skin").complete
    assert group(plan, "area-role", "skin manager").verdict == "not known"


def test_without_headcounts_everything_is_not_known_and_nothing_fails(plan_of):
    plan = plan_of(System(places={"north": None}, areas={"skin": None}), "25", turnouts=2)
    assert {each.verdict for each in plan.groups} == {"not known"}
    assert (plan.people, plan.answers, plan.precision, plan.parts, plan.cover) == (None, None, (), (), None)


def test_nobody_answers_at_0_and_everybody_at_100(plan_of):
    nobody, everybody = plan_of(LARGE, "0", turnouts=1), plan_of(LARGE, "100", turnouts=1)
    assert {each.verdict for each in nobody.groups} == {"unlikely"}
    assert all(each.margin is None for each in nobody.precision)
    assert {each.verdict for each in everybody.groups if each.table != "area-role"} == {"likely"}
    assert group(everybody, "system", "system").low == everybody.people == 6000
    assert all(each.margin == 0 for each in everybody.precision if each.table != "area")


def test_one_area_is_planned_and_not_ranked(plan_of):
    plan = plan_of(System((100, 100, 100), areas={"skin": (60, 60, 60)}), "50", turnouts=1)
    assert [(each.areas, each.told) for each in plan.apart] == [(1, None)] * 3
    assert group(plan, "area", "skin").verdict == "likely"


def test_two_hundred_areas_are_planned_without_trying_what_hides_them(plan_of):
    areas = {f"area-{n}": (20, 40, 10) for n in range(200)}
    plan = plan_of(System((2000, 4000, 1000), areas=areas), "30", turnouts=5)
    assert plan.cover is None
    assert len(plan.of("area")) == 200
    assert all(each.told is not None for each in plan.apart)


def test_no_areas_are_planned_where_the_questionnaire_asks_for_none(plan_of):
    plan = plan_of(System((100, 100, 100)), "30", turnouts=1)
    assert plan.apart == ()
    assert plan.of("area") == ()


def test_people_who_work_in_more_areas_than_they_may_answer_for_count_less(plan_of):
    """40 GPs who all work in five areas and answer for three each: 3/5 of 40 an area."""
    areas = {f"area-{n}": (40, 0, 0) for n in range(5)}
    plan = plan_of(System((40, 0, 0), areas=areas), "100")
    assert group(plan, "area", "area-0").answers == 24


def test_the_margin_of_an_area_is_stratified_to_the_systems_mix(plan_of):
    """Shares .2, .5 and .3 of 1,000; 20 of 40, 50 of 100 and 30 of 60 answer: by hand, half corrected away."""
    plan = plan_of(System((200, 500, 300), areas={"skin": (40, 100, 60)}), "50")
    by_hand = 1.959964 * 18 * np.sqrt(0.5 * (0.2**2 / 20 + 0.5**2 / 50 + 0.3**2 / 30))
    assert plan.exact("area")[0].margin == pytest.approx(by_hand, rel=1e-6)
    assert plan.exact("area")[0].change == pytest.approx(np.sqrt(2) * by_hand, rel=1e-6)


def test_a_role_of_few_answers_joins_its_nearest_one(plan_of):
    """Managers (3 of 6 answer) join clinicians: their share rests on 53 of 106 answers."""
    plan = plan_of(System((200, 500, 300), areas={"skin": (40, 100, 6)}), "50")
    by_hand = 1.959964 * 18 * np.sqrt(0.5 * (0.2**2 / 20 + 0.8**2 / 53))
    assert plan.exact("area")[0].margin == pytest.approx(by_hand, rel=1e-6)


def test_a_percentage_of_80_of_150_people_is_exact_to_8_points(plan_of):
    """One of the margins of the method, section 7: 150 people, 80 answers, 50%."""
    plan = plan_of(System((150, 150, 150)), "53.4")
    assert plan.exact("role")[0].answers == 80
    assert round(plan.exact("role")[0].margin_percent) == 8


def test_another_spread_of_people_scales_every_margin(instrument):
    asked, rates = LARGE.asked(instrument), planning.rates(["25"], instrument)
    usual, half = (planning.plan(asked, rates, planning.assumed(sd), turnouts=0) for sd in (18, 9))
    assert half.exact("area")[0].margin == pytest.approx(usual.exact("area")[0].margin / 2)


def test_more_areas_are_told_apart_where_they_differ_more(plan_of):
    little, some, much = plan_of(LARGE, "25", reports=10).apart
    assert little.told < some.told < much.told <= 5
    assert (little.needed, some.needed, much.needed) == (115, 45, 21)


def test_parts_of_the_report_need_their_numbers(plan_of):
    parts = {part.id: part for part in plan_of(System((100, 300, 100)), "25").parts}
    assert {part.id: part.least for part in parts.values()} == {
        "any": 11,
        "bars": 30,
        "reliability": 100,
        "drivers": 150,
    }
    assert parts["drivers"].chance == pytest.approx(stats.binom.sf(149, 500, 0.25))


def test_what_protection_costs_is_what_the_release_decides(plan_of):
    """One place of few people: another one must be hidden with it, as a reader could subtract."""
    system = System(places={"north": (30, 90, 30), "south": (30, 90, 30), "isle": (3, 6, 1)})
    plan = plan_of(system, "100", turnouts=2)
    assert (plan.cover.few, plan.cover.turnouts) == (1, 2)
    assert plan.cover.cover >= 1
    assert group(plan, "place", "isle").verdict == "never"
    hidden = [group(plan, "place", place) for place in ("north", "south")]
    assert sum(1 - place.shown for place in hidden) >= 1
    assert all(place.chance > 0.999 for place in hidden)


def test_a_plan_is_the_same_when_made_again(plan_of):
    assert plan_of(LARGE, "20", turnouts=1) == plan_of(LARGE, "20", turnouts=1)


def test_turnouts_have_the_numbers_that_the_headcounts_promise(instrument):
    asked = System(
        places={"north": (100, 400, 40), "south": (50, 200, 20)},
        areas={"skin": (60, 200, 30), "heart": (120, 150, 20), "lung": (90, 250, 10)},
    ).asked(instrument)
    found = turnout.drawn(asked, planning.rates(["100"], instrument), np.random.default_rng(3))
    assert np.bincount(found.roles).tolist() == [150, 600, 60]
    assert found.places.min() == 0
    assert abs((found.places == 0).sum() - 540) < 60
    assert np.abs(found.areas.sum(axis=0) - [290, 290, 350]).max() < 30
    assert found.areas.sum(axis=1).max() == 2


def test_turnouts_reach_the_threshold_as_often_as_the_plan_says(plan_of, instrument):
    system = System(places={"north": (60, 200, 20), "isle": (8, 24, 4)}, areas={"skin": (20, 15, 10)})
    asked, rates, rng = system.asked(instrument), planning.rates(["25"], instrument), np.random.default_rng(4)
    found = [turnout.drawn(asked, rates, rng) for _ in range(2000)]
    plan = plan_of(system, "25")
    isle = np.mean([(each.places == 1).sum() >= 11 for each in found])
    skin = np.mean([each.areas[:, 0].sum() >= 11 for each in found])
    assert isle == pytest.approx(group(plan, "place", "isle").chance, abs=0.04)
    assert skin == pytest.approx(group(plan, "area", "skin").chance, abs=0.04)


def test_of_people_nobody_has_placed_a_turnout_leaves_the_place_open(instrument):
    asked = System((10, 20, 30), places={"north": None}, areas={"skin": None}).asked(instrument)
    found = turnout.drawn(asked, planning.rates(["100"], instrument), np.random.default_rng(3))
    assert set(found.places.tolist()) == {-1}
    assert not found.areas.any()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["101"], "no response rate"),
        (["-1"], "no response rate"),
        (["many"], "no response rate"),
        (["gp="], "no response rate"),
        (["0.25"], "less than one in a hundred"),
        (["25", "gps=30"], 'did you mean "gp"'),
        (["gp=30"], "for everybody"),
        ([], "for everybody"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(instrument, typed, said):
    with pytest.raises(ReadinessError, match=said):
        planning.rates(typed, instrument)


def test_rates_may_be_typed_for_all_and_for_some(instrument):
    found = planning.rates(["25%", "gp=12.5"], instrument)
    assert [found.of(role) for role in ("gp", "clinician")] == [0.125, 0.25]
    assert planning.rates(["gp=1", "clinician=2", "manager=3"], instrument).of("manager") == 0.03


@pytest.mark.parametrize(("sd", "iccs"), [(0, ()), (51, ()), (-1, ()), (18, (0.0,)), (18, (1.0,))])
def test_impossible_assumptions_are_refused(sd, iccs):
    with pytest.raises(ReadinessError):
        planning.assumed(sd, iccs)
