"""The baseline report, page by page: findings as sentences and rows, laid out by templates that decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readiness.baseline.findings import AreaFinding, DimensionFinding, Findings, GroupFinding
from readiness.reporting import tables
from readiness.reporting.documents import area_pages, closing_pages, voices
from readiness.reporting.documents.counsel import counsel
from readiness.reporting.documents.heading import named
from readiness.reporting.documents.story import story
from readiness.reporting.words import area, headlines, sentences
from readiness.reporting.words.picking import picked_for_system
from readiness.reporting.words.printed import TARGET, Printer

MOST_DIMENSIONS = 10
"""Dimensions that fit on the cover."""
HEAT_NAME, HEAT_LINES = 30, 40
"""Letters of a name on one line of a crowded heat map, and lines on a page; two in one row take little more."""
Page = dict[str, Any]


def context(findings: Findings, printer: Printer, style: Path) -> Page:
    """Return all that the templates print; a page on which nothing could be shown is left out, and it is said which."""
    told = story(findings, printer)
    pages = {
        "system": _unless_bare(system(findings, printer), "rows", "low", "adopted"),
        "heat": _unless_bare(heat(findings, printer), "tables"),
        "need": _unless_bare(area_pages.need(findings, printer, style), "tables"),
        "groups": groups(findings, printer),
        "barriers": _unless_bare(barriers(findings, printer), "tables"),
        "statements": statements(findings, printer),
    }
    asked = {
        "system": findings.dimensions,
        "heat": findings.areas,
        "need": findings.areas,
        "groups": len(findings.roles) > 1 or len(findings.places) > 1,
        "barriers": findings.barriers,
        "statements": findings.dimensions,
    }
    titles = {"heat": "map"}
    bare = [titles.get(key, key) for key, page in pages.items() if asked[key] and not page]
    return {
        "title": printer.short(findings.heading.title),
        "story": told,
        "cover": cover(findings, told["message"], printer),
        "who": who(findings, printer),
        **pages,
        "importance": area_pages.importance(findings, printer, style),
        "areas": [
            area_pages.area_page(one, i, findings, printer)
            for i, one in enumerate(findings.areas)
            if tables.shown(one)
        ],
        "works": works(findings, printer),
        "advice": advice(findings, printer),
        "method": closing_pages.method(findings, printer),
        "hidden": closing_pages.hidden(findings, printer, bare),
        "glossary": closing_pages.glossary(findings, printer),
        "made": closing_pages.made(findings, printer),
    }


def _unless_bare(page: Page | None, *shown: str) -> Page | None:
    """Return a page, or nothing where none of its tables holds a row."""
    return page if page and any(page[key] for key in shown) else None


def cover(findings: Findings, message: str, printer: Printer) -> Page:
    """Return what stands on the cover beside the title: the message, every dimension's score, who answered and when."""
    heading, say = findings.heading, printer.wording.say
    days = {
        name: printer.wording.day(day)
        for name, day in (("from", heading.opened), ("to", heading.closed))
        if day
    }
    asked = "cover.asked" if len(days) == 2 else f"cover.asked_{next(iter(days), '')}"
    if len(set(days.values())) == 1 and len(days) == 2:
        asked, days = "cover.asked_on", {"day": days["to"]}
    people = sentences.told_of(findings.n, findings.headcount, "cover.people", printer)
    return {
        "kind": named(heading, printer),
        "asked": say(asked, **days) if days else "",
        "people": people,
        "message": message,
        "rows": _profile(findings, printer),
    }


def _profile(findings: Findings, printer: Printer) -> list[tables.ScoreRow]:
    """Return the dimensions for the cover, or nothing where none is shown or there are too many."""
    rows = [tables.score_row(one.name, one.cell.mean, printer) for one in findings.dimensions]
    return rows if len(rows) <= MOST_DIMENSIONS and any(row.mean for row in rows) else []


def who(findings: Findings, printer: Printer) -> Page:
    """Return who answered, by each kind of group."""
    kinds = tables.groups_of(findings)
    found = [
        {
            "kind": kind,
            "with_rates": any(one.headcount for one in groups),
            "rows": tables.who_rows(groups, findings.n, printer),
            "notes": _who_notes(groups, findings.n, printer),
        }
        for kind, groups in kinds
        if len(groups) > 1 and any(one.n is not None for one in groups)
    ]
    return {"head": headlines.who(findings, printer), "tables": found, "asked": bool(kinds)}


