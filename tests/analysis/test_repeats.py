"""Combinations of means where a person gives several answers, against every combination on a grid."""

from itertools import product

import numpy as np
import pytest

from readiness.analysis import disclosure

# Areas A and B with 30 people each, C (hidden) with five, all of whom answered for A as well.
#         A only  B only  A of both  C of both
KIND = [0, 1, 2, 2]
SIZES = [30, 30, 5]
WHOLE = [1, 1, 0.5, 0.5]
A, B = [1, 0, 1, 0], [0, 1, 0, 0]


def test_what_few_said_of_one_area_less_what_they_said_of_the_other() -> None:
    found = disclosure.few_behind([WHOLE, A, B], KIND, SIZES, 11)
    assert found is not None
    assert np.abs(found).tolist() == pytest.approx([0, 0, 1, 1])
    assert found[2] == pytest.approx(-found[3])


def test_people_are_counted_once_by_their_heaviest_answer() -> None:
    assert disclosure.few_behind([WHOLE, A, B], KIND, [30, 30, 10], 11) is not None
    assert disclosure.few_behind([WHOLE, A, B], KIND, [30, 30, 11], 11) is None
    # Seen over people nothing is left of the ten, so that the audit of groups alone is content.
    groups = [[1, 1, 1], [1, 0, 1], [0, 1, 0]]
    assert disclosure.audit(groups, [30, 30, 10], 11).safe


@pytest.mark.parametrize("means", [[A, B], [WHOLE, A], [WHOLE, B], [WHOLE]])
def test_without_any_one_of_the_means_they_are_hidden_among_others(means: list[list[float]]) -> None:
    assert disclosure.few_behind(means, KIND, SIZES, 11) is None


def test_a_mean_of_few_is_of_few() -> None:
    assert disclosure.few_behind([[1, 1]], [0, 1], [4, 6], 11) is not None
    assert disclosure.few_behind([[1, 1]], [0, 0], [11], 11) is None
    assert disclosure.few_behind([[1, 1]], [0, 0], [10], 11) is not None


@pytest.mark.parametrize(
    ("means", "kind", "sizes"),
    [(np.zeros((0, 3)), [0, 0, 1], [4, 5]), (np.zeros((2, 0)), [], []), ([[0.0]], [0], [3])],
)
def test_nothing_told_speaks_of_nobody(means: np.ndarray, kind: list[int], sizes: list[int]) -> None:
    assert disclosure.few_behind(means, kind, sizes) is None


def test_kinds_of_nobody_give_no_answers() -> None:
    assert disclosure.few_behind([[1, 1]], [0, 1], [30, 0], 11) is None


@pytest.mark.parametrize(
    ("means", "kind"),
    [([[1.0, 2.0]], [0, 3]), ([[1.0, 2.0]], [0]), ([[np.nan, 1.0]], [0, 1]), ([1.0, 1.0], [0, 1])],
)
def test_what_cannot_be(means: list[list[float]], kind: list[int]) -> None:
    with pytest.raises(ValueError, match=r"means must|kind must"):
        disclosure.few_behind(means, kind, [4, 5])


def speaks_of(weights: np.ndarray, kind: np.ndarray, sizes: np.ndarray) -> float:
    heaviest = np.array([np.abs(weights[kind == each]).max(initial=0) for each in range(len(sizes))])
    return float(heaviest @ sizes / np.abs(weights).max()) if np.abs(weights).max() > 1e-9 else np.inf


@pytest.mark.parametrize("seed", range(12))
def test_no_combination_speaks_of_fewer_than_the_search_says(seed: int) -> None:
    random = np.random.default_rng(seed)
    kind = np.sort(np.r_[np.arange(6), random.integers(0, 6, 4)])
    means, sizes = random.integers(0, 3, (3, 10)) / 2, random.integers(1, 12, 6)
    steps = [step for step in product(np.linspace(-1, 1, 9), repeat=3) if any(step)]
    fewest = min(speaks_of(np.array(step) @ means, kind, sizes) for step in steps)
    for threshold in (6, 11, 16):
        found = disclosure.few_behind(means, kind, sizes, threshold)
        if fewest < threshold - 1e-5:
            assert found is not None
        if found is not None:
            assert speaks_of(found, kind, sizes) < threshold
            assert np.abs(found @ np.linalg.pinv(means) @ means - found).max() < 1e-7
