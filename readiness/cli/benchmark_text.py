"""Figures beside other surveys' and other systems', as a terminal shows them, with what to beware of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from readiness.baseline.beside import LOOSE, Beside, Line, Warned
from readiness.baseline.findings import Cell, Findings, Mean, Share
from readiness.baseline.years.lines import NAMES
from readiness.building.exchanging import Kept
from readiness.cli.tables import Page, empty, row, short
from readiness.instrument.yardsticks import Figure, Yardstick

if TYPE_CHECKING:
    from rich.table import Table

WIDTH = 120
NARROW = 40
"""A name beside four figures."""
HIDDEN = "not shown"
FAMILIES = {
    "system": "The whole system",
    "areas": "Readiness of clinical areas",
    "parts": "Inside clinical areas",
    "items": "Statements",
}
LONG = ("parts", "items")
"""Shown to whoever asks for everything."""
WARNINGS = {
    "mix": "The mix of roles differs ({ours} here, {theirs} there); roles answer differently by themselves.",
    "mix-unknown": "The mixes of roles cannot be compared (here: {ours}; there: {theirs}).",
    "rate": "{ours} answered here and {theirs} there; those who do not answer may think otherwise.",
    "rate-unknown": "How many of all answered is not known on both sides ({ours} here, {theirs} there).",
    "basis": "Only one of the two stands on its headcount's mix of roles.",
    "year": "The years differ ({ours} here, {theirs} there).",
    "simulated": "Made-up answers are among them ({ours} here, {theirs} there).",
}
CAUTION = (
    "Each stands on its own mix of roles and was asked at its own time. A difference says that two systems answered "
    "differently, and not why, nor which is better run."
)
READ = (
    "Differences are ours less theirs, with 95% intervals, and are judged over each table at once. Under 3 points "
    'nothing is called different; "no difference" says that one of 5 points or more can be ruled out.'
)
UNCONFIRMED = {
    "licence": "under which terms the source may be used",
    "question": "which number the question has",
    "figure": "the figure at the survey's own publisher, since another page reports it",
}
LOOSELY = (
    "What is loose was not asked in our words, nor of the people whom we asked. It shows the order of magnitude; a "
    "difference of ten points may come from the wording alone."
)


def listed(found: Mapping[str, Yardstick], kept: Sequence[Kept]) -> str:
    """Return the published figures that there are, and what other systems sent, by name."""
    page = Page(WIDTH)
    page.add("Published figures of other surveys:" if found else "There are no published figures.")
    for name, one in found.items():
        page.point(f"{name}: {one.publisher}, {one.year}; {_answered(one)}.")
    page.add(
        "Figures that other systems sent:" if kept else "No other system's figures are kept.", apart=True
    )
    for each in kept:
        page.point(_kept(each))
    return page.text()


def measured(findings: Findings, found: Mapping[str, Yardstick], kept: Sequence[Kept]) -> str:
    """Return a system's own figures beside those of other surveys, each with what differs."""
    page, cells = Page(WIDTH), _cells(findings)
    heading = findings.heading
    page.add(f"{heading.system}, {heading.year}, beside published figures of other surveys.")
    pairs = _pairs(findings, found, cells)
    if not pairs:
        page.add("None of them can be set beside this questionnaire.", apart=True)
        return page.text()
    table = empty("", ("Set beside", "Here (95% interval)", "Published", "Year", "Wording"))
    for number, (name, cell, one, figure) in enumerate(pairs, 1):
        row(table, f"{number:2} {short(name)}", _own(figure, cell), *_there(one, figure))
    page.add(table)
    page.add(LOOSELY)
    page.add("What was asked there, and how it differs:", apart=True)
    for number, (_, _, one, figure) in enumerate(pairs, 1):
        page.add(_entry(number, _remark(one, figure)), apart=True)
    for each in kept:
        page.add(f"Another system: readiness benchmark show {heading.code} {each.name}", apart=True)
    return page.text()


def _pairs(
    findings: Findings, found: Mapping[str, Yardstick], cells: Mapping[str, tuple[str, Cell]]
) -> list[tuple[str, Cell, Yardstick, Figure]]:
    """Return what can be set side by side, in the order of the questionnaire, and of years."""
    order = list(cells)
    pairs = [
        (order.index(figure.beside), one.year, *cells[figure.beside], one, figure)
        for one in found.values()
        if one.instrument == findings.heading.instrument
        for figure in one.figures
        if figure.beside in cells
    ]
    return [pair[2:] for pair in sorted(pairs, key=lambda pair: pair[:2])]


def compared(told: Beside, findings: Findings, everything: bool) -> str:
    """Return two systems side by side, with what to beware of before any figure."""
    page = Page(WIDTH)
    page.add(
        f"{_who(told.ours.system, told.ours.year)}, beside {_who(told.theirs.system, told.theirs.year)}."
    )
    names = _names(findings)
    for sentence in (*(_warning(one, names) for one in told.warned), *_reworded(told), CAUTION):
        page.point(sentence)
    for family, title in FAMILIES.items():
        lines = [line for line in told.lines if line.family == family]
        if lines and (everything or family not in LONG):
            page.add(_table(title, lines, names), apart=True)
    if not told.lines:
        page.add("Both show no figure of the same kind.", apart=True)
    page.add(READ, apart=True)
    return page.text()


