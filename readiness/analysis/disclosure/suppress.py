"""One two-way table with its totals: which cells to hide, at the price of the fewest hidden answers."""

import numpy as np
import numpy.typing as npt

from readiness.analysis.arrays import BoolArray, FloatArray
from readiness.analysis.disclosure.audit import check_threshold
from readiness.analysis.disclosure.bounds import checked_table, line_totals
from readiness.analysis.disclosure.master import Problem, solve


def suppress(counts: npt.ArrayLike, threshold: int = 11) -> BoolArray:
    """Return True for every cell to hide in a two-way table that is published with its totals.

    Primary: cells under `threshold`, and empty cells, which must look the same. Complementary: the fewest
    further answers such that the hidden cells of every line hold nobody or at least `threshold` together, and
    the interval a reader can derive for each hidden cell is wider than threshold - 1. Empty cells give no
    cover: a reader may know that nobody is there. The same mask holds for mean, percentage, n, interval and
    chart. Raises ValueError for a threshold under 2, a total of 1 to threshold - 1, which no hidden cell can
    protect, and where no pattern protects every cell. Differences between two cells are not looked at, which no
    mask would prevent where totals are alike: `protect` does.
    """
    table = checked_table(counts)
    check_threshold(threshold)
    _check_totals(table, threshold)
    peopled = table.ravel() > 0
    if not peopled.any():
        return np.ones(table.shape, dtype=np.bool_)
    cells = np.eye(table.size, dtype=np.bool_)[peopled][:, peopled]
    totals = np.unique(line_totals(table.shape)[:, peopled], axis=0)
    alone = totals.sum(axis=1) == 1
    # A line with one peopled cell publishes that cell as its total, so hiding the cell would hide nothing.
    fixed = np.concatenate([totals[alone].any(axis=0), np.ones(int((~alone).sum()), dtype=np.bool_)])
    rows = np.concatenate([cells, totals[~alone]])
    sizes = table.ravel()[peopled].astype(np.int64)
    people = rows @ sizes
    # The second term prefers fewer cells among patterns that hide equally many answers.
    problem = Problem(
        rows,
        sizes[np.newaxis],
        threshold,
        ~fixed & (people < threshold),
        np.eye(len(rows), dtype=np.bool_),
        fixed,
        people.astype(np.float64) + 0.5 / len(rows),
        np.full(len(rows), -1),
        np.zeros(len(rows), dtype=np.bool_),
    )
    mask = np.ones(table.size, dtype=np.bool_)
    mask[peopled] = solve(problem)[: len(cells)]
    return mask.reshape(table.shape)


def _check_totals(table: FloatArray, threshold: int) -> None:
    for axis, name in ((1, "row"), (0, "column")):
        for place, total in enumerate(table.sum(axis=axis)):
            if 0 < total < threshold:
                raise ValueError(
                    f"The total of {name} {place} is {total:.0f}, under the threshold of {threshold}, but "
                    f"totals are published: merge the {name} with another or leave it out."
                )
