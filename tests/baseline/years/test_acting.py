"""What was done beside what moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from readiness.baseline.years import Action, Descent, Round, changes
from tests.baseline.years.conftest import renamed


def action(area: str | None = "heart", dimension: str | None = "commitment", **given: Any) -> Action:
    """Return something that was done."""
    facts: dict[str, Any] = {"text": "Train", "owner": "Jo", "started": None, "expected": 5, "state": "done"}
    return Action(1, area, dimension, **(facts | given))


def test_what_moved_where_something_was_done_stands_beside_what_moved_elsewhere(
    three: tuple[Round, ...],
) -> None:
    found = changes(three, [action()])
    (outcome,) = found.outcomes
    assert outcome.there is not None
    assert outcome.elsewhere is not None
    assert outcome.elsewhere_areas == 3
    others = [
        each.last.difference
        for each in found.of("parts")
        if each.measure == "commitment" and each.group != "heart" and each.last
    ]
    assert outcome.elsewhere == pytest.approx(sum(others) / 3)
    assert outcome.beyond == pytest.approx(outcome.there.difference - outcome.elsewhere)
    assert outcome.low is not None
    assert outcome.low > 10
    assert found.effect is not None
    assert (found.effect.actions, found.effect.difference) == (1, outcome.beyond)


@pytest.mark.parametrize("state", ["planned", "stopped"])
def test_what_was_not_done_is_not_judged(three: tuple[Round, ...], state: str) -> None:
    found = changes(three, [action(state=state)])
    assert found.outcomes[0].beyond is None
    assert found.effect is None


def test_what_was_done_everywhere_has_nothing_to_stand_beside(three: tuple[Round, ...]) -> None:
    found = changes(three, [action(area=None, dimension="resources"), action(dimension="resources")])
    assert [each.beyond for each in found.outcomes] == [None, None]
    assert found.outcomes[0].there is not None


def test_areas_in_which_something_else_was_done_about_it_are_not_elsewhere(three: tuple[Round, ...]) -> None:
    found = changes(three, [action(), action(area="lung"), action(area="skin", dimension="capability")])
    assert found.outcomes[0].elsewhere_areas == 2


def test_two_actions_about_the_same_count_once(three: tuple[Round, ...]) -> None:
    found = changes(three, [action(), action(text="Give time")])
    assert found.effect is not None
    assert found.effect.actions == 1


def test_errors_go_together_wholly(three: tuple[Round, ...]) -> None:
    found = changes(three, [action(), action(area="lung")])
    reaches = [(each.high - each.low) / 2 for each in found.outcomes if each.high and each.low]
    assert found.effect is not None
    assert (found.effect.high - found.effect.low) / 2 == pytest.approx(sum(reaches) / 2)


def test_readiness_as_a_whole_everywhere_is_that_of_the_whole_system(three: tuple[Round, ...]) -> None:
    found = changes(three, [action(area=None, dimension=None), action(dimension=None)])
    general = next(line for line in found.of("system") if line.measure == "general")
    assert found.outcomes[0].there == general.last
    assert found.outcomes[0].measure_name == general.measure_name
    assert found.outcomes[1].beyond is None, "no area is without what was done everywhere"


def test_what_was_done_in_an_area_that_went_into_another_stands_beside_that_one(
    three: tuple[Round, ...],
) -> None:
    merged = renamed(three[2], {"heart": "heart-and-lung"})
    kept = tuple(each for each in merged.findings.areas if each.id != "lung")
    told = (Descent("area", "heart", "heart-and-lung"), Descent("area", "lung", "heart-and-lung"))
    later = replace(merged, findings=replace(merged.findings, areas=kept), descents=told)
    (outcome,) = changes((three[1], later), [action()]).outcomes
    assert outcome.area_name == "Heart-And-Lung"
    assert outcome.there is not None
    assert outcome.elsewhere_areas == 2
