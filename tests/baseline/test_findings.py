"""Findings against sums written out by hand, in plain Python, from the same answers."""

from __future__ import annotations

import dataclasses
import math
from statistics import mean, variance

import numpy as np
import pytest

from readiness.baseline.findings import Findings, Mean
from readiness.records.assessments import Headcounts
from readiness.rehearsal.crowds import Population, by_area
from readiness.rehearsal.people import answers
from tests.baseline.conftest import HEADCOUNTS, LOCAL, person

SHARES = {"gp": 0.2, "clinician": 0.6, "manager": 0.2}
AREAS = {area: {"gp": 14, "clinician": 20, "manager": 12} for area in ("skin", "heart", "lung")}
DIMENSIONS = (
    "direction",
    "safety",
    "resources",
    "evidence",
    "skills",
    "recognition",
    "relationships",
    "route",
)


@pytest.fixture(scope="module")
def people(instrument):
    crowd = by_area(Population(AREAS, {"north": 0.6, "south": 0.4}), LOCAL, seed=7)
    return list(answers(instrument, LOCAL, crowd, seed=7))


def score(given: dict, dimension: str, prefix: str = "", anchors: bool = False) -> float | None:
    """Score one person on one dimension, item by item."""
    items = ["1", "2", "3"] + ([given["role"]] if not prefix and not anchors else [])
    rated = [given.get(f"{prefix}{dimension}-{item}", 0) for item in items]
    scores = [25 * (rating - 1) for rating in rated if rating]
    return mean(scores) if len(scores) * 2 >= len(items) else None


def stratified(people, value, heads=None, shares=SHARES):
    """Cochran's stratified mean and standard error, a role a stratum."""
    total, spread = 0.0, 0.0
    for role, share in shares.items():
        known = [x for each in people if each["role"] == role and (x := value(each)) is not None]
        correction = 1 - len(known) / heads[role] if heads else 1
        total += share * mean(known)
        spread += share**2 * correction * variance(known) / len(known)
    return total, math.sqrt(spread)


def test_a_dimension_of_the_system_is_the_stratified_mean(findings_of, people):
    found = findings_of(people)
    expected, se = stratified(people, lambda each: score(each, "resources"), HEADCOUNTS.roles)
    cell = next(dimension.cell for dimension in found.dimensions if dimension.id == "resources")
    assert cell.mean.value == pytest.approx(expected, abs=1e-9)
    assert cell.mean.se == pytest.approx(se, abs=1e-9)
    assert cell.mean.low == pytest.approx(expected - 1.959963984540054 * se, abs=1e-9)


def test_commitment_in_an_area_is_standardised_to_the_systems_role_mix(findings_of, people):
    found = findings_of(people)
    here = [each for each in people if "heart" in each["areas"]]
    expected, se = stratified(
        here, lambda each: score(each, "commitment", "heart."), dict.fromkeys(SHARES, 80)
    )
    area = next(area for area in found.areas if area.id == "heart")
    commitment = next(cell.mean for part, _, cell in area.components if part == "commitment")
    assert (commitment.value, commitment.se) == pytest.approx((expected, se), abs=1e-9)
    assert commitment.n == sum(1 for each in here if score(each, "commitment", "heart.") is not None)
    assert area.standardised


def test_area_readiness_is_the_mean_of_general_commitment_and_capability(findings_of, people):
    area = next(area for area in findings_of(people).areas if area.id == "skin")
    here = [each for each in people if "skin" in each["areas"]]
    general = mean(stratified(here, lambda each, d=d: score(each, d))[0] for d in DIMENSIONS)
    parts = [
        stratified(here, lambda each, p=p: score(each, p, "skin."))[0] for p in ("commitment", "capability")
    ]
    assert area.general.value == pytest.approx(general, abs=1e-9)
    assert area.readiness.value == pytest.approx(mean([general, *parts]), abs=1e-9)
    lowest = min(
        [("general", general), ("commitment", parts[0]), ("capability", parts[1])], key=lambda part: part[1]
    )
    assert area.limiting in (lowest[0], None)


def test_the_interval_of_readiness_takes_answers_of_one_person_together(findings_of):
    """With nothing missing, readiness is one number a person, and its error that of these numbers."""
    drawn = np.random.default_rng(3)
    complete = [person(role, rating=int(drawn.integers(1, 6))) for role in SHARES for _ in range(15)]
    area = findings_of(complete).areas[0]
    whole = stratified(complete, lambda each: score(each, "route"), dict.fromkeys(SHARES, 80))
    assert (area.readiness.value, area.readiness.se) == pytest.approx(whole, abs=1e-9)


def test_without_headcounts_the_mean_is_that_of_those_who_answered_and_a_note_says_so(findings_of, people):
    found = findings_of(people, headcounts=Headcounts())
    known = [x for each in people if (x := score(each, "route")) is not None]
    cell = found.dimensions[-1].cell.mean
    assert cell.value == pytest.approx(mean(known), abs=1e-9)
    assert cell.se == pytest.approx(math.sqrt(variance(known) / len(known)), abs=1e-9)
    assert "not-standardised" in found.quality.notes


