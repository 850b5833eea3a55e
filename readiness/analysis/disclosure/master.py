"""Which groups to hide, at the least cost, so that nothing small can be worked out.

Cutting planes: choose the cheapest set of hidden groups, play the reader against what is left, and add for
everything the reader finds a condition that every safe choice must meet; repeat until the reader finds
nothing. The conditions hold for all safe choices, so the result is the cheapest of them (Fischetti and
Salazar-Gonzalez, 2001).
"""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from scipy.optimize import Bounds as VariableBounds
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray
from readiness.analysis.disclosure.audit import INFEASIBLE, small_groups
from readiness.analysis.disclosure.bounds import Extremes, extremes
from readiness.analysis.disclosure.differences import few_told

# A reader's interval must be wider than T - 1; on whole numbers any margin between 0 and 1 says the same.
MARGIN = 1e-3
AT_ONCE = 40


@dataclass
class Problem:
    """Rows that might be published: who is in them, which must be hidden, and what hiding costs.

    `member` is rows x atoms, without equal rows; `sizes` is figures x atoms, the first counting respondents. What is
    shown or hidden is units: `owned` is units x rows, and a row is hidden where all its units are.
    """

    member: BoolArray
    sizes: IntArray
    threshold: int
    hidden: BoolArray
    """Rows that must be hidden."""
    owned: BoolArray
    kept: BoolArray
    """Units that cannot be hidden."""
    cost: FloatArray
    """Of each unit."""
    inside: IntArray
    """For each unit the one that it is part of and goes with; -1 for none."""
    countable: BoolArray
    """Units that are hidden for what is said of them, so that their number may be known where it is large enough."""
    means: FloatArray | None = None
    """Figures x means x atoms: what a person counts in each mean; None where only groups are looked for."""
    needs: BoolArray | None = None
    """Means x units: the units without all of which a mean is not shown."""
    cuts: list[tuple[FloatArray, FloatArray, float]] = field(default_factory=list)

    @property
    def fixed(self) -> BoolArray:
        """Which rows cannot be hidden."""
        return np.asarray(self.owned[self.kept].any(axis=0))

    def require(self, gains: FloatArray, least: float, of_units: FloatArray | None = None) -> None:
        """Demand that the gains of hidden rows and units add up to `least`; what cannot be hidden gains nothing."""
        units = np.zeros(len(self.kept)) if of_units is None else of_units
        self.cuts.append((np.where(self.fixed, 0.0, gains), np.where(self.kept, 0.0, units), least))

    def rows_of(self, hidden: BoolArray) -> BoolArray:
        """Return which rows are hidden where so many units are."""
        return ~np.asarray(self.owned[~hidden].any(axis=0))


def solve(problem: Problem) -> BoolArray:
    """Return the cheapest safe set of hidden units; ValueError where there is none."""
    while True:
        units = _cheapest(problem)
        hidden = problem.rows_of(units)
        before = len(problem.cuts)
        _play_row_space(problem, units, ~hidden)
        # Bounds take far longer than the row space, so they wait until that is clean.
        if len(problem.cuts) == before:
            _play_bounds(problem, units, hidden)
        if len(problem.cuts) == before:
            return units


def _cheapest(problem: Problem) -> BoolArray:
    rows, units = len(problem.hidden), len(problem.kept)
    least = np.r_[np.where(problem.hidden, 1.0, 0.0), np.zeros(units)]
    most = np.r_[np.where(problem.fixed, 0.0, 1.0), np.where(problem.kept, 0.0, 1.0)]
    answer = milp(
        np.r_[np.zeros(rows), problem.cost],
        integrality=np.ones(rows + units, dtype=np.int64),
        bounds=VariableBounds(least, most),
        constraints=[_belonging(problem), *_demanded(problem)],
        options={"mip_rel_gap": 0.0},
    )
    if answer.status == INFEASIBLE:
        raise ValueError(
            "Hiding more does not help: totals or an earlier release let a group under the threshold be "
            "worked out. Leave a total out, merge groups, or do not release."
        )
    if answer.x is None:
        raise ValueError(f"The search for what to hide could not be finished: {answer.message}")
    return np.asarray(answer.x[rows:] > 0.5)


def _belonging(problem: Problem) -> LinearConstraint:
    """Return that a row is hidden where all its units are and nowhere else, and a unit with the one it is part of."""
    rows = len(problem.hidden)
    unit, row = np.nonzero(problem.owned)
    each = np.arange(len(unit))
    owners = np.zeros((len(unit), rows + len(problem.kept)))
    owners[each, rows + unit], owners[each, row] = 1.0, -1.0
    every = np.hstack([np.eye(rows), -problem.owned.T.astype(np.float64)])
    part = np.flatnonzero(problem.inside >= 0)
    parts = np.zeros((len(part), owners.shape[1]))
    parts[np.arange(len(part)), rows + part] = 1.0
    parts[np.arange(len(part)), rows + problem.inside[part]] = -1.0
    least = np.r_[np.zeros(len(owners)), 1.0 - problem.owned.sum(axis=0), np.zeros(len(parts))]
    return LinearConstraint(csr_array(np.vstack([owners, every, parts])), least, np.inf)


