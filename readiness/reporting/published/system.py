"""Tables about the whole system: which assessment it is, its readiness, its statements, its barriers, its quality."""

from __future__ import annotations

from dataclasses import fields as fields_of

from readiness.baseline.findings import (
    Cell,
    DimensionFinding,
    Driver,
    Findings,
    Heading,
    ItemFinding,
    Mean,
    Named,
    Quality,
    Share,
)
from readiness.reporting.published.fields import Field, Spec, cell, key, mean, one, share, span, table
from readiness.reporting.published.kinds import Slot, Table, Unit
from readiness.reporting.words import headlines, sentences
from readiness.reporting.words.printed import Printer

DETAILS = {"year": Unit.NUMBER, "threshold": Unit.COUNT, "seed": Unit.NUMBER, "earlier": Unit.COUNT}
DETAILS |= {"opened": Unit.DATE, "closed": Unit.DATE, "simulated": Unit.YES}


def tables(findings: Findings, printer: Printer) -> list[Table]:
    """Return every table about the whole system."""
    return [
        assessment(findings, printer),
        overall(findings, printer),
        parts(findings, printer),
        dimensions(findings, printer),
        statements(findings, printer),
        adopted(findings, printer),
        comments(findings, printer),
        barriers(findings, printer),
        drivers(findings, printer),
        quality(findings, printer),
        without_flagged(findings, printer),
    ]


def assessment(findings: Findings, printer: Printer) -> Table:
    """Say which assessment this is and how its figures were made."""
    asked: list[Field[Heading]] = [
        one(
            f"heading_{field.name}",
            DETAILS.get(field.name, Unit.TEXT),
            lambda heading, name=field.name: getattr(heading, name),  # type: ignore[misc]
        )
        for field in fields_of(findings.heading)
    ]
    return table("assessment", printer.wording, [findings.heading], asked, record=True)


def overall(findings: Findings, printer: Printer) -> Table:
    """Say how many answered and how ready they say they are, asked for one figure."""
    asked: list[Field[Findings]] = [
        one("people", Unit.COUNT, lambda found: found.n),
        one("headcount", Unit.COUNT, lambda found: found.headcount),
        one("rate", Unit.RATE, lambda found: found.rate),
        mean("criterion", lambda found: found.criterion, Unit.TEN),
    ]
    finding = headlines.who(findings, printer)
    return table("overall", printer.wording, [findings], asked, f"{finding}.", record=True)


def parts(findings: Findings, printer: Printer) -> Table:
    """Return readiness where people work, commitment and capability."""
    general = ("general", printer.wording.say("label.general"), Cell(findings.general))
    asked: tuple[Field[tuple[str, str, Cell]], ...] = (
        key("part", Slot.TOPIC, lambda row: (row[0], row[1])),
        *cell(lambda row: row[2]),
    )
    rows: list[tuple[str, str, Cell]] = [general, *findings.components]
    return table("parts", printer.wording, rows, asked, sentences.general(findings, printer))


def dimensions(findings: Findings, printer: Printer) -> Table:
    """Return the dimensions with how well their statements belong together."""
    asked: tuple[Field[DimensionFinding], ...] = (
        key("dimension", Slot.TOPIC, lambda row: (row.id, row.name)),
        one("holds", Unit.TEXT, lambda row: row.holds, detail=True),
        *cell(lambda row: row.cell),
        span("alpha", Unit.NUMBER, lambda row: (row.alpha, row.alpha_low, row.alpha_high), detail=True),
        one("omega", Unit.NUMBER, lambda row: row.omega, detail=True),
    )
    finding = f"{headlines.system(findings, printer)}."
    return table("dimensions", printer.wording, findings.dimensions, asked, finding)


def asked_of(roles: dict[str, str], printer: Printer) -> Field[ItemFinding]:
    """Say who was asked a statement: everyone, or one role."""
    everyone = printer.wording.say("label.everyone")
    return Field(
        (
            Spec("asked_of_id", Unit.ID, detail=True),
            Spec("asked_of", Unit.TEXT, figure="asked_of", part="value"),
        ),
        lambda item: (item.role or "", roles.get(item.role, item.role) if item.role else everyone),
    )


