"""Weights against figures by hand."""

from typing import Any

import numpy as np
import pytest

from readiness.analysis import weights


def test_poststratified_weights_are_staff_an_answer() -> None:
    found = weights.poststratify(["gp"] * 10 + ["mg"] * 5, {"gp": 100, "mg": 100, "nobody": 0})
    assert found.weights.tolist() == [10.0] * 10 + [20.0] * 5
    # Kish: 15 x (10 x 100 + 5 x 400) / 200^2
    assert found.effect == pytest.approx(1.125, abs=1e-12)
    assert found.effective_n == pytest.approx(15 / 1.125)
    assert (found.trimmed, found.n) == (0, 15)
    assert weights.kish_effect(found) == found.effect


def test_weights_over_five_medians_are_trimmed() -> None:
    # 1, 1, 1, 17: the median is 1, so 17 is cut to 5, and all grow by 20 / 8 to keep the total.
    found = weights.poststratify(["a", "a", "a", "b"], {"a": 3, "b": 17})
    assert found.weights.tolist() == [2.5, 2.5, 2.5, 12.5]
    assert found.trimmed == 1
    assert weights.poststratify(["a", "a", "a", "b"], {"a": 3, "b": 17}, trim=None).weights[3] == 17


def test_raking_meets_every_margin() -> None:
    random = np.random.default_rng(1)
    factors = {"role": random.choice(["gp", "mg", "hc"], 300), "place": random.choice(["n", "s"], 300)}
    targets = {"role": {"gp": 500, "mg": 100, "hc": 400}, "place": {"n": 300, "s": 700}}
    found = weights.rake(factors, targets, trim=None)
    for name, margin in targets.items():
        for label, heads in margin.items():
            assert found.weights[factors[name] == label].sum() == pytest.approx(heads, rel=1e-9)

    # Deming and Stephan: the odds ratio of the sample's table is kept, so weights are products of row and column.
    def weight(role: str, place: str) -> float:
        return float(found.weights[(factors["role"] == role) & (factors["place"] == place)][0])

    assert weight("gp", "n") * weight("mg", "s") == pytest.approx(
        weight("gp", "s") * weight("mg", "n"), rel=1e-8
    )


def test_raking_one_margin_is_poststratifying() -> None:
    strata = list("aabbb")
    raked = weights.rake({"role": strata}, {"role": {"a": 10, "b": 60}})
    np.testing.assert_allclose(raked.weights, weights.poststratify(strata, {"a": 10, "b": 60}).weights)


def test_raking_that_cannot_work_says_so() -> None:
    with pytest.raises(ValueError, match="found no weights"):
        weights.rake({"r": ["a", "b"], "p": ["x", "y"]}, {"r": {"a": 3, "b": 7}, "p": {"x": 6, "y": 4}})


@pytest.mark.parametrize(
    ("strata", "population", "words"),
    [
        (["a"], {"a": 5, "b": 5}, "'b' has staff but no answers"),
        (["a", "b"], {"a": 5}, "'b' has answers but no headcount"),
        (["a"], {"a": 0}, "no headcount"),
        (["a", None], {"a": 5}, "missing label"),
        (["a"], {"a": np.inf}, "infinite"),
        ([], {"a": 5}, "no answers"),
    ],
)
def test_strata_and_staff_must_agree(strata: list[Any], population: dict[Any, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        weights.poststratify(strata, population)


@pytest.mark.parametrize(
    ("factors", "targets", "words"),
    [
        ({}, {}, "same margins"),
        ({"r": ["a"]}, {"p": {"a": 1}}, "same margins"),
        ({"r": ["a"], "p": ["x"]}, {"r": {"a": 5}, "p": {"x": 6}}, "add up to"),
        ({"r": ["a"], "p": ["x", "x"]}, {"r": {"a": 5}, "p": {"x": 5}}, "one length"),
    ],
)
def test_margins_must_agree(factors: dict[str, Any], targets: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        weights.rake(factors, targets)


@pytest.mark.parametrize(
    ("w", "effect"),
    [
        ([1, 1, 1], 1),
        ([7], 1),
        ([2, 0], 2),
        ([], np.nan),
        ([0, 0], np.nan),
        ([1e-200, 1e-200], 1),
        ([1e300] * 3, 1),
    ],
)
def test_kish_effect(w: list[float], effect: float) -> None:
    assert weights.kish_effect(w) == pytest.approx(effect, nan_ok=True)


@pytest.mark.parametrize("w", [[1, -1], [1, np.nan], [1, np.inf]])
def test_weights_that_cannot_be(w: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        weights.kish_effect(w)


def test_trimming_limits() -> None:
    assert weights.trim([]).tolist() == []
    assert weights.trim([0, 0]).tolist() == [0, 0]
    assert weights.trim([2, 2]).tolist() == [2, 2]
    with pytest.raises(ValueError, match="limit"):
        weights.trim([1], 0.5)


def test_nobody_can_be_weighted_by_nobody() -> None:
    found = weights.poststratify([], {})
    assert (found.n, found.trimmed) == (0, 0)
    assert np.isnan(found.effect)
