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
class Layout:
    """What is shown or hidden together: each group is a part of a unit, such as a page with several groups.

    `unit` is the number of each group's unit, from 0; `inside` is, for each unit, the unit that it is part of and
    without which it is not shown, or -1. `never` is sets x units: the units of one set are never all shown.
    """

    unit: IntArray
    inside: IntArray
    never: BoolArray


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
    layout: Layout | None = None,
) -> Protection:
    """Return the largest part of a family of groups that can be published without giving a small group away.

    `groups` is all groups that any reader could be shown, in any form and any year, x atoms (see `audit`);
    people of different years are different atoms. `sizes` is each atom's respondents, or figures x atoms
    where figures have different numbers of answers (the first row then counts respondents, and a group is
    published for all figures or none). `released` marks groups that readers already have; they cannot be
    hidden again. `cost` is what hiding each group loses, by default its respondents. `means` is what a reader gets
    to see of the groups, where that is not each group's own mean; `layout` is which groups go together, by default
    none.

    After it, no group of 1 to threshold - 1 people lies in the row space of what is published (so two
    published groups, one inside the other, differ by nobody or by at least `threshold`), nor does a difference
    of people that speaks of so few (see `audit`), and a reader's interval for the respondents of every hidden group
    is wider than threshold - 1, but for groups of `threshold` people or more that are hidden with what they are part
    of or are in a set of `layout.never`.
    Raises ValueError where released groups already break this.
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
    told, laid = _means(means, member, figures), _layout(layout, len(member))
    if peopled.any():
        hidden = peopled & _hidden(member, figures, threshold, out, price, told, laid)
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
    layout: Layout,
) -> BoolArray:
    """Return which groups to hide; groups of the same people are shown or hidden together."""
    kept, peopled = figures[0] > 0, np.flatnonzero(member @ figures[0] > 0)
    first, row_of = alike(member[peopled][:, kept])
    rows = member[peopled[first]][:, kept]
    people = rows @ figures[:, kept].T
    units = len(layout.inside)
    owned = np.zeros((units, len(rows)), dtype=np.bool_)
    owned[layout.unit[peopled], row_of] = True
    fixed = np.bincount(layout.unit, released, minlength=units) > 0
    small = np.asarray(((people > 0) & (people < threshold)).any(axis=1) & ~owned[fixed].any(axis=0))
    # The second term prefers fewer units among choices that lose equally much.
    cost = sums(layout.unit, price, units) + 0.5 / (units + 1)
    countable = np.asarray(layout.never.any(axis=0))
    problem = Problem(rows, figures[:, kept], threshold, small, owned, fixed, cost, layout.inside, countable)
    problem.means = means.weights[:, :, kept]
    problem.needs = np.zeros((len(means.groups), units), dtype=np.bool_)
    mean, group = np.nonzero(means.groups[:, peopled])
    problem.needs[mean, layout.unit[peopled[group]]] = True
    for apart in layout.never:
        problem.require(np.zeros(len(rows)), 1.0, apart.astype(np.float64))
    return np.asarray(solve(problem)[layout.unit])


def _layout(given: Layout | None, groups: int) -> Layout:
    """Return the layout, by default each group a unit of its own."""
    if given is None:
        return Layout(np.arange(groups), np.full(groups, -1), np.zeros((0, groups), dtype=np.bool_))
    units = len(given.inside)
    if len(given.unit) != groups or given.never.shape[1:] != (units,):
        raise ValueError(f"layout must be a unit for each of {groups} groups, and sets of {units} units.")
    if not (
        np.isin(given.unit, np.arange(units)).all() and np.isin(given.inside, np.arange(-1, units)).all()
    ):
        raise ValueError(f"layout: units are numbered from 0 to {units - 1}; -1 is none to be part of.")
    return given


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