def statements(findings: Findings, printer: Printer) -> Table:
    """Return every statement of every dimension."""
    rows = [(one.id, one.name, item) for one in findings.dimensions for item in one.items]
    asked = asked_of({role.id: role.name for role in findings.roles}, printer)
    columns: tuple[Field[tuple[str, str, ItemFinding]], ...] = (
        key("dimension", Slot.TOPIC, lambda row: (row[0], row[1])),
        key("statement", Slot.DETAIL, lambda row: (row[2].id, row[2].text)),
        Field(asked.specs, lambda row: asked.values(row[2])),
        *cell(lambda row: row[2].cell),
    )
    return table("statements", printer.wording, rows, columns)


def adopted(findings: Findings, printer: Printer) -> Table:
    """Return whether something new became routine."""
    asked = (key("answer", Slot.TOPIC, _named), share("share", _share_of, ends=True))
    return table("adopted", printer.wording, findings.adopted, asked, headlines.adopted(findings, printer))


def barriers(findings: Findings, printer: Printer) -> Table:
    """Return what gets in the way over all areas."""
    asked = (key("barrier", Slot.TOPIC, _named), share("share", _share_of, ends=True))
    finding = f"{headlines.barriers(findings, printer)}."
    return table("barriers", printer.wording, findings.barriers, asked, finding)


def _named(row: Named) -> tuple[str, str]:
    return row.id, row.name


def _share_of(row: Named) -> Share | None:
    return row.share


def comments(findings: Findings, printer: Printer) -> Table:
    """Return what people wrote, as far as it may be quoted."""
    rows = [
        (one.id, one.question, i, text) for one in findings.comments for i, text in enumerate(one.texts, 1)
    ]
    asked: tuple[Field[tuple[str, str, int, str]], ...] = (
        key("question", Slot.TOPIC, lambda row: (row[0], row[1])),
        Field((Spec("number_id", Unit.ID, slot=Slot.DETAIL, detail=True),), lambda row: (str(row[2]),)),
        one("comment", Unit.TEXT, lambda row: row[3]),
    )
    return table("comments", printer.wording, rows, asked)


def drivers(findings: Findings, printer: Printer) -> Table:
    """Return which dimensions go with people's own view."""
    asked: tuple[Field[Driver], ...] = (
        key(
            "dimension",
            Slot.TOPIC,
            lambda row: (row.dimension, sentences.dimension_name(findings, row.dimension)),
        ),
        span("driver", Unit.PERCENT, lambda row: (row.share, row.low, row.high)),
    )
    return table("drivers", printer.wording, findings.drivers, asked)


def quality(findings: Findings, printer: Printer) -> Table:
    """Say how far the answers can be trusted."""
    found = findings.quality
    say = printer.wording.say
    notes = tuple(
        say(f"note.{note}") if printer.wording.has(f"note.{note}") else note for note in found.notes
    )
    asked: tuple[Field[Quality], ...] = (
        share("flagged", lambda row: row.flagged, ends=True),
        share("all_dont_know", lambda row: row.dont_know, ends=True),
        share("blank", lambda row: row.blank, ends=True),
        mean("unstandardised", lambda row: row.unstandardised),
        one("weighting_effect", Unit.NUMBER, lambda row: row.weighting_effect),
        one("explained", Unit.PERCENT, lambda row: row.explained),
        one("areas_each", Unit.NUMBER, lambda row: row.areas_each),
        one("hidden", Unit.COUNT, lambda row: row.hidden),
    )
    return table("quality", printer.wording, [found], asked, notes=notes, record=True)


def without_flagged(findings: Findings, printer: Printer) -> Table:
    """Return the dimensions without the people who are flagged."""
    asked: tuple[Field[tuple[str, Mean]], ...] = (
        key("dimension", Slot.TOPIC, lambda row: (row[0], sentences.dimension_name(findings, row[0]))),
        mean("score", lambda row: row[1]),
    )
    return table("without_flagged", printer.wording, findings.quality.without_flagged, asked)
