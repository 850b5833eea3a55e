"""Which areas need change most, and how sure may one be? Partial pooling, tiers, confidence sets for ranks.

Pooling: Gelman et al., Bayesian Data Analysis (3rd ed.), 5.4, eq. 5.21, with the spread between areas
integrated out. Confidence sets: Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91,
with stepwise rejection. The highest value has rank 1. A nan in `values` or `se` is an area without a figure:
it takes no part in the others'. `df` tells from how many degrees of freedom each error was estimated: one taken
from few answers is then widened by t / z at the .975 level (docs/decisions/0010).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri, stdtrit

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray, vector
from readiness.analysis.grouped import Z95

DRAWS = 10_000
SIMULATIONS = 20_000
BORDER = 0.01
STEP = 0.02
ROOT_2PI = float(np.sqrt(2 * np.pi))
CLEAR, LIKELY, UNCLEAR, NOT_AMONG = (
    "clear priority",
    "likely priority",
    "cannot be told apart",
    "not among those in most need",
)
NO_FIGURE = "no figure"


@dataclass(frozen=True)
class Pooled:
    """Partially pooled values with 95% intervals, in the units of the values.

    `tau` is the posterior median of the spread between areas, with its 95% interval.
    """

    mean: FloatArray
    low: FloatArray
    high: FloatArray
    tau: float
    tau_low: float
    tau_high: float
    n: int


@dataclass(frozen=True)
class MostInNeed:
    """For each area the probability to be among the `k` highest, the 95% interval of its rank, and its tier.

    An area without a figure has probability nan, ranks 0 and the tier "no figure".
    """

    probability: FloatArray
    rank_low: IntArray
    rank_high: IntArray
    tier: npt.NDArray[np.str_]
    k: int
    n: int


@dataclass(frozen=True)
class RankSets:
    """Confidence set of each area's rank, from `low` to `high`; 0 for an area without a figure."""

    low: IntArray
    high: IntArray
    level: float
    simultaneous: bool
    n: int


@dataclass(frozen=True)
class _Posterior:
    """The spread between areas on a grid, its weights, and the common mean's mean and variance there."""

    tau: FloatArray
    weight: FloatArray
    mu: FloatArray
    variance: FloatArray


def pool(values: npt.ArrayLike, se: npt.ArrayLike, df: npt.ArrayLike | None = None) -> Pooled:
    """Return values shrunk towards their common mean as far as their standard errors ask for.

    Flat priors on the common mean and on tau >= 0; nothing is drawn, the integral over tau is a sum over a
    fine grid, exact to nine digits or more. Under three values the posterior of tau has no finite mass: the
    values are returned unpooled with their own intervals, and tau is nan. `df` is one number an area, nan for an
    error that is known; without it all are. Raises ValueError for negative errors, infinite values or a df that
    is not above 0.
    """
    y, s, known = _figures(values, se, df)
    if len(y) < 3:
        return Pooled(
            _spread(y, known),
            _spread(y - Z95 * s, known),
            _spread(y + Z95 * s, known),
            np.nan,
            np.nan,
            np.nan,
            len(y),
        )
    posterior = _posterior(y, s)
    mean, sd = _conditional(posterior, y, s)
    low, high = (_mixture_quantile(*_thinned(posterior.weight, mean, sd), q) for q in (0.025, 0.975))
    tau_low, tau, tau_high = _grid_quantiles(posterior, (0.025, 0.5, 0.975))
    return Pooled(
        _spread(posterior.weight @ mean, known),
        _spread(low, known),
        _spread(high, known),
        tau,
        tau_low,
        tau_high,
        len(y),
    )


