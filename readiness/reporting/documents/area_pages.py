"""The pages about clinical areas: where most change is needed, what matters to people, and each area's own page."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import quote

from readiness.baseline.findings import AreaFinding, Findings, Innovation, Share
from readiness.reporting import tables
from readiness.reporting.pictures import figures, spoken
from readiness.reporting.words import area, headlines, sentences
from readiness.reporting.words.printed import TARGET, Printer

MOST_BARRIERS = 5
"""Barriers on an area's page; the page of the whole system has all."""
MOST_AREAS = 30
"""Areas in one picture or table that fills a page; more go into further ones."""
SPACINGS = ((36, ""), (40, "tight"))
"""Up to how many lines an area's page is set in which spacing; one of more lines is set closest."""
AROUND = 5
"""Lines of the headings around local innovations."""
HEADLINE, COMPARED, DO, SURE = 92, 124, 104, 152
"""Letters on a line of each text on an area's page."""
ROLES, BARRIERS = 44, 54
"""The same of the two texts that stand side by side."""
DIMENSION, BARRIER, INNOVATION, STEP = 32, 34, 26, 10
"""Letters on a line of each name in a table."""
MOST_LETTERED = 12
"""Areas in one table of statements about them: several fit on a page, so that none leaves a page half empty."""
FEW_AREAS = 3
"""With so few areas there is no order, and the heat map and the table of need share a page."""
Page = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A statistical figure and what is read aloud in its place."""

    source: str
    alt: str


def need(findings: Findings, printer: Printer, style: Path) -> Page:
    """Return the picture of all areas with their intervals, and its table in the same order."""
    shown = [one for _, one in sorted(enumerate(findings.areas), key=_lowest_first) if one.readiness]
    rows = [_need_row(one, i, printer) for i, one in sorted(enumerate(findings.areas), key=_lowest_first)]
    return {
        "head": headlines.need(findings, printer),
        "pictures": [
            Picture(uri(figures.areas(part, shown, printer, style)), spoken.need(part, printer))
            for part in tables.kept_together(shown, lambda one: "", 1, MOST_AREAS)
            if len(shown) > 1
        ],
        "few": len(findings.areas) <= FEW_AREAS,
        "pooled": any(one.need for one in findings.areas),
        "total": str(sentences.ranked(findings)),
        "tables": tables.kept_together(rows, lambda row: "", 1, MOST_AREAS) if shown else [],
    }


def _lowest_first(one: tuple[int, AreaFinding]) -> float:
    """Return by what areas are sorted where their scores are compared; those that are not shown come last."""
    _, area = one
    return area.readiness.value if area.readiness else inf


def _need_row(one: AreaFinding, position: int, printer: Printer) -> Page:
    return {
        "name": printer.short(one.name),
        "anchor": tables.anchor(position) if tables.shown(one) else "",
        "n": printer.number(one.n),
        "score": printer.score(one.readiness),
        "interval": printer.interval(one.readiness),
        "importance": printer.score(one.importance, 1),
        "chance": printer.chance(one.need.probability) if one.need else printer.none,
        "position": printer.position(one.need) if one.need else printer.none,
        "low": one.need.rank_low if one.need else 0,
        "high": one.need.rank_high if one.need else 0,
        "guard": printer.ranks(one.need.set_low, one.need.set_high) if one.need else printer.none,
        "tier": one.need.tier if one.need else "none",
    }


def importance(findings: Findings, printer: Printer, style: Path) -> Page | None:
    """Return the picture of importance by gap, or nothing where fewer than two areas have both."""
    shown = [one for one in findings.areas if one.readiness and one.importance]
    if len(shown) < 2:
        return None
    say = printer.wording.say
    drawn, named = figures.importance(shown, printer, style)
    explained = [say("explain.importance", target=printer.number(TARGET))]
    if not named:
        explained.append(say("explain.importance_unnamed"))
    rows = [
        {
            "name": printer.short(one.name),
            "importance": printer.score(one.importance, 1),
            "interval": printer.interval(one.importance, 1),
            "readiness": printer.score(one.readiness),
            "readiness_interval": printer.interval(one.readiness),
        }
        for one in sorted(shown, key=lambda one: -(one.importance.value if one.importance else 0))
    ]
    return {
        "head": headlines.importance(findings, printer),
        "explain": " ".join(explained),
        "picture": Picture(uri(drawn), spoken.importance(shown, printer)),
        "tables": tables.kept_together(rows, lambda row: row["name"], 70, MOST_AREAS),
    }


def area_page(one: AreaFinding, position: int, findings: Findings, printer: Printer) -> Page:
    """Return one area's page."""
    page = {
        "anchor": tables.anchor(position),
        "name": one.name,
        "short": printer.short(one.name),
        "explain": printer.wording.say("explain.pictures", target=printer.number(TARGET)),
        "tier": one.need.tier if one.need else "none",
        "says": area.sentences(one, findings, printer),
        "facts": facts(one, findings, printer),
        "parts": tables.part_rows(one, findings, printer),
        "dimensions": tables.dimension_rows(one, findings, printer),
        "roles": tables.role_rows(one, printer),
        "barriers": tables.named_rows(one.barriers, printer, MOST_BARRIERS),
        "steps": [step.name for step in one.innovations[0].steps] if one.innovations else [],
        "innovations": [
            {
                "name": printer.short(innovation.name),
                "shares": tables.named_rows(innovation.steps, printer),
                "split": _steps(innovation),
            }
            for innovation in one.innovations
        ],
    }
    return page | {"spacing": _spacing(page)}


