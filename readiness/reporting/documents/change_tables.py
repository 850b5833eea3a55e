"""Rows of the change report's tables: figures of two years with what may be said of their difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.baseline.years import Changes, Line, Step
from readiness.reporting.words import change_notes
from readiness.reporting.words.change_lines import group, groups, measure, signed, verdict, why
from readiness.reporting.words.printed import Printer

Page = dict[str, Any]
MARKS = {True: "▲", False: "▼"}


def row(line: Line, changes: Changes, printer: Printer) -> Page:
    """Return a line with its figures of last year and this, what moved, and what could have been seen."""
    before, now = (point.mean for point in line.points[-2:])
    step = line.last
    return {
        "name": f"{name(line, changes, printer)}{' *' if line.cautious else ''}",
        "before": printer.score(before),
        "before_interval": printer.interval(before) if before else "",
        "now": printer.score(now),
        "now_interval": printer.interval(now) if now else "",
        "difference": signed(step.difference, printer, 1) if step else printer.none,
        "interval": printer.range(step.low, step.high, 1) if step else "",
        "least": printer.number(step.detectable, 1) if step else "",
        "verdict": verdict(step, printer) if step else _reason(line, printer),
        "way": way(step),
        "step": step,
        "since": signed(line.whole.difference, printer, 1) if line.whole else "",
        "since_interval": printer.range(line.whole.low, line.whole.high, 1) if line.whole else "",
        "since_verdict": verdict(line.whole, printer) if line.whole else "",
        "since_way": way(line.whole),
        "trend": _trend(line, printer),
        "notes": [str(number) for number in line.banners],
    }


def name(line: Line, changes: Changes, printer: Printer) -> str:
    """Return what names a row: the group's name, or of the whole system what is measured."""
    if line.family in ("items", "barriers"):
        return printer.wording.quoted(printer.choice(line.measure_name))
    if line.kind == "system":
        return printer.short(measure(line.measure, line.measure_name, printer))
    return group(line, groups(changes)[line.kind], printer)


def way(step: Step | None) -> str:
    """Return what a row looks like: rose, fell, still, few or none."""
    if step is None:
        return "none"
    if step.told:
        return "rose" if step.rose else "fell"
    return "still" if step.verdict == "no change" else "few"


def _reason(line: Line, printer: Printer) -> str:
    return printer.wording.say(f"change.why.{why(line)}")


def _trend(line: Line, printer: Printer) -> str:
    if line.trend is None:
        return ""
    ends = printer.range(line.trend.low, line.trend.high, 1)
    return f"{signed(line.trend.slope, printer, 1)} ({ends})"


def stood(line: Line, changes: Changes, printer: Printer) -> Page:
    """Return where an area stood in each year, and what chance alone would bring."""
    of = {one.year: one for one in line.standings}
    chance = line.by_chance
    little = printer.wording.say("change.page.was_low")
    return {
        "name": name(line, changes, printer),
        "positions": [
            (printer.ranks(found.rank_low, found.rank_high), found.rank_low, found.rank_high, found.areas)
            if (found := of.get(year))
            else (printer.none, 0, 0, 0)
            for year in changes.years
        ],
        "tier": line.standings[-1].tier if line.standings[-1].year == changes.years[-1] else "none",
        "chance": ""
        if chance is None
        else little
        if chance < change_notes.LEAST
        else signed(chance, printer, 1),
    }


def change_map(lines: Sequence[Line], changes: Changes, printer: Printer) -> Page:
    """Return groups by what is measured, each cell a change with what may be said of it."""
    measures = list(dict.fromkeys((one.measure, one.measure_name) for one in lines))
    rows: dict[str, dict[str, Line]] = {}
    named: dict[str, str] = {}
    for one in lines:
        rows.setdefault(one.group, {})[one.measure] = one
        named.setdefault(one.group, name(one, changes, printer))
    return {
        "columns": [printer.short(measure(id, text, printer)) for id, text in measures],
        "rows": [
            {"name": named[key], "cells": [_cell(of.get(id), printer) for id, _ in measures]}
            for key, of in rows.items()
            if any(line.last for line in of.values())
        ],
    }


def _cell(line: Line | None, printer: Printer) -> Page:
    step = line.last if line else None
    kind = way(step)
    text = signed(step.difference, printer) if step else "–"
    if step and kind in ("rose", "fell"):
        text = f"{MARKS[step.rose]} {text}"
    return {"way": kind, "text": f"({text})" if kind == "few" else text}