def test_a_role_with_few_answers_in_an_area_joins_its_nearest(findings_of):
    drawn = np.random.default_rng(5)
    few = [person("gp", ("lung",), int(drawn.integers(1, 6))) for _ in range(4)]
    many = [
        person(role, ("lung",), int(drawn.integers(1, 6)))
        for role in ("clinician", "manager")
        for _ in range(12)
    ]
    area = next(area for area in findings_of(few + many).areas if area.id == "lung")
    assert "GPs" in area.unshown_roles
    joined = [{**each, "role": "clinician" if each["role"] == "gp" else each["role"]} for each in few + many]
    ratings = stratified(
        joined, lambda each: score(each, "route", anchors=True), shares={"clinician": 0.8, "manager": 0.2}
    )
    assert area.readiness.value == pytest.approx(ratings[0], abs=1e-9)


def test_roles_hidden_for_cover_are_named_like_those_that_are_few(findings_of):
    """Of 24 people 12 are shown, 11 and 1 are not: were only the one named as few, both numbers would be known."""
    drawn = np.random.default_rng(5)
    asked = [
        person(role, ("lung",), int(drawn.integers(1, 6)))
        for role, count in (("gp", 1), ("clinician", 12), ("manager", 11))
        for _ in range(count)
    ]
    found = findings_of(asked)
    area = next(area for area in found.areas if area.id == "lung")
    hidden = {role.name for role in area.roles if role.n is None}
    assert len(hidden) >= 2
    assert set(area.unshown_roles) == hidden
    assert "roles-joined" in found.quality.notes


def test_favourable_is_the_mean_of_the_items_percentages(findings_of, people):
    """Each item's percentage is over those who answered it, put on the role mix."""
    cell = findings_of(people).dimensions[0].cell

    def good(item):
        return lambda each: (
            None if not (r := each.get(f"direction-{item or each['role']}", 0)) else 100.0 * (r >= 4)
        )

    expected = mean(stratified(people, good(item))[0] for item in ("1", "2", "3", None))
    assert cell.favourable.percent == round(expected)


def test_roles_are_compared_on_anchors_only(findings_of, people):
    found = findings_of(people)
    gps = [each for each in people if each["role"] == "gp"]
    expected = mean(
        mean(x for each in gps if (x := score(each, d, anchors=True)) is not None) for d in DIMENSIONS
    )
    assert next(role for role in found.roles if role.id == "gp").general.value == pytest.approx(
        expected, abs=1e-9
    )


@pytest.mark.parametrize(("people_there", "shown"), [(10, False), (11, True)])
def test_an_area_is_shown_from_eleven_people_on(findings_of, people_there, shown):
    drawn = np.random.default_rng(1)
    rest = [person("clinician", ("heart",), int(drawn.integers(1, 6))) for _ in range(30)]
    there = [person("clinician", ("skin",), int(drawn.integers(1, 6))) for _ in range(people_there)]
    area = next(area for area in findings_of(rest + there).areas if area.id == "skin")
    assert (area.n is not None) is shown
    assert (area.readiness is not None) is shown
    if not shown:
        empty = next(area for area in findings_of(rest).areas if area.id == "skin")
        assert dataclasses.replace(area, headcount=None) == dataclasses.replace(empty, headcount=None)


def test_no_figure_anywhere_stands_for_fewer_than_eleven_people(findings_of, people):
    assert min(figure.n for figure in every(findings_of(people[:60]), Mean)) >= 11


def test_findings_hold_no_rows(findings_of, people):
    """Nothing in findings is as long as the list of people, and nothing is an array."""
    found = findings_of(people)
    assert not list(every(found, np.ndarray))
    assert max(len(each) for each in every(found, tuple)) < len(people)


def test_the_same_answers_in_another_order_give_the_same_findings(findings_of, people):
    assert findings_of(people) == findings_of(list(reversed(people)))


def test_of_three_areas_none_is_said_to_need_more_than_the_others(findings_of, people):
    assert [area.need for area in findings_of(people).areas] == [None] * 3


def test_the_limiting_component_is_named_only_where_chance_alone_would_not_make_it_so(findings_of):
    drawn = np.random.default_rng(2)
    low = {f"skin.capability-{item}": 1 for item in (1, 2, 3)}
    people = [
        {
            **person(role, rating=int(drawn.integers(3, 6))),
            **low,
            "skin.capability-1": int(drawn.integers(1, 3)),
        }
        for role in SHARES
        for _ in range(20)
    ]
    assert findings_of(people).areas[0].limiting == "capability"
    alike = [person(role, rating=int(drawn.integers(1, 6))) for role in SHARES for _ in range(20)]
    assert findings_of(alike).areas[0].limiting is None


def every(thing, kind):
    """Yield every object of a kind inside findings."""
    if isinstance(thing, kind):
        yield thing
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from every(getattr(thing, field.name), kind)
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from every(each, kind)


def test_the_helper_above_sees_everything(findings_of, people):
    assert isinstance(findings_of(people), Findings)
    assert len(list(every(findings_of(people), Mean))) > 100


def test_answers_given_too_fast_are_flagged_and_counted_like_those_all_alike(findings_of) -> None:
    crowd = [
        {**person("gp", ["skin"], 1 + n % 5, direction_1=1 + (n + 1) % 5), "hasty": n % 4 == 0}
        for n in range(120)
    ]
    quiet = [{**one, "hasty": None} for one in crowd]
    assert findings_of(crowd).quality.flagged.percent == pytest.approx(25, abs=1)
    assert findings_of(quiet).quality.flagged.percent == 5  # printed as "under 5%"
