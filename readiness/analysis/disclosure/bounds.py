"""How closely can a reader bound a hidden count, who knows all published ones and that no count is negative?

Linear programming over all tables that agree with what is published (Willenborg and de Waal, 2001, 8.3).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array

from readiness.analysis.arrays import BoolArray, FloatArray


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest value of every cell, in people; both are the count itself where it is published."""

    low: FloatArray
    high: FloatArray

    @property
    def width(self) -> FloatArray:
        """High minus low; 0 for a published cell."""
        return self.high - self.low


@dataclass(frozen=True)
class Extremes:
    """Fewest and most people of one group, with the multipliers of the published rows that prove it."""

    low: float
    high: float
    low_multipliers: FloatArray
    high_multipliers: FloatArray


def bounds(counts: npt.ArrayLike, mask: npt.ArrayLike) -> Bounds:
    """Return the interval that a reader can derive for each hidden cell of a two-way table with totals.

    `counts` is the table without totals, `mask` True where a cell is hidden. Raises ValueError for shapes
    that differ and counts that are not whole numbers of 0 or more.
    """
    table, hidden = checked_table(counts), np.asarray(mask, dtype=np.bool_)
    if hidden.shape != table.shape:
        raise ValueError(f"mask must have the shape of counts, {table.shape}; it has {hidden.shape}.")
    low, high = table.copy(), table.copy()
    cells = np.argwhere(hidden)
    if len(cells) == 0:
        return Bounds(low, high)
    lines = line_totals(table.shape)[:, hidden.ravel()]
    known = lines @ table[hidden]
    for i, (row, column) in enumerate(cells):
        found = extremes(np.arange(len(cells)) == i, lines, known)
        low[row, column], high[row, column] = found.low, found.high
    return Bounds(low, high)


def checked_table(counts: npt.ArrayLike) -> FloatArray:
    """Return counts as a two-way table of whole numbers."""
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"counts must be a two-way table; they have {table.ndim} dimension(s).")
    if not (np.isfinite(table) & (table >= 0) & (table == np.rint(table))).all():
        raise ValueError("counts must be whole numbers of people, 0 or more, none missing.")
    return table


def line_totals(shape: tuple[int, ...]) -> BoolArray:
    """Return rows' and then columns' totals as groups of the table's cells, laid flat."""
    row, column = np.divmod(np.arange(shape[0] * shape[1]), max(shape[1], 1))
    return np.concatenate(
        [row == np.arange(shape[0])[:, np.newaxis], column == np.arange(shape[1])[:, np.newaxis]]
    )


def extremes(group: BoolArray, published: BoolArray, known: FloatArray) -> Extremes:
    """Return the fewest and most people that `group` can hold, given what the published groups hold.

    `group` is one value an atom, `published` groups x atoms, `known` their people. A multiplier says by how
    much a bound moves with the published count of that row; a row of multiplier 0 is not needed for the
    proof.
    """
    system: Any = csr_array(published.astype(np.float64))
    target, nothing = group.astype(np.float64), np.zeros(len(known))
    if len(published) == 0:
        return Extremes(0.0, np.inf if group.any() else 0.0, nothing, nothing)
    low, low_multipliers = _least(target, system, known)
    # People of whom no published group tells anything may be any number; all others are bounded by their group.
    if (group & ~published.any(axis=0)).any():
        return Extremes(low, np.inf, low_multipliers, nothing)
    least, multipliers = _least(-target, system, known)
    return Extremes(low, 0.0 - least, low_multipliers, -multipliers)


def _least(target: FloatArray, system: Any, known: FloatArray) -> tuple[float, FloatArray]:
    answer = linprog(target, A_eq=system, b_eq=known, method="highs")
    if answer.status != 0:
        raise ValueError(f"The bounds could not be found, so do not release: {answer.message}")
    return _whole(float(answer.fun or 0.0)), np.asarray(answer.eqlin.marginals)


def _whole(value: float) -> float:
    # Tables of whole numbers have whole extremes; the solver's last digits are not people.
    return float(np.rint(value)) if np.isfinite(value) and abs(value - np.rint(value)) < 1e-6 else value