def _who_notes(groups: Sequence[GroupFinding], total: int, printer: Printer) -> str:
    """Say where those who did not say are counted, or that some left the question blank if that gives nobody away."""
    named = [printer.short(one.name) for one in groups if one.with_blank]
    counts = [one.n for one in groups if one.n is not None]
    notes = []
    if named:
        notes.append(printer.wording.say("explain.with_blank", name=printer.wording.joined(named)))
    if len(counts) == len(groups) and sum(counts) < total:
        notes.append(printer.wording.say("explain.left_blank"))
    return " ".join(notes)


def system(findings: Findings, printer: Printer) -> Page:
    """Return the whole system's dimensions, its extreme statements and what became routine."""
    low, _ = headlines.extreme_statements(findings)
    return {
        "head": headlines.system(findings, printer),
        "explain": printer.wording.say("explain.system", target=printer.number(TARGET)),
        "rows": tables.system_rows(findings, printer) if _measured(findings) else [],
        "criterion": sentences.criterion(findings, printer),
        "low": tables.statement_rows(low, findings, printer),
        "adopted_head": headlines.adopted(findings, printer),
        "adopted": tables.named_rows(findings.adopted, printer) if _answered(findings) else [],
    }


def _measured(findings: Findings) -> bool:
    """Say whether any score of the whole system is shown."""
    cells = [one.cell for one in findings.dimensions] + [cell for _, _, cell in findings.components]
    return any(cell.mean or cell.divided for cell in cells)


def _answered(findings: Findings) -> bool:
    """Say whether any answer about the last year is shown."""
    return any(one.share for one in findings.adopted)


def heat(findings: Findings, printer: Printer) -> Page:
    """Return the heat map of areas by dimensions, cut where a page ends."""
    rows, seen = tables.area_heat(findings, printer), any(tables.shown(one) for one in findings.areas)
    return {
        "head": headlines.heat_map(findings, printer),
        "explain": headlines.heat_map_explained(findings, printer),
        "divided": any(cell.divided for one in findings.areas for _, cell in one.dimensions),
        "columns": [
            *(printer.short(one.name) for one in findings.dimensions),
            printer.wording.say("label.general"),
        ],
        "tables": tables.kept_together(rows, lambda row: row.name, HEAT_NAME, HEAT_LINES) if seen else [],
        "system": tables.system_heat(findings, printer),
    }


def groups(findings: Findings, printer: Printer) -> Page | None:
    """Return how roles and places see the dimensions, and the differences between roles that are beyond chance.

    One role or place is compared with none; where nothing of them is shown there is no such page.
    """
    say = printer.wording.say
    roles = findings.roles if len(findings.roles) > 1 and _seen(findings.roles) else ()
    places = findings.places if sum(one.general is not None for one in findings.places) > 1 else ()
    if not roles and not places:
        return None
    gaps = [
        {
            "dimension": printer.short(sentences.dimension_name(findings, gap.dimension)),
            "lower": printer.short(sentences.role_name(findings, gap.lower_role)),
            "higher": printer.short(sentences.role_name(findings, gap.higher_role)),
            "difference": printer.number(abs(gap.difference)),
            "interval": printer.size(gap.low, gap.high),
        }
        for gap in sorted(findings.role_gaps, key=lambda gap: -abs(gap.difference))
    ]
    key = "groups" if roles and places else "groups_roles" if roles else "groups_places"
    of_places, says = headlines.places(findings, printer), sentences.role_gap(findings, printer)
    head = headlines.roles(findings, printer) if roles else of_places
    return {
        "key": key,
        "head": head,
        "says": says if roles and says.rstrip(".") != head else "",
        "columns": [*(printer.short(one.name) for one in findings.dimensions), say("label.general")],
        "system": tables.system_heat(findings, printer),
        "places_head": of_places if roles else "",
        "roles": tables.group_heat(roles, findings, printer),
        "places": tables.kept_together(
            tables.group_heat(places, findings, printer), lambda row: row.name, 26, 20
        ),
        "gaps": tables.kept_together(gaps, lambda gap: gap["dimension"], 40, 16),
    }


