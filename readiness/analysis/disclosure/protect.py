"""What of a family of figures may be published: linked tables, nested groups and earlier releases."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from readiness.analysis.arrays import BoolArray, FloatArray, IntArray, sums
from readiness.analysis.disclosure.audit import Audit, audit, checked
from readiness.analysis.disclosure.kinds import alike
from readiness.analysis.disclosure.master import Problem, solve


@dataclass(frozen=True)
class Means:
    """What readers are shown: the means of groups, on whatever mix of their people.

    `weights` is figures x means x atoms, what one person counts in each mean; `groups` is means x groups, the groups
    without all of which a mean is not shown.
    """

    weights: FloatArray
    groups: BoolArray


@dataclass(frozen=True)
class Protection:
    """Which of the groups may be published; the hidden ones are too small (`primary`) or give cover.

    A group of nobody is neither published nor hidden for a reason: it looks like a hidden one. `audit` is the
    final audit of what is published and always safe.
    """

    published: BoolArray
    primary: BoolArray
    complementary: BoolArray
    audit: Audit


def protect(
    groups: npt.ArrayLike,
    sizes: npt.ArrayLike,
    threshold: int = 11,
    released: npt.ArrayLike | None = None,
    cost: npt.ArrayLike | None = None,
    means: Means | None = None,
) -> Protection:
    """Return the largest part of a family of groups that can be published without giving a small group away.

    `groups` is all groups that any reader could be shown, in any form and any year, x atoms (see `audit`);
    people of different years are different atoms. `sizes` is each atom's respondents, or figures x atoms
    where figures have different numbers of answers (the first row then counts respondents, and a group is
    published for all figures or none). `released` marks groups that readers already have; they cannot be
    hidden again. `cost` is what hiding each group loses, by default its respondents. `means` is what a reader gets
    to see of the groups, where that is not each group's own mean.

    After it, no group of 1 to threshold - 1 people lies in the row space of what is published (so two
    published groups, one inside the other, differ by nobody or by at least `threshold`), nor does a difference
    of people that speaks of so few (see `audit`), and a reader's interval for the respondents of every hidden group
    is wider than threshold - 1. Raises ValueError where released groups already break this.
    """
    people = np.atleast_2d(np.asarray(sizes))
    if people.ndim != 2 or len(people) == 0:
        raise ValueError("sizes must be one number an atom, or figures x atoms.")
    member = checked(groups, people[0], threshold)[0]
    figures = np.array([checked(member, row, threshold)[1] for row in people])
    if (figures > figures[0]).any():
        raise ValueError("sizes: a figure has more answers than there are respondents, the first row.")
    out = _flags(released, len(member))
    answers = member @ figures.T
    price = _price(cost, answers[:, 0])
    peopled = answers[:, 0] > 0
    hidden = np.zeros(len(member), dtype=np.bool_)
    told = _means(means, member, figures)
    if peopled.any():
        seen = Means(told.weights, told.groups[:, peopled])
        hidden[peopled] = _hidden(member[peopled], figures, threshold, out[peopled], price[peopled], seen)
    published = peopled & ~hidden
    primary = hidden & ((answers > 0) & (answers < threshold)).any(axis=1)
    # Nobody is in the other groups of a mean.
    open_means = told.weights[:, ~told.groups[:, hidden].any(axis=1)]
    final = _final_audit(member[published], figures, threshold, open_means)
    return Protection(published, primary, hidden & ~primary, final)


def _hidden(
    member: BoolArray,
    figures: IntArray,
    threshold: int,
    released: BoolArray,
    price: FloatArray,
    means: Means,
) -> BoolArray:
    """Return which groups to hide; groups of the same people are shown or hidden together."""
    kept = figures[0] > 0
    first, row_of = alike(member[:, kept])
    rows = member[first][:, kept]
    people = rows @ figures[:, kept].T
    fixed = np.bincount(row_of, released, minlength=len(rows)) > 0
    small = ((people > 0) & (people < threshold)).any(axis=1) & ~fixed
    # The second term prefers fewer groups among choices that lose equally much.
    cost = sums(row_of, price, len(rows)) + 0.5 / (len(rows) + 1)
    problem = Problem(rows, figures[:, kept], threshold, small, fixed, cost)
    problem.means = means.weights[:, :, kept]
    problem.needs = np.zeros((len(means.groups), len(rows)), dtype=np.bool_)
    mean, group = np.nonzero(means.groups)
    problem.needs[mean, row_of[group]] = True
    found = solve(problem)
    return np.asarray(found[row_of])


def _means(given: Means | None, member: BoolArray, figures: IntArray) -> Means:
    """Return the means, by default each group's own, of the same weight for everybody."""
    if given is None:
        each = np.broadcast_to(member.astype(np.float64), (len(figures), *member.shape))
        return Means(each, np.eye(len(member), dtype=np.bool_))
    shape = len(figures), len(given.groups), member.shape[1]
    if given.weights.shape != shape or given.groups.shape != (shape[1], len(member)):
        raise ValueError(f"means must be weights of {shape} and, of each, flags of {len(member)} groups.")
    return given


def _flags(released: npt.ArrayLike | None, count: int) -> BoolArray:
    flags = np.zeros(count, dtype=np.bool_) if released is None else np.asarray(released, dtype=np.bool_)
    if flags.shape != (count,):
        raise ValueError(f"released must be {count} flags, one a group; it has shape {flags.shape}.")
    return flags


def _price(cost: npt.ArrayLike | None, respondents: IntArray) -> FloatArray:
    price = np.asarray(respondents if cost is None else cost, dtype=np.float64)
    if price.shape != respondents.shape or not (np.isfinite(price) & (price >= 0)).all():
        raise ValueError(f"cost must be {len(respondents)} numbers of 0 or more, one a group.")
    return price


def _final_audit(published: BoolArray, figures: IntArray, threshold: int, means: FloatArray) -> Audit:
    """Audit every figure's own answers; a release that fails is refused."""
    results = [audit(published, row, threshold, told) for row, told in zip(figures, means, strict=True)]
    failed = [result for result in results if not result.safe]
    if failed:
        raise ValueError(f"A group of {failed[0].sizes[0]} people can still be worked out; do not release.")
    return results[0]
