"""Putting published figures together without going back to anybody's answers.

The error of what is put together depends on how the answers to its parts go together, which published figures do not
tell. So it is taken as large as it can be, as if they went together wholly: the standard error of a weighted mean is
at most the same weighted mean of the standard errors.
"""

from __future__ import annotations

from collections.abc import Sequence

from readiness.analysis.grouped import Z95
from readiness.baseline.findings import Mean, Share


def of_groups(means: Sequence[Mean | None]) -> Mean | None:
    """Return the mean of several groups taken together, each by its answers; None where one of them is not shown."""
    known = [mean for mean in means if mean is not None]
    if not known or len(known) < len(means):
        return None
    if len(known) == 1:
        return known[0]
    answers = sum(mean.n for mean in known)
    return _weighted(known, [mean.n / answers for mean in known], answers)


def of_parts(means: Sequence[Mean | None]) -> Mean | None:
    """Return the plain mean of several figures of the same people; None where one of them is not shown."""
    known = [mean for mean in means if mean is not None]
    if not known or len(known) < len(means):
        return None
    return _weighted(known, [1 / len(known)] * len(known), min(mean.n for mean in known))


def of_share(share: Share | None) -> Mean | None:
    """Return a percentage as a figure with its error; None so near to nobody or everybody that it is cut."""
    if share is None or not share.low > 5 or not share.high < 95:
        return None
    se = (share.high - share.low) / (2 * Z95)
    return Mean(share.percent, share.low, share.high, se, 0.0, share.n)


def in_hundreds(mean: Mean | None) -> Mean | None:
    """Return a figure that people gave from 0 to 10 as one from 0 to 100."""
    if mean is None:
        return None
    return Mean(10 * mean.value, 10 * mean.low, 10 * mean.high, 10 * mean.se, 10 * mean.sd, mean.n)


def _weighted(means: Sequence[Mean], weights: Sequence[float], n: int) -> Mean:
    value, se, sd = (
        sum(weight * getattr(mean, name) for mean, weight in zip(means, weights, strict=True))
        for name in ("value", "se", "sd")
    )
    return Mean(value, max(0.0, value - Z95 * se), min(100.0, value + Z95 * se), se, sd, n)
