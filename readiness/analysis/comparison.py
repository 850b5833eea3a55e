"""Two groups or two years: is there a difference, how large, and could the answers have shown one?

Welch (1947), Biometrika 34; Schuirmann (1987), two one-sided tests; Benjamini and Hochberg (1995), JRSS B 57;
Hedges (1981), J. Educational Statistics 6, with his exact correction. Distributions come from scipy.special,
which starts in a tenth of the time of scipy.stats.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtr, stdtr, stdtrit

from readiness.analysis.arrays import FloatArray, vector
from readiness.analysis.grouped import Z95

CHANGED = 3.0
LARGE = 5.0
ALPHA = 0.05


@dataclass(frozen=True)
class Welch:
    """Difference of two means (a - b, in their units), 95% interval and the two-sided test that it is 0."""

    difference: float
    se: float
    low: float
    high: float
    t: float
    df: float
    p: float
    n_a: int
    n_b: int


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests of |difference| < `margin`; `low` and `high` are the 90% interval behind them."""

    difference: float
    low: float
    high: float
    p: float
    equivalent: bool
    margin: float
    n_a: int
    n_b: int


@dataclass(frozen=True)
class HedgesG:
    """Difference of two means in pooled standard deviations, without small-sample bias, with 95% interval."""

    g: float
    low: float
    high: float
    n_a: int
    n_b: int

    def __float__(self) -> float:
        return self.g


@dataclass(frozen=True)
class Change:
    """Change of each figure from `before` to `after`, arrays of one length.

    `detectable` is the smallest change that the answers could have shown, `p` two-sided, `p_adjusted` over
    all figures given together, `verdict` one of "large change", "changed", "no change", "too few answers to
    tell".
    """

    difference: FloatArray
    low: FloatArray
    high: FloatArray
    detectable: FloatArray
    p: FloatArray
    p_adjusted: FloatArray
    verdict: npt.NDArray[np.str_]


@dataclass(frozen=True)
class Slope:
    """Change a year from three years or more, weighted by precision, with standard error and 95% interval."""

    slope: float
    se: float
    low: float
    high: float
    n: int


def welch(a: npt.ArrayLike, b: npt.ArrayLike) -> Welch:
    """Compare the means of two independent groups whose variances may differ; missing values are left out.

    Under two answers in a group leave nan for everything but the difference; no spread in either group leaves
    nan for the test. Raises ValueError for infinite values.
    """
    x, y = _answered(a, "a"), _answered(b, "b")
    difference, se, df = _welch_terms(x, y)
    if not se > 0:
        return Welch(difference, se, np.nan, np.nan, np.nan, np.nan, np.nan, len(x), len(y))
    t = difference / se
    reach = float(stdtrit(df, 0.975)) * se
    p = 2 * float(stdtr(df, -abs(t)))
    return Welch(difference, se, difference - reach, difference + reach, t, df, p, len(x), len(y))


def equivalent(a: npt.ArrayLike, b: npt.ArrayLike, margin: float) -> Equivalence:
    """Test whether two means differ by less than `margin` (in their units) either way, at 5%, after Welch.

    `p` is the larger of the two one-sided p-values. Too few answers or no spread give nan and no equivalence.
    Raises ValueError for a margin that is not over 0.
    """
    _check_margin(margin)
    x, y = _answered(a, "a"), _answered(b, "b")
    difference, se, df = _welch_terms(x, y)
    if not se > 0:
        return Equivalence(difference, np.nan, np.nan, np.nan, False, margin, len(x), len(y))
    reach = float(stdtrit(df, 1 - ALPHA)) * se
    p = float(stdtr(df, (abs(difference) - margin) / se))
    low, high = difference - reach, difference + reach
    return Equivalence(difference, low, high, p, p < ALPHA, margin, len(x), len(y))


def adjust(p: npt.ArrayLike) -> FloatArray:
    """Return p-values adjusted for the false discovery rate, after Benjamini and Hochberg; nan stays nan.

    Any shape. Raises ValueError for a value outside 0 to 1.
    """
    raw = np.asarray(p, dtype=np.float64)
    if ((raw < 0) | (raw > 1)).any():
        raise ValueError("p must lie between 0 and 1; give the p-values themselves, nan where there is none.")
    tested = raw[~np.isnan(raw)]
    order = np.argsort(-tested)
    rank = np.arange(len(tested), 0, -1)
    adjusted = np.full(raw.shape, np.nan)
    fitted = np.empty(len(tested))
    fitted[order] = np.minimum.accumulate(np.minimum(tested[order] * len(tested) / rank, 1.0))
    adjusted[~np.isnan(raw)] = fitted
    return adjusted


