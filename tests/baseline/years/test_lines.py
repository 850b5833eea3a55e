"""What is set beside what, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.baseline.years import Descent, Line, Move, Round, changes
from readiness.errors import ReadinessError
from tests.baseline.years.conftest import renamed, without


def line(rounds: tuple[Round, ...], family: str, measure: str, group: str = "") -> Line:
    """Return one line."""
    found = [
        each for each in changes(rounds).of(family) if each.measure == measure and group in ("", each.group)
    ]
    assert len(found) == 1, [each.group for each in found]
    return found[0]


def whys(of: Line) -> list[str]:
    """Return the reason of every year, empty where there is a figure."""
    return [point.why for point in of.points]


def test_what_moved_is_found_and_what_did_not_is_not_claimed(three: tuple[Round, ...]) -> None:
    resources = line(three[:2], "system", "resources")
    assert resources.last is not None
    assert resources.last.verdict == "large change"
    assert resources.last.low < 17 < resources.last.high
    others = [
        each for each in changes(three[:2]).of("system") if each.measure not in ("resources", "general")
    ]
    assert not [each.measure for each in others if each.last and each.last.told]
    heart = line(three, "parts", "commitment", "heart")
    assert heart.last is not None
    assert heart.last.told
    assert heart.last.rose


def test_published_figures_are_set_side_by_side_as_they_are(three: tuple[Round, ...]) -> None:
    found = line(three, "areas", "readiness", "heart")
    published = [next(area for area in one.findings.areas if area.id == "heart").readiness for one in three]
    assert [point.mean for point in found.points] == published
    assert not found.cautious


def test_errors_are_those_of_years_and_not_of_one_years_staff_alone(three: tuple[Round, ...]) -> None:
    point = line(three, "system", "general").points[0]
    assert point.mean is not None
    assert point.se == pytest.approx(point.mean.se / (1 - three[0].findings.n / 1000) ** 0.5)


def test_two_years_are_no_trend_and_three_are(three: tuple[Round, ...]) -> None:
    assert line(three[1:], "system", "resources").trend is None
    assert line(three[1:], "system", "resources").whole is None
    trend = line(three, "system", "resources").trend
    assert trend is not None
    assert trend.low < 9 < trend.high
    assert not trend.pooled
    of_areas = [each.trend for each in changes(three).of("areas") if each.trend]
    assert of_areas
    assert all(each.pooled for each in of_areas)


def test_one_year_is_no_change(three: tuple[Round, ...]) -> None:
    with pytest.raises(ReadinessError, match="two years at least"):
        changes(three[:1])


def test_what_is_hidden_in_one_year_has_no_step_and_says_why(three: tuple[Round, ...]) -> None:
    found = line((three[0], without(three[1], "lung")), "areas", "readiness", "lung")
    assert whys(found) == ["", "hidden"]
    assert found.last is None


def test_an_area_that_is_new_has_no_past(three: tuple[Round, ...]) -> None:
    found = line((three[0], renamed(three[1], {"lung": "breath"})), "areas", "readiness", "breath")
    assert whys(found) == ["new", ""]


def test_an_area_that_was_renamed_goes_on_under_its_new_name(three: tuple[Round, ...]) -> None:
    told = replace(renamed(three[1], {"lung": "breath"}), descents=(Descent("area", "lung", "breath"),))
    found = line((three[0], told), "areas", "readiness", "breath")
    assert whys(found) == ["", ""]
    assert found.group_name == "Breath"
    kinds = {(each.kind, each.id, each.others) for each in changes((three[0], told)).breaks}
    assert kinds == {("renamed", "breath", ("Lung",))}


def test_areas_that_merged_are_one_in_the_past_with_the_largest_error_that_there_can_be(
    three: tuple[Round, ...],
) -> None:
    merged = replace(
        three[1],
        findings=replace(
            three[1].findings, areas=tuple(area for area in three[1].findings.areas if area.id != "lung")
        ),
        descents=(Descent("area", "lung", "heart"), Descent("area", "heart", "heart")),
    )
    found = line((three[0], merged), "areas", "readiness", "heart")
    was = {area.id: area.readiness for area in three[0].findings.areas}
    heart, lung, mean = was["heart"], was["lung"], found.points[0].mean
    assert heart is not None
    assert lung is not None
    assert mean is not None
    assert mean.n == heart.n + lung.n
    assert mean.value == pytest.approx((heart.n * heart.value + lung.n * lung.value) / mean.n)
    assert mean.se == pytest.approx((heart.n * heart.se + lung.n * lung.se) / mean.n)
    assert found.cautious
    assert found.joined == ("Heart", "Lung")
    assert [each.kind for each in changes((three[0], merged)).breaks] == ["merged"]


def test_a_merged_area_of_which_a_part_was_hidden_has_no_past(three: tuple[Round, ...]) -> None:
    merged = replace(three[1], descents=(Descent("area", "lung", "heart"), Descent("area", "heart", "heart")))
    found = line((without(three[0], "lung"), merged), "areas", "readiness", "heart")
    assert whys(found) == ["hidden", ""]


def test_an_area_that_split_is_followed_as_one_and_its_parts_begin_anew(three: tuple[Round, ...]) -> None:
    split = replace(
        renamed(three[1], {"lung": "breath", "stroke": "sleep"}),
        descents=(Descent("area", "lung", "breath"), Descent("area", "lung", "sleep")),
    )
    found = {each.group: each for each in changes((three[0], split)).of("areas")}
    together = found["breath+sleep"]
    assert together.group_name == "Breath and Sleep"
    assert together.last is not None
    assert whys(found["breath"]) == ["split", ""]
    assert found["breath"].last is None
    assert ("split", "lung", ("Breath", "Sleep")) in {
        (each.kind, each.id, each.others) for each in changes((three[0], split)).breaks
    }


def test_an_area_that_others_went_into_stays_what_it_was_without_being_told(three: tuple[Round, ...]) -> None:
    areas = tuple(area for area in three[1].findings.areas if area.id != "lung")
    merged = replace(
        three[1],
        findings=replace(three[1].findings, areas=areas),
        descents=(Descent("area", "lung", "heart"),),
    )
    assert line((three[0], merged), "areas", "readiness", "heart").joined == ("Heart", "Lung")
    assert [each.kind for each in changes((three[0], merged)).breaks] == ["merged"]


def test_areas_of_which_one_gave_a_part_to_another_are_set_beside_the_past_together(
    three: tuple[Round, ...],
) -> None:
    given = replace(three[1], descents=(Descent("area", "lung", "heart", part=True),))
    found = {each.group: each for each in changes((three[0], given)).of("areas")}
    together = found["heart+lung"]
    assert together.last is not None
    assert together.cautious
    for area in ("heart", "lung"):
        assert whys(found[area]) == ["parted", ""]
        assert found[area].last is None
    assert whys(found["skin"]) == ["", ""]
    (told,) = changes((three[0], given)).breaks
    assert (told.kind, told.id, told.name, told.others) == ("gave", "lung", "Lung", ("Heart",))


def test_an_area_that_was_made_of_a_part_of_another_has_no_past(three: tuple[Round, ...]) -> None:
    before = replace(
        three[0],
        findings=replace(
            three[0].findings, areas=tuple(area for area in three[0].findings.areas if area.id != "heart")
        ),
    )
    given = replace(three[1], descents=(Descent("area", "lung", "heart", part=True),))
    found = {each.group: each for each in changes((before, given)).of("areas")}
    assert found["heart+lung"].last is not None
    assert (whys(found["heart"]), whys(found["lung"])) == (["split", ""], ["parted", ""])
    assert [each.kind for each in changes((before, given)).breaks] == ["gave"], "and nothing that is new"


def test_parts_of_what_split_long_ago_are_each_set_beside_their_own_past(three: tuple[Round, ...]) -> None:
    ids = {"lung": "breath", "stroke": "sleep"}
    split = (
        Descent("area", "lung", "breath"),
        Descent("area", "lung", "sleep"),
        Descent("area", "stroke", None),
    )
    years = three[0], replace(renamed(three[1], ids), descents=split), renamed(three[2], ids)
    found = {each.group: each for each in changes(years).of("areas")}
    assert "breath+sleep" not in found
    assert whys(found["breath"]) == ["split", "", ""]
    assert found["breath"].last is not None
    assert not found["breath"].cautious


def test_what_ended_since_is_no_part_of_the_past_of_what_it_was_once_mixed_with(
    three: tuple[Round, ...],
) -> None:
    given = replace(three[1], descents=(Descent("area", "lung", "heart", part=True),))
    left = tuple(area for area in three[2].findings.areas if area.id != "lung")
    last = replace(three[2], findings=replace(three[2].findings, areas=left))
    heart = line((three[0], given, last), "areas", "readiness", "heart")
    assert whys(heart) == ["parted", "", ""]
    now = next(area for area in given.findings.areas if area.id == "heart")
    assert heart.points[1].mean == now.readiness, "its own alone"


def test_an_area_that_ended_is_no_past_of_one_with_its_id(three: tuple[Round, ...]) -> None:
    ended = replace(three[1], descents=(Descent("area", "lung", None),))
    assert whys(line((three[0], ended), "areas", "readiness", "lung")) == ["new", ""]


@pytest.mark.parametrize(("share", "why"), [(0.05, ""), (0.2, "moved"), (None, "")])
def test_a_place_in_which_a_large_organisation_ended_is_another_place(
    three: tuple[Round, ...], share: float | None, why: str
) -> None:
    found = changes((three[0], replace(three[1], moves=(Move("Mill Lane Surgery", "north", None, share),))))
    of = {each.group: each for each in found.of("places") if each.measure == "general"}
    assert (whys(of["north"]), whys(of["south"])) == ([why, ""], ["", ""])
    assert [(each.kind, each.group, each.before) for each in found.banners] == [
        ("organisation-ended", "north", "Mill Lane Surgery")
    ]


@pytest.mark.parametrize(("share", "why"), [(0.05, ""), (0.2, "moved"), (None, "moved")])
def test_a_place_that_a_large_organisation_left_or_joined_is_another_place(
    three: tuple[Round, ...], share: float | None, why: str
) -> None:
    moved = replace(three[1], moves=(Move("Mill Lane Surgery", "north", "south", share),))
    found = changes((three[0], moved))
    for place in ("north", "south"):
        of = next(each for each in found.of("places") if each.group == place and each.measure == "general")
        assert whys(of) == [why, ""]
        assert of.banners
    assert {each.kind for each in found.banners} == {"organisations"}


def reworded(one: Round, dimension: str, *items: str) -> Round:
    """Return a year in which these statements of a dimension have other ids, as new wordings have."""
    ids = {each: f"{each}-new" for each in items}
    statements = {
        part: {ids.get(item, item): text for item, text in of.items()} for part, of in one.statements.items()
    }
    dimensions = tuple(
        replace(each, items=tuple(replace(item, id=ids.get(item.id, item.id)) for item in each.items))
        for each in one.findings.dimensions
    )
    areas = tuple(
        replace(area, items=tuple(replace(item, id=ids.get(item.id, item.id)) for item in area.items))
        for area in one.findings.areas
    )
    found = replace(one.findings, dimensions=dimensions, areas=areas)
    return replace(one, statements=statements, findings=found)


def test_a_reworded_statement_leaves_the_comparison_and_the_break_is_told(three: tuple[Round, ...]) -> None:
    asked = three[0], reworded(three[1], "resources", "resources-1")
    found = line(asked, "system", "resources")
    items = {item.id: item.cell.mean for item in asked[1].findings.dimensions[2].items}
    kept = [items["resources-2"], items["resources-3"]]
    mean = found.points[1].mean
    assert mean is not None
    assert mean.value == pytest.approx(sum(one.value for one in kept if one) / 2)
    assert mean.se == pytest.approx(sum(one.se for one in kept if one) / 2), "as if they went together wholly"
    assert found.cautious
    assert whys(line(asked, "items", "resources-1-new")) == ["reworded", ""]
    assert whys(line(asked, "parts", "resources", "heart")) == ["reworded", ""], (
        "areas publish no such statements"
    )
    told = [(each.kind, each.what, each.id) for each in changes(asked).breaks]
    assert told == [("reworded", "item", "resources-1-new")]


def test_general_readiness_goes_on_over_the_dimensions_that_stayed(three: tuple[Round, ...]) -> None:
    asked = three[0], reworded(three[1], "resources", "resources-1", "resources-2")
    assert whys(line(asked, "system", "resources")) == ["reworded", ""]
    general = line(asked, "system", "general")
    others = [each.cell.mean for each in asked[0].findings.dimensions if each.id != "resources"]
    assert general.points[0].mean is not None
    assert general.points[0].mean.value == pytest.approx(sum(each.value for each in others if each) / 7)
    assert general.cautious
    assert whys(line(asked, "areas", "readiness", "heart")) == ["", ""]


def test_an_old_break_costs_no_precision_today(three: tuple[Round, ...]) -> None:
    before = reworded(three[0], "resources", "resources-1")
    found = line((before, *three[1:]), "system", "resources")
    assert whys(found) == ["reworded", "", ""]
    assert not found.cautious
    assert whys(line((before, *three[1:]), "system", "general")) == ["reworded", "", ""]


def test_a_changed_statement_of_one_role_leaves_the_common_ones(three: tuple[Round, ...]) -> None:
    own = {**three[1].own, "resources": frozenset({"resources-gp-new"})}
    asked = three[0], replace(three[1], own=own)
    assert whys(line(asked, "parts", "resources", "heart")) == ["reworded", ""]
    found = line(asked, "system", "resources")
    assert found.cautious
    assert whys(found) == ["", ""]
    assert [each.kind for each in changes(asked).breaks] == ["own"]


def test_an_area_that_was_low_is_said_to_rise_by_chance(year: Callable[..., Round]) -> None:
    rounds = year(0, {("lung", ""): -0.6}), year(1, {})
    found = {each.group: each for each in changes(rounds).of("areas")}
    lung = found["lung"]
    before = next(area for area in rounds[0].findings.areas if area.id == "lung")
    assert before.need is not None
    assert before.readiness is not None
    assert before.need.tier in ("clear", "likely")
    assert lung.by_chance == pytest.approx(max(0, 100 - before.need.gap - before.readiness.value))
    assert [each.year for each in lung.standings] == [2026, 2027]
    assert all(each.rank_low <= each.rank_high <= each.areas for each in lung.standings)
