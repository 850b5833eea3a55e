"""The change report, page by page: what moved between years as sentences, rows and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from readiness.baseline.findings import Findings, Heading
from readiness.baseline.years import Changes, Line, Outcome, Round
from readiness.reporting import tables
from readiness.reporting.documents import change_tables, closing_pages
from readiness.reporting.documents.area_pages import Picture, uri
from readiness.reporting.pictures import journeys
from readiness.reporting.pictures.journeys import Panel
from readiness.reporting.words import change, change_leads, change_notes
from readiness.reporting.words.change_lines import group, groups, measure, signed, verdict
from readiness.reporting.words.printed import Printer

Page = dict[str, Any]
LONG, LONGEST = 2600, 3200
"""From so many letters on the first page takes smaller type, and smaller still."""
MANY = 8
"""So many actions stand on a page of their own."""
ROWS = 28
"""So many rows of a table fit on a page with what stands around it."""


def context(changes: Changes, printer: Printer, style: Path, screen: bool = False) -> Page:
    """Return all that the templates print; on a screen small pictures stand one by one, for a phone to show them."""
    first, before, last = (str(year) for year in (changes.years[0], *changes.years[-2:]))
    told = change.told(changes, printer)
    return {
        "title": printer.wording.say("change.page.title", first=first, last=last),
        "years": {"first": before, "last": last},
        "every": {"first": first, "last": last},
        "told": told,
        "size": _size(told),
        "who": who(changes, printer),
        "banners": banners(changes, printer),
        "system": system(changes, printer, style, screen),
        "areas": areas(changes, printer, style, screen),
        "inside": inside(changes, printer),
        "groups": of_groups(changes, printer),
        "items": items(changes, printer),
        "done": done(changes, printer),
        "breaks": [change_notes.broken(one, printer) for one in changes.breaks],
        "method": printer.wording.parts("change.method"),
        "made": made(changes, printer),
    }


def _size(told: change.Told) -> str:
    """Return how large the type of the first page is, so that it stays one page."""
    lines = [text for _, texts in told.blocks for text in texts]
    letters = sum(map(len, lines)) + 30 * len(lines) + 2 * len(told.message)
    return "full" if letters > LONGEST else "fuller" if letters > LONG else ""


def who(changes: Changes, printer: Printer) -> Page:
    """Return who answered in each year, how they were asked, and what roles they were of."""
    roles = [(one.id, printer.short(one.name)) for one in changes.now.roles]
    before, now = (one.findings for one in changes.rounds[-2:])
    return {
        "lead": printer.wording.say(
            "change.page.who_lead",
            n=printer.number(now.n),
            year=str(now.heading.year),
            number=printer.number(before.n),
        ),
        "roles": [name for _, name in roles],
        "rows": [_year(one, [id for id, _ in roles], printer) for one in changes.rounds],
    }


def _year(one: Round, roles: Sequence[str], printer: Printer) -> Page:
    found = one.findings
    mode = one.mode if one.mode in change_notes.MODES else "other"
    return {
        "year": str(found.heading.year),
        "n": printer.number(found.n),
        "headcount": printer.number(found.headcount),
        "rate": printer.rate(found.rate),
        "mode": printer.wording.say(f"change.mode.{mode}"),
        "roles": _mix(found, roles, printer),
    }


def _mix(found: Findings, roles: Sequence[str], printer: Printer) -> list[str]:
    """Return each role's part of those whose role is shown."""
    counts = {role.id: role.n for role in found.roles if role.n is not None}
    total = sum(counts.values())
    return [
        printer.rate(100 * counts[role] / total) if role in counts and len(counts) > 1 else printer.none
        for role in roles
    ]


def banners(changes: Changes, printer: Printer) -> list[Page]:
    """Return what else changed, what it means, and what it touches; the newest year first."""
    return [
        {
            "number": str(one.number),
            "says": change_notes.banner(one, changes, printer),
            "means": change_notes.meaning(one, printer),
        }
        for one in sorted(changes.banners, key=lambda one: (-one.year, one.number))
    ]


def system(changes: Changes, printer: Printer, style: Path, screen: bool) -> Page:
    """Return the journey of the whole system, and all of its figures."""
    lines = changes.of("system")
    return {
        "lead": change_leads.system(changes, printer),
        "pictures": pictures(lines, changes, printer, style, screen),
        "rows": [change_tables.row(one, changes, printer) for one in lines],
        "trends": any(one.whole or one.trend for one in lines),
        "note": _note(lines, printer),
    }


def pictures(
    lines: Sequence[Line], changes: Changes, printer: Printer, style: Path, screen: bool
) -> list[list[Picture]]:
    """Return small pictures of these lines, as many under one title as fit on a page: drawn in one, or one by one."""
    panels = [
        Panel(one, _panel_name(one, changes, printer), _panel_says(one, printer))
        for one in lines
        if any(point.mean for point in one.points)
    ]
    parts = [panels[i : i + journeys.MOST] for i in range(0, len(panels), journeys.MOST)]
    if not screen:
        return [
            [Picture(uri(journeys.journeys(part, printer, style)), journeys.spoken(part, printer))]
            for part in parts
        ]
    scale = journeys.ends([panel.line for panel in panels])
    return [
        [
            Picture(uri(journeys.alone(panel, scale, printer, style)), journeys.spoken_of(panel, printer))
            for panel in part
        ]
        for part in parts
    ]