def _seen(groups: Sequence[GroupFinding]) -> bool:
    """Say whether any score of these groups is shown."""
    return any(one.general or any(cell.mean for _, cell in one.dimensions) for one in groups)


def barriers(findings: Findings, printer: Printer) -> Page | None:
    """Return the barriers over the whole system, and what is named most in each area."""
    if not findings.barriers:
        return None
    shown = [one for one in findings.barriers if one.share]
    rows = tables.named_rows(findings.barriers, printer) if shown else []
    everywhere = headlines.barrier_everywhere(findings, printer)
    areas = [one for one in findings.areas if tables.shown(one)]
    told = len(areas) > 1 and not everywhere and any(each.share for one in areas for each in one.barriers)
    by_area = [_top_barrier(one, printer) for one in areas] if told else []
    return {
        "head": headlines.barriers(findings, printer),
        "tables": tables.kept_together(rows, lambda row: row.name, 44),
        "everywhere": everywhere,
        "by_area": tables.kept_together(by_area, _longer_name, 60, area_pages.MOST_AREAS),
    }


def _longer_name(row: tuple[str, str, str]) -> str:
    """Return the text that takes more lines: the area's name has half the room of the barrier's."""
    return max(row[0] + row[0], row[1], key=len)


def _top_barrier(one: AreaFinding, printer: Printer) -> tuple[str, str, str]:
    top, _ = sentences.top_barriers(one.barriers)
    if not top:
        return printer.short(one.name), printer.none, printer.none
    named = printer.wording.joined(sentences.barrier_names(top, printer))
    return printer.short(one.name), named, sentences.barrier_shares(top, printer)


def works(findings: Findings, printer: Printer) -> Page | None:
    """Return what works already: what people agree with most, and the areas that others may learn from."""
    _, high = headlines.extreme_statements(findings)
    rows = [
        (printer.short(one.name), area.names(one.above, findings, printer))
        for one in findings.areas
        if one.above
    ]
    if not rows and not high and not findings.comments:
        return None
    return {
        "head": headlines.works(len(rows), findings, printer),
        "none": headlines.no_stronger_area(findings, printer),
        "high": tables.statement_rows(high, findings, printer),
        "tables": tables.kept_together(rows, _longer, 60, 24),
        "voices": voices.voices(findings, printer),
    }


def _longer(row: tuple[str, str]) -> str:
    """Return the text that takes more lines: the area's name has less than half the room of what it is stronger in."""
    name, strengths = row
    return max(name + name, strengths, key=len)


def advice(findings: Findings, printer: Printer) -> Page:
    """Return what to change across the whole system, with the evidence behind it."""
    pieces = picked_for_system(findings, printer.wording.advice)
    names = printer.wording.joined(
        [
            printer.wording.quoted(printer.choice(one.name))
            if one.advice.kind == "barriers"
            else printer.inside(one.name)
            for one in pieces
        ]
    )
    head = printer.wording.say("head.advice", names=names) if pieces else ""
    return {"head": head, **counsel(pieces, printer)}


def statements(findings: Findings, printer: Printer) -> Page | None:
    """Return each dimension's statements and those about areas, and of which dimensions none is shown."""
    of_areas = area_pages.area_statements(findings, printer)
    seen = [one for one in findings.dimensions if any(item.cell.favourable for item in one.items)]
    unseen = [printer.inside(one.name) for one in findings.dimensions if one not in seen]
    if not seen and not of_areas:
        return None
    names = printer.wording.joined(unseen)
    return {
        "of_areas": of_areas,
        "tables": [
            {"title": _part_title(one, i, printer), "rows": part}
            for one in seen
            for i, part in enumerate(
                tables.kept_together(
                    tables.statement_rows(one.items, findings, printer), lambda row: row.name, 58, 36
                )
            )
        ],
        "unseen": printer.wording.say("explain.statements_hidden", names=names) if unseen else "",
    }


def _part_title(one: DimensionFinding, part: int, printer: Printer) -> str:
    """Return the name of a dimension, and that it goes on."""
    name = printer.short(one.name)
    return printer.wording.say("label.continued", name=name) if part else name