def _table(title: str, lines: Sequence[Line], names: Mapping[str, str]) -> Table:
    table = empty(title, ("", "Ours", "Theirs", "Difference", "Reading"), NARROW)
    for line in lines:
        of = f"{names.get(line.area or '', line.area or '')}: " if line.area else ""
        what = "" if line.family == "areas" else names.get(line.id, NAMES.get(line.id, line.id))
        row(
            table,
            short(of + what if what else of.removesuffix(": "), NARROW),
            f"{line.ours.mean:.0f} ({line.ours.low:.0f} to {line.ours.high:.0f})",
            f"{line.theirs.mean:.0f} ({line.theirs.low:.0f} to {line.theirs.high:.0f})",
            _difference(line),
            "other words" if line.verdict == LOOSE else line.verdict,
        )
    return table


def _difference(line: Line) -> str:
    if not isfinite(line.low):
        return "-"
    return f"{_signed(line.difference)} ({_signed(line.low)} to {_signed(line.high)})"


def _signed(points: float) -> str:
    return f"{points:+.0f}" if round(points) else "0"


def _warning(one: Warned, names: Mapping[str, str]) -> str:
    of = f"{names.get(one.area, one.area)}: " if one.area else ""
    return f"Beware: {of}{WARNINGS[one.kind].format(ours=one.ours, theirs=one.theirs)}"


def _reworded(told: Beside) -> tuple[str, ...]:
    if not told.reworded:
        return ()
    listed = ", ".join(told.reworded)
    return (
        f"Beware: they were not asked in the same words: {listed}. What holds one of these is shown and not judged.",
    )


def _who(system: str, year: int) -> str:
    return f"{system} {year}"


def _names(findings: Findings) -> dict[str, str]:
    """Return the names of areas, dimensions, components and statements, by their ids."""
    from readiness.baseline.beside import slug

    areas = {slug(area.name): area.name for area in findings.areas}
    items = {item.id: item.text for one in findings.dimensions for item in one.items}
    parts = {one.id: one.name for one in findings.dimensions}
    return areas | items | parts | {each: name for each, name, _ in findings.components}


def _cells(findings: Findings) -> dict[str, tuple[str, Cell]]:
    """Return what a published figure may be set beside, by id, each with its name."""
    found: dict[str, tuple[str, Cell]] = {}
    for one in findings.dimensions:
        found[one.id] = one.name, one.cell
        found |= {item.id: (item.text, item.cell) for item in one.items}
    return found | {each: (name, cell) for each, name, cell in findings.components}


def _own(figure: Figure, cell: Cell) -> str:
    """Return our own figure of the kind that was published."""
    if figure.measure == "favourable":
        return _share(cell.favourable)
    return _mean(cell.mean)


def _share(share: Share | None) -> str:
    return f"{share} ({share.low:.0f} to {share.high:.0f})" if share else HIDDEN


def _mean(mean: Mean | None) -> str:
    return f"{mean.value:.0f} of 100 ({mean.low:.0f} to {mean.high:.0f})" if mean else HIDDEN


def _there(one: Yardstick, figure: Figure) -> tuple[str, str, str]:
    """Return the published figure, the year, and whether it was asked in our words."""
    unit = "%" if figure.measure == "favourable" else " of 100"
    return f"{figure.of_hundred:.0f}{unit}", str(one.year), figure.closeness


def _entry(number: int, text: str) -> Table:
    """Return a text with its number before it, and an address in it never cut."""
    from rich.table import Table
    from rich.text import Text

    listed = Table.grid(padding=(0, 1))
    listed.add_row(f"{number:2}", Text(text, overflow="fold"))
    return listed


def _remark(one: Yardstick, figure: Figure) -> str:
    scale = (
        f" Published as {figure.value:g} on a scale from {figure.lowest:g} to {figure.highest:g}."
        if figure.lowest is not None and figure.highest is not None
        else ""
    )
    why = figure.differs or "Asked in the same words; the people, the year and the way of asking may differ."
    lines = (
        f"{figure.question}. {why}{scale}",
        f"{one.population}, {one.year}; {_answered(one)}.",
        f"{one.publisher}: {one.title.rstrip('?')}, read on {one.retrieved}. Licence: {one.licence}",
        _unconfirmed(one),
        one.address,
    )
    return "\n".join(filter(None, lines))


def _unconfirmed(one: Yardstick) -> str:
    """Say what of it nobody has confirmed; nothing where all is."""
    told = "; ".join(UNCONFIRMED[what] for what in one.unconfirmed)
    return f"Unconfirmed: {told}." if told else ""


def _answered(one: Yardstick) -> str:
    return f"about {one.n:,} answered" if one.n else "how many answered is not said"


def _kept(each: Kept) -> str:
    if each.exchange is None:
        return f"{each.name}: not used. {each.trouble}"
    found = each.exchange
    asked = found.questionnaire
    whole = found.groups[0]
    made_up = " Made-up answers." if found.simulated else ""
    trouble = f" Not used: {each.trouble}" if each.trouble else ""
    return (
        f"{each.name}: {found.system}, {found.year}, {asked.id} {asked.version}, {whole.n:,} answers."
        f"{made_up} Key {each.fingerprint}.{trouble}"
    )
