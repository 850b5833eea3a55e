"""The closing pages: how figures were made, how good the data are, what is not shown, and how to trace it all."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from readiness.baseline.findings import Findings, Mean
from readiness.reporting import tables
from readiness.reporting.words import sentences
from readiness.reporting.words.printed import Printer

UNSTANDARDISED, PARTLY = "not-standardised", "area-headcounts-unknown"
Page = dict[str, Any]


def facts(findings: Findings) -> frozenset[str]:
    """Return what a report shows, by the names that texts of its closing pages are kept for (`only`)."""
    areas = findings.areas
    true = {
        "areas": areas,
        "no areas": not areas,
        "order": any(one.need for one in areas),
        "divided": any(cell.divided for one in areas for _, cell in one.dimensions),
        "importance": any(one.importance for one in areas),
        "barriers": findings.barriers,
        "roles": len(findings.roles) > 1,
        "places": len(findings.places) > 1,
        "checks": findings.drivers or any(one.alpha is not None for one in findings.dimensions),
    }
    return frozenset(name for name, is_so in true.items() if is_so)


def fitting(parts: Iterable[dict[str, str]], fits: Container[str]) -> list[dict[str, str]]:
    """Return the texts that are true of a report: those kept for nothing, and those for something that it shows."""
    return [part for part in parts if "only" not in part or part["only"] in fits]


def glossary(findings: Findings, printer: Printer) -> list[dict[str, str]]:
    """Return what the words mean that a report uses."""
    return fitting(printer.wording.parts("glossary.words"), facts(findings))


def method(findings: Findings, printer: Printer) -> Page:
    """Return how figures were made and how good the data are, as far as a report shows what it is about."""
    quality = findings.quality
    flagged = dict(quality.without_flagged)
    # That no headcount is known of some areas says nothing more where none is known at all.
    notes = [note for note in quality.notes if note != PARTLY or UNSTANDARDISED not in quality.notes]
    return {
        "parts": fitting(printer.wording.parts("method.parts"), facts(findings)),
        "checks": _checks(findings, printer),
        "straight": _straight(bool(flagged), printer),
        "flagged": bool(flagged),
        "notes": [_note(note, printer) for note in notes],
        "drivers": _drivers(findings, printer),
        "explained": _explained(findings, printer),
        "reliability": _reliability(findings, flagged, printer),
    }


def _checks(findings: Findings, printer: Printer) -> list[tuple[str, str]]:
    """Return the checks that there can be: without headcounts there is no rate, and no mix of roles to weight to."""
    say, quality = printer.wording.say, findings.quality
    counted = findings.headcount is not None
    checks = [
        (True, say("quality.people"), printer.number(findings.n)),
        (counted, say("quality.rate"), printer.rate(findings.rate)),
        (bool(findings.areas), say("quality.areas_each"), printer.number(quality.areas_each, 1)),
        (True, say("quality.dont_know"), printer.share(quality.dont_know)),
        (True, say("quality.blank"), printer.share(quality.blank)),
        (True, say("quality.straight"), printer.share(quality.flagged)),
        (counted, say("quality.unstandardised"), printer.score(quality.unstandardised)),
        (counted, say("quality.weighting"), printer.number(quality.weighting_effect, 2)),
        (True, say("quality.hidden"), printer.number(quality.hidden)),
    ]
    return [(name, figure) for can_be, name, figure in checks if can_be]


def _reliability(findings: Findings, flagged: dict[str, Mean], printer: Printer) -> list[Page]:
    """Return how well the statements of each dimension belong together, or nothing where too few answered to say."""
    if not flagged and all(one.alpha is None and one.omega is None for one in findings.dimensions):
        return []
    return [
        {
            "name": printer.short(one.name),
            "alpha": printer.number(one.alpha, 2),
            "omega": printer.number(one.omega, 2),
            "interval": printer.range(one.alpha_low, one.alpha_high, 2)
            if one.alpha_low is not None and one.alpha_high is not None
            else printer.none,
            "score": printer.score(one.cell.mean),
            "without": printer.score(flagged.get(one.id)),
        }
        for one in findings.dimensions
    ]


def _straight(flagged: bool, printer: Printer) -> str:
    """Say what became of people who gave one rating over and over."""
    keys = ("quality.straight_note", "quality.straight_table")[: 2 if flagged else 1]
    return " ".join(printer.wording.say(key) for key in keys)


def _note(note: str, printer: Printer) -> str:
    """Return the words of a note that the findings name by its id; a note without an entry is its own words."""
    key = f"note.{note}"
    return printer.wording.say(key) if printer.wording.has(key) else note


def _drivers(findings: Findings, printer: Printer) -> list[tables.ShareRow]:
    """Return each dimension's share of what goes with people's own view of readiness."""
    percent = printer.rate
    return [
        tables.ShareRow(
            printer.short(sentences.dimension_name(findings, one.dimension)),
            percent(one.share),
            one.share,
            printer.percents(one.low, one.high),
        )
        for one in findings.drivers
    ]


def _explained(findings: Findings, printer: Printer) -> str:
    explained = findings.quality.explained
    return (
        printer.wording.say("quality.drivers_text", share=printer.rate(explained))
        if explained is not None
        else ""
    )


def hidden(findings: Findings, printer: Printer, bare: Sequence[str] = ()) -> Page:
    """Return what is not shown, and why; `bare` are the sections that are left out whole, by their keys."""
    wording, count = printer.wording, findings.quality.hidden
    threshold = str(findings.heading.threshold)
    missing = [one for one in findings.areas if not tables.shown(one)]
    texts = [wording.say("hidden.intro", threshold=threshold)]
    texts.append(wording.counted("hidden.count", count) if count else wording.say("hidden.count_none"))
    if missing:
        named = wording.joined([one.name for one in missing])
        texts.append(wording.counted("hidden.areas", len(missing), areas=named))
    blank = [printer.short(one.name) for one in findings.places if one.with_blank]
    if blank:
        texts.append(wording.say("hidden.with_blank", name=wording.joined(blank)))
    if bare:
        names = [wording.quoted(wording.say(f"section.{key}")) for key in bare]
        texts.append(wording.counted("hidden.bare", len(bare), names=wording.joined(names)))
    parts = fitting(wording.parts("hidden.parts", threshold=threshold), facts(findings))
    return {"texts": texts, "parts": parts}


def made(findings: Findings, printer: Printer) -> Page:
    """Return the details by which the figures can be traced and made again."""
    heading, say = findings.heading, printer.wording.say
    days = [printer.wording.day(day) if day else printer.none for day in (heading.opened, heading.closed)]
    rows = [
        (say("made.system"), printer.short(heading.system, 120)),
        (say("made.year"), str(heading.year)),
        (say("made.code"), printer.short(heading.code)),
        (say("made.kind"), say("made.kind_simulated" if heading.simulated else "made.kind_real")),
        (say("made.opened"), days[0]),
        (say("made.closed"), days[1]),
        (say("made.instrument"), f"{heading.instrument} {heading.version}"),
        (say("made.instrument_hash"), heading.instrument_hash),
        (say("made.data_digest"), heading.data_digest),
        (say("made.threshold"), str(heading.threshold)),
        (say("made.software"), heading.software),
        (say("made.seed"), str(heading.seed)),
    ]
    return {"cite": _cite(findings, printer), "rows": rows}


def _cite(findings: Findings, printer: Printer) -> str:
    """Return how the report is cited: what is simulated is cited as simulated."""
    heading, say = findings.heading, printer.wording.say
    values = {"system": printer.short(heading.system), "title": printer.short(heading.title)}
    of = say("made.cite_of", instrument=heading.instrument, version=heading.version, code=heading.code)
    cited = say("made.cite_text", year=str(heading.year), **values)
    return " ".join([cited, of, *([say("simulated.cover")] if heading.simulated else [])])
