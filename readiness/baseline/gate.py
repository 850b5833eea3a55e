"""Disclosure control: the one gate through which a figure becomes a finding (method, section 6).

What stays hidden comes out as None, exactly like a figure that does not exist. A figure needs `threshold` people; one
in which everybody answered alike would tell each person's answer and is hidden too; shares never come nearer to nobody
or everybody than five points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import grouped
from readiness.analysis.arrays import Columns
from readiness.baseline.findings import Mean, Share
from readiness.baseline.grouping import Grouping
from readiness.baseline.scores import Coded, Counted, Figures
from readiness.config import FLOOR

Floats = NDArray[np.float64]
EDGE = 5.0
"""Shares are never shown nearer to 0 or 100 than this."""
DISTRIBUTION = 30
"""A distribution over more than three answers needs so many people."""


@dataclass(frozen=True)
class Gate:
    """Lets figures out that enough people stand behind."""

    threshold: int
    withheld: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    """For parts of the findings, the means (groups x scores) that give cover to one in which all answered alike."""

    def __post_init__(self) -> None:
        if self.threshold < FLOOR:
            raise ValueError(f"The threshold is {self.threshold}; set it to {FLOOR} or more.")

    def sizes(self, grouping: Grouping) -> list[int | None]:
        """Return how many people each group has, where the group may be shown."""
        found = grouping.merged(np.bincount(grouping.inside, minlength=grouping.shares.size))
        return [
            int(n) if shown and self._passes(int(n)) else None
            for n, shown in zip(found, grouping.shown, strict=True)
        ]

    def few(self, flags: NDArray[np.bool_], grouping: Grouping) -> NDArray[np.bool_]:
        """Return groups x columns: whether some people there are flagged, but fewer than the threshold.

        A dimension's sum less its items' sums is what those said who rated only some of the items.
        """
        inside = (grouping.cells[column] for column in flags.T)
        cells = (each[each >= 0] for each in inside)
        found = [grouping.merged(np.bincount(each, minlength=grouping.shares.size)) for each in cells]
        total = np.stack(found, axis=1) if found else np.zeros((grouping.groups, 0))
        return (total > 0) & (total < self.threshold)

    def counts(self, sizes: Sequence[int], total: int) -> list[int | None]:
        """Return the sizes of groups that together with unknowns make up `total`, so that none follows by subtraction.

        While the people left over (hidden groups and those in no group) are fewer than the threshold and some group is
        hidden, the smallest shown group is hidden too.
        """
        shown = [size >= self.threshold for size in sizes]
        while self._left_over_tells(sizes, shown, total):
            shown[min((size, index) for index, size in enumerate(sizes) if shown[index])[1]] = False
        return [int(size) if passes else None for size, passes in zip(sizes, shown, strict=True)]

    def _left_over_tells(self, sizes: Sequence[int], shown: list[bool], total: int) -> bool:
        hidden = [size for size, passes in zip(sizes, shown, strict=True) if not passes and size]
        left = total - sum(size for size, passes in zip(sizes, shown, strict=True) if passes)
        return bool(hidden) and any(shown) and (len(hidden) < 2 or left < self.threshold)

    def means(
        self, values: Figures, grouping: Grouping, top: float = 100.0, part: str = ""
    ) -> list[list[Mean | None]]:
        """Return the mean of every column (second index) in every group (first), scores running from 0 to `top`."""
        return self._means(_sums(values, grouping), grouping, top, part)

    def _means(
        self, sums: grouped.GroupSums, grouping: Grouping, top: float, part: str
    ) -> list[list[Mean | None]]:
        found, spread = _estimated(sums, grouping)
        withheld = self.withheld.get(part, np.zeros(spread.shape, dtype=np.bool_))
        return [
            [
                self._mean(found, (group, column), float(spread[group, column]), top)
                if grouping.shown[group] and not withheld[group, column]
                else None
                for column in range(sums.n.shape[1])
            ]
            for group in range(grouping.groups)
        ]

    def shares(self, values: Figures, grouping: Grouping) -> list[list[Share | None]]:
        """Return the share of every column (0, 100 or nan) in every group."""
        found, _ = _estimated(_sums(values, grouping), grouping)
        return [
            [
                self._share(found, (group, column)) if grouping.shown[group] else None
                for column in range(values.shape[1])
            ]
            for group in range(grouping.groups)
        ]

    def composites(
        self, values: Floats | Columns, grouping: Grouping, weights: Sequence[float]
    ) -> list[Mean | None]:
        """Return for every group the weighted sum of the columns' means; each column needs enough people."""
        return self.means_and_composites(values, grouping, [weights])[1][0]

    def means_and_composites(
        self, values: Floats | Columns, grouping: Grouping, weights: Sequence[Sequence[float]], part: str = ""
    ) -> tuple[list[list[Mean | None]], list[list[Mean | None]]]:
        """Return `means`, and `composites` for each row of weights, from one pass over the people."""
        weight = np.asarray(weights, dtype=np.float64)
        joint = grouped.joint(values, grouping.cells, grouping.shares.size, weight, grouping.times)
        complete = grouped.complete_sums(joint).merged(grouping.group_of_cell, grouping.groups)
        found = grouped.composites(joint, weight, grouping.shares, grouping.headcounts)
        means = self._means(grouped.column_sums(joint), grouping, 100.0, part)
        combined = []
        for which, each in enumerate(found):
            # A part that is hidden would be the whole less the other parts.
            told = [all(row[column] for column in np.flatnonzero(weight[which])) for row in means]
            n = np.where(told, complete.n[:, which], 0)
            combined.append(self._complete_means(each, n, complete.sd[:, which], grouping))
        return means, combined

    def _complete_means(
        self, found: grouped.GroupEstimates, n: NDArray[np.int64], sd: Floats, grouping: Grouping
    ) -> list[Mean | None]:
        return [
            self._mean(found, (group,), float(sd[group]), 100.0) if passes else None
            for group, passes in enumerate(self._all_pass(np.minimum(found.fewest, n), grouping))
        ]

    def composite_shares(
        self, values: Floats, grouping: Grouping, weights: Sequence[float]
    ) -> list[Share | None]:
        """Return for every group the weighted sum of the columns' shares; each column needs enough people."""
        found = _combined(values, grouping, weights)
        return [
            self._share(found, (group,)) if passes else None
            for group, passes in enumerate(self._all_pass(found.fewest, grouping))
        ]

    def _all_pass(self, fewest: NDArray[np.int64], grouping: Grouping) -> list[bool]:
        return [bool(shown) and self._passes(int(n)) for n, shown in zip(fewest, grouping.shown, strict=True)]

    def _mean(
        self, found: grouped.GroupEstimates, place: tuple[int, ...], sd: float, top: float
    ) -> Mean | None:
        n, se = int(found.n[place]), float(found.se[place])
        if not self._passes(n) or not np.isfinite(se) or not sd > 0:
            return None
        low, high = max(float(found.low[place]), 0.0), min(float(found.high[place]), top)
        return Mean(float(found.mean[place]), low, high, se, sd, n)

    def _share(self, found: grouped.GroupEstimates, place: tuple[int, ...]) -> Share | None:
        n, percent = int(found.n[place]), float(found.mean[place])
        if not self._passes(n) or not np.isfinite(percent):
            return None
        percent, low, high = (
            # Whole percentages, as they print: what is kept near the edge would follow exactly from exact ones.
            float(np.clip(np.rint(figure), EDGE, 100 - EDGE))
            for figure in (percent, found.low[place], found.high[place])
        )
        return Share(percent, low, high, n)

    def _passes(self, n: int) -> bool:
        return n >= self.threshold


