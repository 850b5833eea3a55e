"""Each person's scores: the half rule over what the person's role was asked, anchors apart from role items."""

from __future__ import annotations

import numpy as np
import pytest

from readiness.baseline.scores import dont_know, favourable, part_a, part_b
from tests.baseline.conftest import person


def only(role: str, **answers: int) -> dict:
    return {"role": role, "areas": [], **{key.replace("_", "-"): value for key, value in answers.items()}}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"direction_1": 5, "direction_2": 3}, 75.0),  # two of the four that a GP is asked
        ({"direction_1": 5}, np.nan),  # one of four is under half
        ({"direction_1": 5, "direction_gp": 1}, 50.0),  # the role item counts among the four
        (
            {"direction_1": 5, "direction_2": 0, "direction_3": 0, "direction_gp": 0},
            np.nan,
        ),  # don't know is missing
        ({"direction_1": 1, "direction_2": 1, "direction_3": 1, "direction_gp": 2}, 6.25),
        ({}, np.nan),
    ],
)
def test_a_dimension_needs_half_of_what_the_role_was_asked(wave_of, instrument, answers, expected):
    scored = part_a(wave_of([only("gp", **answers)]), instrument)
    np.testing.assert_allclose(scored.dimensions[0, 0], expected)


def test_anchors_leave_the_role_item_out(wave_of, instrument):
    scored = part_a(
        wave_of([only("gp", direction_1=5, direction_2=5, direction_3=5, direction_gp=1)]), instrument
    )
    assert scored.anchors[0, 0] == 100
    assert scored.dimensions[0, 0] == 75


def test_favourable_is_agree_or_strongly_agree_and_dont_know_is_out_of_its_base(wave_of, instrument):
    scored = part_a(wave_of([only("gp", direction_1=4, direction_2=3, direction_3=0)]), instrument)
    slots = np.flatnonzero(scored.slots == 0)
    np.testing.assert_allclose(favourable(scored.slot_kinds).figures()[0, slots], [100, 0, np.nan, np.nan])
    np.testing.assert_allclose(dont_know(scored.slot_kinds).figures()[0, slots], [0, 0, 100, np.nan])


def test_role_items_of_all_roles_share_one_slot(wave_of, instrument):
    scored = part_a(wave_of([only("gp", direction_gp=5), only("manager", direction_manager=1)]), instrument)
    slot = np.flatnonzero(scored.slots == 0)[-1]
    assert sorted(favourable(scored.slot_kinds).figures()[:, slot]) == [0, 100]


def test_an_area_block_is_scored_for_each_chosen_area(wave_of, instrument):
    wave = wave_of([person(areas=("skin", "heart"), rating=3)])
    assert part_b(wave, instrument).dimensions.tolist() == [[50, 50], [50, 50]]
    assert wave.block_area.tolist() == [0, 1]


def test_blanks_and_dont_knows_count_only_what_the_person_was_asked(wave_of, instrument):
    answers = only("gp", direction_1=5, direction_2=0, direction_gp=0, direction_manager=0)
    scored = part_a(wave_of([answers]), instrument)
    asked = sum(item.role in (None, "gp") for item in instrument.items())
    assert (scored.asked[0], scored.unsure[0], scored.blank[0]) == (asked, 2, asked - 3)


def test_who_rated_some_items_of_a_dimension_but_not_all_is_marked(wave_of, instrument):
    every = {f"direction_{each}": 4 for each in (1, 2, 3, "gp")}
    some = {"direction_1": 4}
    for role, answers, partial in (
        ("gp", every, False),
        ("gp", some, True),
        ("gp", {"direction_1": 0}, False),
        ("manager", every, True),
    ):
        scored = part_a(wave_of([only(role, **answers)]), instrument)
        assert scored.partial[0, 0] == partial


def test_rows_of_area_blocks_stand_for_the_people_behind_them(wave_of, instrument):
    wave = wave_of([only("gp", direction_1=5), only("gp", direction_1=1)])
    behind = part_a(wave, instrument).of_rows(np.array([1, 1, 0]))
    kinds = behind.slots_of(0)
    assert kinds.shape == (3, 4)
    straight = part_a(wave, instrument).slots_of(0).taken(slice(None))
    np.testing.assert_array_equal(kinds.taken(slice(None)), straight[:, [1, 1, 0]])
