"""Means and shares of a group of staff, standardised to one role mix, with honest standard errors.

Stratified estimation with finite-population correction: Cochran, Sampling Techniques (3rd ed.), 5.3 to 5.9
and 2.6; one person with several answers: the linearised ratio mean of Lumley, Complex Surveys (2010), ch. 2
and 3.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from readiness.analysis import grouped
from readiness.analysis.arrays import FloatArray, IntArray, divided, labels, matrix, sums, vector

Headcounts = Mapping[Any, float | None]
Shares = Mapping[Any, float]


@dataclass(frozen=True)
class Estimate:
    """A mean in the units of its values, with its standard error and 95% interval.

    `n` is the number of people behind it and `sd` the spread among their answers, unweighted. `corrected`
    tells whether the finite-population correction was made in every stratum, that is, whether all headcounts
    were known.
    """

    mean: float
    se: float
    low: float
    high: float
    n: int
    sd: float
    corrected: bool


@dataclass(frozen=True)
class Proportion:
    """A share of 0 to 1; `margin` is half the normal 95% interval, `low` and `high` are Wilson's."""

    share: float
    se: float
    margin: float
    low: float
    high: float
    n: int


def stratified_mean(
    values: npt.ArrayLike, strata: Any = 0, population: Headcounts | None = None, shares: Shares | None = None
) -> Estimate:
    """Return the mean of `values` standardised to a mix of strata, with its standard error.

    mean = sum of share_r x mean_r; Var = sum of share_r^2 (1 - n_r / N_r) s_r^2 / n_r; interval mean +/- 1.96
    se.

    `values` is one number a respondent (nan is missing), `strata` one label a respondent or one label for
    all. `population` maps a stratum to its headcount N_r; without it (or where it is None, nan or smaller
    than the answers) there is no correction. `shares` maps a stratum to its part in the mix; the default is
    the population's shares, or the sample's where a headcount is unknown. Shares are rescaled over the strata
    that have answers. A stratum with one answer takes the pooled variance of the others. No answers give nan
    and n = 0. Raises ValueError for a stratum that `shares` does not name, negative shares or headcounts,
    infinite values.
    """
    column = vector(values, "values")
    return composite_mean(column[:, np.newaxis], strata, population, shares, np.ones(1))


def composite_mean(
    scores: npt.ArrayLike,
    strata: Any = 0,
    population: Headcounts | None = None,
    shares: Shares | None = None,
    weights: npt.ArrayLike | None = None,
) -> Estimate:
    """Return a weighted sum of stratified means of columns whose answers are missing in different places.

    `scores` is respondents x columns and `weights` one number a column (default: their plain mean). Readiness
    is (G + M + C) / 3: eight dimensions with weight 1/24 each, commitment and capability with 1/3. The
    standard error is by linearisation: a respondent's influence is the sum over columns of weight x (value -
    stratum mean) x n_r / n_rj, so that two columns answered by the same person count as one person. `n`
    counts people with any answer; `sd` is the spread of the weighted sum among those who answered all
    columns. Everything else as in `stratified_mean`; a column that nobody answered makes the sum nan.
    """
    table = matrix(scores, "scores")
    weight = _column_weights(weights, table.shape[1])
    found, codes = labels(strata, len(table), "strata")
    used = table[:, weight != 0]
    heads = _headcounts(found, population)
    counts = np.bincount(codes[~np.isnan(used).all(axis=1)], minlength=len(found))
    share = _shares(found, shares, heads, counts)
    result = grouped.composite(table, codes, 1, weight, share[np.newaxis], heads[np.newaxis])
    return _estimate(result, _sd(used @ weight[weight != 0]))


def clustered_mean(
    values: npt.ArrayLike,
    clusters: Any,
    strata: Any = 0,
    population: Headcounts | None = None,
    shares: Shares | None = None,
) -> Estimate:
    """Return the standardised mean of answers of which one person may have given several (one an area).

    `clusters` names the person behind each value. Within a stratum the mean is over answers, and its variance
    is that of the people's totals: (1 - n_r / N_r) n_r / (n_r - 1) x sum of u_i^2, u_i = sum of (value -
    mean_r) / answers_r. `n` counts people, as do the headcounts. With one value a person this is
    `stratified_mean`. Raises ValueError for a person in two strata.
    """
    column = vector(values, "values")
    people, person = labels(clusters, len(column), "clusters")
    found, codes = labels(strata, len(column), "strata")
    home = _home_stratum(person, codes, len(people))
    kept = ~np.isnan(column)
    total = sums(person[kept], column[kept], len(people))
    answers = np.bincount(person[kept], minlength=len(people))
    n = np.bincount(home[answers > 0], minlength=len(found))
    mean, squares = _ratio_mean(home, total, answers, n)
    heads = _headcounts(found, population)
    share = _shares(found, shares, heads, n)
    result = grouped.stratified(n[np.newaxis], mean[np.newaxis], squares[np.newaxis], share, heads)
    return _estimate(result, _sd(column))