def most_in_need(
    values: npt.ArrayLike, se: npt.ArrayLike, k: int = 3, seed: int = 0, df: npt.ArrayLike | None = None
) -> MostInNeed:
    """Return who is how likely among the `k` highest, from 10,000 seeded draws of the pooled values.

    Tiers: probability .90 or more "clear priority", .50 or more "likely priority", over .10 "cannot be told
    apart", else "not among those in most need". With no more than `k` areas there is nothing to tell apart.
    `df` as in `pool`.
    """
    if k < 1:
        raise ValueError(f"k must be 1 or more, the number of places to fill; it is {k}.")
    y, s, known = _figures(values, se, df)
    ranks = _ranks(_draws(y, s, np.random.default_rng(seed)))
    probability = (ranks <= k).mean(axis=0)
    tier = np.full(len(known), NO_FIGURE, dtype="<U40")
    tier[known] = [_tier(p) if len(y) > k else UNCLEAR for p in probability]
    low, high = (np.quantile(ranks, q, axis=0, method="inverted_cdf") for q in (0.025, 0.975))
    return MostInNeed(_spread(probability, known), _ranked(low, known), _ranked(high, known), tier, k, len(y))


def rank_sets(
    values: npt.ArrayLike,
    se: npt.ArrayLike,
    level: float = 0.95,
    simultaneous: bool = True,
    seed: int = 0,
    df: npt.ArrayLike | None = None,
) -> RankSets:
    """Return confidence sets for the ranks of independent estimates, without any prior.

    An area's set starts after those that are significantly higher and ends before those significantly lower,
    in all comparisons with it (marginal) or in all comparisons (simultaneous), tested stepwise with critical
    values of the largest difference from 20,000 seeded draws. `df` as in `pool`. Raises ValueError for a level
    outside 0 to 1, negative errors, infinite values or a df that is not above 0.
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, for example .95; it is {level}.")
    y, s, known = _figures(values, se, df)
    error = np.hypot(s[:, np.newaxis], s)
    statistic = (y[:, np.newaxis] - y) / error
    if simultaneous:
        above, below = _rejected_at_once(statistic, error, s, level, seed)
    else:
        each = [_rejected_around(statistic[i], error[i], s, i, level) for i in range(len(y))]
        above, below = np.array(each, dtype=np.int64).reshape(-1, 2).T
    return RankSets(_ranked(1 + above, known), _ranked(len(y) - below, known), level, simultaneous, len(y))


def best_set(
    values: npt.ArrayLike, se: npt.ArrayLike, k: int, level: float = 0.95, seed: int = 0
) -> BoolArray:
    """Return the mask of those that may be among the `k` highest: at `level`, it holds all that are."""
    if k < 1:
        raise ValueError(f"k must be 1 or more, the number of places to fill; it is {k}.")
    low = rank_sets(values, se, level, simultaneous=True, seed=seed).low
    return (low > 0) & (low <= k)


def _figures(
    values: npt.ArrayLike, se: npt.ArrayLike, df: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return values and widened errors of the areas that have both, and where they stand."""
    y, s = vector(values, "values"), vector(se, "se")
    if len(y) != len(s) or (s < 0).any():
        raise ValueError("se must be one standard error of 0 or more for each value.")
    known = ~np.isnan(y + s)
    s = s * _widening(df, len(s))
    y, s = y[known], s[known]
    # A figure without error would weigh infinitely; a millionth of the scale is as good.
    scale = max(float(s.max(initial=0)), float(np.ptp(y)) if len(y) else 0.0) or 1.0
    return y, np.maximum(s, 1e-6 * scale), known


def _widening(df: npt.ArrayLike | None, areas: int) -> FloatArray:
    """Return by how much each error is widened so that 1.96 of them are t of those estimated; 1 where known."""
    if df is None:
        return np.ones(areas)
    freedom = vector(df, "df")
    if len(freedom) != areas or (freedom <= 0).any():
        raise ValueError("df must be one number above 0 for each value, nan where the error is known.")
    return np.where(np.isnan(freedom), 1.0, stdtrit(np.nan_to_num(freedom, nan=1.0), 0.975) / Z95)


