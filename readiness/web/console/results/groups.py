"""Roles side by side, and places: who sees what differently, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response

from readiness.baseline.findings import Cell, Findings, GroupFinding, Mean
from readiness.reporting import tables
from readiness.reporting.tables import HeatRow
from readiness.reporting.words import headlines, sentences
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import charts, looking, pictures
from readiness.web.console.results.charts import Line, Picture
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown

MOST_SHAPES = 4
"""So many groups are told apart by their shapes; more are read in the table."""


def show(code: str) -> Response:
    """Show them."""
    return looking.at("roles and places", _page)


def _page(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    say = printer.wording.say
    names = [each for each in findings.roles if each.general]
    return looking.page(
        "roles",
        shown,
        head=headlines.roles(findings, printer),
        says=sentences.role_gap(findings, printer),
        names=[printer.short(each.name) for each in names],
        picture=side_by_side(names, findings, printer),
        table=_grid("roles-table", say("caption.roles"), findings.roles, findings, printer),
        gaps=gaps(findings, printer),
        places_head=headlines.places(findings, printer),
        places=pictures.of_scores(
            "places",
            headlines.places(findings, printer),
            [
                tables.score_row(each.name, each.general, printer, findings.general)
                for each in findings.places
            ],
            printer,
        ),
        places_grid=_grid("places-table", say("caption.places"), findings.places, findings, printer),
        asked_places=bool(findings.places),
    )


def side_by_side(groups: Sequence[GroupFinding], findings: Findings, printer: Printer) -> Picture | None:
    """Return the picture of each dimension with a mark for each group, or None where there are not two to four."""
    if not 2 <= len(groups) <= MOST_SHAPES:
        return None
    rows = [(one.name, [_mean(each, one.id) for each in groups]) for one in findings.dimensions]
    rows.append((printer.wording.say("label.general"), [each.general for each in groups]))
    lines = [
        Line(
            printer.short(name),
            " · ".join(printer.score(mean) if mean else "–" for mean in means),
            groups=means,
        )
        for name, means in rows
    ]
    told = " ".join(
        f"{name}: "
        + "; ".join(f"{group.name}, {printer.score(mean)}" for group, mean in zip(groups, means, strict=True))
        + "."
        for name, means in rows
    )
    title = f"{headlines.roles(findings, printer)}."
    return charts.scores("roles", title, told, lines, printer)


def gaps(findings: Findings, printer: Printer, dimension: str = "") -> Grid:
    """Return the differences between roles that are beyond chance, widest first; of one dimension where it is named."""
    say = printer.wording.say
    found = sorted(findings.role_gaps, key=lambda gap: -abs(gap.difference))
    made = tuple(
        GridRow(
            printer.short(sentences.dimension_name(findings, gap.dimension)),
            (
                printer.short(sentences.role_name(findings, gap.lower_role)),
                printer.short(sentences.role_name(findings, gap.higher_role)),
                printer.number(abs(gap.difference)),
                printer.size(gap.low, gap.high),
            ),
        )
        for gap in found
        if dimension in ("", gap.dimension)
    )
    labels = ("dimension", "lower_role", "higher_role", "difference", "interval")
    heads = tuple(say(f"label.{label}") for label in labels)
    return Grid("gaps-table", say("head.role_gaps"), heads, made, "role_gaps", words=(0, 1))


def _mean(group: GroupFinding, dimension: str) -> Mean | None:
    cell = dict(group.dimensions).get(dimension, Cell())
    return None if cell.divided else cell.mean


def _grid(
    id: str, caption: str, groups: Sequence[GroupFinding], findings: Findings, printer: Printer
) -> Grid:
    """Return groups across and dimensions downwards, the whole system last."""
    say = printer.wording.say
    rows: list[HeatRow] = [
        *tables.group_heat(groups, findings, printer),
        tables.system_heat(findings, printer),
    ]
    names = [*(printer.short(one.name) for one in findings.dimensions), say("label.general")]
    made = tuple(
        GridRow(name, tuple(row.cells[i].text for row in rows), strong=i == len(names) - 1)
        for i, name in enumerate(names)
    )
    heads = (say("label.dimension"), *(row.name for row in rows))
    return Grid(id, caption, heads, made, "group_heat")
