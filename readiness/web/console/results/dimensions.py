"""The dimensions of readiness: all of them in the whole system, and one of them across areas, roles and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import Response

from readiness.access.faults import Missing
from readiness.baseline.findings import Cell, DimensionFinding, Findings, ItemFinding
from readiness.reporting import tables
from readiness.reporting.tables import ScoreRow
from readiness.reporting.words import headlines, sentences
from readiness.reporting.words.printed import TARGET, Printer
from readiness.web.console.results import grids, groups, looking, pictures
from readiness.web.console.results.grids import Grid
from readiness.web.console.results.source import Shown


def show(code: str) -> Response:
    """Show all of them."""
    return looking.at("dimensions", _all)


def one(code: str, dimension: str) -> Response:
    """Show one of them."""
    return looking.at(f"dimension {dimension[:60]}", lambda shown: _one(shown, dimension))


def _all(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    say, head = printer.wording.say, headlines.system(findings, printer)
    rows = tables.system_rows(findings, printer)
    grid = grids.of_scores(
        "dimensions-table", say("caption.system"), say("label.dimension"), rows, printer, "dimensions"
    )
    linked = {
        one.name: looking.to(shown, "results_dimension", dimension=one.id) for one in findings.dimensions
    }
    low, high = headlines.extreme_statements(findings)
    return looking.page(
        "dimensions",
        shown,
        head=head,
        explain=say("explain.system", target=printer.number(TARGET)),
        criterion=sentences.criterion(findings, printer),
        picture=pictures.of_scores("dimensions", f"{head}.", rows, printer),
        table=grids.linked(grid, linked),
        low=_statements("low", say("head.statements_low"), low, findings, printer),
        high=_statements("high", say("head.statements_high"), high, findings, printer),
    )


def _statements(
    id: str, caption: str, items: Iterable[ItemFinding], findings: Findings, printer: Printer
) -> Grid:
    rows = tables.statement_rows(items, findings, printer)
    return grids.of_statements(id, caption, rows, printer, "statements")


def _one(shown: Shown, dimension: str) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    found = next((each for each in findings.dimensions if each.id == dimension), None)
    if found is None:
        raise Missing("There is no such page of these results.", "Go back to their first page.")
    rows, say = _rows(found, findings, printer), printer.wording.say
    addresses = {each.name: looking.to(shown, "results_area", area=each.id) for each in findings.areas}
    grid = grids.of_scores("areas-table", found.name, say("label.area"), rows, printer, "area_dimensions")
    return looking.page(
        "dimension",
        shown,
        dimension=found,
        score=tables.cell_row(found.name, found.cell, printer),
        gaps=groups.gaps(findings, printer, dimension),
        picture=pictures.of_scores("areas", found.name, rows, printer) if findings.areas else None,
        table=grids.linked(grid, addresses),
        groups=pictures.of_scores("groups", found.name, _group_rows(found, findings, printer), printer),
        groups_grid=grids.of_scores(
            "groups-table",
            say("section.groups"),
            say("label.group"),
            _group_rows(found, findings, printer),
            printer,
            "group_dimensions",
        ),
        statements=grids.of_statements(
            "statements",
            say("section.statements"),
            tables.statement_rows(found.items, findings, printer),
            printer,
            "statements",
        ),
        advice=printer.wording.advice.on("dimensions", found.id),
    )


def _rows(found: DimensionFinding, findings: Findings, printer: Printer) -> list[ScoreRow]:
    """Return the areas' scores on a dimension, lowest first, what is not shown last, and the whole system's."""
    whole = found.cell.mean
    cells = [(each.name, dict(each.dimensions).get(found.id, Cell())) for each in findings.areas]
    cells.sort(key=lambda each: (each[1].mean is None, each[1].mean.value if each[1].mean else 0))
    rows = [tables.cell_row(name, cell, printer, whole) for name, cell in cells]
    return [*rows, _system(found, printer)]


def _group_rows(found: DimensionFinding, findings: Findings, printer: Printer) -> list[ScoreRow]:
    groups = (*findings.roles, *findings.places)
    rows = [
        tables.cell_row(each.name, dict(each.dimensions).get(found.id, Cell()), printer, found.cell.mean)
        for each in groups
    ]
    return [*rows, _system(found, printer)]


def _system(found: DimensionFinding, printer: Printer) -> ScoreRow:
    return replace(tables.cell_row(printer.wording.say("label.system"), found.cell, printer), strong=True)