def _spread(figures: FloatArray, known: BoolArray) -> FloatArray:
    out = np.full(len(known), np.nan)
    out[known] = figures
    return out


def _ranked(ranks: npt.NDArray[np.number], known: BoolArray) -> IntArray:
    out = np.zeros(len(known), dtype=np.int64)
    out[known] = ranks
    return out


def _posterior(y: FloatArray, s: FloatArray) -> _Posterior:
    """Return the posterior of tau on a grid that is even in log tau.

    On that scale the density falls off smoothly at both ends, so that a plain sum over even steps is exact to
    within rounding, however different the errors and the spread are in size.
    """
    scale = float(np.hypot(np.median(s), y.std()))
    steps = np.arange(-30.0, 30.0, STEP)
    tau = scale * np.exp(steps)
    precision = 1 / (s**2 + tau[:, np.newaxis] ** 2)
    variance = 1 / precision.sum(axis=1)
    mu = variance * (precision @ y)
    squares = (precision * (y - mu[:, np.newaxis]) ** 2).sum(axis=1)
    log_density = 0.5 * (np.log(variance) + np.log(precision).sum(axis=1) - squares) + steps
    weight = np.exp(log_density - log_density.max())
    return _Posterior(tau, weight / weight.sum(), mu, variance)


def _conditional(posterior: _Posterior, y: FloatArray, s: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and sd of each area's true value at each tau, grid points x areas."""
    spread = posterior.tau[:, np.newaxis] ** 2
    shrink = s**2 / (s**2 + spread)
    mean = y + shrink * (posterior.mu[:, np.newaxis] - y)
    return mean, np.sqrt(shrink * spread + shrink**2 * posterior.variance[:, np.newaxis])


def _thinned(
    weight: FloatArray, mean: FloatArray, sd: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return a part of the grid that sums a smooth function as exactly: two steps to the sd of log tau or more."""
    stride = max(int(0.25 / STEP / np.sqrt(mean.shape[1])), 1)
    kept = np.arange(int(weight.argmax()) % stride, len(weight), stride)
    kept = kept[weight[kept] > 1e-16]
    return weight[kept] / weight[kept].sum(), mean[kept], sd[kept]


def _mixture_quantile(weight: FloatArray, mean: FloatArray, sd: FloatArray, q: float) -> FloatArray:
    """Return the quantile of each column's mixture of normals, by Newton's steps kept inside a bracket."""
    centre = weight @ mean
    spread = np.sqrt(weight @ (sd**2 + (mean - centre) ** 2))
    low, high = (mean - 10 * sd).min(axis=0), (mean + 10 * sd).max(axis=0)
    at = np.clip(centre + ndtri(q) * spread, low, high)
    for _ in range(100):
        z = (at - mean) / sd
        beyond = weight @ ndtr(z) - q
        low, high = np.where(beyond < 0, at, low), np.where(beyond < 0, high, at)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = at - beyond / (weight @ (np.exp(-(z**2) / 2) / sd) / ROOT_2PI)
        moved = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        done = np.abs(moved - at).max() <= 1e-12 * spread.max()
        at = moved
        if done:
            break
    return np.asarray(at)


def _grid_quantiles(posterior: _Posterior, levels: tuple[float, ...]) -> list[float]:
    # Each point stands for a step of the grid, of which half lies below it.
    below = np.cumsum(posterior.weight) - posterior.weight / 2
    return [float(np.exp(np.interp(q, below, np.log(posterior.tau)))) for q in levels]


def _draws(y: FloatArray, s: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return draws of the areas' true values; of their own errors alone where there are too few to pool."""
    if len(y) < 3:
        return rng.normal(y, s, size=(DRAWS, len(y)))
    posterior = _posterior(y, s)
    at = np.searchsorted(np.cumsum(posterior.weight), rng.random(DRAWS)).clip(max=len(posterior.tau) - 1)
    mu = posterior.mu[at] + np.sqrt(posterior.variance[at]) * rng.standard_normal(DRAWS)
    spread = posterior.tau[at, np.newaxis] ** 2
    shrink = s**2 / (s**2 + spread)
    noise = np.sqrt(shrink * spread) * rng.standard_normal((DRAWS, len(y)))
    return np.asarray(y + shrink * (mu[:, np.newaxis] - y) + noise)


def _ranks(draws: FloatArray) -> IntArray:
    """Return each value's rank in its row, the highest 1."""
    order = np.argsort(-draws, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, draws.shape[1] + 1)[np.newaxis], axis=1)
    return ranks


def _tier(probability: float) -> str:
    if probability >= 0.9:
        return CLEAR
    if probability >= 0.5:
        return LIKELY
    return UNCLEAR if probability > 0.1 else NOT_AMONG


def _rejected_at_once(
    statistic: FloatArray, error: FloatArray, s: FloatArray, level: float, seed: int
) -> tuple[IntArray, IntArray]:
    """Return how many are significantly above and below each, testing all ordered pairs stepwise."""
    noise = np.random.default_rng(seed).normal(size=(SIMULATIONS, len(s))) * s
    left = ~np.eye(len(s), dtype=np.bool_)
    rejected = np.zeros_like(left)
    while left.any():
        found = left & (statistic > _simulated_critical_value(noise, error, left, level) + BORDER)
        if not found.any():
            break
        rejected |= found
        left &= ~found
    return rejected.sum(axis=0), rejected.sum(axis=1)


def _simulated_critical_value(noise: FloatArray, error: FloatArray, pairs: BoolArray, level: float) -> float:
    """Return the level's quantile of the largest studentised difference over the ordered pairs."""
    largest = np.full(len(noise), -np.inf)
    for i in np.flatnonzero(pairs.any(axis=1)):
        others = np.flatnonzero(pairs[i])
        differences = (noise[:, [i]] - noise[:, others]) / error[i, others]
        np.maximum(largest, differences.max(axis=1), out=largest)
    return float(np.quantile(largest, level))


def _rejected_around(
    statistic: FloatArray, error: FloatArray, s: FloatArray, i: int, level: float
) -> tuple[int, int]:
    """Return how many are significantly above and below area i, testing it against the others stepwise."""
    others = np.arange(len(s)) != i
    not_below, not_above = others.copy(), others.copy()
    while not_below.any() or not_above.any():
        critical = _exact_critical_value(error, s, i, not_below, not_above, level) + BORDER
        lower, higher = not_below & (statistic > critical), not_above & (-statistic > critical)
        if not (lower.any() or higher.any()):
            break
        not_below &= ~lower
        not_above &= ~higher
    return int((others & ~not_above).sum()), int((others & ~not_below).sum())


def _exact_critical_value(
    error: FloatArray, s: FloatArray, i: int, not_below: BoolArray, not_above: BoolArray, level: float
) -> float:
    """Return the level's quantile of the largest studentised difference between area i and the others left.

    Given area i's own deviation the others are independent, so one integral over that deviation gives it
    exactly.
    """
    # Steps of a third of the narrowest other deviation (in units of area i's own) are exact for smooth functions.
    narrowest = min(float(s.min() / s[i]), 1.0)
    own = np.linspace(-8.0, 8.0, 2 * min(int(24 / narrowest), 1_000) + 1)
    weight = np.exp(-(own**2) / 2) / np.exp(-(own**2) / 2).sum()
    left = not_below | not_above

    def shortfall(critical: float) -> float:
        centre, reach = s[i] * own[:, np.newaxis], critical * error[left]
        upper = np.where(not_above[left], ndtr((centre + reach) / s[left]), 1.0)
        lower = np.where(not_below[left], ndtr((centre - reach) / s[left]), 0.0)
        return float(weight @ np.prod(np.maximum(upper - lower, 0.0), axis=1)) - level

    return float(brentq(shortfall, -20.0, 40.0))