def _estimated(sums: grouped.GroupSums, grouping: Grouping) -> tuple[grouped.GroupEstimates, Floats]:
    """Return the estimates and the unweighted spread, each groups x columns."""
    shape = (*grouping.shares.shape, sums.n.shape[1])
    found = grouped.stratified(
        np.moveaxis(sums.n.reshape(shape), 1, 2),
        np.moveaxis(sums.mean.reshape(shape), 1, 2),
        np.moveaxis(sums.deviations.reshape(shape), 1, 2),
        grouping.shares[:, np.newaxis],
        grouping.headcounts[:, np.newaxis],
    )
    return found, sums.merged(grouping.group_of_cell, grouping.groups).sd


def _sums(values: Figures, grouping: Grouping) -> grouped.GroupSums:
    if isinstance(values, Coded):
        values = counted(values.codes, grouping, values.table)
    if isinstance(values, Counted):
        return grouped.item_sums(values.counts, values.table.T)
    return grouped.group_sums(values, grouping.cells, grouping.shares.size, grouping.times)


def counted(codes: NDArray[np.int8], grouping: Grouping, table: Floats) -> Counted:
    """Return how often each code was given in each cell, standing for the figures of a table (codes x columns)."""
    return Counted(grouped.code_counts(codes, grouping.cells, grouping.shares.size, len(table) - 2), table)


def _combined(values: Floats, grouping: Grouping, weights: Sequence[float]) -> grouped.GroupEstimates:
    return grouped.composite(
        values,
        grouping.cells,
        grouping.groups,
        np.asarray(weights, dtype=np.float64),
        grouping.shares,
        grouping.headcounts,
        grouping.times,
    )


def open_steps(steps: list[Share | None]) -> list[Share | None]:
    """Return the shares of answers of which each person gave one, so that none follows from the others.

    They add up to 100. Where one is kept away from nobody or everybody, the others are put on the nearest five points.
    """
    if not any(step and (step.percent <= EDGE or step.percent >= 100 - EDGE) for step in steps):
        return steps
    return [
        step and Share(_on_five(step.percent), _on_five(step.low), _on_five(step.high), step.n)
        for step in steps
    ]


def _on_five(percent: float) -> float:
    return float(np.clip(5 * np.floor(percent / 5 + 0.5), EDGE, 100 - EDGE))
