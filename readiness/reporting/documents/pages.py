"""What each page of the report holds: findings as sentences and rows, laid out by templates that decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from readiness.baseline.findings import AreaFinding, Findings, GroupFinding
from readiness.reporting import tables
from readiness.reporting.documents import area_pages, closing_pages
from readiness.reporting.words import headlines, sentences
from readiness.reporting.words.printed import TARGET, Printer

LONG_WORD = 20
"""Letters; a word up to this length fits in every column but the heat map's, which hyphenates."""
DIGESTS = ("instrument_hash", "data_digest")
Page = dict[str, Any]


def context(findings: Findings, printer: Printer, style: Path) -> Page:
    """Return all that the templates print."""
    return {
        "document": document(findings, printer),
        "heading": findings.heading,
        "cover": cover(findings, printer),
        "summary": summary(findings, printer),
        "who": who(findings, printer),
        "system": system(findings, printer),
        "heat": heat(findings, printer),
        "need": area_pages.need(findings, printer, style),
        "importance": area_pages.importance(findings, printer, style),
        "areas": [
            area_pages.area_page(one, i, findings, printer)
            for i, one in enumerate(findings.areas)
            if tables.shown(one)
        ],
        "asked_areas": bool(findings.areas),
        "area_statements": area_pages.area_statements(findings, printer),
        "groups": groups(findings, printer),
        "barriers": barriers(findings, printer),
        "statements": statements(findings, printer),
        "method": closing_pages.method(findings, printer),
        "hidden": closing_pages.hidden(findings, printer),
        "glossary": printer.wording.parts("glossary.words"),
        "made": closing_pages.made(findings, printer),
    }


def document(findings: Findings, printer: Printer) -> Page:
    """Return the document's own details; its day is the assessment's, so that the bytes are repeatable."""
    heading, say = findings.heading, printer.wording.say
    names = {"system": printer.short(heading.system), "year": str(heading.year)}
    which = "_simulated" if heading.simulated else ""
    keywords = [say("document.keywords"), *([say("document.keyword_simulated")] if heading.simulated else [])]
    return {
        "language": printer.wording.language,
        "title": say(f"document.title{which}", title=printer.short(heading.title), **names),
        "description": say(f"document.description{which}", **names),
        "keywords": ", ".join(keywords),
        "author": names["system"],
        "day": (heading.closed or heading.opened or date(heading.year, 1, 1)).isoformat(),
        "running": f"{names['system']}, {heading.year}",
        "long_words": longest_word(findings) > LONG_WORD,
    }


def longest_word(found: Any) -> int:
    """Return the length of the longest word in any text of the findings."""
    if isinstance(found, str):
        return max((len(word) for word in found.split()), default=0)
    if isinstance(found, tuple):
        return max(map(longest_word, found), default=0)
    if is_dataclass(found):
        return max(
            longest_word(getattr(found, field.name)) for field in fields(found) if field.name not in DIGESTS
        )
    return 0


def cover(findings: Findings, printer: Printer) -> Page:
    """Return what stands on the cover beside the title."""
    heading, say = findings.heading, printer.wording.say
    days = {
        name: printer.wording.day(day)
        for name, day in (("from", heading.opened), ("to", heading.closed))
        if day
    }
    asked = "cover.asked" if len(days) == 2 else f"cover.asked_{next(iter(days), '')}"
    if len(set(days.values())) == 1 and len(days) == 2:
        asked, days = "cover.asked_on", {"day": days["to"]}
    n, headcount = printer.number(findings.n), printer.number(findings.headcount)
    people = (
        say("cover.people_of", n=n, headcount=headcount) if findings.headcount else say("cover.people", n=n)
    )
    return {"asked": say(asked, **days) if days else "", "people": people}


def summary(findings: Findings, printer: Printer) -> Page:
    """Return the four questions, each with its large figure and its sentences."""
    found, say = sentences.summary(findings, printer), printer.wording.say
    standing_out = len(sentences.of_tier(findings, "clear", "likely"))
    pooled = any(one.need for one in findings.areas)
    top, _ = sentences.top_barriers(findings.barriers)
    blocks = [
        _block(
            "ready",
            printer.score(findings.general) if findings.general else "",
            say("summary.score_label"),
            found.ready,
            printer,
        ),
        _block(
            "need",
            str(standing_out) if pooled else "",
            _stand_out(standing_out, sentences.ranked(findings), printer),
            found.need,
            printer,
        ),
        _block(
            "barriers",
            printer.share(top[0].share) if top else "",
            say("summary.barrier_label"),
            found.barriers,
            printer,
        ),
        {"key": "first", "question": say("question.first"), "figure": "", "label": "", "texts": found.first},
    ]
    return {"blocks": blocks}


