"""What moves with the outcome? Shares of explained variance by Lindeman, Merenda and Gold.

Lindeman, Merenda and Gold (1980), Introduction to Bivariate and Multivariate Analysis, p. 119: a predictor's
gain in R-squared, averaged over all orders in which predictors may enter. Intervals: percentile bootstrap of
respondents (Efron and Tibshirani, 1993, ch. 13). The shares are sensitivity, not causes and not the index.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

from readiness.analysis.arrays import FloatArray, divided, matrix, vector

MINIMUM = 150
LARGEST = 14


@dataclass(frozen=True)
class Drivers:
    """Each predictor's share of the variance of y (0 to 1) with 95% interval; they add up to `r2`.

    `n` complete respondents; under 150 (`enough` is False) the shares are too uncertain to report.
    """

    shares: FloatArray
    low: FloatArray
    high: FloatArray
    r2: float
    n: int
    enough: bool


def lmg(
    X: npt.ArrayLike,  # noqa: N803 - as every textbook names it
    y: npt.ArrayLike,
    resamples: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> Drivers:
    """Return the shares of the predictors `X` (respondents x predictors) in the variance of the outcome `y`.

    Only complete respondents count; of more than 100,000 take a sample, memory grows with them. Fewer than
    two more respondents than predictors, or an outcome without spread, give nan; a predictor without spread,
    or one that the others determine, gains nothing where it adds nothing. `resamples` of 0 leaves the
    intervals nan. Raises ValueError for no or more than 14 predictors and for lengths that differ.
    """
    table, outcome = matrix(X, "X"), vector(y, "y")
    if len(table) != len(outcome) or not 1 <= table.shape[1] <= LARGEST:
        raise ValueError(f"X must have as many rows as y and 1 to {LARGEST} columns; it has {table.shape}.")
    data = np.column_stack([table, outcome])
    data = data[~np.isnan(data).any(axis=1)]
    n, count = len(data), table.shape[1]
    nothing = np.full(count, np.nan)
    if n < count + 2 or np.ptp(data[:, -1]) == 0:
        return Drivers(nothing, nothing, nothing, np.nan, n, n >= MINIMUM)
    scaled = _standardised(data)
    products = _products(scaled)
    shares = _shares(_moments(products, np.ones((1, n))))[0]
    low, high = _intervals(products, resamples, level, seed) if resamples else (nothing, nothing)
    return Drivers(shares, low, high, float(shares.sum()), n, n >= MINIMUM)


def _standardised(data: FloatArray) -> FloatArray:
    """Return columns of mean 0 and variance 1; all 0 where a column has no spread."""
    away = data - data.mean(axis=0)
    away[:, np.ptp(data, axis=0) == 0] = 0.0
    sd = away.std(axis=0)
    return np.asarray(away / np.where(sd > 0, sd, 1.0))


def _products(scaled: FloatArray) -> FloatArray:
    """Return each respondent's products of all pairs of columns, a column of ones first, laid flat."""
    table = np.column_stack([np.ones(len(scaled)), scaled])
    return np.asarray((table[:, :, np.newaxis] * table[:, np.newaxis, :]).reshape(len(table), -1))


def _moments(products: FloatArray, counts: FloatArray) -> FloatArray:
    """Return a covariance matrix for each row of `counts`, the times that each respondent was drawn."""
    size = round(products.shape[1] ** 0.5)
    about_zero = (counts @ products / len(products)).reshape(-1, size, size)
    mean = about_zero[:, 0, 1:]
    return about_zero[:, 1:, 1:] - mean[:, :, np.newaxis] * mean[:, np.newaxis, :]


def _shares(covariance: FloatArray) -> FloatArray:
    """Return the shares for a stack of covariance matrices whose last variable is the outcome.

    Walks through all subsets of predictors, sweeping one more out of the stack at each step, so that what a
    further predictor gains stands in the swept matrix: its squared partial covariance over its partial
    variance.
    """
    count = covariance.shape[1] - 1
    total = covariance[:, count, count]
    shares = np.zeros((len(covariance), count))
    for inside, swept in _subsets(covariance, 0, 0):
        size = inside.bit_count()
        for j in (j for j in range(count) if not inside >> j & 1):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            shares[:, j] += weight * _gain(swept, j)
    return divided(shares, total[:, np.newaxis])


def _subsets(swept: FloatArray, inside: int, start: int) -> Iterator[tuple[int, FloatArray]]:
    """Yield every subset of predictors as bits, with the covariances left once they are held fixed."""
    yield inside, swept
    for j in range(start, swept.shape[1] - 1):
        yield from _subsets(_swept(swept, j), inside | 1 << j, j + 1)


def _inverse_variance(swept: FloatArray, j: int) -> FloatArray:
    # Columns start with variance 1 (0 if constant); under 1e-9 of it is rounding, and j adds nothing.
    variance = swept[:, j, j]
    return np.asarray(np.divide(1.0, variance, out=np.zeros(len(swept)), where=variance > 1e-9))


def _swept(swept: FloatArray, j: int) -> FloatArray:
    column = swept[:, :, j]
    scaled = column * _inverse_variance(swept, j)[:, np.newaxis]
    return swept - scaled[:, :, np.newaxis] * column[:, np.newaxis, :]


def _gain(swept: FloatArray, j: int) -> FloatArray:
    return np.asarray(swept[:, j, -1] ** 2 * _inverse_variance(swept, j))


def _intervals(
    products: FloatArray, resamples: int, level: float, seed: int
) -> tuple[FloatArray, FloatArray]:
    random = np.random.default_rng(seed)
    n = len(products)
    # Counts of a million numbers at a time keep memory small for any number of respondents.
    step = max(1, 1_000_000 // n)
    found = []
    for start in range(0, resamples, step):
        counts = random.multinomial(n, np.full(n, 1 / n), size=min(step, resamples - start))
        found.append(_moments(products, counts.astype(np.float64)))
    shares = _shares(np.concatenate(found))
    tail = (1 - level) / 2
    low, high = np.nanquantile(shares, [tail, 1 - tail], axis=0)
    return np.asarray(low), np.asarray(high)
