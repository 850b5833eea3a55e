"""Tables about roles, places, organisation types and bands of years: who answered and what they said."""

from __future__ import annotations

from readiness.baseline.findings import Cell, Findings, GroupFinding, RoleGap
from readiness.reporting.published.areas import HeatRow, heat_fields
from readiness.reporting.published.fields import ENDS, Field, cell, key, mean, one, span, table
from readiness.reporting.published.kinds import Slot, Table, Unit
from readiness.reporting.tables import groups_of
from readiness.reporting.words import headlines, sentences
from readiness.reporting.words.printed import Printer


def tables(findings: Findings, printer: Printer) -> list[Table]:
    """Return every table about groups of people."""
    return [
        groups(findings, printer),
        heat(findings, printer),
        dimensions(findings, printer),
        role_gaps(findings, printer),
    ]


def groups(findings: Findings, printer: Printer) -> Table:
    """Say of each group how many answered, and how ready it is where that is shown."""
    rows = [(kind, group) for kind, of in groups_of(findings) for group in of]
    say = printer.wording.say
    asked: tuple[Field[tuple[str, GroupFinding]], ...] = (
        key("kind", Slot.NONE, lambda row: (row[0], say(f"label.{row[0]}"))),
        key("group", Slot.GROUP, lambda row: (row[1].id, row[1].name)),
        one("people", Unit.COUNT, lambda row: row[1].n),
        one("headcount", Unit.COUNT, lambda row: row[1].headcount),
        one("rate", Unit.RATE, lambda row: row[1].rate),
        mean("general", lambda row: row[1].general),
        one("with_blank", Unit.YES, lambda row: row[1].with_blank, detail=True),
    )
    finding = f"{headlines.places(findings, printer)}." if findings.places else ""
    return table("groups", printer.wording, rows, asked, finding)


def heat(findings: Findings, printer: Printer) -> Table:
    """Return groups by dimensions, to be shaded."""
    say = printer.wording.say
    rows: list[tuple[str, HeatRow]] = [
        (kind, (one.id, one.name, one.dimensions, one.general))
        for kind, of in groups_of(findings)
        for one in of
        if one.dimensions
    ]
    shaded = heat_fields(findings, printer)
    asked: tuple[Field[tuple[str, HeatRow]], ...] = (
        key("kind", Slot.NONE, lambda row: (row[0], say(f"label.{row[0]}"))),
        key("group", Slot.GROUP, lambda row: (row[1][0], row[1][1])),
        *(Field(of.specs, lambda row, of=of: of.values(row[1])) for of in shaded),  # type: ignore[misc]
    )
    finding = f"{headlines.roles(findings, printer)}."
    return table("group_heat", printer.wording, rows, asked, finding, heat=True, view=True)


def dimensions(findings: Findings, printer: Printer) -> Table:
    """Return every dimension in every group."""
    names = {one.id: one.name for one in findings.dimensions}
    say = printer.wording.say
    rows = [
        (kind, group, found) for kind, of in groups_of(findings) for group in of for found in group.dimensions
    ]
    asked: tuple[Field[tuple[str, GroupFinding, tuple[str, Cell]]], ...] = (
        key("kind", Slot.NONE, lambda row: (row[0], say(f"label.{row[0]}"))),
        key("group", Slot.GROUP, lambda row: (row[1].id, row[1].name)),
        key("dimension", Slot.TOPIC, lambda row: (row[2][0], names.get(row[2][0], row[2][0]))),
        *cell(lambda row: row[2][1]),
    )
    return table("group_dimensions", printer.wording, rows, asked)


def role_gaps(findings: Findings, printer: Printer) -> Table:
    """Return the differences between roles that are beyond chance."""
    asked: tuple[Field[RoleGap], ...] = (
        key(
            "dimension",
            Slot.TOPIC,
            lambda row: (row.dimension, sentences.dimension_name(findings, row.dimension)),
        ),
        key(
            "lower_role",
            Slot.GROUP,
            lambda row: (row.lower_role, sentences.role_name(findings, row.lower_role)),
        ),
        key(
            "higher_role",
            Slot.DETAIL,
            lambda row: (row.higher_role, sentences.role_name(findings, row.higher_role)),
        ),
        span("difference", Unit.POINTS, lambda row: (row.difference, row.low, row.high), ("value", *ENDS)),
        one("g", Unit.NUMBER, lambda row: row.g, detail=True),
        one("p", Unit.SMALL, lambda row: row.p, detail=True),
    )
    finding = sentences.role_gap(findings, printer)
    return table("role_gaps", printer.wording, findings.role_gaps, asked, finding)
