"""Ways in which figures were once enough to work out few people's answers; each must stay closed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from readiness.baseline import cover, release
from readiness.baseline.findings import Share
from readiness.baseline.gate import open_steps
from readiness.errors import ReleaseRefused
from tests.baseline.conftest import person

ROLES = ("gp", "clinician", "manager")


def people(counts: tuple[int, ...], seed: int = 1, **more: str) -> list[dict]:
    """Return so many people of each role with varied answers."""
    drawn = np.random.default_rng(seed)
    return [
        person(role, ("skin", "heart"), int(drawn.integers(1, 6)), **more)
        for role, n in zip(ROLES, counts, strict=True)
        for _ in range(n)
    ]


def test_a_role_of_few_in_a_place_is_never_a_term_of_the_places_mean(subject_of):
    """North has 30 managers, south 6: with the roles' own means, south's mean on the role mix would give the 6 away."""
    of_it = subject_of(people((40, 40, 30), place="north") + people((40, 40, 6), 2, place="south"))
    assert of_it.homes.places.of.tolist() == [[0, 1, 2], [0, 1, 1]]
    assert of_it.homes.system.of.tolist() == [[0, 1, 2]]


def test_items_of_a_role_are_hidden_with_the_role(findings_of):
    found = findings_of(people((40, 40, 6)))
    hidden = {role.id for role in found.roles if role.n is None}
    assert "manager" in hidden
    shown = {item.role for dimension in found.dimensions for item in dimension.items if item.cell.mean}
    assert not shown & hidden


def test_items_are_hidden_where_few_left_some_of_them_blank(findings_of):
    """The dimension's sum less its items' sums is what the one person said who skipped an item."""
    asked = people((40, 40, 40))
    del asked[0]["direction-1"]
    found = findings_of(asked)
    direction, safety = found.dimensions[:2]
    assert direction.cell.mean
    assert not any(item.cell.mean for item in direction.items)
    assert all(item.cell.mean for item in safety.items)


def test_a_roles_own_item_is_hidden_where_few_of_the_role_skipped_one(findings_of):
    """Whole less places leaves managers' dimension; less their anchors and their own item, it is the four's."""
    asked = people((40, 40, 30))
    for each in asked[:12] + asked[-4:]:
        del each["direction-1"]
    direction, safety = findings_of(asked).dimensions[:2]
    assert [item.role for item in direction.items if item.cell.mean] == [None] * 3 + ["gp", "clinician"]
    assert all(item.cell.mean for item in safety.items)


def test_who_skipped_only_their_own_item_is_no_other_sort_than_their_anchors():
    roles = np.repeat([0, 1, 1, -1], [12, 30, 4, 1])
    codes = np.ones((47, 5), dtype=np.int8)
    codes[:12, 4], codes[12:, 3] = -1, -1
    asked = [(0, None), (0, None), (0, None), (0, 0), (0, 1)]
    assert cover.few_in_role(codes, asked, roles, 2, 11).tolist() == [[False, False]]
    codes[42:46, 4] = -1
    assert cover.few_in_role(codes, asked, roles, 2, 11).tolist() == [[False, True]]
    codes[12:40, 4] = -1
    assert cover.few_in_role(codes, asked, roles, 2, 11).tolist() == [[False, True]]
    assert cover.few_in_role(codes, [(0, None)] * 5, roles, 2, 11).tolist() == [[False, False]]


def test_no_difference_is_shown_with_a_role_that_answered_all_alike(findings_of):
    """Everyone's answer would follow from the difference and the other role's mean."""
    found = findings_of([person("gp", ("skin", "heart"), 4) for _ in range(30)] + people((0, 40, 40)))
    assert not [gap for gap in found.role_gaps if "gp" in (gap.lower_role, gap.higher_role)]


def test_the_effect_of_weighting_is_hidden_with_a_role(findings_of):
    """It is a function of the roles' numbers of answers, so it would tell the hidden one."""
    assert findings_of(people((40, 40, 6))).quality.weighting_effect is None
    assert findings_of(people((40, 40, 40))).quality.weighting_effect is not None


def test_the_few_of_a_role_who_left_the_place_blank_are_counted_with_the_smallest_place(findings_of):
    """20 left it blank, but only 4 managers: whole less places, role by role, would be these four."""
    asked = (
        people((40, 40, 30), place="north") + people((40, 40, 20), 2, place="south") + people((0, 16, 4), 3)
    )
    north, south = findings_of(asked).places
    assert (north.n, south.n) == (110, 104)
    assert (north.with_blank, south.with_blank) == (False, True)


def test_nobody_is_moved_where_all_said_their_place(findings_of):
    asked = people((40, 40, 30), place="north") + people((40, 40, 20), 2, place="south")
    assert [place.with_blank for place in findings_of(asked).places] == [False, False]


@pytest.mark.parametrize(
    ("percents", "shown"),
    [
        ((33.4, 66.6, 5.0), (35, 65, 5)),
        ((40.0, 31.2, 28.8), (40.0, 31.2, 28.8)),
        ((95.0, 5.0, 5.0), (95, 5, 5)),
    ],
)
def test_nobody_is_not_told_by_what_the_other_answers_add_up_to(percents, shown):
    steps = open_steps([Share(percent, percent, percent, 60) for percent in percents])
    assert tuple(step.percent for step in steps) == shown


def test_how_many_groups_are_hidden_does_not_tell_a_hidden_from_an_empty_one(findings_of):
    few, nobody = findings_of(people((40, 40, 6))), findings_of(people((40, 46, 0)))
    assert [role.n for role in few.roles].count(None) >= 2
    assert nobody.quality.hidden >= 1


def test_findings_tell_of_the_groups_that_were_decided_and_no_others(subject_of, findings_of):
    asked = people((40, 40, 6)) + people((40, 40, 12), 3, place="south")
    of_it, found = subject_of(asked), findings_of(asked)
    told, decided = release.seen(found), of_it.shown
    for part in ("roles", "places", "areas", "area_roles"):
        assert not (getattr(told, part) & ~getattr(decided, part)).any()


def test_a_release_from_which_few_people_follow_is_refused(subject_of):
    of_it = subject_of(people((40, 40, 6)))
    everything = replace(of_it.shown, roles=np.ones(3, dtype=bool))
    with pytest.raises(ReleaseRefused, match="6 people can be worked out"):
        release.audit(of_it.people, everything, 11)


def test_the_digest_of_the_answers_cannot_be_tried_out_without_the_secret():
    from readiness.baseline.door import _salted

    assert _salted("a" * 64, "one") != _salted("a" * 64, "two")
