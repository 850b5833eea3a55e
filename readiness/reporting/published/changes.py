"""The published tables of several years side by side, made from what changed once; every file shows these."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.baseline.years import Banner, Break, Changes, Line, Outcome, Point, Round, Standing, Step
from readiness.reporting.published.fields import ENDS, Field, Spec, key, mean, one, span, table
from readiness.reporting.published.kinds import Slot, Table, Unit, Value
from readiness.reporting.words import change, change_notes
from readiness.reporting.words.change_lines import group, groups, measure, verdict
from readiness.reporting.words.printed import Printer, one_line, printable

NOTHING: tuple[Value, ...] = (None, None, None)


def published_changes(changes: Changes, printer: Printer) -> tuple[Table, ...]:
    """Return every table, in the order in which a reader meets them."""
    found = printable(changes, one_line)
    made = (years, moves, standings, actions, banners, breaks, points)
    return tuple(of(found, printer) for of in made)


def years(changes: Changes, printer: Printer) -> Table:
    """Say who answered in each year."""
    asked: tuple[Field[Round], ...] = (
        Field(
            (Spec("heading_year", Unit.NUMBER, slot=Slot.GROUP), Spec("heading_code", Unit.TEXT)),
            lambda row: (row.findings.heading.year, row.findings.heading.code),
        ),
        one("people", Unit.COUNT, lambda row: row.findings.n),
        one("headcount", Unit.COUNT, lambda row: row.findings.headcount),
        one("rate", Unit.RATE, lambda row: row.findings.rate),
        Field(
            (Spec("heading_title", Unit.TEXT), Spec("heading_version", Unit.TEXT)),
            lambda row: (row.findings.heading.title, row.findings.heading.version),
        ),
        Field(
            (Spec("heading_data_digest", Unit.TEXT, detail=True),),
            lambda row: (row.findings.heading.data_digest,),
        ),
    )
    return table("changed_years", printer.wording, changes.rounds, asked)


def moves(changes: Changes, printer: Printer) -> Table:
    """Say of every line what moved since the year before, since the first, and a year."""
    asked: tuple[Field[Line], ...] = (
        *_named(changes, printer),
        span("moved", Unit.POINTS, lambda row: _ends(row.last)),
        one("detectable", Unit.POINTS, lambda row: row.last.detectable if row.last else None),
        one("p", Unit.SMALL, lambda row: row.last.p if row.last else None, detail=True),
        Field((Spec("verdict", Unit.TEXT),), lambda row: (verdict(row.last, printer),)),
        span("since_first", Unit.POINTS, lambda row: _ends(row.whole)),
        Field(
            (Spec("verdict_first", Unit.TEXT),),
            lambda row: (verdict(row.whole, printer) if row.whole else None,),
        ),
        span(
            "trend",
            Unit.POINTS,
            _slope,
        ),
        one("by_chance", Unit.POINTS, lambda row: row.by_chance),
        Field((Spec("cautious", Unit.YES, detail=True),), lambda row: (row.cautious,)),
        Field((Spec("noted", Unit.TEXT),), lambda row: (", ".join(map(str, row.banners)) or None,)),
    )
    return table(
        "changed_moves", printer.wording, changes.lines, asked, f"{change.message(changes, printer)}."
    )


def points(changes: Changes, printer: Printer) -> Table:
    """Return every figure of every year."""
    say = printer.wording.say
    rows = [(line, point) for line in changes.lines for point in line.points]
    asked: tuple[Field[tuple[Line, Point]], ...] = (
        *(
            Field(of.specs, lambda row, of=of: of.values(row[0]))  # type: ignore[misc]
            for of in _named(changes, printer)
        ),
        Field((Spec("heading_year", Unit.NUMBER, slot=Slot.DETAIL),), lambda row: (row[1].year,)),
        mean("score", lambda row: row[1].mean),
        Field(
            (Spec("why", Unit.TEXT),), lambda row: (say(f"change.why.{row[1].why}") if row[1].why else None,)
        ),
    )
    return table("changed_points", printer.wording, rows, asked)


def standings(changes: Changes, printer: Printer) -> Table:
    """Say where each area stood in each year, never without its range."""
    say = printer.wording.say
    rows = [(line, stood) for line in changes.of("areas") for stood in line.standings]
    asked: tuple[Field[tuple[Line, Standing]], ...] = (
        key("area", Slot.GROUP, lambda row: (row[0].group, _group(row[0], changes, printer))),
        Field((Spec("heading_year", Unit.NUMBER, slot=Slot.DETAIL),), lambda row: (row[1].year,)),
        span("position", Unit.NUMBER, lambda row: (row[1].rank_low, row[1].rank_high), ENDS),
        Field((Spec("tier", Unit.TEXT),), lambda row: (say(f"tier.{row[1].tier}"),)),
    )
    return table("changed_standings", printer.wording, rows, asked)


def actions(changes: Changes, printer: Printer) -> Table:
    """Return each action beside what moved there and elsewhere."""
    say = printer.wording.say
    asked: tuple[Field[Outcome], ...] = (
        Field((Spec("action", Unit.TEXT, slot=Slot.DETAIL),), lambda row: (row.action.text,)),
        Field((Spec("aim", Unit.TEXT, slot=Slot.TOPIC),), lambda row: (change_notes.about(row, printer),)),
        Field((Spec("owner", Unit.TEXT),), lambda row: (row.action.owner,)),
        Field((Spec("started", Unit.DATE),), lambda row: (row.action.started,)),
        Field((Spec("state", Unit.TEXT),), lambda row: (say(f"change.state.{row.action.state}"),)),
        one("expected", Unit.POINTS, lambda row: row.action.expected),
        span("moved", Unit.POINTS, lambda row: _ends(row.there)),
        Field((Spec("verdict", Unit.TEXT),), lambda row: (verdict(row.there, printer),)),
        one("elsewhere", Unit.POINTS, lambda row: row.elsewhere),
        span("beyond", Unit.POINTS, lambda row: (row.beyond, row.low, row.high)),
    )
    return table("changed_actions", printer.wording, changes.outcomes, asked, notes=(say("change.trial"),))


def banners(changes: Changes, printer: Printer) -> Table:
    """Say what else changed, and what that means."""
    asked: tuple[Field[Banner], ...] = (
        Field((Spec("noted", Unit.NUMBER),), lambda row: (row.number,)),
        Field((Spec("heading_year", Unit.NUMBER),), lambda row: (row.year,)),
        Field((Spec("beside", Unit.TEXT),), lambda row: (change_notes.banner(row, changes, printer),)),
        Field((Spec("meaning", Unit.TEXT),), lambda row: (change_notes.meaning(row, printer),)),
    )
    return table("changed_banners", printer.wording, changes.banners, asked)


def breaks(changes: Changes, printer: Printer) -> Table:
    """Say what cannot be set beside the past, or only in part."""
    asked: tuple[Field[Break], ...] = (
        Field((Spec("heading_year", Unit.NUMBER),), lambda row: (row.year,)),
        Field((Spec("broken", Unit.TEXT),), lambda row: (change_notes.broken(row, printer),)),
    )
    return table("changed_breaks", printer.wording, changes.breaks, asked)


def _named(changes: Changes, printer: Printer) -> Sequence[Field[Line]]:
    """Name a line: of whom it is, and what is measured."""
    say = printer.wording.say
    return (
        key("kind", Slot.NONE, lambda row: (row.kind, say(f"label.{row.kind}"))),
        key("group", Slot.GROUP, lambda row: (row.group, _group(row, changes, printer))),
        key(
            "followed", Slot.TOPIC, lambda row: (row.measure, measure(row.measure, row.measure_name, printer))
        ),
    )


def _group(line: Line, changes: Changes, printer: Printer) -> str:
    return group(line, groups(changes)[line.kind], printer)


def _slope(line: Line) -> tuple[Value, ...]:
    return (line.trend.slope, line.trend.low, line.trend.high) if line.trend else NOTHING


def _ends(step: Step | None) -> tuple[Value, ...]:
    return (step.difference, step.low, step.high) if step else NOTHING
