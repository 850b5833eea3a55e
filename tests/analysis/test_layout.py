"""Groups that are shown together, stand on another's page, or may not all be shown: the least that must be hidden."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from readiness.analysis import disclosure
from readiness.analysis.disclosure import Layout


def layout(unit: list[int], inside: list[int], never: list[list[int]] | None = None) -> Layout:
    sets = np.array(never or np.zeros((0, len(inside))), dtype=bool)
    return Layout(np.array(unit), np.array(inside), sets)


def test_groups_of_one_unit_are_shown_together_or_not_at_all() -> None:
    groups, sizes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [30, 6, 30]
    found = disclosure.protect(groups, sizes, layout=layout([0, 0, 1], [-1, -1]))
    assert found.published.tolist() == [False, False, True]
    assert found.primary.tolist() == [False, True, False]
    assert found.complementary.tolist() == [True, False, False]


def test_a_part_is_hidden_with_its_whole_and_needs_no_cover_of_its_own() -> None:
    # An area of 28 less its part of 20 are 8: hiding the area is cheaper, but hides the part with it.
    groups, sizes = [[1, 1, 1], [1, 1, 0], [1, 0, 0]], [20, 8, 30]
    apart = disclosure.protect(groups, sizes, cost=[9, 1, 2])
    assert apart.published.tolist() == [True, False, True]
    on_its_page = disclosure.protect(groups, sizes, cost=[9, 1, 2], layout=layout([0, 1, 2], [-1, -1, 1]))
    assert on_its_page.published.tolist() == [True, True, False]


def test_of_a_set_one_is_hidden_at_least_and_the_cheapest_one() -> None:
    groups, sizes = np.eye(3, dtype=int), [20, 25, 30]
    found = disclosure.protect(groups, sizes, layout=layout([0, 1, 2], [-1] * 3, [[1, 1, 0], [0, 1, 1]]))
    assert found.published.tolist() == [True, False, True]


def test_a_part_of_the_same_people_as_its_whole_goes_with_it() -> None:
    # An area of GPs only: area and GPs are one row. Both give cover, at the price of both, to five of no area.
    groups = [[1, 1, 1], [1, 0, 0], [1, 0, 0], [0, 1, 0]]
    given = {"released": [True, False, False, False], "layout": layout([0, 1, 2, 3], [-1, -1, 1, -1])}
    assert disclosure.protect(groups, [14, 30, 5], **given).published.tolist() == [True, False, False, True]
    assert disclosure.protect(groups, [20, 30, 5], **given).published.tolist() == [True, True, True, False]


def test_what_was_released_stays_with_all_of_its_unit() -> None:
    given = layout([0, 0, 1], [-1, -1])
    found = disclosure.protect(
        np.eye(3, dtype=int), [20, 20, 30], released=[True, False, False], layout=given
    )
    assert found.published.all()


@pytest.mark.parametrize(
    "given", [([0, 1], [-1, -1, -1]), ([0, 1, 5], [-1, -1, -1]), ([0, 1, 2], [-1, -1, 7])]
)
def test_layouts_that_cannot_be(given: tuple[list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match="layout"):
        disclosure.protect(np.eye(3, dtype=int), [20, 20, 20], layout=layout(*given))


def is_safe(groups: np.ndarray, sizes: np.ndarray, shown: np.ndarray, laid: Layout, threshold: int) -> bool:
    """Say whether units may be shown, by the rules as `protect` states them."""
    part = laid.inside >= 0
    if (shown[part] & ~shown[laid.inside[part]]).any() or any(shown[each].all() for each in laid.never):
        return False
    told = groups[shown[laid.unit]]
    if not disclosure.audit(told, sizes, threshold).safe:
        return False
    for group, unit in zip(groups, laid.unit, strict=True):
        whole, people = laid.inside[unit], group @ sizes
        excused = (whole >= 0 and not shown[whole]) or laid.never[:, unit].any()
        if not shown[unit] and people and not (people >= threshold and excused):
            ends = [linprog(s * group, A_eq=told, b_eq=told @ sizes) for s in (1, -1)] if len(told) else []
            if ends and ends[1].status == 0 and -ends[1].fun - ends[0].fun <= threshold - 1 + 1e-6:
                return False
    return True


@pytest.mark.parametrize("seed", range(10))
def test_nothing_cheaper_is_safe(seed: int) -> None:
    random = np.random.default_rng(seed)
    # Two areas of two groups each (roles), each role of an area as a unit of its own too, and the whole.
    sizes = random.integers(2, 16, 6)
    first, second = np.array([1, 1, 0, 0, 1, 0]), np.array([0, 0, 1, 1, 1, 0])
    role = np.array([1, 0, 1, 0, 1, 1])
    of_roles = [first * role, first * (1 - role), second * role, second * (1 - role)]
    groups = np.array([np.ones(6), *of_roles, *of_roles[:3]]).astype(int)
    laid = layout([0, 1, 1, 2, 2, 3, 4, 5], [-1, -1, -1, 1, 1, 2], [[0, 0, 0, 1, 1, 0]])
    kept = np.arange(8) == 0
    found = disclosure.protect(groups, sizes, 11, released=kept, layout=laid)
    cost = np.bincount(laid.unit, groups @ sizes)
    peopled = np.bincount(laid.unit, groups @ sizes) > 0
    shown = np.bincount(laid.unit, found.published) > 0
    assert is_safe(groups, sizes, shown, laid, 11)
    for choice in product([False, True], repeat=5):
        other = np.r_[True, choice] & peopled
        if cost[~other].sum() < cost[~shown].sum() - 1e-9:
            assert not is_safe(groups, sizes, other, laid, 11)