def hedges_g(a: npt.ArrayLike, b: npt.ArrayLike) -> HedgesG:
    """Return the standardised mean difference a - b with Hedges' exact small-sample correction.

    J = Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)), m = n_a + n_b - 2. The interval is normal, with variance (n_a
    + n_b) / (n_a n_b) + g^2 / (2 (n_a + n_b)). Under two answers in a group or no spread at all give nan.
    """
    x, y = _answered(a, "a"), _answered(b, "b")
    n_a, n_b, freedom = len(x), len(y), len(x) + len(y) - 2
    spread = np.sqrt((_squares(x) + _squares(y)) / freedom) if min(n_a, n_b) > 1 else 0.0
    if not spread > 0:
        return HedgesG(np.nan, np.nan, np.nan, n_a, n_b)
    exact = np.exp(gammaln(freedom / 2) - gammaln((freedom - 1) / 2)) / np.sqrt(freedom / 2)
    g = float(exact * (x.mean() - y.mean()) / spread)
    reach = Z95 * float(np.sqrt((n_a + n_b) / (n_a * n_b) + g**2 / (2 * (n_a + n_b))))
    return HedgesG(g, g - reach, g + reach, n_a, n_b)


def change(
    before: npt.ArrayLike,
    before_se: npt.ArrayLike,
    after: npt.ArrayLike,
    after_se: npt.ArrayLike,
    margin: float = LARGE,
) -> Change:
    """Set estimates of one year beside those of another, anonymous cross-sections of separate people.

    All four are vectors of one length (a figure each, in points of 100; nan where there is none) and are
    judged together: "changed" needs an adjusted p under .05 and 3 points or more, "large change" 5 or more;
    "no change" needs an equivalence test inside +/- `margin` to pass; anything else is "too few answers to
    tell". A standard error of 0 or nan gives no verdict but the last.
    """
    _check_margin(margin)
    first, second = vector(before, "before"), vector(after, "after")
    se = _joint_error(vector(before_se, "before_se"), vector(after_se, "after_se"))
    if not len(first) == len(second) == len(se):
        raise ValueError("before, before_se, after and after_se must have one value a figure each.")
    difference = second - first
    p = 2 * ndtr(-np.abs(difference) / se)
    adjusted = adjust(p)
    same = np.abs(difference) + float(stdtrit(np.inf, 1 - ALPHA)) * se < margin
    verdict = [_verdict(*row) for row in zip(difference, adjusted, same, strict=True)]
    reach = Z95 * se
    low, high = difference - reach, difference + reach
    return Change(difference, low, high, reach, p, adjusted, np.array(verdict, dtype=np.str_))


def slope(years: npt.ArrayLike, values: npt.ArrayLike, se: npt.ArrayLike) -> Slope:
    """Return the straight line through yearly estimates, weighted by 1 / se^2; nan under three years.

    Years need not be evenly spaced. Pool the slopes of several areas with `ranking.pool`.
    """
    year, value, error = (vector(v, name) for v, name in ((years, "years"), (values, "values"), (se, "se")))
    if not len(year) == len(value) == len(error):
        raise ValueError("years, values and se must have one value a year, all of one length.")
    used = ~np.isnan(year + value + error) & (error > 0)
    weight = 1 / error[used] ** 2
    if len(np.unique(year[used])) < 3:
        return Slope(np.nan, np.nan, np.nan, np.nan, int(used.sum()))
    away = year[used] - np.average(year[used], weights=weight)
    steepness = float((weight * away * value[used]).sum() / (weight * away**2).sum())
    error_of_it = float(1 / np.sqrt((weight * away**2).sum()))
    reach = Z95 * error_of_it
    return Slope(steepness, error_of_it, steepness - reach, steepness + reach, int(used.sum()))


def _answered(values: npt.ArrayLike, name: str) -> FloatArray:
    array = vector(values, name)
    return array[~np.isnan(array)]


def _squares(x: FloatArray) -> float:
    """Return the sum of squared deviations, exactly 0 where all values are equal."""
    return 0.0 if len(x) == 0 or x.min() == x.max() else float(((x - x.mean()) ** 2).sum())


def _welch_terms(x: FloatArray, y: FloatArray) -> tuple[float, float, float]:
    """Return difference, its standard error and Satterthwaite's degrees of freedom."""
    difference = float(x.mean() - y.mean()) if len(x) and len(y) else np.nan
    if min(len(x), len(y)) < 2:
        return difference, np.nan, np.nan
    parts = np.array([_squares(v) / (len(v) - 1) / len(v) for v in (x, y)])
    total = float(parts.sum())
    if total == 0:
        return difference, 0.0, np.nan
    # Shares of the variance, not variances, are squared: so tiny spreads do not underflow.
    shares = parts / total
    return difference, float(np.sqrt(total)), float(1 / (shares**2 / [len(x) - 1, len(y) - 1]).sum())


def _check_margin(margin: float) -> None:
    if not 0 < margin < np.inf:
        raise ValueError(f"margin must be a difference over 0 that still counts as none; it is {margin}.")


def _joint_error(first: FloatArray, second: FloatArray) -> FloatArray:
    if len(first) != len(second) or (first < 0).any() or (second < 0).any():
        raise ValueError("before_se and after_se must be standard errors of 0 or more, one a figure.")
    se = np.hypot(first, second)
    return np.where(se > 0, se, np.nan)


def _verdict(difference: float, p: float, same: bool) -> str:
    if p < ALPHA and abs(difference) >= CHANGED:
        return "large change" if abs(difference) >= LARGE else "changed"
    return "no change" if same else "too few answers to tell"
