"""How far the items of a dimension measure one thing: Cronbach's alpha and McDonald's omega.

Cronbach (1951), Psychometrika 16; interval by Feldt (1965), Psychometrika 30; omega from the one-factor
solution by maximum likelihood (Joreskog, 1967, Psychometrika 32) of the correlations, that is, for
standardised items.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, root
from scipy.special import fdtri

from readiness.analysis.arrays import FloatArray, IntArray, matrix

# The smallest uniqueness allowed, as in other programs for factor analysis: a Heywood case ends here.
SMALLEST_UNIQUENESS = 0.005
# The likelihood's change at which the search stops, its unit step and memory: those of fa(fm = "ml") in R's psych, so
# that figures agree with that program's to every digit. It stops within some 1e-7 of the maximum.
TOLERANCE = 1e7 * float(np.finfo(np.float64).eps)
UNIT = 0.01
MEMORY = 5


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of `k` items with Feldt's interval; `n` respondents."""

    alpha: float
    low: float
    high: float
    n: int
    k: int


@dataclass(frozen=True)
class Omega:
    """McDonald's omega of `k` standardised items, their loadings on the one factor, and `n` respondents.

    `heywood` tells that an item's unique variance went to its lower bound: the figure is then not to be
    trusted.
    """

    omega: float
    loadings: FloatArray
    n: int
    k: int
    heywood: bool


def alpha(
    items: npt.ArrayLike, pairwise: bool = False, level: float = 0.95, times: IntArray | None = None
) -> Alpha:
    """Return alpha = k / (k - 1) x (1 - sum of item variances / sum of all covariances).

    `items` is respondents x items, all pointing one way, in any one unit; nan is missing. Only complete
    respondents count, or with `pairwise` each covariance takes those who answered both items, and n counts
    respondents with any answer. `times` says how many respondents a row stands for, where equal ones are
    tallied. Under two respondents or no spread give nan. Raises ValueError for under two items or infinite
    values.
    """
    table = matrix(items, "items")
    k = table.shape[1]
    if k < 2:
        raise ValueError(f"alpha needs two items or more but was given {k}.")
    answered = ~np.isnan(table)
    kept = answered.any(axis=1) if pairwise else answered.all(axis=1)
    used, people = table[kept], None if times is None else times[kept]
    n = len(used) if people is None else int(people.sum())
    covariance = _pairwise_covariance(used, people) if pairwise else _covariance(used, people)
    total = float(covariance.sum())
    if n < 2 or not total > 0:
        return Alpha(np.nan, np.nan, np.nan, n, k)
    value = k / (k - 1) * (1 - float(np.trace(covariance)) / total)
    return Alpha(value, *_feldt(value, n, k, level), n, k)


def omega(items: npt.ArrayLike, tolerance: float = TOLERANCE, times: IntArray | None = None) -> Omega:
    """Return omega = (sum of loadings)^2 / ((sum of loadings)^2 + sum of (1 - loading^2)), one factor, ML.

    Shapes and `times` as in `alpha`; complete respondents only. The search stops where the likelihood changes by
    less than `tolerance`, by default where R's psych::fa(fm = "ml") stops; 0 solves for the maximum to the last
    digit, which moves omega by some 1e-7. Fewer respondents than items + 1, an item without spread or items that
    copy each other give nan. Raises ValueError for under three items, whose loadings are not determined.
    """
    table = matrix(items, "items")
    k = table.shape[1]
    if k < 3:
        raise ValueError(f"omega needs three items or more but was given {k}; use alpha.")
    complete = ~np.isnan(table).any(axis=1)
    used, people = table[complete], None if times is None else times[complete]
    n = len(used) if people is None else int(people.sum())
    correlation = _correlation(used, people) if n > k else np.full((k, k), np.nan)
    if np.isnan(correlation).any() or np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return Omega(np.nan, np.full(k, np.nan), n, k, False)
    uniqueness = _uniquenesses(correlation, tolerance)
    loadings = _loadings(correlation, uniqueness)
    common = float(loadings.sum()) ** 2
    unique = float(np.maximum(1 - loadings**2, SMALLEST_UNIQUENESS).sum())
    heywood = bool((uniqueness <= SMALLEST_UNIQUENESS * (1 + 1e-9)).any())
    return Omega(common / (common + unique), loadings, n, k, heywood)


