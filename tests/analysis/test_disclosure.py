"""The disclosure gate against the published example, exhaustive search and a reader who tries."""

from importlib import import_module
from itertools import product

import numpy as np
import pytest

from readiness.analysis import disclosure

# Role x area; the specification's worked example at a threshold of 10.
EXAMPLE = np.array([[31, 18, 22, 15, 40], [24, 27, 6, 13, 19], [12, 14, 11, 4, 16]])


def test_the_worked_example() -> None:
    mask = disclosure.suppress(EXAMPLE, 10)
    # Counted from 1: (2, 3) and (3, 4) are under 10, (2, 4) and (3, 3) give cover.
    assert (np.argwhere(mask) + 1).tolist() == [[2, 3], [2, 4], [3, 3], [3, 4]]
    # The four form a ring in which d people may go round: 6 - 4 to 6 + 11, 13 - 11 to 13 + 4 and so on.
    found = disclosure.bounds(EXAMPLE, mask)
    assert found.low[mask].tolist() == [2, 2, 0, 0]
    assert found.high[mask].tolist() == [17, 17, 15, 15]
    assert found.width[~mask].max() == 0


def test_bounds_against_every_possible_table() -> None:
    counts = np.array([[2, 5, 1], [3, 0, 4]])
    mask = np.array([[True, True, False], [True, True, True]])
    tables = []
    for cells in product(range(8), repeat=5):
        table = np.where(mask, 0, counts)
        table[mask] = cells
        if (table.sum(axis=0) == counts.sum(axis=0)).all() and (
            table.sum(axis=1) == counts.sum(axis=1)
        ).all():
            tables.append(table)
    found = disclosure.bounds(counts, mask)
    np.testing.assert_array_equal(found.low, np.min(tables, axis=0))
    np.testing.assert_array_equal(found.high, np.max(tables, axis=0))


def is_safe(counts: np.ndarray, mask: np.ndarray, threshold: int) -> bool:
    """Return whether a mask meets the two rules of complementary suppression, empty cells known to be empty."""
    hidden = np.where(mask, counts, 0)
    lines = np.concatenate([hidden.sum(axis=0), hidden.sum(axis=1)])
    if ((lines > 0) & (lines < threshold)).any():
        return False
    covered = mask & (counts > 0)
    return bool((disclosure.bounds(counts, covered).width[covered] > threshold - 1).all())