def _panel_name(line: Line, changes: Changes, printer: Printer) -> str:
    if line.kind == "system":
        return printer.short(measure(line.measure, line.measure_name, printer), 38)
    return printer.short(group(line, groups(changes)[line.kind], printer), 38)


def _panel_says(line: Line, printer: Printer) -> str:
    if line.last is None:
        return verdict(None, printer)
    return f"{signed(line.last.difference, printer)}: {verdict(line.last, printer)}"


def areas(changes: Changes, printer: Printer, style: Path, screen: bool) -> Page:
    """Return each area's readiness last year and this, its journey, and where it stood."""
    lines = changes.of("areas")
    rows = [change_tables.row(one, changes, printer) for one in lines]
    stood = [change_tables.stood(one, changes, printer) for one in lines if one.standings]
    return {
        "asked": bool(lines),
        "note": _note(lines, printer),
        "lead": change_leads.areas(changes, printer),
        "tables": tables.kept_together(rows, lambda row: str(row["name"]), 40, ROWS) if rows else [],
        "pictures": pictures(lines, changes, printer, style, screen),
        "chance": [
            change_notes.by_chance(one, changes, printer)
            for one in lines
            if one.by_chance is not None and one.by_chance >= change_notes.LEAST
        ],
        "years": [str(year) for year in changes.years],
        "stood": tables.kept_together(stood, lambda row: str(row["name"]), 40, ROWS) if stood else [],
    }


def _note(lines: Sequence[Line], printer: Printer) -> str:
    """Say how to read the rows of a table, and what the star means where a row has one."""
    say = printer.wording.say
    star = f" {say('change.page.cautious')}" if any(one.cautious for one in lines) else ""
    return say("change.page.areas_explain") + star


def inside(changes: Changes, printer: Printer) -> Page:
    """Return what moved inside the areas, part by part."""
    lines = changes.of("parts")
    return {
        "asked": bool(lines),
        "lead": change_leads.how_many("inside", lines, printer),
        "map": change_tables.change_map(lines, changes, printer),
    }


def of_groups(changes: Changes, printer: Printer) -> Page:
    """Return what moved among roles and places."""
    lines = (*changes.of("roles"), *changes.of("places"))
    maps = [
        (kind, change_tables.change_map(changes.of(f"{kind}s"), changes, printer))
        for kind in ("role", "place")
    ]
    return {
        "asked": bool(lines),
        "lead": change_leads.how_many("groups", lines, printer),
        "maps": [(kind, found) for kind, found in maps if found["rows"]],
    }


def items(changes: Changes, printer: Printer) -> Page:
    """Return the statements and barriers that moved."""
    lines = (*changes.of("items"), *changes.of("barriers"))
    found = sorted(
        ((one, one.last) for one in lines if one.last and one.last.told),
        key=lambda pair: -abs(pair[1].difference),
    )
    rows = [change_tables.row(one, changes, printer) for one, _ in found]
    return {
        "asked": bool(lines),
        "lead": change_leads.how_many("items", lines, printer),
        "tables": tables.kept_together(rows, lambda row: str(row["name"]), 44, ROWS) if rows else [],
    }


def done(changes: Changes, printer: Printer) -> Page:
    """Return each action beside what moved."""
    return {
        "lead": change_leads.done(changes, printer),
        "none": "" if changes.outcomes else change_notes.done(changes, printer)[0],
        "tables": tables.kept_together(
            [_outcome(one, printer) for one in changes.outcomes], lambda row: str(row["text"]), 30, ROWS
        )
        if changes.outcomes
        else [],
        "many": len(changes.outcomes) > MANY,
        "effect": change_notes.effect(changes.effect, printer)
        if changes.effect and changes.effect.actions > 1
        else "",
    }


def _outcome(one: Outcome, printer: Printer) -> Page:
    said = printer.wording.say
    there, of = one.there, one.action
    return {
        "text": printer.choice(of.text),
        "about": change_notes.about(one, printer),
        "owner": printer.short(of.owner),
        "state": said(f"change.state.{of.state}"),
        "expected": signed(of.expected, printer) if of.expected is not None else "",
        "there": signed(there.difference, printer) if there else printer.none,
        "interval": printer.range(there.low, there.high) if there else "",
        "verdict": verdict(there, printer),
        "elsewhere": signed(one.elsewhere, printer) if one.elsewhere is not None else "",
        "beyond": signed(one.beyond, printer) if one.beyond is not None else "",
        "beyond_interval": printer.range(one.low, one.high)
        if one.low is not None and one.high is not None
        else "",
    }


def made(changes: Changes, printer: Printer) -> Page:
    """Return how the report is cited, and by what the figures of each year can be traced."""
    found = closing_pages.made(changes.now, printer)
    say = printer.wording.say
    earlier = [
        (f"{say(f'made.{name}')}, {one.findings.heading.year}", text)
        for one in changes.rounds[:-1]
        for name, text in _traced(one.findings.heading, changes.now.heading)
    ]
    return {"cite": found["cite"], "rows": [*found["rows"], *earlier]}


def _traced(of: Heading, now: Heading) -> Iterator[tuple[str, str]]:
    """Yield by what the figures of an earlier year can be traced; a questionnaire that is the same is told once."""
    yield "code", of.code
    if of.instrument_hash != now.instrument_hash:
        yield "instrument", f"{of.instrument} {of.version}"
        yield "instrument_hash", of.instrument_hash
    yield "data_digest", of.data_digest
