"""Each piece of advice is given where its rule holds, with its figures, and not where it does not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from readiness.baseline.planning import advising
from readiness.baseline.planning.kinds import Cover
from tests.baseline.planning.conftest import LARGE, System

AREAS = dict.fromkeys(("skin", "heart", "lung", "kidney", "bones"), (40, 60, 20))
SPREAD = System((200, 400, 150), areas=AREAS)
CASES = {
    "headcounts-none": (
        System(areas={"skin": None}),
        ["25"],
        "exact to 5 points either way 50, and an area that is to be told",
    ),
    "headcounts-missing": (System((100, 100, 100), areas={"skin": None}), ["25"], "missing for Skin"),
    "nobody": (LARGE, ["0"], "nobody answers"),
    "all-too-few": (System((10, 20, 10)), ["20"], "About 8 people will answer in all, and 11"),
    "all-too-few-people": (System((3, 3, 3)), ["50"], "Only 9 people"),
    "role-never": (System((100, 100, 10)), ["25"], "Managers: fewer than 11"),
    "place-never": (
        System(places={"north": (50, 50, 50), "isle": (2, 2, 2)}),
        ["25"],
        "Isle: fewer than 11",
    ),
    "area-never": (System((100, 100, 100), areas={"rare": (2, 2, 2)}), ["25"], "Rare: fewer than 11"),
    "merge-places": (
        System(places={"north": (90, 90, 90), "south": (20, 20, 20), "isle": (5, 5, 5)}),
        ["25"],
        "Merge Isle and South: alone, Isle may not be shown; together they will have about 19 answers",
    ),
    "no-places": (
        System(places={"north": (90, 90, 90), "isle": (5, 5, 5)}),
        ["25"],
        "Leave the places out: Isle",
    ),
    "push-role": (System((100, 100, 40)), ["25"], "Push Managers to 36%: at 25% about 10 answer"),
    "push-area": (System((100, 100, 100), areas={"skin": (20, 15, 10)}), ["25"], "Push Skin to 33%"),
    "area-too-small": (System((100, 100, 100), areas={"skin": (5, 5, 5)}), ["25"], "Skin would need 83%"),
    "merge-areas": (
        replace(SPREAD, areas={**AREAS, "rare": (5, 5, 5)}),
        ["25"],
        "join Rare and Skin, the two smallest areas: about 34 answers together instead of 4 and 30",
    ),
    "window": (replace(System((100, 100, 40)), days=14), ["25"], "open for 14 days"),
    "not-apart": (SPREAD, ["25"], "of the 5 that are shown. A mean that tells areas apart needs 45"),
    "rate-apart": (SPREAD, ["25"], "At 38% half of the areas"),
    "fewer-areas": (
        replace(SPREAD, areas=dict.fromkeys(AREAS, (20, 20, 10))),
        ["40"],
        "No response rate",
    ),
    "no-order": (
        System((100, 100, 100), areas={"skin": (50, 50, 50)}),
        ["50"],
        "Areas likely to be shown: 1.",
    ),
    "area-roles": (SPREAD, ["25"], "5 of 15 are likely"),
    "one-in-many": (
        System((40, 400, 100), areas=dict.fromkeys(AREAS, (40, 60, 20))),
        ["50"],
        "GPs work in 5.0 of your areas each and may answer for 3",
    ),
    "drivers": (System((100, 300, 100)), ["25"], "from 150 answers on; about 125 are expected. 33% would do"),
    "reliability": (System((100, 300, 100)), ["15"], "from 100 answers on; about 75"),
    "never-enough": (System((40, 60, 20)), ["50"], "needs 150 answers, and only 120 people"),
    "change": (SPREAD, ["25"], "cannot be told from chance"),
    "fine": (
        System(
            (3000, 3000, 3000),
            places=dict.fromkeys(("north", "south", "west"), (1000, 1000, 1000)),
            areas=dict.fromkeys((*AREAS, "eyes"), (600, 600, 600)),
        ),
        ["60"],
        "Nothing needs to change",
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_holds_and_says_so_with_its_figures(plan_of, rule):
    system, rates, said = CASES[rule]
    found = {advice.rule: advice for advice in plan_of(system, *rates).advice}
    assert rule in found, sorted(found)
    assert said in found[rule].sentence
    assert not any(re.search(r"[{}\n]|  ", advice.sentence) for advice in found.values())


def test_every_sentence_has_a_case_here():
    sentences = {rule for rule, text in advising.words().items() if isinstance(text, str)}
    assert sentences == {*CASES, "cover"}


def test_what_is_hidden_for_others_is_said_with_names(plan_of):
    plan = plan_of(LARGE, "25")
    told = replace(plan, cover=Cover(20, 3.0, 2.4, (("place", "south", 0.9), ("role", "gp", 0.4))))
    sentences = {advice.rule: advice.sentence for advice in advising.advice(told)}
    assert "about 2 groups" in sentences["cover"]
    assert "South and GPs most often" in sentences["cover"]
    assert "cover" not in {advice.rule for advice in plan.advice}


@pytest.mark.parametrize(
    ("rule", "system", "rates"),
    [
        ("push-role", System((100, 100, 10)), ["25"]),  # no rate would do
        ("push-role", System((100, 100, 100)), ["25"]),
        ("window", System((100, 100, 40)), ["25"]),  # four weeks already
        ("merge-places", System(places={"north": (90, 90, 90), "isle": (5, 5, 5)}), ["25"]),
        ("merge-areas", SPREAD, ["25"]),
        ("not-apart", LARGE, ["90"]),
        ("all-too-few", LARGE, ["0"]),
        ("headcounts-missing", System(areas={"skin": None}), ["25"]),
        ("drivers", LARGE, ["25"]),
        ("change", LARGE, ["25"]),
    ],
)
def test_the_rule_is_silent_where_it_does_not_hold(plan_of, rule, system, rates):
    assert rule not in {advice.rule for advice in plan_of(system, *rates).advice}


def test_many_names_are_cut_to_three(plan_of):
    rare = {f"rare-{n}": (1, 1, 1) for n in range(6)}
    found = {
        advice.rule: advice.sentence for advice in plan_of(System((99, 99, 99), areas=rare), "25").advice
    }
    assert found["area-never"].startswith("Rare-0, Rare-1, Rare-2 and 3 more: fewer than 11")