def _covariance(table: FloatArray, people: IntArray | None = None) -> FloatArray:
    n = len(table) if people is None else int(people.sum())
    if n < 2:
        return np.full((table.shape[1], table.shape[1]), np.nan)
    away = table - (table.mean(axis=0) if people is None else people @ table / n)
    # An item whose answers are all equal has no variance, not one of rounding errors.
    away[:, np.ptp(table, axis=0) == 0] = 0.0
    return np.asarray(away.T @ (away if people is None else people[:, np.newaxis] * away) / (n - 1))


def _pairwise_covariance(table: FloatArray, people: IntArray | None) -> FloatArray:
    k = table.shape[1]
    covariance = np.empty((k, k))
    for i in range(k):
        for j in range(i, k):
            both = ~np.isnan(table[:, i] + table[:, j])
            pair = _covariance(table[both][:, [i, j]], None if people is None else people[both])
            covariance[i, j] = covariance[j, i] = pair[0, 1]
    return covariance


def _correlation(table: FloatArray, people: IntArray | None) -> FloatArray:
    covariance = _covariance(table, people)
    sd = np.sqrt(np.diag(covariance))
    return covariance / np.outer(sd, sd) if (sd > 0).all() else np.full(covariance.shape, np.nan)


def _feldt(value: float, n: int, k: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    first, second = n - 1, (n - 1) * (k - 1)
    return (
        1 - (1 - value) * float(fdtri(first, second, 1 - tail)),
        1 - (1 - value) * float(fdtri(first, second, tail)),
    )


def _loadings(correlation: FloatArray, uniqueness: FloatArray) -> FloatArray:
    """Return the best loadings for given uniquenesses, with the sign that makes their sum positive."""
    sd = np.sqrt(uniqueness)
    roots, vectors = np.linalg.eigh(correlation / np.outer(sd, sd))
    loadings = sd * vectors[:, -1] * np.sqrt(max(roots[-1] - 1, 0.0))
    return np.asarray(loadings if loadings.sum() >= 0 else -loadings)


def _discrepancy(uniqueness: FloatArray, correlation: FloatArray) -> tuple[float, FloatArray]:
    """Return the likelihood's discrepancy, least over the loadings, and its gradient in the uniquenesses."""
    sd = np.sqrt(uniqueness)
    unexplained = np.linalg.eigvalsh(correlation / np.outer(sd, sd))[:-1]
    return float((unexplained - np.log(unexplained) - 1).sum()), _gradient(uniqueness, correlation)


def _gradient(uniqueness: FloatArray, correlation: FloatArray) -> FloatArray:
    loadings = _loadings(correlation, uniqueness)
    return np.asarray((loadings**2 + uniqueness - np.diag(correlation)) / uniqueness**2)


def _uniquenesses(correlation: FloatArray, tolerance: float) -> FloatArray:
    start = np.clip(1 / np.diag(np.linalg.inv(correlation)), SMALLEST_UNIQUENESS, 1.0)

    def scaled(units: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = _discrepancy(units * UNIT, correlation)
        return value, gradient * UNIT

    units = minimize(
        scaled,
        start / UNIT,
        jac=True,
        method="L-BFGS-B",
        bounds=[(SMALLEST_UNIQUENESS / UNIT, 1 / UNIT)] * len(start),
        options={"ftol": max(tolerance, 1e-15), "gtol": 0.0, "maxcor": MEMORY, "maxiter": 10_000},
    ).x
    return UNIT * units if tolerance > 0 else _polished(UNIT * units, correlation)


def _polished(uniqueness: FloatArray, correlation: FloatArray) -> FloatArray:
    """Take the minimiser's answer to the last digit by solving for a gradient of 0 off the bounds."""
    free = (uniqueness > SMALLEST_UNIQUENESS) & (uniqueness < 1)

    def slope(inside: FloatArray) -> FloatArray:
        trial = uniqueness.copy()
        trial[free] = np.clip(inside, SMALLEST_UNIQUENESS, None)
        return _gradient(trial, correlation)[free]

    answer = root(slope, uniqueness[free], tol=1e-14)
    better = uniqueness.copy()
    better[free] = answer.x
    close = np.abs(better - uniqueness).max() < 1e-3 and (better[free] > SMALLEST_UNIQUENESS).all()
    return better if close else uniqueness
