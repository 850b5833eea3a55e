"""Which dimensions go with people's own overall view of readiness: a sensitivity beside the index, never part of it."""

from __future__ import annotations

import numpy as np

from readiness.analysis import drivers as analysis
from readiness.baseline.findings import Driver
from readiness.baseline.subject import Subject

MINIMUM = 150
"""Complete answers under which shares would say nothing."""
SAMPLE = 20_000
"""More people than this are sampled: intervals are then narrow already."""
RESAMPLES = 400


def drivers(subject: Subject, seed: int) -> tuple[tuple[Driver, ...], float | None]:
    """Return each dimension's share, largest first, and how much of the differences all explain, in percent."""
    values, outcome = subject.work.dimensions, subject.wave.criterion
    complete = np.flatnonzero(~np.isnan(values).any(axis=1) & ~np.isnan(outcome))
    if len(complete) < MINIMUM or values.shape[1] > analysis.LARGEST:
        return (), None
    if len(complete) > SAMPLE:
        complete = np.random.default_rng(seed).choice(complete, SAMPLE, replace=False)
    found = analysis.lmg(values[complete], outcome[complete], resamples=RESAMPLES, seed=seed)
    if not found.r2 > 0:
        return (), None
    # Shares of what is explained: the reader asks which dimension, not how much is left to chance.
    percent = [100 * part / found.r2 for part in (found.shares, found.low, found.high)]
    ids = [dimension.id for dimension in subject.instrument.dimensions]
    shares = [Driver(each, *(float(part[i]) for part in percent)) for i, each in enumerate(ids)]
    return tuple(sorted(shares, key=lambda each: -each.share)), 100 * found.r2