def _steps(innovation: Innovation) -> list[Share]:
    """Return the shares of all steps for one bar, or none if one of them is not shown."""
    shares = [step.share for step in innovation.steps if step.share]
    return shares if len(shares) == len(innovation.steps) else []


def _spacing(page: Page) -> str:
    """Return how closely an area's page is set, so that all of it stands on one."""
    lines = _lines_of(page)
    return next((name for most, name in SPACINGS if lines <= most), "tight tightest")


def _lines_of(page: Page) -> int:
    """Return about how many lines an area's page takes: of two columns those of the longer one."""
    says = page["says"]
    rows = sum(max(_lines(row.name, DIMENSION), 2 if row.split else 1) for row in page["dimensions"])
    roles = len(page["roles"]) + _lines(says.roles, ROLES)
    barriers = sum(_lines(row.name, BARRIER) for row in page["barriers"])
    innovations = sum(_lines(one["name"], INNOVATION) for one in page["innovations"])
    if innovations:
        innovations += AROUND + max(_lines(step, STEP) for step in page["steps"]) // 2
    told = (
        (says.headline, HEADLINE),
        (f"{says.parts} {says.limiting}", COMPARED),
        (says.do, DO),
        (" ".join((*says.sure, page["explain"])), SURE),
    )
    texts = sum(_lines(text, letters) for text, letters in told)
    return texts + rows + max(roles, barriers + _lines(says.barriers, BARRIERS)) + innovations


def _lines(text: str, letters: int) -> int:
    """Return about how many lines of so many letters a text takes."""
    return len(wrap(text, letters))


def facts(one: AreaFinding, findings: Findings, printer: Printer) -> list[tuple[str, str, str]]:
    say = printer.wording.say
    facts = [
        (
            say("label.readiness"),
            printer.score(one.readiness),
            printer.interval(one.readiness) if one.readiness else "",
        ),
        (say("label.answered"), printer.number(one.n), _of_asked(one, printer)),
        (
            say("label.importance_of_ten"),
            printer.score(one.importance, 1),
            printer.interval(one.importance, 1) if one.importance else "",
        ),
    ]
    if one.need:
        of_all = say("label.of_areas", total=str(sentences.ranked(findings)))
        facts.append((say("label.position"), printer.position(one.need), of_all))
    return facts


def _of_asked(one: AreaFinding, printer: Printer) -> str:
    if one.n is None or not one.headcount:
        return ""
    headcount, rate = printer.number(one.headcount), printer.rate(100 * one.n / one.headcount)
    return printer.wording.say("label.of_asked", headcount=headcount, rate=rate)


def area_statements(findings: Findings, printer: Printer) -> Page | None:
    """Return the statements about the areas, an area a row; their words are the same but for the area's name."""
    ids = list(dict.fromkeys(item.id for one in findings.areas for item in one.items))
    if not any(item.cell.favourable for one in findings.areas for item in one.items):
        return None
    texts = {
        item.id: of_this_area(item.text, one.name, printer)
        for one in reversed(findings.areas)
        for item in one.items
    }
    rows = []
    for one in findings.areas:
        shares = {item.id: item.cell.favourable for item in one.items}
        rows.append(
            (printer.short(one.name), [tables.share_row("", shares.get(key), printer) for key in ids])
        )
    letters = [chr(ord("A") + i) if i < 26 else str(i + 1) for i in range(len(ids))]
    keys = [(letter, printer.short(texts[key], 240)) for letter, key in zip(letters, ids, strict=True)]
    return {"keys": keys, "tables": tables.kept_together(rows, lambda row: row[0], 48, MOST_LETTERED)}


def of_this_area(text: str, name: str, printer: Printer) -> str:
    """Return a statement about an area with `this area` in place of its name, which may be long."""
    say = printer.wording.say
    named, here = say("label.in_area", area=name), say("label.in_this_area")
    return text.replace(named, here).replace(name, say("label.this_area"))


def uri(svg: str) -> str:
    """Return a picture as the address of an image."""
    return "data:image/svg+xml," + quote(svg)
