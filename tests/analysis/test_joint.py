"""Estimates from joint sums against the same figures taken person by person, on data with gaps."""

import numpy as np
import pytest

from readiness.analysis import arrays, grouped, reliability
from readiness.analysis.arrays import Columns

NAN = np.nan
WEIGHTS = np.array([[0.4, 0.3, 0.2, 0.1], [0.5, 0.0, 0.0, 0.5]])


def gappy(seed: int, people: int = 700, at: float = 60.0) -> tuple[np.ndarray, np.ndarray]:
    """Return scores on four columns with gaps, and cells (4 groups of 3 strata; -1 for none)."""
    random = np.random.default_rng(seed)
    person = random.normal(0, 10, (people, 1))
    scores = at + person + random.normal(0, 15, (people, 4))
    scores[random.random(scores.shape) < 0.2] = NAN
    cells = random.integers(-1, 12, people)
    scores[cells == 7, 2] = NAN  # a stratum that hands its share on
    scores[cells >= 9, 1] = NAN  # a group without one of the columns
    return scores, cells


def by_hand(
    scores: np.ndarray, cells: np.ndarray, weight: np.ndarray, shares: np.ndarray, heads: np.ndarray
) -> list[tuple[float, float, int]]:
    """Return mean, standard error and n of each group, each person's influence written out."""
    found = []
    for group in range(4):
        used = np.flatnonzero(weight)
        inside = [scores[cells == group * 3 + stratum][:, used] for stratum in range(3)]
        n = np.array([(~np.isnan(each)).any(axis=1).sum() for each in inside])
        answers = np.array([(~np.isnan(each)).sum(axis=0) for each in inside])
        if (answers.sum(axis=0) == 0).any():
            found.append((NAN, NAN, int(n.sum())))
            continue
        mean, variance = 0.0, np.zeros(3)
        share_of_all = shares[group] * (n > 0) / (shares[group] * (n > 0)).sum()
        residuals = [np.zeros(len(each)) for each in inside]
        for column, part in zip(range(len(used)), weight[used], strict=True):
            share = shares[group] * (answers[:, column] > 0)
            share = share / share.sum()
            for stratum in range(3):
                values = inside[stratum][:, column]
                if answers[stratum, column]:
                    level = np.nanmean(values)
                    mean += part * share[stratum] * level
                    gain = share[stratum] / share_of_all[stratum] * n[stratum] / answers[stratum, column]
                    residuals[stratum] += np.where(np.isnan(values), 0, part * gain * (values - level))
        for stratum in range(3):
            factor = 1 - n[stratum] / heads[group, stratum]
            squares = (residuals[stratum] ** 2).sum() / (n[stratum] - 1)
            variance[stratum] = share_of_all[stratum] ** 2 * factor * squares / n[stratum]
        found.append((mean, float(np.sqrt(variance.sum())), int(n.sum())))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_every_sum_of_means_is_that_of_its_people(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "CHUNK", 64)
    monkeypatch.setattr("readiness.analysis.joint.ROWS_A_CELL", 5)
    scores, cells = gappy(seed)
    shares, heads = np.array([[0.5, 0.3, 0.2]] * 4), np.full((4, 3), 200.0)
    joint = grouped.joint(scores, cells, 12, WEIGHTS)
    for weight, found in zip(WEIGHTS, grouped.composites(joint, WEIGHTS, shares, heads), strict=True):
        for group, (mean, se, n) in enumerate(by_hand(scores, cells, weight, shares, heads)):
            assert found.mean[group] == pytest.approx(mean, rel=1e-12, nan_ok=True)
            assert found.se[group] == pytest.approx(se, rel=1e-11, nan_ok=True)
            assert found.n[group] == n


def test_each_column_alone_and_who_answered_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "CHUNK", 100)
    scores, cells = gappy(9)
    joint = grouped.joint(scores, cells, 12, WEIGHTS)
    plain, columns = grouped.group_sums(scores, cells, 12), grouped.column_sums(joint)
    np.testing.assert_array_equal(columns.n, plain.n)
    np.testing.assert_allclose(columns.total, plain.total, rtol=1e-13)
    np.testing.assert_allclose(columns.deviations, plain.deviations, rtol=1e-10)
    whole = np.column_stack([scores @ WEIGHTS[0], scores[:, [0, 3]] @ WEIGHTS[1][[0, 3]]])
    plain, complete = grouped.group_sums(whole, cells, 12), grouped.complete_sums(joint)
    np.testing.assert_array_equal(complete.n, plain.n)
    np.testing.assert_allclose(complete.sd, plain.sd, rtol=1e-10)