def _demanded(problem: Problem) -> list[LinearConstraint]:
    if not problem.cuts:
        return []
    gains = csr_array(np.array([np.r_[rows, units] for rows, units, _ in problem.cuts]))
    return [LinearConstraint(gains, np.array([level for _, _, level in problem.cuts]), np.inf)]


def _play_row_space(problem: Problem, units: BoolArray, published: BoolArray) -> None:
    rows = np.flatnonzero(published)
    for figure, sizes in enumerate(problem.sizes):
        groups = list(islice(small_groups(problem.member[rows], sizes, problem.threshold), AT_ONCE))
        for mask in groups:
            group, peopled = mask.astype(np.float64), sizes > 0
            multipliers = np.zeros(len(published))
            multipliers[rows] = _combination(problem.member[rows][:, peopled], group[peopled])
            problem.require(*_row_space_cut(problem, multipliers, group, sizes))
        if not groups and problem.means is not None and problem.needs is not None:
            _play_differences(problem, problem.means[figure], problem.needs, units, sizes)


def _play_differences(
    problem: Problem, means: FloatArray, needs: BoolArray, hidden: BoolArray, sizes: IntArray
) -> None:
    told = ~needs[:, hidden].any(axis=1)
    peopled, rows, needed = sizes > 0, means[told], needs[told]
    for weights in islice(few_told(rows, sizes, problem.threshold), AT_ONCE):
        used = _combination(rows[:, peopled], weights[peopled]) != 0
        # Without any one of the means this combination fails, and a mean goes with any of its units.
        nothing = np.zeros(len(problem.hidden))
        problem.require(nothing, 1.0, needed[used].any(axis=0).astype(np.float64))


def _combination(rows: BoolArray | FloatArray, group: FloatArray) -> FloatArray:
    """Return few multipliers of the rows that add up to the group: a basic solution of least absolute sum."""
    scale = np.maximum(np.abs(rows).max(axis=1, initial=0), 1e-300)
    columns = csr_array((rows / scale[:, np.newaxis]).T)
    both_signs: Any = hstack([columns, -columns])
    answer = linprog(np.ones(2 * len(rows)), A_eq=both_signs, b_eq=group)
    if answer.x is None:
        raise ValueError(f"The search for what to hide could not be finished: {answer.message}")
    parts = np.asarray(answer.x)
    multipliers = parts[: len(rows)] - parts[len(rows) :]
    return np.where(np.abs(multipliers) > 1e-9, multipliers, 0.0)


def _row_space_cut(
    problem: Problem, multipliers: FloatArray, group: FloatArray, sizes: IntArray
) -> tuple[FloatArray, float]:
    """Return what hiding each row of the combination gains towards breaking it, and what is needed.

    Without any one of the rows this combination fails. Where the subtracted rows lie side by side, leaving
    one out only makes the remainder larger by its people, so together the left-out ones must bring it up to
    the threshold.
    """
    used = multipliers != 0
    taken = multipliers < 0
    overlap = problem.member[taken].sum(axis=0) + group
    plain = np.isin(group, (0, 1)).all() and np.isclose(multipliers[taken], -1).all()
    if not (plain and (overlap[sizes > 0] <= 1).all()):
        return used.astype(np.float64), 1.0
    missing = float(problem.threshold - group @ sizes)
    return np.where(taken, np.minimum(problem.member @ sizes, missing), np.where(used, missing, 0.0)), missing


def _play_bounds(problem: Problem, units: BoolArray, hidden: BoolArray) -> None:
    sizes = problem.sizes[0]
    peopled = sizes > 0
    rows = np.flatnonzero(~hidden)
    published = problem.member[rows][:, peopled]
    known = (published @ sizes[peopled]).astype(np.float64)
    for target in np.flatnonzero(hidden):
        owners = problem.owned[:, target]
        wholes = np.setdiff1d(problem.inside[owners], -1)
        if not problem.hidden[target] and (units[wholes].any() or problem.countable[owners].any()):
            # It is large enough for its number to be told, and hidden for another reason.
            continue
        found = extremes(problem.member[target, peopled], published, known)
        if found.high - found.low <= problem.threshold - 1 + 1e-6:
            gains, of_units = np.zeros(len(hidden)), np.zeros(len(units))
            missing = problem.threshold - 1 + MARGIN - (found.high - found.low)
            gains[rows] = np.minimum(_slack(found, known), missing)
            # Either enough of these rows are hidden too, or the target is not hidden at all or with its whole.
            if not problem.hidden[target]:
                gains[target] -= missing
                of_units[wholes] = missing
                missing = 0.0
            problem.require(gains, missing, of_units)


def _slack(found: Extremes, known: FloatArray) -> FloatArray:
    """Return how much wider the interval can get when a row is hidden: its count may fall to 0 or rise."""
    falls = np.maximum(found.low_multipliers, 0) * known + np.maximum(-found.high_multipliers, 0) * known
    rises = (found.low_multipliers < -1e-9) | (found.high_multipliers > 1e-9)
    return np.where(rises, np.inf, falls)