@pytest.mark.parametrize("seed", range(12))
def test_no_cheaper_mask_is_safe(seed: int) -> None:
    threshold = 8
    counts = np.random.default_rng(seed).poisson(12, (3, 4))
    mask = disclosure.suppress(counts, threshold)
    assert mask[counts < threshold].all()
    assert is_safe(counts, mask, threshold)
    free = np.argwhere(counts >= threshold)
    for choice in product([False, True], repeat=len(free)):
        cheaper = counts < threshold
        cheaper[tuple(free.T)] = choice
        if counts[cheaper].sum() < counts[mask].sum():
            assert not is_safe(counts, cheaper, threshold)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([[12, 40], [0, 40]], 1),  # the only cell of a column is its total, and may stand
        (np.full((2, 3), 30), 0),  # nothing small
        (np.zeros((2, 2)), 4),  # nobody: all cells look hidden
        (np.empty((0, 0)), 0),
        ([[50]], 0),
        ([[30, 0], [30, 30]], 1),  # an empty cell looks hidden but needs no cover
        ([[1, 10], [10, 1]], 4),
    ],
)
def test_tables_at_the_edge(counts: np.ndarray, hidden: int) -> None:
    assert int(disclosure.suppress(counts).sum()) == hidden


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([[5, 30], [0, 40]], "column 0 is 5"),
        ([[3, 4], [40, 50]], "row 0 is 7"),
        ([[1.5]], "whole numbers"),
        ([[-1]], "whole numbers"),
        ([[np.nan]], "whole numbers"),
        ([1, 2], "two-way"),
        ([[12, 5, 0], [0, 7, 20]], "Hiding more does not help"),
    ],
)
def test_tables_that_cannot_be_protected(counts: list[list[float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        disclosure.suppress(counts)


@pytest.mark.parametrize("threshold", [1, 0, -11, float("nan")])
def test_a_threshold_that_protects_nobody_is_refused(threshold: float) -> None:
    for attempt in (
        lambda: disclosure.suppress([[20, 30]], threshold),
        lambda: disclosure.audit([[1]], [20], threshold),
        lambda: disclosure.protect([[1]], [20], threshold),
        lambda: disclosure.few_behind([[1]], [0], [20], threshold),
    ):
        with pytest.raises(ValueError, match="threshold must be 2"):
            attempt()


def test_a_mask_has_the_shape_of_its_table() -> None:
    with pytest.raises(ValueError, match="shape"):
        disclosure.bounds([[1, 2]], [[True]])


def small_groups_by_search(groups: np.ndarray, sizes: np.ndarray, threshold: int) -> set[tuple[int, ...]]:
    """Return the smallest small groups by trying every set of atoms and projecting it on the row space."""
    every = np.array(list(product([0, 1], repeat=len(sizes))), dtype=float)
    people = every @ sizes
    every = every[(people > 0) & (people < threshold)]
    inside = np.abs(every @ np.linalg.pinv(groups) @ groups - every).max(axis=1) < 1e-8
    found = [frozenset(np.flatnonzero(v)) for v in every[inside]]
    return {tuple(sorted(g)) for g in found if not any(other < g for other in found)}


@pytest.mark.parametrize("listed", [12, 0], ids=["listed", "searched"])
@pytest.mark.parametrize("seed", range(8))
def test_audit_finds_what_an_exhaustive_search_finds(
    seed: int, listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("readiness.analysis.disclosure.audit"), "LISTED", listed)
    random = np.random.default_rng(seed)
    groups, sizes = random.integers(0, 2, (5 + seed % 3, 9)), random.integers(1, 12, 9)
    found = disclosure.audit(groups, sizes, 14)
    # Atoms alike in every published group move together, so the search needs at least one of a different pattern.
    expected = small_groups_by_search(groups.astype(float), sizes, 14)
    assert {tuple(np.flatnonzero(row).tolist()) for row in found.exposed} == expected
    assert found.safe is (not expected)
    assert found.sizes.tolist() == (found.exposed @ sizes).tolist()


def test_nested_groups_differ_by_nobody_or_enough() -> None:
    # All staff of 40 people and all but five of them; the second atom holds the five.
    assert disclosure.audit([[1, 1], [1, 0]], [35, 5], 11).sizes.tolist() == [5]
    assert disclosure.audit([[1, 1], [1, 0]], [35, 0], 11).safe
    assert disclosure.audit([[1, 1], [1, 0]], [29, 11], 11).safe


def test_four_totals_give_a_cell_away() -> None:
    # Row totals a+b, c+d and one column total a+c: b - c is known but no cell; with a + d known too, all are.
    groups = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0]]
    assert disclosure.audit(groups, [6, 7, 8, 9], 11).safe
    found = disclosure.audit([*groups, [1, 0, 0, 1]], [6, 7, 8, 9], 11)
    assert found.sizes.tolist() == [6, 7, 8, 9]


@pytest.mark.parametrize("groups", [np.empty((0, 3)), [], np.zeros((2, 3))])
def test_nothing_published_gives_nothing_away(groups: np.ndarray) -> None:
    found = disclosure.audit(groups, [3, 4, 5])
    assert found.safe
    assert found.exposed.shape == (0, 3)


@pytest.mark.parametrize(
    ("groups", "sizes", "threshold", "words"),
    [
        ([[2, 0]], [1, 1], 11, "only 0 and 1"),
        ([[1, 0]], [1], 11, "1 atoms"),
        ([[1]], [-1], 11, "whole numbers"),
        ([[1]], [np.nan], 11, "whole numbers"),
        ([[1]], [1], 1, "threshold"),
        ([[np.nan]], [5], 11, "only 0 and 1"),
    ],
)
def test_groups_that_cannot_be(
    groups: list[list[float]], sizes: list[float], threshold: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        disclosure.audit(groups, sizes, threshold)


def table_groups(shape: tuple[int, int]) -> np.ndarray:
    """Return the cells, row totals, column totals and grand total of a table as groups of its cells."""
    cells = np.eye(shape[0] * shape[1], dtype=int)
    cube = cells.reshape(-1, *shape)
    return np.concatenate(
        [cells, cube.sum(axis=2).T, cube.sum(axis=1).T, np.ones((1, len(cells)), dtype=int)]
    )


def test_protecting_one_table_is_suppressing_it() -> None:
    groups = table_groups(EXAMPLE.shape)
    found = disclosure.protect(groups, EXAMPLE.ravel(), 10)
    np.testing.assert_array_equal(~found.published[:15], disclosure.suppress(EXAMPLE, 10).ravel())
    assert found.published[15:].all()
    assert (np.flatnonzero(found.primary).tolist(), np.flatnonzero(found.complementary).tolist()) == (
        [7, 13],
        [8, 12],
    )


def test_a_total_under_the_threshold_is_hidden_too() -> None:
    counts = np.array([[3, 4], [40, 50]])
    found = disclosure.protect(table_groups((2, 2)), counts.ravel())
    assert not found.published[4]
    assert found.audit.safe


def test_a_group_of_nobody_is_not_published_and_no_reason() -> None:
    found = disclosure.protect([[1, 0], [0, 1]], [20, 0])
    assert found.published.tolist() == [True, False]
    assert not (found.primary | found.complementary).any()


def test_groups_of_the_same_people_are_hidden_together() -> None:
    # In this system every GP is in area 1, and area 1 has no one else: either figure is the other.
    found = disclosure.protect([[1, 1, 1], [1, 0, 0], [1, 0, 0], [0, 1, 0]], [6, 30, 30])
    assert found.published.tolist() == [True, False, False, True]


def test_what_was_released_cannot_be_hidden_but_counts() -> None:
    # The whole of 35 and its part of 25 may both stand alone, but together they give 10 away.
    groups, sizes = [[1, 1], [1, 0]], [25, 10]
    assert disclosure.protect(groups, sizes).published.tolist() == [True, False]
    assert disclosure.protect(groups, sizes, released=[False, True]).published.tolist() == [False, True]
    with pytest.raises(ValueError, match="earlier release"):
        disclosure.protect(groups, sizes, released=[True, True])


def test_two_years_together() -> None:
    # Year 1 published areas A (20) and B (25) and their total. In year 2 the two are one area C: last year's
    # figure for C is the old total. But 4 people of A belong to D as it is today, and last year's figure for A
    # without them would give them away.
    year_1 = [[1, 1, 0], [0, 0, 1], [1, 1, 1]]
    sizes = [16, 4, 25]
    again = [[1, 1, 1], [1, 0, 0]]
    found = disclosure.protect([*year_1, *again], sizes, released=[True, True, True, False, False])
    assert found.published.tolist() == [True, True, True, True, False]


def test_every_figure_of_its_own_answers() -> None:
    # Two areas of 20; one item was answered by 9 of the second only: that figure's row decides for the group.
    groups = [[1, 0], [0, 1]]
    assert disclosure.protect(groups, [20, 20]).published.all()
    found = disclosure.protect(groups, [[20, 20], [18, 9]])
    assert found.published.tolist() == [True, False]
    # Respondents differ by 12 but those who answered the item by 5.
    found = disclosure.protect([[1, 1], [1, 0]], [[30, 12], [30, 5]])
    assert found.published.tolist() == [True, False]


def test_dear_groups_are_kept() -> None:
    # Hiding area 2 covers area 1 as well as hiding the total does; the cost decides.
    groups, sizes = [[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]], [6, 12, 40]
    assert disclosure.protect(groups, sizes).published.tolist() == [True, False, False, True]
    dear = disclosure.protect(groups, sizes, cost=[1, 1, 100, 100])
    assert dear.published.tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"released": [True]}, "2 flags"),
        ({"cost": [1]}, "2 numbers"),
        ({"cost": [1, -1]}, "0 or more"),
        ({"sizes": [[20, 20], [30, 9]]}, "more answers"),
        ({"sizes": [1, 2, 3]}, "3 atoms"),
    ],
)
def test_families_that_cannot_be(arguments: dict[str, list[float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        disclosure.protect([[1, 0], [0, 1]], **{"sizes": [20, 20], **arguments})


def test_a_family_of_nothing() -> None:
    found = disclosure.protect(np.empty((0, 2)), [3, 4])
    assert found.published.shape == (0,)
    assert found.audit.safe
