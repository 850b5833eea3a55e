"""What columns with gaps of their own add up to in every cell, alone and two by two, in one pass over the rows.

The variance of any weighted sum of the columns' means follows from these small matrices without another look at
the rows: the sum of squares of sum_d w_d (x_d - mean_d), over who answered, is w' C w with C the centred products.
Products are taken about a centre near each cell's mean (Chan, Golub and LeVeque, The American Statistician 37,
1983), so that nothing is lost where values are large and spreads small.
"""

from dataclasses import dataclass

import numpy as np

from readiness.analysis.arrays import BoolArray, Columns, FloatArray, IntArray, chunks, divided

ROWS_A_CELL = 256
"""A chunk holds so many rows for each cell, since each cell costs a product of matrices a chunk."""


@dataclass(frozen=True)
class JointSums:
    """Sums over the rows of each cell; x is a value less the cell's `centre`."""

    centre: FloatArray
    """Cells x columns."""
    n: FloatArray
    """Cells x columns x columns: rows that have both."""
    total: FloatArray
    """Cells x columns x columns: sum of x of the first over the rows that have both."""
    products: FloatArray
    """Cells x columns x columns: sum of x of the first times x of the second."""
    answering: FloatArray
    """Cells x weighted sums: rows that have any of its columns."""
    complete: FloatArray
    """3 x cells x weighted sums: rows that have all its columns, and its total and squares over these."""

    @property
    def about_zero(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Cells x columns: answers, their sum and the sum of their squares, about 0."""
        n, total, products = (np.einsum("cdd->cd", each) for each in (self.n, self.total, self.products))
        return n, total + n * self.centre, products + self.centre * (2 * total + n * self.centre)

    def influence_squares(self, used: IntArray, scale: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return each cell's sum of squares of the sum over `used` columns of scale x (value - cell mean).

        `scale` is cells x used columns. Beside it stands the size of the terms it is made of, to tell noise by.
        """
        pairs = np.ix_(np.arange(len(self.n)), used, used)
        n, total, products = self.n[pairs], self.total[pairs], self.products[pairs]
        level = np.nan_to_num(divided(np.einsum("cdd->cd", total), np.einsum("cdd->cd", n)))
        cross = total * level[:, np.newaxis, :]
        both = level[:, :, np.newaxis] * level[:, np.newaxis, :]
        centred = products - cross - cross.transpose(0, 2, 1) + n * both
        squares = np.einsum("cd,cde,ce->c", scale, centred, scale)
        return squares, np.einsum("cd,cdd->c", scale**2, products)


def joint_sums(
    values: Columns, cells: IntArray, count: int, weights: FloatArray, times: IntArray | None = None
) -> JointSums:
    """Return the joint sums of the columns of `values` (nan is missing) in cells 0..count-1; -1 leaves a row out.

    `weights` is weighted sums x columns, `times` how many respondents each row stands for. Raises ValueError for
    infinite values.
    """
    width = values.shape[1]
    gram = np.zeros((count, 2 * width, 2 * width))
    centre, answering = np.full((count, width), np.nan), np.zeros((count, len(weights)))
    complete = np.zeros((3, count, len(weights)))
    for rows in chunks(len(cells), ROWS_A_CELL * count):
        order, present, starts = _by_cell(cells[rows], count)
        if not len(order):
            continue
        block = values.taken(rows.start + order).astype(np.float64, copy=False)
        people = None if times is None else times[rows][order].astype(np.float64)
        given = ~np.isnan(block)
        for each, weight in enumerate(weights):
            used = np.flatnonzero(weight)
            answering[present, each] += _runs(np.any(given[used], axis=0), people, starts)
            complete[:, present, each] += _wholes(weight[used] @ block[used], people, starts)
        _centre_new_cells(centre, block, given, present, starts)
        stack = _centred(block, given, centre[present], np.diff(starts, append=block.shape[1]))
        _add_products(gram, stack, people, present, starts)
    if not (np.isfinite(gram).all() and np.isfinite(complete).all()):
        raise ValueError("values hold an infinite or overflowing number; write nan where a value is missing.")
    one, other = slice(None, width), slice(width, None)
    return JointSums(
        np.nan_to_num(centre),
        gram[:, other, other],
        gram[:, one, other],
        gram[:, one, one],
        answering,
        complete,
    )


def _by_cell(cells: IntArray, count: int) -> tuple[IntArray, IntArray, IntArray]:
    """Return the rows in the order of their cells, the cells that have rows, and where each begins."""
    # Numbers of two bytes are put in order in time linear in their number.
    short = cells.astype(np.int16) if count <= np.iinfo(np.int16).max else cells
    order = np.argsort(short, kind="stable")
    inside = short[order]
    left_out = int(np.searchsorted(inside, 0))
    order, inside = order[left_out:], inside[left_out:]
    starts = np.flatnonzero(np.r_[True, inside[1:] != inside[:-1]]) if len(inside) else order
    return order, inside[starts].astype(np.int64), starts


def _runs(values: FloatArray | BoolArray, people: FloatArray | None, starts: IntArray) -> FloatArray:
    weighted = values.astype(np.float64) if people is None else values * people
    return np.add.reduceat(weighted, starts, axis=-1)


def _wholes(whole: FloatArray, people: FloatArray | None, starts: IntArray) -> FloatArray:
    """Return for each cell how many have the weighted sum, and its total and squares."""
    has = ~np.isnan(whole)
    whole = np.where(has, whole, 0.0)
    return np.stack([_runs(each, people, starts) for each in (has, whole, whole**2)])


def _centre_new_cells(
    centre: FloatArray, block: FloatArray, given: BoolArray, present: IntArray, starts: IntArray
) -> None:
    """Give every column of a cell that had no centre yet the mean of its rows here."""
    if np.isnan(centre[present]).any():
        n = _runs(given, None, starts)
        found = divided(_runs(np.where(given, block, 0.0), None, starts), n)
        centre[present] = np.where(np.isnan(centre[present]), found.T, centre[present])


def _centred(block: FloatArray, given: BoolArray, centre: FloatArray, sizes: IntArray) -> FloatArray:
    """Return values less their cell's centre, 0 where missing, above ones where there is a value."""
    width = len(block)
    stack = np.empty((2 * width, block.shape[1]))
    np.subtract(block, np.repeat(centre.T, sizes, axis=1), out=stack[:width])
    np.copyto(stack[:width], 0.0, where=~given)
    stack[width:] = given
    return stack


def _add_products(
    gram: FloatArray, stack: FloatArray, people: FloatArray | None, present: IntArray, starts: IntArray
) -> None:
    ends = np.append(starts[1:], stack.shape[1])
    for cell, start, end in zip(present.tolist(), starts.tolist(), ends.tolist(), strict=True):
        part = stack[:, start:end]
        gram[cell] += part @ (part if people is None else part * people[start:end]).T
