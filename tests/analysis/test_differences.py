"""Differences between few people and few others, against the same question asked the other way round."""

import numpy as np
import pytest
from scipy.optimize import linprog

from readiness.analysis import disclosure
from readiness.analysis.disclosure.differences import few_told, unmasked


def fewest_told(means: np.ndarray, sizes: np.ndarray) -> float:
    """Return the least that any combination speaks of: each kind in turn weighs 1, and no one is left out."""
    fewest, count = np.inf, len(means)
    for kind in np.flatnonzero(means.any(axis=0)):
        # Unknown are the multipliers and, for each kind, at least the size of its weight.
        each = np.eye(len(sizes))
        answer = linprog(
            np.r_[np.zeros(count), sizes],
            A_ub=np.block([[means.T, -each], [-means.T, -each]]),
            b_ub=np.zeros(2 * len(sizes)),
            A_eq=np.r_[means[:, kind], np.zeros(len(sizes))][np.newaxis],
            b_eq=[1.0],
            bounds=[(None, None)] * count + [(0, None)] * len(sizes),
        )
        fewest = min(fewest, answer.fun) if answer.status == 0 else fewest
    return fewest


@pytest.mark.parametrize("mixed", [False, True], ids=["groups", "mixes"])
@pytest.mark.parametrize("seed", range(12))
def test_a_combination_is_found_exactly_where_there_is_one(seed: int, mixed: bool) -> None:
    random = np.random.default_rng(seed)
    means = random.integers(0, 2, (4 + seed % 3, 9)).astype(float)
    means *= random.uniform(0.2, 1, means.shape) if mixed else 1.0
    sizes = random.integers(1, 12, 9)
    fewest = fewest_told(means, sizes)
    for threshold in (8, 14, 20):
        found = list(few_told(means, sizes, threshold))
        assert bool(found) is (fewest < threshold - 1e-5)
        for weights in found:
            assert np.abs(weights).max() == pytest.approx(1)
            assert np.abs(weights) @ sizes < threshold
            assert np.abs(weights @ np.linalg.pinv(means) @ means - weights).max() < 1e-7


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_said_to_be_masked_who_is_not(seed: int) -> None:
    random = np.random.default_rng(seed)
    means, sizes = random.integers(0, 2, (5, 14)).astype(float), random.integers(1, 15, 14).astype(float)
    masked = np.setdiff1d(np.flatnonzero(sizes < 11), unmasked(means, sizes, 11, np.arange(14)))
    for kind in masked:
        alone = np.where(np.arange(14) == kind, sizes, 0.0)
        # Others give way by all their people at most, this kind by what the threshold asks beside its own.
        room = np.where(alone > 0, 11 - sizes, sizes)
        answer = linprog(-np.sign(alone), A_eq=means, b_eq=np.zeros(5), bounds=np.column_stack([-room, room]))
        assert -answer.fun == pytest.approx(11 - sizes[kind])


def test_five_less_one_other_are_too_few() -> None:
    # A whole of 66, two areas of 31 that share one person, and five people in neither.
    groups, sizes = [[1, 1, 1, 1], [1, 0, 1, 0], [0, 1, 1, 0]], [30, 30, 1, 5]
    found = disclosure.audit(groups, sizes, 11)
    assert not found.safe
    assert found.weights.tolist() in ([[0, 0, 1, -1]], [[0, 0, -1, 1]])
    assert found.sizes.tolist() == [6]
    assert found.exposed.tolist() == [[False, False, True, True]]
    assert disclosure.audit(groups, [30, 30, 6, 5], 11).safe
    kept = disclosure.protect(groups, sizes, 11, released=[True, False, False])
    assert kept.published.tolist() in ([True, True, False], [True, False, True])
    assert kept.audit.safe


def test_a_person_counted_twice_leaves_room_for_fewer_others() -> None:
    # Three areas less the whole: two people are in all three and count twice the four who are in two.
    groups = [[1, 1, 1, 1, 1], [1, 0, 0, 1, 1], [0, 1, 0, 1, 1], [0, 0, 1, 0, 1]]
    found = disclosure.audit(groups, [30, 30, 30, 16, 2], 11)
    assert found.sizes.tolist() == [10]
    assert np.abs(found.weights).tolist() == [[0, 0, 0, 0.5, 1]]
    assert disclosure.audit(groups, [30, 30, 30, 18, 2], 11).safe


def test_only_means_as_they_are_printed_are_subtracted() -> None:
    # The same people, but the whole is put on another mix than the areas, so that nothing cancels.
    groups = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 1, 0], [0, 0, 1, 1, 1, 0]])
    sizes = [15, 15, 15, 15, 1, 5]
    mixed = np.array([[0.6, 0.4, 0.6, 0.4, 0.6, 0.4], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]]) * groups
    means = disclosure.Means(mixed[np.newaxis], np.eye(3, dtype=bool))
    assert disclosure.protect(groups, sizes, 11, means=means).published.all()
    assert disclosure.audit(groups, sizes, 11, mixed).safe
    assert not disclosure.audit(groups, sizes, 11).safe


@pytest.mark.parametrize("means", [[[1.0]], [[np.nan, 1.0]], [1.0, 1.0]])
def test_means_that_cannot_be(means: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="means"):
        disclosure.audit([[1, 1], [1, 0]], [20, 20], 11, means)
    with pytest.raises(ValueError, match="means"):
        disclosure.protect(
            [[1, 1]], [20, 20], means=disclosure.Means(np.ones((2, 1, 2)), np.eye(1, dtype=bool))
        )
