"""Findings as rows of text, ready to be printed; nothing is rounded or hidden after this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeVar

from readiness.baseline.findings import (
    AreaFinding,
    Cell,
    Findings,
    GroupFinding,
    ItemFinding,
    Mean,
    Named,
    Share,
)
from readiness.reporting.words.area import held_back
from readiness.reporting.words.printed import Printer

BANDS = (40, 45, 50, 55, 60, 65, 70, 75)
"""Printed scores at which the heat map's shade changes; the same in every report, so that years compare."""
LINES = 30
"""How many lines of a table fit on one page with what stands around it."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class ScoreRow:
    """A score with its interval, and where both lie on the scale."""

    name: str
    score: str
    interval: str
    mean: Mean | None
    mark: float | None = None
    """The whole system's score, to compare with."""
    split: tuple[Share, ...] = ()
    """Shares who disagree, neither, and agree, where views are divided."""
    tags: tuple[str, ...] = ()
    favourable: str = ""
    dont_know: str = ""
    strong: bool = False
    """Whether this is the row that the table is about."""


@dataclass(frozen=True)
class ShareRow:
    """A share with its bar."""

    name: str
    share: str
    percent: float | None
    interval: str = ""
    dont_know: str = ""
    note: str = ""


@dataclass(frozen=True)
class HeatCell:
    """One cell of a heat map: what is printed and how dark it is, 0 for no shade."""

    text: str
    shade: int = 0


@dataclass(frozen=True)
class HeatRow:
    """One row of a heat map."""

    name: str
    cells: tuple[HeatCell, ...]
    anchor: str = ""


def kept_together(
    rows: Sequence[Row], name: Callable[[Row], str], width: int, room: int = LINES
) -> list[list[Row]]:
    """Cut rows into tables of about one length that each fit on a page; `width` letters of a name fit on one line."""
    lines = [max(1, ceil(len(name(row)) / width)) for row in rows]
    aim = ceil(sum(lines) / max(1, ceil(sum(lines) / room)))
    tables: list[list[Row]] = []
    used = aim
    for row, needed in zip(rows, lines, strict=True):
        if used >= aim or used + needed > room:
            tables.append([])
            used = 0
        tables[-1].append(row)
        used += needed
    return tables


# ---------------------------------------------------------------------------------------------- who answered


def groups_of(findings: Findings) -> list[tuple[str, tuple[GroupFinding, ...]]]:
    """Return the kinds of group that people were asked about, each with its groups."""
    kinds = (
        ("role", findings.roles),
        ("place", findings.places),
        ("organisation_type", findings.organisation_types),
        ("tenure", findings.tenures),
    )
    return [(kind, groups) for kind, groups in kinds if groups]


def who_rows(groups: Sequence[GroupFinding], total: int, printer: Printer) -> list[ShareRow]:
    """Say of each group how many answered of how many, or else what part of all they are, with a bar for the rate."""
    with_rates = any(one.headcount for one in groups)
    rows = []
    for one in groups:
        part = 100 * one.n / total if one.n is not None and total else None
        rate = one.rate if with_rates else part
        rows.append(
            ShareRow(
                printer.choice(one.name),
                printer.number(one.n),
                rate,
                printer.number(one.headcount),
                printer.rate(rate),
            )
        )
    return rows


# ---------------------------------------------------------------------------------------------- score tables


def score_row(
    name: str,
    mean: Mean | None,
    printer: Printer,
    mark: Mean | None = None,
    tags: Sequence[str] = (),
    strong: bool = False,
) -> ScoreRow:
    """Return one score as a row."""
    at = mark.value if mark else None
    score, interval = printer.score(mean), printer.interval(mean)
    return ScoreRow(printer.short(name), score, interval, mean, at, tags=tuple(tags), strong=strong)


def cell_row(
    name: str, cell: Cell, printer: Printer, mark: Mean | None = None, tags: Sequence[str] = ()
) -> ScoreRow:
    """Return what a group said of one thing as a row; where views are divided, the distribution, not the mean."""
    row = score_row(name, cell.mean, printer, mark, tags)
    row = replace(row, favourable=printer.share(cell.favourable), dont_know=printer.share(cell.dont_know))
    if not cell.divided:
        return row
    split = cell.distribution or ()
    return replace(
        row, score=printer.wording.say("area.divided"), interval=_views(cell, printer), mean=None, split=split
    )


def _views(cell: Cell, printer: Printer) -> str:
    if cell.distribution is None:
        return printer.wording.say("area.divided_agree", share=printer.share(cell.favourable))
    low, _, high = map(printer.share, cell.distribution)
    return printer.wording.say("area.divided_views", low=low, high=high)


def system_rows(findings: Findings, printer: Printer) -> list[ScoreRow]:
    """Return the whole system's dimensions, then commitment and capability."""
    rows = [cell_row(one.name, one.cell, printer) for one in findings.dimensions]
    return rows + [cell_row(name, cell, printer) for _, name, cell in findings.components]


