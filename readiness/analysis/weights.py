"""Weights that make those who answered stand for all staff: post-stratification, raking, trimming.

Holt and Smith (1979), JRSS A 142; Deming and Stephan (1940), Annals of Mathematical Statistics 11 (iterative
proportional fitting); Kish (1965), Survey Sampling, 11.7.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from readiness.analysis.arrays import FloatArray, IntArray, labels, sums, vector


@dataclass(frozen=True)
class Weights:
    """One weight a respondent: how many of the staff that answer stands for.

    `effect` is Kish's design effect and `effective_n` what is left of the `n` answers; `trimmed` respondents
    were cut to the limit. An array of the weights is made wherever NumPy expects one.
    """

    weights: FloatArray
    effect: float
    effective_n: float
    trimmed: int
    n: int

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return np.array(self.weights, dtype=dtype) if copy else np.asarray(self.weights, dtype=dtype)


def poststratify(strata: Any, population: Mapping[Any, float], trim: float | None = 5.0) -> Weights:
    """Return weights N_r / n_r, so that each stratum's weights add up to its headcount.

    `strata` is one label a respondent, `population` maps each stratum to its headcount (or share); a stratum
    of nobody may stand in it. Weights over `trim` x the median are cut to that and all rescaled to the old
    total; None cuts nothing. Raises ValueError for a stratum that has staff but no answers, or answers but no
    staff.
    """
    codes, targets = _margin("strata", strata, population)
    return _finished(targets[codes] / np.bincount(codes, minlength=len(targets))[codes], trim)


def rake(
    factors: Mapping[str, Any],
    targets: Mapping[str, Mapping[Any, float]],
    trim: float | None = 5.0,
    tolerance: float = 1e-10,
    rounds: int = 1_000,
) -> Weights:
    """Return weights that agree with several margins at once, by iterative proportional fitting.

    `factors` maps a name (role, place) to one label a respondent, `targets` the same names to each label's
    headcount; all margins must add up to the same total. Trimming as in `poststratify` comes last and moves
    the margins a little; None keeps them exact. Raises ValueError for margins that disagree, a label without
    answers or without target, and where no weights satisfy all margins within `tolerance` (relative) after
    `rounds` rounds.
    """
    if not factors or set(factors) != set(targets):
        raise ValueError(f"factors {list(factors)} and targets {list(targets)} must name the same margins.")
    margins = [_margin(name, factors[name], targets[name]) for name in factors]
    totals = [float(target.sum()) for _, target in margins]
    if len({len(codes) for codes, _ in margins}) > 1:
        raise ValueError("factors must have one label a respondent each, all of one length.")
    if not np.allclose(totals, totals[0], rtol=1e-6, atol=0):
        raise ValueError(f"targets of {list(factors)} add up to {totals}; correct the headcounts.")
    # People alike in every factor share a weight, so the fitting works on the few cells they form.
    cells, cell = np.unique(np.column_stack([codes for codes, _ in margins]), axis=0, return_inverse=True)
    size = np.bincount(cell.ravel(), minlength=len(cells)).astype(np.float64)
    fitted = _fit(cells, size, [target for _, target in margins], list(factors), tolerance, rounds)
    return _finished((fitted / size)[cell.ravel()], trim)


def trim(weights: npt.ArrayLike, limit: float = 5.0) -> FloatArray:
    """Return weights with those over `limit` x the median cut to it, and all rescaled to the old total."""
    w = _checked(weights)
    if limit < 1:
        raise ValueError(f"limit must be 1 or more medians; it is {limit}.")
    if len(w) == 0:
        return w
    # Rescaling moves the median and the largest weight alike, so the limit still holds afterwards.
    cut = np.minimum(w, limit * np.median(w))
    return cut * (w.sum() / cut.sum()) if cut.sum() > 0 else w


def kish_effect(weights: npt.ArrayLike) -> float:
    """Return Kish's design effect n x sum of w^2 / (sum of w)^2: 1 for equal weights, nan for none.

    Raises ValueError for negative, missing or infinite weights.
    """
    w = _checked(weights)
    largest = float(w.max(initial=0))
    if largest == 0:
        return float("nan")
    # Divided by the largest first, so that neither very small nor very large weights overflow.
    share = w / largest
    return float(len(w) * (share**2).sum() / share.sum() ** 2)


def _checked(weights: npt.ArrayLike) -> FloatArray:
    w = vector(weights, "weights")
    if not (w >= 0).all():
        raise ValueError("weights must be numbers of 0 or more; one is negative or missing.")
    return w


def _finished(weights: FloatArray, limit: float | None) -> Weights:
    final = weights if limit is None else trim(weights, limit)
    cut = 0 if limit is None or len(weights) == 0 else int((weights > limit * np.median(weights)).sum())
    effect = kish_effect(final)
    return Weights(final, effect, len(final) / effect, cut, len(final))


def _margin(name: str, factor: Any, population: Mapping[Any, float]) -> tuple[IntArray, FloatArray]:
    """Return each respondent's place in a margin and the margin's targets, both complete."""
    found, codes = labels(factor, len(np.atleast_1d(np.asarray(factor))), name)
    unknown = [label for label in found if not population.get(label, 0) > 0]
    if unknown:
        raise ValueError(f"{name}: {unknown[0]!r} has answers but no headcount; add it or correct the label.")
    empty = _unanswered(found, population)
    if empty:
        raise ValueError(f"{name}: {empty[0]!r} has staff but no answers; merge it with the nearest label.")
    targets = np.array([population[label] for label in found], dtype=np.float64)
    if np.isinf(targets).any():
        raise ValueError(f"{name}: a headcount is infinite; correct it.")
    return codes, targets


def _unanswered(found: list[Hashable], population: Mapping[Any, float]) -> list[Any]:
    answered = set(found)
    return [label for label, heads in population.items() if label not in answered and heads != 0]


def _fit(
    cells: IntArray,
    size: FloatArray,
    targets: list[FloatArray],
    names: list[str],
    tolerance: float,
    rounds: int,
) -> FloatArray:
    fitted = size * (float(targets[0].sum()) / max(float(size.sum()), 1.0))
    worst, gap = names[0], 0.0
    for _ in range(rounds):
        for column, target in enumerate(targets):
            place = cells[:, column]
            fitted = fitted * (target / sums(place, fitted, len(target)))[place]
        gaps = [_gap(cells[:, column], fitted, target) for column, target in enumerate(targets)]
        worst, gap = names[int(np.argmax(gaps))], max(gaps)
        if gap <= tolerance:
            return fitted
    raise ValueError(
        f"rake found no weights for all margins: {worst} is still {gap:.2%} off after {rounds} rounds. "
        "A combination of labels probably has staff but no answers; merge labels or leave a margin out."
    )


def _gap(place: IntArray, fitted: FloatArray, target: FloatArray) -> float:
    """Return the largest relative distance of a margin from its target."""
    return float(np.abs(sums(place, fitted, len(target)) / target - 1).max(initial=0))
