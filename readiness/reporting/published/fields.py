"""What a table asks of each of its rows: fields, each of which is one column or several that belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from readiness.baseline.findings import Cell, Mean, Share
from readiness.reporting.published.kinds import Column, Limit, Slot, Table, Unit, Value
from readiness.reporting.words.wording import Wording

Row = TypeVar("Row")
ENDS = ("low", "high")
MEAN = ("value", "low", "high", "se", "sd", "n")
SHARE = ("value", "low", "high", "n")
FOLDED = ("se", "sd")
FROM, TO = 5, 95
"""A share of this much or less, or of this much or more, has no figure: only that it is under or over (JSON)."""


@dataclass(frozen=True)
class Spec:
    """A column before the wording has given it its name."""

    id: str
    unit: Unit
    figure: str = ""
    part: str = ""
    slot: Slot = Slot.NONE
    detail: bool = False
    name: str = ""
    """A name from the findings, where the wording cannot know it."""


@dataclass(frozen=True)
class Field(Generic[Row]):
    """Columns that belong together, and how a row fills them."""

    specs: tuple[Spec, ...]
    values: Callable[[Row], tuple[Value, ...]]


def key(name: str, slot: Slot, get: Callable[[Row], tuple[str, str]], shown: bool = True) -> Field[Row]:
    """Name the row: an id that stays the same every year, and a name to read."""
    return Field(
        (
            Spec(f"{name}_id", Unit.ID, slot=slot, detail=True),
            Spec(name, Unit.TEXT, slot=slot, detail=not shown),
        ),
        get,
    )


def one(name: str, unit: Unit, get: Callable[[Row], Value], detail: bool = False) -> Field[Row]:
    """Return a single value."""
    return Field((Spec(name, unit, name, "value", detail=detail),), lambda row: (get(row),))


def score(name: str, title: str, get: Callable[[Row], Value]) -> Field[Row]:
    """Return a single score whose column is named by the findings."""
    return Field((Spec(name, Unit.SCORE, name, "value", name=title),), lambda row: (get(row),))


def mean(
    name: str, get: Callable[[Row], Mean | None], unit: Unit = Unit.SCORE, ends: bool = True
) -> Field[Row]:
    """Return a mean with its interval, its errors and how many people stand behind it; errors are folded away."""
    return Field(
        tuple(_part(name, part, unit, part in FOLDED or (part in ENDS and not ends)) for part in MEAN),
        lambda row: _mean(get(row)),
    )


def _mean(found: Mean | None) -> tuple[Value, ...]:
    return (None,) * 6 if found is None else (found.value, found.low, found.high, found.se, found.sd, found.n)


def share(
    name: str, get: Callable[[Row], Share | None], ends: bool = False, detail: bool = False
) -> Field[Row]:
    """Return a share with its interval and how many people stand behind it; the ends are folded away if not asked."""
    return Field(
        tuple(_part(name, part, Unit.PERCENT, detail or (part != "value" and not ends)) for part in SHARE),
        lambda row: _share(get(row)),
    )


def _share(found: Share | None) -> tuple[Value, ...]:
    if found is None:
        return (None,) * 4
    if found.percent <= FROM:
        return Limit.UNDER, None, None, found.n
    if found.percent >= TO:
        return Limit.OVER, None, None, found.n
    return found.percent, found.low, found.high, found.n


def cell(get: Callable[[Row], Cell]) -> tuple[Field[Row], ...]:
    """Return all that a group said of one thing."""
    return (
        mean("score", lambda row: get(row).mean),
        share("favourable", lambda row: get(row).favourable),
        share("dont_know", lambda row: get(row).dont_know),
        one("divided", Unit.YES, lambda row: _divided(get(row))),
        *(
            share(name, lambda row, i=i: (get(row).distribution or (None,) * 3)[i], detail=True)  # type: ignore[misc]
            for i, name in enumerate(("below", "neutral", "above"))
        ),
    )


def _divided(found: Cell) -> bool | None:
    return found.divided if found.mean or found.divided else None


def span(
    name: str,
    unit: Unit,
    get: Callable[[Row], tuple[Value, ...]],
    parts: Sequence[str] = ("value", *ENDS),
    detail: bool = False,
) -> Field[Row]:
    """Return a figure with both ends of its range, or the range alone."""
    return Field(tuple(_part(name, part, unit, detail) for part in parts), get)


def _part(name: str, part: str, unit: Unit, detail: bool) -> Spec:
    return Spec(
        name if part == "value" else f"{name}_{part}",
        Unit.COUNT if part == "n" else Unit.POINTS if part in FOLDED else unit,
        name,
        part,
        detail=detail or (part == "n" and name != "score"),
    )


def table(
    name: str,
    wording: Wording,
    rows: Iterable[Row],
    fields: Iterable[Field[Row]],
    finding: str = "",
    notes: tuple[str, ...] = (),
    **kind: bool,
) -> Table:
    """Return a table of these rows; title, sentence and the names of its columns come from the wording."""
    fields = tuple(fields)
    return Table(
        name,
        wording.say(f"export.table.{name}.title"),
        finding or wording.say(f"export.table.{name}.says"),
        (*notes, *_own_notes(name, wording)),
        tuple(_column(spec, wording) for field in fields for spec in field.specs),
        tuple(tuple(value for field in fields for value in field.values(row)) for row in rows),
        **kind,
    )


def _own_notes(name: str, wording: Wording) -> tuple[str, ...]:
    key = f"export.table.{name}.note"
    return (wording.say(key),) if wording.has(key) else ()


def _column(spec: Spec, wording: Wording) -> Column:
    say = wording.say
    base = spec.figure or spec.id
    name = spec.name or (
        say("export.part.id", name=say(f"export.column.{base[:-3]}.name"))
        if spec.unit is Unit.ID
        else say(f"export.column.{base}.name")
    )
    if spec.unit is Unit.ID:
        meaning = say("export.part_means.id", name=name)
    else:
        meaning = say("export.column.cell.means" if spec.name else f"export.column.{base}.means", name=name)
    if spec.part in MEAN[1:]:
        name, meaning = (say(f"export.{of}.{spec.part}", name=name) for of in ("part", "part_means"))
    own = f"export.column.{base}.none"
    none = say(own) if wording.has(own) else say("export.none")
    return Column(spec.id, name, meaning, spec.unit, none, spec.figure, spec.part, spec.slot, spec.detail)
