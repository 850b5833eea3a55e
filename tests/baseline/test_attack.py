"""The attacker of `benchmarks.attack` on a few systems, and what is known to be open; `make attack` runs 1,000."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.attack.__main__ import THRESHOLDS, control_share, failures, main, table
from benchmarks.attack.algebra import kinds, small_sums
from benchmarks.attack.assault import ATTACKS, Outcome, _side, assault
from benchmarks.attack.progress import Progress
from readiness.baseline.findings import Cell, Mean
from readiness.records.assessments import Headcounts
from tests.baseline.conftest import person

SYSTEMS = (0, 1, 39, 44, 48, 65, 97, 139, 141, 556)
"""All but two were broken once: by differences of few, by what all said alike, by components or barriers left blank."""


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [assault(seed, THRESHOLDS[seed % 3]) for seed in SYSTEMS]


@pytest.mark.slow
def test_no_attack_on_published_findings_succeeds(outcomes):
    assert [(each.seed, each.broken) for each in outcomes if not each.safe] == []


@pytest.mark.slow
def test_the_attacker_reads_every_published_figure_rightly(outcomes):
    assert max(each.misread for each in outcomes) < 1e-6
    assert not any(each.refused for each in outcomes)


@pytest.mark.slow
def test_a_program_that_only_counts_gives_few_people_away_in_at_least_a_quarter(outcomes):
    assert control_share(outcomes) >= 1 / 4


def told(**given: object) -> Outcome:
    return Outcome(**{"seed": 3, "threshold": 11, "groups": 100, "control": True, **given})


def test_the_command_says_which_bar_is_not_met():
    assert failures([told()]) == []
    broken = told(broken={attack: ["a"] if attack == "sums" else [] for attack in ATTACKS})
    assert failures([broken]) == ["sums: 1 systems are broken, the first is 3."]
    assert "misread" in failures([told(misread=0.5)])[0]
    assert "control breaks in 0%" in failures([told(control=False)])[0]
    assert "2 of 100 groups" in failures([told(beyond=2)])[0]
    assert len(table([told(), told(threshold=20)])) == 5


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path, monkeypatch):
    kept = Progress(tmp_path / "progress")
    assert kept.read() == {}
    kept.add(told(seed=1, threshold=10, beyond=2))
    kept.add(told(seed=2))
    with (tmp_path / "progress").open("a") as lines:
        lines.write('{"code": "half a l')
    assert kept.read() == {(1, 10): told(seed=1, threshold=10, beyond=2), (2, 11): told(seed=2)}
    monkeypatch.setattr("benchmarks.attack.progress.code", lambda: "other code")
    assert kept.read() == {}
    assert Progress().read() == {}


def test_the_command_attacks_only_systems_that_it_does_not_know(tmp_path, monkeypatch, capsys):
    kept = Progress(tmp_path / "progress")
    for seed, threshold in enumerate(THRESHOLDS):
        kept.add(told(seed=seed, threshold=threshold))
    monkeypatch.setattr("benchmarks.attack.__main__.Pool", Alone)
    monkeypatch.setattr(
        "benchmarks.attack.__main__.assault", lambda seed, threshold: told(seed=seed, beyond=9)
    )
    arguments = ["--progress", str(tmp_path / "progress"), "--jobs", "1"]
    assert main([*arguments, "--systems", "3"]) == 0
    assert main([*arguments, "--systems", "4"]) == 1
    assert main([*arguments, "--systems", "3"]) == 0
    assert "9 of 400 groups" in capsys.readouterr().err
    assert len(kept.read()) == 4


class Alone:
    """Work without other processes."""

    def __init__(self, jobs: int) -> None:
        self.imap = map

    def __enter__(self) -> Alone:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def test_the_attacker_finds_what_is_left_of_a_whole():
    whole, part = np.ones((30, 1)), np.r_[np.ones(25), np.zeros(5)][:, np.newaxis]
    found = small_sums(kinds([whole, part], np.arange(30)), 11, np.random.default_rng(1))
    assert [(each.people, each.one_sided) for each in found] == [(5, True)]
    assert small_sums(kinds([whole, part], np.arange(30)), 5, np.random.default_rng(1)) == []


def test_how_closely_a_difference_tells_one_side():
    # Five people together less one other, all in points: the five's mean is known to the one's hundred, over five.
    assert _side(300.0, 5.0, 1.0, 0.0) == pytest.approx(80)
    # Five less the same five: as much as the difference is away from nothing.
    assert _side(200.0, 5.0, 5.0, 0.0) == pytest.approx(40)
    assert _side(-200.0, 5.0, 5.0, 0.0) == pytest.approx(40)
    assert _side(200.0, 5.0, 5.0, 100.0) == pytest.approx(30)


def test_what_few_said_of_two_areas_is_not_the_whole_less_the_other_areas(findings_of):
    """Five are in a hidden area, and all of them in another: seen over people, nothing is left of them."""
    drawn = np.random.default_rng(14)
    asked = asked_of("skin", 30, drawn) + asked_of("heart", 30, drawn)
    both = [person("gp", ("skin", "lung"), 3, lung__commitment_1=5) for _ in range(5)]
    found = findings_of(asked + both, headcounts=Headcounts())
    assert [area.n for area in found.areas] == [35, 30, None]
    assert [cell for _, _, cell in found.components] == [Cell(), Cell()]
    more = findings_of(asked + both * 3, headcounts=Headcounts())
    assert all(cell.mean for _, _, cell in more.components)


def test_barriers_of_few_are_not_those_of_the_whole_less_the_other_areas(findings_of):
    """Of eleven in an area one left its barriers blank: ten are too few for a figure, and follow from the others."""
    drawn = np.random.default_rng(15)
    named = {area: {f"{area}__barriers": ["time"]} for area in ("skin", "heart", "lung")}
    asked = [
        one
        for area, count in (("skin", 40), ("heart", 30), ("lung", 10))
        for one in asked_of(area, count, drawn, **named[area])
    ]
    asked += asked_of("lung", 1, drawn)
    found = findings_of(asked, headcounts=Headcounts())
    assert [area.n for area in found.areas] == [40, 30, 11]
    told = [any(each.share for each in area.barriers) for area in found.areas]
    assert told == [True, False, False]
    assert any(each.share for each in found.barriers)


def test_a_hidden_area_is_not_bounded_by_all_others_less_the_whole(findings_of):
    """Four people are in a hidden area and one in both others: whole less areas is the four less that one."""
    drawn = np.random.default_rng(5)
    asked = [
        person("gp", (area,), int(drawn.integers(1, 6))) for area in ("skin", "heart") for _ in range(30)
    ]
    asked += [person("gp", ("lung",), rating) for rating in (2, 3, 4, 5)]
    asked.append(person("gp", ("skin", "heart"), 3))
    found = findings_of(asked, headcounts=Headcounts())
    means = [area.dimensions[0][1].mean for area in found.areas if area.n is not None]
    assert not (
        len(means) == 2 and all(isinstance(mean, Mean) for mean in [*means, found.dimensions[0].cell.mean])
    )


def asked_of(area: str, count: int, drawn: np.random.Generator, **more: object) -> list[dict]:
    return [person("gp", (area,), int(drawn.integers(1, 6)), **more) for _ in range(count)]


def test_what_all_of_an_area_said_alike_is_not_the_whole_less_the_other_areas(findings_of):
    drawn = np.random.default_rng(10)
    alike = {f"safety_{item}": 5 for item in ("1", "2", "3", "gp")} | {
        f"skin__commitment_{i}": 5 for i in (1, 2, 3)
    }
    asked = asked_of("skin", 30, drawn, **alike) + asked_of("heart", 20, drawn) + asked_of("lung", 25, drawn)
    found = findings_of(asked, headcounts=Headcounts())
    skin, heart, lung = found.areas
    assert dict(skin.dimensions)["safety"].mean is None
    # The smaller of the two others covers it, with all that goes with its mean; the whole and the larger stay.
    assert dict(heart.dimensions)["safety"] == Cell()
    assert dict(lung.dimensions)["safety"].mean
    assert next(each for each in found.dimensions if each.id == "safety").cell.mean
    assert heart.general is None
    assert (heart.readiness, lung.general is None, skin.general) == (None, False, None)
    assert [bool(area.components[0][2].mean) for area in found.areas] == [False, False, True]
    assert [bool(item.cell.mean) for item in heart.items] == [False] * 3 + [True] * 3
    assert found.components[0][2].mean


def test_a_place_is_hidden_beside_another_where_all_said_the_same(findings_of):
    drawn = np.random.default_rng(11)
    south = asked_of("skin", 20, drawn, place="south", **{f"safety_{i}": 2 for i in ("1", "2", "3", "gp")})
    found = findings_of(asked_of("skin", 30, drawn, place="north") + south, headcounts=Headcounts())
    assert [dict(place.dimensions)["safety"].mean for place in found.places] == [None, None]
    assert all(dict(place.dimensions)["route"].mean for place in found.places)


def test_where_people_of_two_areas_blur_it_nothing_more_is_hidden(findings_of):
    drawn = np.random.default_rng(12)
    alike = {f"safety_{item}": 5 for item in ("1", "2", "3", "gp")}
    asked = asked_of("skin", 30, drawn, **alike) + asked_of("heart", 30, drawn) + asked_of("lung", 30, drawn)
    asked += [person("gp", ("heart", "lung"), int(drawn.integers(1, 6))) for _ in range(12)]
    found = findings_of(asked, headcounts=Headcounts())
    shown = [bool(dict(area.dimensions)["safety"].mean) for area in found.areas]
    assert shown == [False, True, True]


def test_a_role_is_not_shown_where_few_others_said_anything_of_the_area_itself(findings_of):
    """Of 12 other people in an area 8 left its statements blank; that they answered another area's is no cover."""
    drawn = np.random.default_rng(13)
    asked = asked_of("skin", 30, drawn) + asked_of("heart", 30, drawn)
    asked += [person("clinician", ("skin", "heart"), int(drawn.integers(1, 6))) for _ in range(4)]
    told = [person("clinician", ("skin", "heart"), int(drawn.integers(1, 6))) for _ in range(8)]
    unsaid = [each | {key: 0 for key in each if key.startswith("skin.")} for each in told]
    covered, few = findings_of(asked + told), findings_of(asked + unsaid)
    assert [role.n for role in covered.areas[0].roles] == [30, 12, None]
    assert [role.n for role in few.areas[0].roles] == [None, None, None]
    assert few.areas[0].n == 42