def _block(key: str, figure: str, label: str, texts: Sequence[str], printer: Printer) -> Page:
    shown = label if figure else printer.wording.say("summary.nothing_shown")
    question = printer.wording.say(f"question.{key}")
    return {"key": key, "question": question, "figure": figure or "–", "label": shown, "texts": texts}


def _stand_out(count: int, total: int, printer: Printer) -> str:
    if not count:
        return printer.wording.say("summary.stand_out_none")
    return printer.wording.say(
        "summary.stand_out_one" if count == 1 else "summary.stand_out", total=str(total)
    )


def who(findings: Findings, printer: Printer) -> Page:
    """Return who answered, by each kind of group."""
    kinds = tables.groups_of(findings)
    found = [
        {
            "kind": kind,
            "with_rates": any(one.headcount for one in groups),
            "rows": tables.who_rows(groups, printer),
            "notes": _who_notes(groups, findings.n, printer),
        }
        for kind, groups in kinds
    ]
    return {"head": headlines.who(findings, printer), "tables": found}


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
    low, high = headlines.extreme_statements(findings)
    return {
        "head": headlines.system(findings, printer),
        "explain": printer.wording.say("explain.system", target=printer.number(TARGET)),
        "rows": tables.system_rows(findings, printer),
        "criterion": sentences.criterion(findings, printer),
        "low": tables.statement_rows(low, findings, printer),
        "high": tables.statement_rows(high, findings, printer),
        "adopted_head": headlines.adopted(findings, printer),
        "adopted": tables.named_rows(findings.adopted, printer),
    }


def heat(findings: Findings, printer: Printer) -> Page:
    """Return the heat map of areas by dimensions, cut where a page ends."""
    rows = tables.area_heat(findings, printer)
    return {
        "head": headlines.heat_map(findings, printer),
        "explain": headlines.heat_map_explained(findings, printer),
        "divided": any(cell.divided for one in findings.areas for _, cell in one.dimensions),
        "columns": [
            *(printer.short(one.name) for one in findings.dimensions),
            printer.wording.say("label.general"),
        ],
        "tables": tables.kept_together(rows, lambda row: row.name, 52, 28),
        "system": tables.system_heat(findings, printer),
    }


def groups(findings: Findings, printer: Printer) -> Page:
    """Return how roles and places see the dimensions, and the differences between roles that are beyond chance."""
    say = printer.wording.say
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
    return {
        "head": headlines.roles(findings, printer),
        "says": sentences.role_gap(findings, printer),
        "columns": [*(printer.short(one.name) for one in findings.dimensions), say("label.general")],
        "system": tables.system_heat(findings, printer),
        "places_head": headlines.places(findings, printer),
        "roles": tables.group_heat(findings.roles, findings, printer),
        "places": tables.kept_together(
            tables.group_heat(findings.places, findings, printer), lambda row: row.name, 26, 20
        ),
        "gaps": tables.kept_together(gaps, lambda gap: gap["dimension"], 40, 16),
    }


def barriers(findings: Findings, printer: Printer) -> Page | None:
    """Return the barriers over the whole system."""
    if not findings.barriers:
        return None
    rows = tables.named_rows(findings.barriers, printer)
    by_area = [_top_barrier(one, printer) for one in findings.areas if tables.shown(one)]
    return {
        "head": headlines.barriers(findings, printer),
        "tables": tables.kept_together(rows, lambda row: row.name, 44),
        "by_area": tables.kept_together(by_area, lambda row: row[1], 60, 26),
    }


def _top_barrier(one: AreaFinding, printer: Printer) -> tuple[str, str, str]:
    top, _ = sentences.top_barriers(one.barriers)
    if not top:
        return printer.short(one.name), printer.none, printer.none
    named = printer.wording.joined([printer.wording.quoted(printer.short(barrier.name)) for barrier in top])
    return (
        printer.short(one.name),
        named,
        printer.wording.joined([printer.share(barrier.share) for barrier in top]),
    )


def statements(findings: Findings, printer: Printer) -> list[Page]:
    """Return each dimension's statements, a table or more for each."""
    return [
        {"name": printer.short(one.name), "holds": one.holds, "first": i == 0, "rows": part}
        for one in findings.dimensions
        for i, part in enumerate(
            tables.kept_together(
                tables.statement_rows(one.items, findings, printer), lambda row: row.name, 58, 36
            )
        )
    ]