def test_rows_that_stand_for_several_people() -> None:
    scores, cells = gappy(3, 200)
    times = np.random.default_rng(1).integers(1, 5, 200)
    shares, heads = np.full((4, 3), 1 / 3), np.full((4, 3), NAN)
    tallied = grouped.composite(scores, cells, 4, WEIGHTS[0], shares, heads, times)
    everyone = np.repeat(np.arange(200), times)
    written = grouped.composite(scores[everyone], cells[everyone], 4, WEIGHTS[0], shares, heads)
    np.testing.assert_allclose(tallied.mean, written.mean, rtol=1e-12)
    np.testing.assert_allclose(tallied.se, written.se, rtol=1e-11)
    np.testing.assert_array_equal(tallied.n, written.n)


def test_a_small_spread_far_from_zero_is_not_lost() -> None:
    scores, cells = gappy(5)
    shares, heads = np.full((4, 3), 1 / 3), np.full((4, 3), NAN)
    here, far = (
        grouped.composite(np.round(scores) + at, cells, 4, WEIGHTS[0], shares, heads) for at in (0, 1e8)
    )
    np.testing.assert_allclose(far.se, here.se, rtol=1e-9)


def test_sums_that_nobody_differs_in_have_no_error() -> None:
    scores = np.array([[10.1, 33.3], [20.2, 23.2], [0.7, 42.7], [5.3, 38.1]] * 50)
    one, nothing = np.ones((1, 1)), np.full((1, 1), NAN)
    found = grouped.composite(scores, np.zeros(200, dtype=int), 1, np.array([0.5, 0.5]), one, nothing)
    assert found.se[0] == 0


def test_columns_side_by_side_are_those_of_one_table() -> None:
    random = np.random.default_rng(6)
    people, blocks = random.random((50, 3)), random.random((80, 2))
    person = np.sort(random.integers(0, 50, 80))
    cells = random.integers(-1, 5, 80)
    together = np.hstack([people[person], blocks])
    beside = Columns(((np.asfortranarray(people), person), (blocks, None)))
    assert beside.shape == (80, 5)
    np.testing.assert_array_equal(beside.taken(slice(10, 30)), together[10:30].T)
    np.testing.assert_array_equal(beside.taken(np.array([7, 3])), together[[7, 3]].T)
    weights = np.full((1, 5), 0.2)
    one, other = (grouped.joint(each, cells, 5, weights).products for each in (together, beside))
    np.testing.assert_allclose(one, other)


def test_counts_of_several_columns_at_once_are_those_of_each() -> None:
    random = np.random.default_rng(8)
    codes = random.integers(-1, 4, (5_000, 5), dtype=np.int8)
    groups = random.integers(-1, 3, 5_000)
    counts = grouped.code_counts(codes, groups, 3, points=3)
    for group in range(3):
        for column in range(5):
            expected = np.bincount(codes[groups == group, column] + 1, minlength=5)
            np.testing.assert_array_equal(counts[group, column], expected)


def test_a_tally_of_many_bins_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(8)
    codes, groups = random.integers(-1, 4, (900, 3), dtype=np.int8), random.integers(-1, 9, 900)
    in_place = grouped.tally(codes, groups)
    monkeypatch.setattr(grouped, "LARGEST_TALLY", 10)
    by_sorting = grouped.tally(codes, groups)
    for one, other in zip(in_place, by_sorting, strict=True):
        np.testing.assert_array_equal(one, other)
    assert in_place[2].sum() == (groups >= 0).sum()


def test_reliability_of_tallied_answers() -> None:
    random = np.random.default_rng(4)
    items = np.clip(np.round(random.normal(3, 1, (60, 1)) + random.normal(0, 1, (60, 4))), 1, 5)
    items[random.random(items.shape) < 0.05] = NAN
    times = random.integers(1, 9, 60)
    written = items[np.repeat(np.arange(60), times)]
    for pairwise in (False, True):
        one, other = reliability.alpha(items, pairwise, times=times), reliability.alpha(written, pairwise)
        assert (one.n, one.k) == (other.n, other.k)
        assert [one.alpha, one.low] == pytest.approx([other.alpha, other.low], rel=1e-12)
    one, other = reliability.omega(items, times=times, tolerance=0), reliability.omega(written, tolerance=0)
    assert one.n == other.n
    assert one.omega == pytest.approx(other.omega, rel=1e-9)
