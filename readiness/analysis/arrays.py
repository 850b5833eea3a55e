"""The arrays that every function of the package takes, checked once at its door."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
CHUNK = 32_768


@dataclass(frozen=True)
class Columns:
    """Tables side by side that are never copied as a whole, such as people's scores beside those of their areas.

    Each part is a table (rows x columns) and the row of it that stands in each row here, or None where they agree.
    """

    parts: tuple[tuple[npt.NDArray[Any], npt.NDArray[np.integer] | None], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        table, rows = self.parts[0]
        return len(table if rows is None else rows), sum(part.shape[1] for part, _ in self.parts)

    def taken(self, rows: slice | IntArray) -> npt.NDArray[Any]:
        """Return some rows, turned: columns x rows."""
        found = [_turned(table, rows if behind is None else behind[rows]) for table, behind in self.parts]
        return found[0] if len(found) == 1 else np.concatenate(found)


def columns(values: npt.NDArray[Any] | Columns) -> Columns:
    """Return one table as columns; columns as they are."""
    return values if isinstance(values, Columns) else Columns(((values, None),))


def numbers(values: npt.ArrayLike, name: str, ndim: int) -> FloatArray:
    """Return `values` as floats of `ndim` dimensions; nan is missing and infinity is refused."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers with nan for missing, all rows of one length.") from None
    if array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimension(s) but has {array.ndim}; reshape it.")
    if np.isinf(array).any():
        place = tuple(int(i) for i in np.argwhere(np.isinf(array))[0])
        raise ValueError(f"{name} holds an infinite value at {place}; write nan where a value is missing.")
    return array


def vector(values: npt.ArrayLike, name: str) -> FloatArray:
    """Return `values` as a float vector."""
    return numbers(values, name, 1)


def matrix(values: npt.ArrayLike, name: str) -> FloatArray:
    """Return `values` as a float matrix."""
    return numbers(values, name, 2)


def divided(top: npt.ArrayLike, bottom: npt.ArrayLike) -> FloatArray:
    """Return top / bottom, nan where `bottom` is not over 0 (no answers, no freedom, no spread)."""
    numerator, denominator = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    empty = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), np.nan)
    quotient: FloatArray = np.divide(numerator, denominator, out=empty, where=denominator > 0)
    return quotient


def chunks(rows: int, least: int = 0) -> Iterator[slice]:
    """Yield slices over `rows` of at most CHUNK rows, to keep memory small and the work in the cache.

    `least` makes them longer where every chunk has a cost of its own, such as one for each of many bins.
    """
    step = max(CHUNK, least)
    return (slice(start, min(start + step, rows)) for start in range(0, rows, step))


def sums(codes: IntArray, weights: npt.NDArray[Any], count: int) -> FloatArray:
    """Return the sum of `weights` for every code 0..count-1."""
    return np.asarray(np.bincount(codes, weights, minlength=count), dtype=np.float64)


def labels(groups: Any, n: int, name: str) -> tuple[list[Hashable], IntArray]:
    """Return the sorted distinct labels and each respondent's place among them; one label stands for all."""
    array = np.asarray(groups)
    if array.ndim == 0:
        array = np.full(n, array[()])
    if array.ndim != 1 or len(array) != n:
        raise ValueError(f"{name} must be one label, or one for each of {n} people; it has {array.shape}.")
    if _has_gap(array):
        raise ValueError(f"{name} has a missing label; leave that respondent out or give the group a name.")
    try:
        distinct, codes = np.unique(array, return_inverse=True)
    except TypeError:
        raise ValueError(f"{name} mixes kinds of labels; use only text or only numbers.") from None
    return distinct.tolist(), codes.astype(np.int64)


def _turned(table: npt.NDArray[Any], rows: slice | npt.NDArray[np.integer]) -> npt.NDArray[Any]:
    if isinstance(rows, slice):
        return np.ascontiguousarray(table[rows].T)
    if table.flags.f_contiguous:
        return table.T.take(rows, axis=1)
    return np.ascontiguousarray(table.take(rows, axis=0).T)


def _has_gap(array: npt.NDArray[Any]) -> bool:
    if array.dtype.kind == "f":
        return bool(np.isnan(array).any())
    if array.dtype.kind == "O":
        return any(label is None or label != label for label in array)
    return False