def test_figures_of_areas_are_told_in_sum_only_where_all_are_shown(findings_of):
    """Answers for areas in all, less those of the areas shown, are the people of the hidden one."""
    drawn = np.random.default_rng(6)
    asked = [
        person("gp", (area,), int(drawn.integers(1, 6))) for area in ("skin", "heart") for _ in range(30)
    ]
    assert findings_of(asked + [person("gp", ("lung",), 2)] * 4).quality.areas_each is None


def test_what_all_of_an_area_said_alike_does_not_follow_from_a_mean_of_means(findings_of):
    """General readiness is the mean of eight dimensions: seven of them would tell the eighth."""
    drawn = np.random.default_rng(7)
    asked = [
        person("gp", ("skin",), int(drawn.integers(1, 6))) | {f"safety-{item}": 5 for item in (1, 2, 3, "gp")}
        for _ in range(30)
    ]
    found = findings_of(asked)
    assert dict(found.areas[0].dimensions)["safety"].mean is None
    assert found.areas[0].general is None
    assert found.areas[0].readiness is None
    assert found.general is None


def test_what_all_said_alike_to_a_statement_does_not_follow_from_the_others(findings_of):
    drawn = np.random.default_rng(8)
    asked = [person("gp", ("skin",), int(drawn.integers(1, 6)), skin__commitment_1=5) for _ in range(30)]
    found = findings_of(asked)
    assert found.areas[0].components[0][2].mean
    assert [item.cell.mean for item in found.areas[0].items[:3]] == [None] * 3
    assert all(item.cell.mean for item in found.areas[0].items[3:])


def test_a_share_near_nobody_does_not_follow_from_exact_ones(findings_of):
    drawn = np.random.default_rng(9)
    asked = [person("gp", ("skin",), int(drawn.integers(1, 6))) for _ in range(37)]
    found = findings_of(asked)
    percents = [cell.favourable.percent for _, cell in found.areas[0].dimensions if cell.favourable]
    assert percents
    assert all(percent == round(percent) for percent in percents)
