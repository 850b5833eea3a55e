"""What linear programming tells of small groups: how many answered, and what they said on average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from benchmarks.attack.algebra import kinds
from benchmarks.attack.reader import Reader, Table

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

NARROWER = 25.0
"""Points of 100 by which figures together may not narrow a small group's mean more than the best of them alone."""
TRIED = 2
"""Small groups a table whose means are bounded: those with the most extreme means, which bounds narrow most."""


@dataclass(frozen=True)
class Interval:
    """The least and most that a sum can be, and for each end the combination of figures that proves it."""

    low: float
    high: float
    proofs: tuple[Floats, Floats]
    used: Flags
    """Which figures any of the two proofs needs."""


def interval(target: Floats, rows: Floats, known: Floats, most: Floats) -> Interval:
    """Return what figures tell of `target`, unknowns lying between 0 and `most`; ValueError if no answers fit them."""
    equal: Any = csr_array(rows)
    limits = np.column_stack([np.zeros(len(most)), most])
    found = [linprog(s * target, A_eq=equal, b_eq=known, bounds=limits, method="highs") for s in (1.0, -1.0)]
    if any(each.status != 0 for each in found):
        raise ValueError(f"No answers fit the published figures: {[each.message for each in found]}")
    low, high = (each.eqlin.marginals for each in found)
    used = (np.abs(low) > 1e-9) | (np.abs(high) > 1e-9)
    return Interval(float(found[0].fun), -float(found[1].fun), (low @ rows, -high @ rows), used)


def family(reader: Reader) -> Iterator[tuple[str, Flags, int | None]]:
    """Yield every group of respondents of which findings may tell a number, and the number that they tell."""
    people, told = reader.of_it.people, reader.published
    yield "system", np.ones(len(people.roles), dtype=np.bool_), told["n"]
    yield from ((f"role {i}", people.roles == i, each["n"]) for i, each in enumerate(told["roles"]))
    yield from ((f"place {i}", people.places == i, each["n"]) for i, each in enumerate(told["places"]))
    for i, area in enumerate(told["areas"]):
        here = people.areas[:, i]
        yield f"area {i}", here, area["n"]
        shown = {each["id"]: each["n"] for each in area["roles"]}
        for j, role in enumerate(reader.of_it.instrument.roles):
            yield f"area {i} role {j}", here & (people.roles == j), shown.get(role.id)


def counts(reader: Reader, threshold: int) -> list[str]:
    """Return hidden groups whose number of people is bounded to `threshold` - 1 people or closer.

    Beside the printed numbers the reader uses how many areas a person answered for on average.
    """
    groups = list(family(reader))
    atoms = kinds(
        [group[:, np.newaxis].astype(float) for _, group, _ in groups], np.arange(len(reader.roles))
    )
    member = np.array(
        [group[np.unique(atoms.kind, return_index=True)[1]] for _, group, _ in groups], dtype=float
    )
    sizes = atoms.sizes.astype(float)
    told = [i for i, (_, _, n) in enumerate(groups) if n is not None]
    rows, known = member[told], np.array([float(groups[i][2] or 0) for i in told])
    each = reader.published["quality"]["areas_each"]
    if each is not None:
        areas = np.array([name.startswith("area") and "role" not in name for name, _, _ in groups])
        rows, known = np.vstack([rows, member[areas].sum(axis=0)]), np.r_[known, each * len(reader.roles)]
    found = []
    for i, (name, group, n) in enumerate(groups):
        if n is None and 0 < group.sum() < threshold:
            within = interval(member[i], rows, known, np.full(len(sizes), float(len(reader.roles))))
            if within.high - within.low <= threshold - 1 + 1e-6:
                found.append(
                    f"{name}: {int(group.sum())} people, bounded to {within.low:.0f}..{within.high:.0f}"
                )
    return found + _listed(reader, threshold)


def _listed(reader: Reader, threshold: int) -> list[str]:
    """Return lists of counts (types of organisation, years) that leave too few people for what they hide."""
    found = []
    strata = {"organisation_types": "organisation_type", "tenures": "tenure"}
    for part, stratum in strata.items():
        shown = [each["n"] for each in reader.published[part]]
        codes = reader.of_it.wave.strata[stratum].codes
        true = np.bincount(codes[codes >= 0], minlength=len(shown))
        left = reader.published["n"] - sum(n for n in shown if n is not None)
        if left < threshold and any(
            n is None and 0 < t < threshold for n, t in zip(shown, true, strict=True)
        ):
            found.append(f"{part}: {left} people left for what is hidden")
    return found


def means(table: Table, scores: Floats, small: list[Flags], threshold: int) -> list[tuple[int, float]]:
    """Return people and narrowing of small groups (of entries) whose mean figures together bound too closely.

    `scores` is one score an entry, nan for none. A role's mean is taken to be of the same items as the others.
    """
    answered = ~np.isnan(scores)
    people = [group & answered for group in small]
    people = [group for group in people if 0 < len(np.unique(table.person[group])) < threshold]
    people.sort(key=lambda group: -abs(float(scores[group].mean()) - 50.0))
    truth, told, found = np.nan_to_num(scores), [each for each in table.sums if each.any()], []
    for group in people[:TRIED] if told else ():
        model = kinds([each[:, np.newaxis] for each in (*told, group.astype(float))], np.arange(len(scores)))
        used = model.rows.any(axis=0)
        first = np.unique(model.kind, return_index=True)[1][used]
        rows = np.array([each[first] / np.abs(each).max() for each in told])
        known = np.array([truth @ each / np.abs(each).max() for each in told])
        within = interval(group[first].astype(float), rows, known, 100.0 * model.sizes[used])
        alone = _alone(group, told, truth)
        narrower = alone - (within.high - within.low) / int(group.sum())
        if narrower >= NARROWER and any(
            _speaks_of(each, model.sizes[used]) < threshold for each in within.proofs
        ):
            found.append((int(group.sum()), narrower))
    return found


def _speaks_of(proof: Floats, sizes: Ints) -> float:
    """Return the people, weighed by their part, of whom a combination of figures speaks; infinite for none at all."""
    weight = np.abs(proof)
    return float((weight * sizes).sum() / weight.max()) if weight.max() > 1e-9 else np.inf


def _alone(group: Flags, rows: list[Floats], scores: Floats) -> float:
    """Return the width of the interval for a group's mean that the best single figure around it gives."""
    n, width = int(group.sum()), 100.0
    for row in rows:
        weight = float(row[group].min())
        if weight > 0 and np.ptp(row[group]) < 1e-12:
            total = float(scores @ row)
            others = 100.0 * float(row.sum() - weight * n)
            high, low = min(100.0 * n, total / weight), max(0.0, (total - others) / weight)
            width = min(width, (high - low) / n)
    return width


__all__ = ["counts", "family", "interval", "means"]