def part_rows(area: AreaFinding, findings: Findings, printer: Printer) -> list[ScoreRow]:
    """Return an area's three parts of readiness, the lowest tagged."""
    say = printer.wording.say
    system = {key: cell.mean for key, _, cell in findings.components}
    tags = _tags(area, printer, (area.limiting,) if area.limiting else (), say("area.tag_limiting"))
    rows = [score_row(say("label.general"), area.general, printer, findings.general, tags("general"))]
    for key, name, cell in area.components:
        rows.append(cell_row(name, cell, printer, system.get(key), tags(key)))
    return rows


def _tags(
    area: AreaFinding, printer: Printer, special: Sequence[str], word: str
) -> Callable[[str], tuple[str, ...]]:
    """Return what stands beside a row: that it is special, stronger or weaker than in the whole system."""
    say = printer.wording.say
    words = ((special, word), (area.above, say("area.tag_above")), (area.below, say("area.tag_below")))
    return lambda key: tuple(tag for ids, tag in words if key in ids)


def dimension_rows(area: AreaFinding, findings: Findings, printer: Printer) -> list[ScoreRow]:
    """Return an area's dimensions beside the whole system's, gaps and differences tagged."""
    cells = dict(area.dimensions)
    tags = _tags(area, printer, held_back(area), printer.wording.say("area.tag_gap"))
    return [
        cell_row(one.name, cells.get(one.id, Cell()), printer, one.cell.mean, tags(one.id))
        for one in findings.dimensions
    ]


def role_rows(area: AreaFinding, printer: Printer) -> list[ScoreRow]:
    """Return how the roles see an area, and how many of each answered."""
    return [
        score_row(role.name, role.general, printer, area.readiness, (printer.number(role.n),))
        for role in area.roles
    ]


# ---------------------------------------------------------------------------------------------- share tables


def named_rows(named: Iterable[Named], printer: Printer, most: int | None = None) -> list[ShareRow]:
    """Return named shares as rows, only the first few if asked."""
    return [share_row(one.name, one.share, printer) for one in list(named)[:most]]


def share_row(name: str, share: Share | None, printer: Printer) -> ShareRow:
    """Return one share as a row."""
    percent = max(share.percent, 5.0) if share else None
    return ShareRow(printer.choice(name), printer.share(share), percent, printer.share_interval(share))


def statement_rows(items: Iterable[ItemFinding], findings: Findings, printer: Printer) -> list[ShareRow]:
    """Return statements with the share who agree, the share who don't know, and who was asked."""
    roles = {role.id: role.name for role in findings.roles}
    everyone = printer.wording.say("label.everyone")
    rows = []
    for item in items:
        row = share_row("", item.cell.favourable, printer)
        asked = printer.short(roles.get(item.role, item.role)) if item.role else everyone
        dont_know = printer.share(item.cell.dont_know)
        rows.append(
            ShareRow(printer.short(item.text, 240), row.share, row.percent, row.interval, dont_know, asked)
        )
    return rows


# ------------------------------------------------------------------------------------------------- heat maps


def heat_cell(cell: Cell, printer: Printer) -> HeatCell:
    """Return a heat map's cell; its shade follows the printed score, so that one figure has one shade."""
    if cell.divided:
        return HeatCell(printer.wording.say("area.divided"))
    return mean_cell(cell.mean, printer)


def mean_cell(mean: Mean | None, printer: Printer) -> HeatCell:
    """Return a mean as a heat map's cell."""
    if mean is None:
        return HeatCell(printer.none)
    return HeatCell(printer.score(mean), 1 + sum(round(mean.value) >= edge for edge in BANDS))


def heat_row(
    name: str,
    cells: Iterable[tuple[str, Cell]],
    overall: Mean | None,
    findings: Findings,
    printer: Printer,
    anchor: str = "",
) -> HeatRow:
    """Return one group's row of the heat map: its dimensions in the instrument's order, then its overall score."""
    known = dict(cells)
    shown = [heat_cell(known.get(one.id, Cell()), printer) for one in findings.dimensions]
    return HeatRow(printer.short(name), (*shown, mean_cell(overall, printer)), anchor)


def area_heat(findings: Findings, printer: Printer) -> list[HeatRow]:
    """Return the heat map of areas by dimensions."""
    return [
        heat_row(
            area.name, area.dimensions, area.general, findings, printer, anchor(i) if shown(area) else ""
        )
        for i, area in enumerate(findings.areas)
    ]


def system_heat(findings: Findings, printer: Printer) -> HeatRow:
    """Return the whole system's row, to stand under any heat map."""
    cells = [(one.id, one.cell) for one in findings.dimensions]
    return heat_row(printer.wording.say("label.system"), cells, findings.general, findings, printer)


def group_heat(groups: Iterable[GroupFinding], findings: Findings, printer: Printer) -> list[HeatRow]:
    """Return the heat map of roles or places by dimensions."""
    return [heat_row(one.name, one.dimensions, one.general, findings, printer) for one in groups]


def shown(area: AreaFinding) -> bool:
    """Say whether an area has any score to show, and so a page of its own."""
    return area.readiness is not None or any(cell.mean for _, cell in area.dimensions)


def anchor(position: int) -> str:
    """Return the id of an area's page; made from its position, because ids and names come from outside."""
    return f"area-{position + 1}"
