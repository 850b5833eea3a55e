"""Pictures that several pages show: scores beside those of the whole, and how far innovations have come."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.baseline.findings import Innovation, Named
from readiness.reporting import tables
from readiness.reporting.tables import ScoreRow
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import charts
from readiness.web.console.results.charts import Line, Picture


def of_scores(id: str, title: str, rows: Sequence[ScoreRow], printer: Printer) -> Picture | None:
    """Return the picture of scores, or None where none is shown."""
    if not any(row.mean or row.split for row in rows):
        return None
    lines = [
        Line(row.name, said(row), row.mean, row.mark, bool(row.tags) or row.strong, shares=row.split)
        for row in rows
    ]
    return charts.scores(id, title, _told(rows, printer), lines, printer)


def said(row: ScoreRow) -> str:
    """Return what stands at the end of a row: what is said of the score, and the score."""
    figure = f"{row.score}: {row.interval}" if row.split else row.score
    return ", ".join((*row.tags, figure))


def of_shares(
    id: str, title: str, named: Sequence[Named], printer: Printer, strong: frozenset[str] = frozenset()
) -> Picture | None:
    """Return the picture of shares, or None where none is shown."""
    if not any(one.share for one in named):
        return None
    rows = tables.named_rows(named, printer)
    lines = [
        Line(row.name, row.share, share=one.share, strong=one.id in strong)
        for row, one in zip(rows, named, strict=True)
    ]
    told = " ".join(printer.wording.say("alt.barrier", barrier=row.name, share=row.share) for row in rows)
    return charts.shares(id, title, told, lines, printer)


def of_steps(
    id: str, title: str, found: Sequence[tuple[str, Innovation]], printer: Printer
) -> Picture | None:
    """Return bars of the steps that innovations have come, or None where none is whole."""
    lines = [
        Line(
            name,
            "" if _whole(one) else printer.none,
            shares=[step.share for step in one.steps if step.share] if _whole(one) else (),
        )
        for name, one in found
    ]
    if not any(line.shares for line in lines):
        return None
    return charts.shares(
        id, title, " ".join(_steps(name, one, printer) for name, one in found), lines, printer
    )


def _whole(one: Innovation) -> bool:
    return bool(one.steps) and all(step.share for step in one.steps)


def _steps(name: str, one: Innovation, printer: Printer) -> str:
    each = "; ".join(f"{step.name}, {printer.share(step.share)}" for step in one.steps)
    return f"{name}: {each}."


def _told(rows: Sequence[ScoreRow], printer: Printer) -> str:
    say = printer.wording.say
    return " ".join(
        say("alt.dimension", dimension=row.name, score=row.score, interval=row.interval)
        if row.mean
        else f"{row.name}: {said(row)}."
        for row in rows
    )