def proportion(share: float, n: int, population: float | None = None) -> Proportion:
    """Return the margins of a share found among `n` answers from a `population`, if its size is known.

    se^2 = (1 - n / N) share (1 - share) / (n - 1), as `stratified_mean` gives for zeros and ones. Wilson's
    interval takes the answers that a sample without correction would need for that precision, and so stays
    inside 0 to 1.
    """
    if n < 0 or not (np.isnan(share) or 0 <= share <= 1):
        raise ValueError(f"share must lie between 0 and 1 and n not under 0; they are {share} and {n}.")
    if n == 0 or np.isnan(share):
        return Proportion(np.nan, np.nan, np.nan, np.nan, np.nan, n)
    heads = np.array(np.nan if population is None else population, dtype=np.float64)
    factor = float(grouped.correction(np.array(n), heads))
    if factor == 0:
        return Proportion(share, 0.0, 0.0, share, share, n)
    precision = (n - 1) / factor
    se = np.sqrt(share * (1 - share) / precision) if n > 1 else np.nan
    low, high = _wilson(share, precision)
    return Proportion(share, float(se), float(grouped.Z95 * se), low, high, n)


def merge_small_strata(
    counts: Mapping[Hashable, int], nearest: Mapping[Hashable, Hashable], minimum: int = 5
) -> dict[Hashable, Hashable]:
    """Return for each stratum the one it is estimated with, so that each has `minimum` answers if possible.

    `counts` maps each stratum (also an empty one) to its answers, `nearest` a stratum to the one it resembles
    most. The smallest goes first and takes the name of the one it joins; answers, shares and headcounts of
    the joined add up. A stratum without a nearest one in `counts` stays as it is.
    """
    home = {stratum: stratum for stratum in counts}
    while True:
        sizes: dict[Hashable, int] = {}
        for stratum, host in home.items():
            sizes[host] = sizes.get(host, 0) + counts[stratum]
        small = sorted((host for host in sizes if sizes[host] < minimum), key=lambda host: sizes[host])
        moves = ((host, _next_host(host, home, nearest)) for host in small)
        move = next(((host, target) for host, target in moves if target is not None), None)
        if move is None:
            return home
        home = {stratum: move[1] if host == move[0] else host for stratum, host in home.items()}


def _next_host(
    host: Hashable, home: Mapping[Hashable, Hashable], nearest: Mapping[Hashable, Hashable]
) -> Hashable | None:
    """Follow the chain of nearest strata out of `host`'s own group."""
    seen, stratum = {host}, nearest.get(host)
    while stratum is not None and stratum not in seen:
        if home.get(stratum, host) != host:
            return home[stratum]
        seen.add(stratum)
        stratum = nearest.get(stratum)
    return None


def _column_weights(weights: npt.ArrayLike | None, columns: int) -> FloatArray:
    if weights is None:
        return np.full(columns, 1 / max(columns, 1))
    weight = vector(weights, "weights")
    if len(weight) != columns or np.isnan(weight).any() or not weight.any():
        raise ValueError(f"weights must be {columns} numbers, one a column of scores, not all 0.")
    return weight


def _headcounts(found: list[Hashable], population: Headcounts | None) -> FloatArray:
    known = {} if population is None else population
    heads = np.array([np.nan if known.get(s) is None else known[s] for s in found], dtype=np.float64)
    if (heads < 0).any() or np.isinf(heads).any():
        raise ValueError(f"population: a headcount of {found} is negative or infinite; correct it, or None.")
    return heads


def _shares(found: list[Hashable], shares: Shares | None, heads: FloatArray, counts: IntArray) -> FloatArray:
    if shares is None:
        # A headcount of 0 for people who answered is a fault in the list of staff, not a share of nothing.
        usable = (heads > 0) | (counts == 0)
        return np.where(counts > 0, heads, 0.0) if usable.all() else counts.astype(np.float64)
    missing = [s for s, n in zip(found, counts, strict=True) if n and s not in shares]
    if missing:
        raise ValueError(f"shares does not name the stratum {missing[0]!r}; add its share or merge it.")
    share = np.array([shares.get(s, 0.0) for s in found], dtype=np.float64)
    if not (np.isfinite(share) & (share >= 0)).all():
        raise ValueError("shares must be numbers of 0 or more; one is negative, missing or infinite.")
    return share


def _home_stratum(person: IntArray, codes: IntArray, people: int) -> IntArray:
    home = np.zeros(people, dtype=np.int64)
    home[person] = codes
    if (home[person] != codes).any():
        raise ValueError("clusters: one person stands in two strata; give each person one stratum.")
    return home


def _ratio_mean(
    home: IntArray, total: FloatArray, answers: IntArray, n: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return each stratum's mean over answers and its people's sum of squared influence values."""
    given = sums(home, answers, len(n))
    mean, each = divided(sums(home, total, len(n)), given), divided(given, n)
    influence = np.where(answers > 0, (total - answers * mean[home]) / each[home], 0.0)
    squares = sums(home, influence**2, len(n))
    return mean, grouped.without_noise(squares, 1e-13 * np.where(n > 0, n * mean**2, 0.0))


def _sd(values: FloatArray) -> float:
    answered = values[~np.isnan(values)]
    return float(answered.std(ddof=1)) if len(answered) > 1 else float("nan")


def _wilson(share: float, n: float) -> tuple[float, float]:
    z2 = grouped.Z95**2
    centre = (n * share + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * (n * share * (1 - share) + z2 / 4)) / (n + z2)
    return float(max(centre - half, 0.0)), float(min(centre + half, 1.0))


def _estimate(result: grouped.GroupEstimates, sd: float) -> Estimate:
    return Estimate(
        float(result.mean[0]),
        float(result.se[0]),
        float(result.low[0]),
        float(result.high[0]),
        int(result.n[0]),
        sd,
        bool(result.corrected[0]),
    )
