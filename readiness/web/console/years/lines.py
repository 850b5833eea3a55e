"""Lines through the years as tables and pictures: each year's figure, what moved, and what can be said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from readiness.baseline.years import Line, Step
from readiness.reporting.words import change_lines as words
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import charts
from readiness.web.console.results.charts import Picture
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.years.source import Shown

Name = Callable[[Line], str]
MOST_SHAPES = 3
"""So many years are drawn: this one, the one before and the first."""


def measured(shown: Shown) -> Name:
    """Return what names a line by what is measured."""
    return lambda line: words.measure(line.measure, line.measure_name, shown.printer)


def grouped(shown: Shown) -> Name:
    """Return what names a line by whose it is."""
    names = words.groups(shown.changes)
    return lambda line: words.group(line, names[line.kind], shown.printer)


def table(
    id: str,
    caption: str,
    first: str,
    lines: Sequence[Line],
    shown: Shown,
    name: Name,
    address: Callable[[Line], str] = lambda _: "",
    files: tuple[tuple[str, str], ...] = (),
) -> Grid:
    """Return a table of lines: each year's figure, then what moved since the year before."""
    years, say = shown.changes.years, shown.printer.wording.say
    since = len(years) > 2
    noted = any(line.banners for line in lines)
    heads = (
        first,
        *map(str, years),
        say("change.screen.since_interval", year=str(years[-2])),
        say("change.page.least"),
        say("change.page.verdict"),
        *((say("change.screen.since", year=str(years[0])),) if since else ()),
        *((say("change.screen.read_with"),) if noted else ()),
    )
    rows = tuple(
        GridRow(name(line), _cells(line, shown.printer, since, noted), address(line)) for line in lines
    )
    words_in = tuple(range(len(years) + 2, len(heads) - 1))
    return Grid(id, caption, heads, rows, words=words_in, files=files if rows else ())


def _cells(line: Line, printer: Printer, since: bool, noted: bool) -> tuple[str, ...]:
    notes = ", ".join(str(number) for number in line.banners)
    return (
        *(printer.score(point.mean) for point in line.points),
        *_step(line.last, printer),
        _said(line, printer),
        *((_whole(line.whole, printer),) if since else ()),
        *((printer.wording.say("change.screen.note", number=notes) if notes else "",) if noted else ()),
    )


def _step(step: Step | None, printer: Printer) -> tuple[str, str]:
    if step is None:
        return (printer.none,) * 2
    interval = printer.range(step.low, step.high)
    return f"{words.signed(step.difference, printer)} ({interval})", printer.number(step.detectable)


def _said(line: Line, printer: Printer) -> str:
    """Return what can be said, or why nothing can."""
    if line.last:
        return words.verdict(line.last, printer)
    return printer.wording.say(f"change.why.{words.why(line)}")


def _whole(step: Step | None, printer: Printer) -> str:
    """Return what moved since the first year, where that may be called a change."""
    if step is None:
        return printer.none
    change = words.signed(step.difference, printer)
    return f"{change}, {words.verdict(step, printer)}"


def side_by_side(id: str, title: str, lines: Sequence[Line], shown: Shown, name: Name) -> Picture | None:
    """Return this year, the one before and the first on one line each, or None where nothing is shown."""
    picked = _picked(shown)
    drawn = [
        charts.Line(
            name(line),
            words.signed(line.last.difference, shown.printer) if line.last else "",
            strong=bool(line.last and line.last.told),
            groups=tuple(line.points[place].mean for place in picked),
        )
        for line in lines
        if any(line.points[place].mean for place in picked)
    ]
    told = " ".join(_told(line, shown, name) for line in lines)
    if not drawn:
        return None
    made = charts.scores(id, title, told, drawn, shown.printer)
    # The newest is drawn last, over those before it.
    return replace(made, rows=tuple(replace(row, dots=row.dots[::-1]) for row in made.rows))


def legend(shown: Shown) -> list[str]:
    """Return the years in the order of their shapes."""
    return [str(shown.changes.years[place]) for place in _picked(shown)]


def by_year(id: str, title: str, line: Line, shown: Shown) -> Picture | None:
    """Return a line's figure of every year with its interval, or None where none is shown."""
    if not any(point.mean for point in line.points):
        return None
    drawn = [
        charts.Line(
            str(point.year), shown.printer.score(point.mean), point.mean, strong=point is line.points[-1]
        )
        for point in line.points
    ]
    told = " ".join(
        f"{point.year}: {shown.printer.score(point.mean)} ({shown.printer.interval(point.mean)})."
        for point in line.points
    )
    return charts.scores(id, title, told, drawn, shown.printer)


def _picked(shown: Shown) -> list[int]:
    count = len(shown.changes.years)
    return [count - 1, count - 2, *([0] if count >= MOST_SHAPES else [])]


def _told(line: Line, shown: Shown, name: Name) -> str:
    each = ", ".join(f"{point.year} {shown.printer.score(point.mean)}" for point in line.points)
    return f"{name(line)}: {each}; {_said(line, shown.printer)}."


def largest_first(lines: Sequence[Line]) -> list[Line]:
    """Return lines with what moved most first, and those that cannot be set side by side last."""
    return sorted(lines, key=lambda line: -abs(line.last.difference) if line.last else 1)
