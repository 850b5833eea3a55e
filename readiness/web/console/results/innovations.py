"""The local innovations: how far each has come in the areas that were asked about it, and what became routine."""

from __future__ import annotations

from flask import Response

from readiness.baseline.findings import AreaFinding, Innovation
from readiness.reporting import tables
from readiness.reporting.words import headlines
from readiness.web.console.results import grids, looking, pictures
from readiness.web.console.results.charts import Picture
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown

Found = dict[str, list[tuple[AreaFinding, Innovation]]]


def show(code: str) -> Response:
    """Show them."""
    return looking.at("innovations", _page)


def _page(shown: Shown) -> Response:
    findings, printer = shown.require_whole(), shown.printer
    say, found = printer.wording.say, by_innovation(findings.areas)
    return looking.page(
        "innovations",
        shown,
        found=[(each[0][1].name, *_one(i, each, shown)) for i, each in enumerate(found.values())],
        steps=_steps(found),
        adopted_head=headlines.adopted(findings, printer),
        adopted=pictures.of_shares("adopted", say("head.adopted"), findings.adopted, printer),
        adopted_grid=grids.of_shares(
            "adopted-table",
            say("head.adopted"),
            say("label.answer"),
            tables.named_rows(findings.adopted, printer),
            printer,
            "adopted",
        ),
    )


def by_innovation(areas: tuple[AreaFinding, ...]) -> Found:
    """Return each innovation with the areas that were asked about it, in the order of the local list."""
    found: Found = {}
    for area in areas:
        for one in area.innovations:
            found.setdefault(one.id, []).append((area, one))
    return found


def _one(
    number: int, asked: list[tuple[AreaFinding, Innovation]], shown: Shown
) -> tuple[Picture | None, Grid]:
    printer, name = shown.printer, asked[0][1].name
    picture = pictures.of_steps(
        f"innovation-{number}", name, [(printer.short(area.name), one) for area, one in asked], printer
    )
    rows = tuple(
        GridRow(
            area.name,
            tuple(printer.share(step.share) for step in one.steps),
            looking.to(shown, "results_area", area=area.id),
        )
        for area, one in asked
    )
    heads = (printer.wording.say("label.area"), *(step.name for step in asked[0][1].steps))
    return picture, Grid(f"innovation-{number}-table", name, heads, rows, "innovations")


def _steps(found: Found) -> list[str]:
    """Return the names of the steps, which are the same for all."""
    return next(([step.name for step in asked[0][1].steps] for asked in found.values()), [])
