"""Findings as tables for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.baseline.findings import AreaFinding, Findings, GroupFinding, Mean
from readiness.reporting.words import sentences, wording
from readiness.reporting.words.printed import Printer, printable

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 110
LONGEST = 60
"""Letters of a name; a terminal needs no more to tell two apart."""


def as_text(findings: Findings, reports: Path | None = None, width: int = WIDTH) -> str:
    """Return the findings as tables of plain text, as wide as a terminal; what is hidden prints as such."""
    from rich.console import Console

    printer = Printer(wording.load(reports or _bundled(), findings.heading.language))
    written = io.StringIO()
    console = Console(
        file=written, width=width, color_system=None, force_terminal=False, highlight=False, emoji=False
    )
    findings = printable(findings)
    for line in _opening(findings, printer):
        console.print(line, markup=False)
    for table in _tables(findings, printer):
        console.print()
        console.print(table)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _bundled() -> Path:
    from readiness import config

    return config.load().reports


def _opening(findings: Findings, printer: Printer) -> list[str]:
    heading, say = findings.heading, printer.wording.say
    title = say("terminal.title", title=heading.title, system=heading.system, year=str(heading.year))
    n, headcount, rate = (
        printer.number(findings.n),
        printer.number(findings.headcount),
        printer.rate(findings.rate),
    )
    answered = (
        say("terminal.answered_of", n=n, headcount=headcount, rate=rate)
        if findings.headcount
        else say("terminal.answered", n=n)
    )
    return [
        title,
        *([say("terminal.simulated")] if heading.simulated else []),
        answered,
        say("terminal.threshold", threshold=str(heading.threshold)),
    ]


def _tables(findings: Findings, printer: Printer) -> Iterable[Table]:
    if findings.dimensions:
        yield _dimensions(findings, printer)
    if findings.areas:
        yield _areas(findings.areas, printer)
    if groups := (*findings.roles, *findings.places):
        yield _groups(groups, printer)
    if findings.role_gaps:
        yield _role_gaps(findings, printer)
    if findings.barriers:
        yield _barriers(findings, printer)


def _dimensions(findings: Findings, printer: Printer) -> Table:
    say = printer.wording.say
    table = _table(
        say("terminal.dimensions"),
        [
            say("label.dimension"),
            *_mean_heads(printer),
            say("label.favourable"),
            say("label.dont_know"),
            say("label.alpha"),
        ],
    )
    for one in findings.dimensions:
        cell = one.cell
        shares = (printer.share(cell.favourable), printer.share(cell.dont_know), printer.number(one.alpha, 2))
        _row(table, printer.short(one.name, LONGEST), *_mean(cell.mean, printer), *shares)
    _row(table, say("terminal.general"), *_mean(findings.general, printer))
    for _, name, cell in findings.components:
        _row(
            table,
            name,
            *_mean(cell.mean, printer),
            printer.share(cell.favourable),
            printer.share(cell.dont_know),
        )
    _row(table, say("terminal.criterion"), *_mean(findings.criterion, printer))
    return table


def _areas(areas: Sequence[AreaFinding], printer: Printer) -> Table:
    say = printer.wording.say
    heads = [
        say("label.area"),
        *_mean_heads(printer)[:-1],
        say("label.importance"),
        say("label.chance"),
        say("label.position"),
    ]
    table = _table(say("terminal.areas"), [*heads, say("label.need")], left=(0, len(heads)))
    if any(area.need for area in areas):
        table.caption, table.caption_justify, table.caption_style = say("terminal.explain"), "left", ""
    for area in sorted(areas, key=_by_need):
        importance = printer.score(area.importance, 1)
        if area.need:
            need = (
                printer.chance(area.need.probability),
                printer.position(area.need),
                say(f"tier.{area.need.tier}"),
            )
        else:
            need = (printer.none, printer.none, say("tier.none"))
        _row(
            table, printer.short(area.name, LONGEST), *_mean(area.readiness, printer)[:-1], importance, *need
        )
    return table


def _by_need(area: AreaFinding) -> tuple[int, float]:
    """Put the most probable first, then those without pooling from the lowest score up, and hidden ones last."""
    if area.need:
        return 0, -area.need.probability
    return (1, area.readiness.value) if area.readiness else (2, 0.0)


def _groups(groups: Sequence[GroupFinding], printer: Printer) -> Table:
    say = printer.wording.say
    table = _table(
        say("terminal.groups"),
        [say("label.group"), say("label.answered"), say("label.asked"), *_mean_heads(printer)[1:]],
    )
    for one in groups:
        _row(
            table,
            printer.short(one.name, LONGEST),
            printer.number(one.n),
            printer.number(one.headcount),
            *(_mean(one.general, printer)[1:] if one.general else (printer.none,)),
        )
    return table


def _role_gaps(findings: Findings, printer: Printer) -> Table:
    say = printer.wording.say
    names = ("dimension", "lower_role", "higher_role", "difference", "interval")
    table = _table(say("terminal.role_gaps"), [say(f"label.{name}") for name in names], left=(0, 1, 2))
    for gap in sorted(findings.role_gaps, key=lambda gap: -abs(gap.difference)):
        _row(
            table,
            printer.short(sentences.dimension_name(findings, gap.dimension)),
            printer.short(sentences.role_name(findings, gap.lower_role)),
            printer.short(sentences.role_name(findings, gap.higher_role)),
            printer.number(abs(gap.difference), 1),
            printer.size(gap.low, gap.high),
        )
    return table


def _barriers(findings: Findings, printer: Printer) -> Table:
    say = printer.wording.say
    table = _table(
        say("terminal.barriers"), [say("label.barrier"), say("label.share"), say("label.interval")]
    )
    for one in findings.barriers:
        _row(
            table,
            printer.short(one.name, LONGEST),
            printer.share(one.share),
            printer.share_interval(one.share),
        )
    return table


def _mean_heads(printer: Printer) -> list[str]:
    return [printer.wording.say(f"terminal.{name}") for name in ("n", "mean", "low", "high", "sd")]


def _mean(mean: Mean | None, printer: Printer) -> tuple[str, ...]:
    if mean is None:
        return (printer.none,) + ("",) * 4
    figures = (printer.number(figure, 1) for figure in (mean.value, mean.low, mean.high, mean.sd))
    return (printer.number(mean.n), *figures)


def _table(title: str, heads: Sequence[str], left: Sequence[int] = (0,)) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, title_style="")
    for i, head in enumerate(heads):
        table.add_column(head, justify="left" if i in left else "right", overflow="fold")
    return table


def _row(table: Table, *texts: str) -> None:
    """Add a row; names come from outside and are never read as markup."""
    from rich.text import Text

    table.add_row(*map(Text, texts))
