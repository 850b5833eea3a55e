"""One clinical area: how it stands, what holds it back, how roles see it, what gets in the way, and what to do."""

from __future__ import annotations

from flask import Response

from readiness.baseline.findings import AreaFinding, Findings
from readiness.reporting import tables
from readiness.reporting.documents.area_pages import facts
from readiness.reporting.documents.counsel import counsel
from readiness.reporting.tables import ScoreRow
from readiness.reporting.words import area as words
from readiness.reporting.words import message, sentences
from readiness.reporting.words.picking import picked
from readiness.reporting.words.printed import Printer
from readiness.web.console.results import grids, looking, pictures
from readiness.web.console.results.grids import Grid, GridRow
from readiness.web.console.results.source import Shown


def show(code: str, area: str) -> Response:
    """Show it."""
    return looking.at(f"area {area[:60]}", lambda shown: _page(shown, area))


def _page(shown: Shown, area: str) -> Response:
    one, findings = shown.of_area(area)
    printer, say, name = shown.printer, shown.printer.wording.say, shown.printer.short
    rows = [*tables.part_rows(one, findings, printer), *tables.dimension_rows(one, findings, printer)]
    top = frozenset(each.id for each in sentences.top_barriers(one.barriers)[0])
    return looking.page(
        "area",
        shown,
        area=one,
        alone=shown.whole is None,
        head=message.front(one, printer),
        says=words.sentences(one, findings, printer),
        facts=facts(one, findings, printer),
        profile=pictures.of_scores("profile", say("label.profile_of", area=name(one.name)), rows, printer),
        profile_grid=_grid(one, rows, printer),
        roles=pictures.of_scores(
            "roles", say("label.roles_of", area=name(one.name)), _role_rows(one, printer), printer
        ),
        roles_grid=_roles_grid(one, printer),
        barriers=pictures.of_shares(
            "barriers", say("label.barriers_of", area=name(one.name)), one.barriers, printer, top
        ),
        barriers_grid=_barriers_grid(one, findings, printer),
        innovations=pictures.of_steps(
            "innovations",
            say("label.innovations_of", area=name(one.name)),
            [(each.name, each) for each in one.innovations],
            printer,
        ),
        innovations_grid=_innovations_grid(one, printer),
        steps=[step.name for step in one.innovations[0].steps] if one.innovations else [],
        statements=grids.of_statements(
            "statements",
            say("label.area_statements"),
            tables.statement_rows(one.items, findings, printer),
            printer,
            "area_statements",
            one.id,
        ),
        advice=counsel(picked(one, findings, printer.wording.advice), printer),
    )


def _role_rows(one: AreaFinding, printer: Printer) -> list[ScoreRow]:
    return [tables.score_row(role.name, role.general, printer, one.readiness) for role in one.roles]


def _grid(one: AreaFinding, rows: list[ScoreRow], printer: Printer) -> Grid:
    say = printer.wording.say
    labels = ("part_and_dimension", "score", "interval", "favourable", "dont_know", "note")
    made = tuple(
        GridRow(
            row.name,
            (
                row.score,
                row.interval,
                row.favourable or printer.none,
                row.dont_know or printer.none,
                ", ".join(row.tags),
            ),
        )
        for row in rows
    )
    title = say("label.profile_of", area=printer.short(one.name))
    heads = tuple(say(f"label.{label}") for label in labels)
    return Grid("profile-table", title, heads, made, "area_dimensions", one.id, words=(4,))


def _roles_grid(one: AreaFinding, printer: Printer) -> Grid:
    say = printer.wording.say
    made = tuple(
        GridRow(row.name, (row.score, row.interval, *row.tags)) for row in tables.role_rows(one, printer)
    )
    heads = tuple(say(f"label.{label}") for label in ("role", "score", "interval", "answered"))
    title = say("label.roles_of", area=printer.short(one.name))
    return Grid("roles-table", title, heads, made, "area_roles", one.id)


def _barriers_grid(one: AreaFinding, findings: Findings, printer: Printer) -> Grid:
    """Return the barriers, beside each its share in the whole system where that is seen."""
    say = printer.wording.say
    everywhere = {each.id: printer.share(each.share) for each in findings.barriers}
    labels = ("barrier", "share", "interval", *(("system",) if everywhere else ()))
    rows = zip(one.barriers, tables.named_rows(one.barriers, printer), strict=True)
    made = tuple(
        GridRow(
            row.name,
            (row.share, row.interval, *((everywhere.get(each.id, printer.none),) if everywhere else ())),
        )
        for each, row in rows
    )
    title = say("label.barriers_of", area=printer.short(one.name))
    heads = tuple(say(f"label.{label}") for label in labels)
    return Grid("barriers-table", title, heads, made, "area_barriers", one.id)


def _innovations_grid(one: AreaFinding, printer: Printer) -> Grid:
    say = printer.wording.say
    steps = tuple(step.name for step in one.innovations[0].steps) if one.innovations else ()
    made = tuple(
        GridRow(each.name, tuple(printer.share(step.share) for step in each.steps))
        for each in one.innovations
    )
    title = say("label.innovations_of", area=printer.short(one.name))
    return Grid("innovations-table", title, (say("label.innovation"), *steps), made, "innovations", one.id)
