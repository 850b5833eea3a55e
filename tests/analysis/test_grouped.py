"""The one-pass sums against plain loops and against the estimates of one group at a time."""

import numpy as np
import pytest

from readiness.analysis import arrays, estimates, grouped, scoring

NAN = np.nan


@pytest.fixture(scope="module")
def wave() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores of 500 people on three columns, with gaps, their area (-1 for none) and their role."""
    random = np.random.default_rng(11)
    scores = random.normal(60, 20, (500, 3))
    scores[random.random(scores.shape) < 0.15] = NAN
    return scores, random.integers(-1, 4, 500), random.integers(0, 3, 500)


def test_sums_are_those_of_a_loop(wave: tuple[np.ndarray, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "CHUNK", 64)  # several chunks and a last one that is not full
    scores, area, _ = wave
    sums = grouped.group_sums(scores, area, 4)
    for group in range(4):
        for column in range(3):
            answers = scores[area == group, column]
            answers = answers[~np.isnan(answers)]
            assert sums.n[group, column] == len(answers)
            assert sums.mean[group, column] == pytest.approx(answers.mean(), rel=1e-13)
            assert sums.sd[group, column] == pytest.approx(answers.std(ddof=1), rel=1e-12)


def test_groups_add_up(wave: tuple[np.ndarray, ...]) -> None:
    scores, area, _ = wave
    four = grouped.group_sums(scores, area, 4)
    two = four.merged([0, 1, 0, -1], 2)
    np.testing.assert_array_equal(two.n[0], four.n[0] + four.n[2])
    np.testing.assert_allclose(two.total[1], four.total[1])


def test_float32_loses_nothing() -> None:
    scores = np.full((1_000, 1), 75, dtype=np.float32)
    sums = grouped.group_sums(scores, np.zeros(1_000, dtype=int), 1)
    assert sums.mean[0, 0] == 75
    assert sums.sd[0, 0] == 0


def test_empty_groups_and_single_answers() -> None:
    sums = grouped.group_sums(np.array([[1.0], [NAN]]), [0, 1], 3)
    np.testing.assert_array_equal(sums.n.ravel(), [1, 0, 0])
    np.testing.assert_array_equal(sums.mean.ravel(), [1, NAN, NAN])
    assert np.isnan(sums.sd).all()


def test_equal_answers_have_no_spread() -> None:
    sums = grouped.group_sums(np.full((9, 1), 0.1), np.zeros(9, dtype=int), 1)
    assert sums.sd[0, 0] == 0


@pytest.mark.parametrize(
    ("values", "groups", "words"),
    [
        ([[1.0]], [3], "between -1 and 1"),
        ([[1.0]], [0, 1], "1 labels"),
        ([[np.inf]], [0], "infinite"),
        ([1.0], [0], "respondents x columns"),
    ],
)
def test_inputs_that_cannot_be_meant(values: list[list[float]], groups: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words), np.errstate(all="ignore"):
        grouped.group_sums(np.array(values), groups, 2)


def test_counts_of_codes_give_the_same_sums() -> None:
    random = np.random.default_rng(2)
    codes, groups = random.integers(-1, 6, (300, 5)).astype(np.int8), random.integers(-1, 3, 300)
    counts = grouped.code_counts(codes, groups, 3)
    assert counts.sum() == 5 * (groups >= 0).sum()
    assert counts[1, 2, 0] == ((groups == 1) & (codes[:, 2] == -1)).sum()
    from_counts = grouped.item_sums(counts, np.array([NAN, NAN, 0, 25, 50, 75, 100]))
    from_scores = grouped.group_sums(scoring.item_scores(codes), groups, 3)
    np.testing.assert_array_equal(from_counts.n, from_scores.n)
    np.testing.assert_allclose(from_counts.deviations, from_scores.deviations)
    with pytest.raises(ValueError, match="between -1 and 4"):
        grouped.code_counts(codes, groups, 3, points=4)


def test_every_group_at_once_is_each_group_alone(wave: tuple[np.ndarray, ...]) -> None:
    scores, area, role = wave
    random = np.random.default_rng(4)
    heads = random.integers(60, 200, (4, 3)).astype(float)
    heads[2, 1] = NAN
    shares = np.array([[0.5, 0.3, 0.2]] * 4)
    cells = np.where(area >= 0, area * 3 + role, -1)
    sums = grouped.group_sums(scores[:, :1], cells, 12)
    one = grouped.stratified(
        sums.n.reshape(4, 3), sums.mean.reshape(4, 3), sums.deviations.reshape(4, 3), shares, heads
    )
    weights = np.array([0.5, 0.25, 0.25])
    many = grouped.composite(scores, cells, 4, weights, shares, heads)
    for group in range(4):
        inside = area == group
        population = dict(enumerate(heads[group]))
        mix = dict(enumerate(shares[group]))
        alone = estimates.stratified_mean(scores[inside, 0], role[inside], population, mix)
        whole = estimates.composite_mean(scores[inside], role[inside], population, mix, weights)
        for found, expected in ((one, alone), (many, whole)):
            assert found.mean[group] == pytest.approx(expected.mean, rel=1e-12)
            assert found.se[group] == pytest.approx(expected.se, rel=1e-9)
            assert found.n[group] == expected.n
            assert found.corrected[group] == expected.corrected
    assert one.corrected.tolist() == [True, True, False, True]


def test_no_answers_at_all() -> None:
    nothing = grouped.composite(
        np.empty((0, 2)), np.empty(0, dtype=int), 2, np.ones(2), np.ones((2, 1)), np.ones((2, 1))
    )
    assert np.isnan(nothing.mean).all()
    assert nothing.n.tolist() == [0, 0]
    assert not nothing.corrected.any()
