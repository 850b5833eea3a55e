"""Clinical areas through the years, side by side and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from readiness.access.faults import Missing
from readiness.baseline.years import Changes, Line, Standing
from readiness.reporting.words import change_leads, change_lines, change_notes
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.years import files, lines, looking
from readiness.web.console.years.source import Shown


def show(code: str) -> Response:
    """Show them side by side."""
    return looking.at("areas", _page)


def one(code: str, area: str) -> Response:
    """Show one; an area of others looks like none."""
    return looking.at(f"area {area[:60]}", lambda shown: _area(shown, area), area)


def _page(shown: Shown) -> Response:
    found = lines.largest_first(shown.of("areas"))
    name, say = lines.grouped(shown), shown.printer.wording.say
    head = change_leads.areas(shown.changes, shown.printer)
    chance = [_of_chance(line, shown) for line in found]
    return looking.page(
        "lines",
        shown,
        about=say("change.page.areas"),
        head=head,
        picture=lines.side_by_side("areas", f"{head}.", found, shown, name),
        names=lines.legend(shown),
        tables=[
            lines.table(
                "areas-table",
                say("change.page.areas_journey"),
                say("label.area"),
                found,
                shown,
                name,
                lambda line: looking.to(shown, "moved_area", area=line.group.partition("+")[0]),
                files.addresses(shown, family="areas"),
            ),
            _standings(found, shown),
        ],
        texts=[text for text in chance if text],
    )


def _of_chance(line: Line, shown: Shown) -> str:
    """Say beside a rise that chance alone would have brought a part of it."""
    rose = line.last is not None and line.last.rose
    return change_notes.by_chance(line, shown.changes, shown.printer) if rose else ""


def _standings(found: list[Line], shown: Shown) -> Grid:
    """Return where each area stood in each year, never a rank without its interval."""
    years, name, say = shown.changes.years, lines.grouped(shown), shown.printer.wording.say
    rows = []
    for line in found:
        by_year = {one.year: one for one in line.standings}
        cells = tuple(_rank(by_year.get(year), shown) for year in years)
        rows.append(GridRow(name(line), cells))
    listed = tuple(rows) if any(line.standings for line in found) else ()
    given = files.addresses(shown, "changed_standings") if listed else ()
    heads = (say("label.area"), *map(str, years))
    return Grid("standings", say("change.page.ranks"), heads, listed, files=given)


def _rank(one: Standing | None, shown: Shown) -> str:
    if one is None:
        return shown.printer.none
    ranks = shown.printer.ranks(one.rank_low, one.rank_high)
    return shown.printer.wording.say("change.screen.rank", number=ranks, total=str(one.areas))


def _area(shown: Shown, area: str) -> Response:
    changes, printer, say = shown.changes, shown.printer, shown.printer.wording.say
    whole, parts = _found(changes, area)
    name, title = lines.measured(shown), lines.grouped(shown)(whole)
    by_year = say("change.screen.years_of", name=say("change.measure.readiness"))
    of_parts = say("change.screen.parts_of", area=title)
    taken = files.addresses(shown, area=area)
    return looking.page(
        "area",
        shown,
        about=title,
        head=change_leads.area(whole, changes, printer),
        texts=[*_told((whole, *parts), shown), *([text] if (text := _of_chance(whole, shown)) else [])],
        years=lines.by_year("readiness", f"{by_year}.", whole, shown),
        by_year=by_year,
        parts=lines.side_by_side("parts", f"{of_parts}.", parts, shown, name),
        of_parts=of_parts,
        names=lines.legend(shown),
        table=lines.table(
            "area-table", of_parts, say("change.page.named"), [whole, *parts], shown, name, files=taken
        ),
        **_beside((whole, *parts), {area, *whole.group.split("+")}, shown),
        trial=say("change.trial"),
    )


def _found(changes: Changes, area: str) -> tuple[Line, list[Line]]:
    """Return the line of an area and those of its parts.

    Where it is set beside the past only together with others, they are shown together.
    """
    found = [line for line in changes.lines if line.kind == "area" and area in line.group.split("+")]
    of_area = [line for line in found if line.family == "areas"]
    if not of_area:
        raise Missing("There is no such area.", "Go back to the areas and choose one there.")
    whole = min(of_area, key=lambda line: (line.last is None, line.group != area))
    return whole, [line for line in found if line.family == "parts" and line.group == whole.group]


def _told(found: Sequence[Line], shown: Shown) -> list[str]:
    """Return a sentence for each figure that moved."""
    return [
        change_lines.moved(line, line.last, shown.changes, shown.printer)
        for line in found
        if line.last and line.last.told
    ]


def _beside(found: Sequence[Line], groups: set[str], shown: Shown) -> dict[str, list[Any]]:
    """Return what was done in an area, what of it cannot be set beside the past, and what else changed."""
    changes, printer = shown.changes, shown.printer
    numbers = {number for line in found for number in line.banners}
    names = {one.name for one in changes.now.areas if one.id in groups}
    return {
        "done": [change_notes.action(one, printer) for one in changes.outcomes if one.action.area in groups],
        "broken": [
            change_notes.broken(one, printer)
            for one in changes.breaks
            if one.id in groups or names & {*one.others}
        ],
        "beside": [
            (one.number, change_notes.banner(one, changes, printer), change_notes.meaning(one, printer))
            for one in changes.banners
            if one.number in numbers
        ],
    }
