"""What a document says of its own making, inside the file, so that a program can make it again and compare.

Every document carries `made.json`: which assessment, questionnaire, answers, threshold, software and report wording it
was made from. Beside it lie the figures that it prints. The same stands in the description of the PDF (XMP).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import orjson

from readiness.baseline.findings import Findings
from readiness.baseline.years import Changes
from readiness.reporting import pdf, typefaces
from readiness.reporting.exports import csv
from readiness.reporting.exports.json import as_json
from readiness.reporting.finishing import Attached
from readiness.reporting.published import printer_of, published
from readiness.reporting.published.changes import published_changes

FORMAT = "readiness-document/1"
CLAIM, FIGURES = "made.json", "figures.csv"
LEFT_OUT = ("poster", "README.md")
"""In the reports folder, but no part of a report."""
TOOLS = ("WeasyPrint", "pydyf", "tinycss2", "matplotlib", "fonttools", "numpy")
"""Libraries that a page's bytes depend on."""
WHOLE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says that it was made from, and with."""

    kind: str
    """Which document: baseline, summary, area."""
    options: dict[str, str]
    """What of it: the area of an area report."""
    assessment: str
    """The code of the assessment."""
    instrument: str
    version: str
    instrument_hash: str
    data_digest: str
    threshold: int
    seed: int
    software: str
    definition: str
    """Digest of the wording, templates and styles of the report."""
    figures: str
    """Digest of the figures that the document shows."""
    tools: dict[str, str]
    """Versions of all that bytes depend on besides: two builds with other tools may differ in bytes alone."""
    language: str = ""
    """Which of the questionnaire's languages it is in; empty in files that do not say: the questionnaire's own."""


def claim(
    findings: Findings, reports: Path, kind: str = "baseline", options: Mapping[str, str] = WHOLE
) -> Claim:
    """Return what a document of these findings says of its making."""
    heading = findings.heading
    return Claim(
        kind=kind,
        options=dict(options),
        assessment=heading.code,
        instrument=heading.instrument,
        version=heading.version,
        instrument_hash=heading.instrument_hash,
        data_digest=heading.data_digest,
        threshold=heading.threshold,
        seed=heading.seed,
        software=heading.software,
        definition=definition(reports),
        figures=digest(shown(findings, options)),
        tools=_tools(),
        language=heading.language,
    )


def printed(
    html: str,
    findings: Findings,
    reports: Path,
    stylesheets: tuple[str, ...],
    kind: str = "baseline",
    options: Mapping[str, str] = WHOLE,
) -> bytes:
    """Return a filled-in page as a PDF that carries its claim and its figures."""
    said = claim(findings, reports, kind, options)
    tables = published(shown(findings, options), printer := printer_of(findings, reports))
    return _carrying(html, reports, stylesheets, said, csv.long(tables, printer))


def _carrying(html: str, reports: Path, stylesheets: tuple[str, ...], said: Claim, figures: bytes) -> bytes:
    """Lay out a page with what it says of its making, and with its figures, inside."""
    written = as_text(said)
    return pdf.printed(
        html,
        reports,
        stylesheets,
        identifier=hashlib.sha256(written.encode()).digest()[:16],
        attached=(
            Attached(CLAIM, "What this document was made from", written.encode(), "Supplement"),
            Attached(FIGURES, "The figures of this document", figures),
        ),
        described={name: value for name, value in _flat(said) if value},
    )


def claim_of_changes(changes: Changes, reports: Path, kind: str = "change") -> Claim:
    """Return what a change report says of its making: the newest year's claim, and which years stand before it."""
    before = " ".join(
        f"{of.code}:{of.data_digest}" for one in changes.rounds[:-1] for of in (one.findings.heading,)
    )
    said = claim(changes.now, reports, kind, {"before": before})
    return replace(said, figures=digest_of_changes(changes))


def digest_of_changes(changes: Changes) -> str:
    """Return a digest of all that several years' report is made of: each year's findings, and what came of them."""
    found = hashlib.sha256()
    for one in changes.rounds:
        found.update(digest(one.findings).encode())
        asked = sorted((part, sorted(texts.items())) for part, texts in one.statements.items())
        own = sorted((part, sorted(ids)) for part, ids in one.own.items())
        found.update(repr((one.mode, asked, own, one.descents, one.moves)).encode(errors="surrogatepass"))
    parts = (changes.lines, changes.breaks, changes.banners, changes.outcomes, changes.effect)
    found.update(repr(parts).encode(errors="surrogatepass"))
    return found.hexdigest()


def printed_changes(html: str, changes: Changes, reports: Path, stylesheets: tuple[str, ...]) -> bytes:
    """Return a filled-in change report as a PDF that carries its claim and its figures."""
    said = claim_of_changes(changes, reports)
    tables = published_changes(changes, printer := printer_of(changes.now, reports))
    return _carrying(html, reports, stylesheets, said, csv.long(tables, printer))


def shown(findings: Findings, options: Mapping[str, str]) -> Findings:
    """Return the findings that a document may carry: in an area's own report, that area alone and nobody's words.

    Comments are of the whole system; beside one area they would be read as that area's.
    """
    if "area" not in options:
        return findings
    own = tuple(area for area in findings.areas if area.id == options["area"])
    return replace(findings, areas=own, comments=())


def as_text(said: Claim) -> str:
    """Return the claim as JSON, the same text for the same claim."""
    return json.dumps({"format": FORMAT, **asdict(said)}, ensure_ascii=True, indent=2)


def from_text(text: str | bytes) -> Claim | None:
    """Return the claim that is written there, or None where there is none that we know."""
    try:
        found = json.loads(text)
        if found.pop("format") != FORMAT:
            return None
        return Claim(**found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def definition(reports: Path) -> str:
    """Return a digest of every file that says how reports look and what they say."""
    found = hashlib.sha256()
    for path in sorted(_files(reports), key=lambda path: path.relative_to(reports).as_posix()):
        data = path.read_bytes()
        found.update(f"{path.relative_to(reports).as_posix()}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def _files(reports: Path) -> Iterator[Path]:
    for path in filter(Path.is_file, reports.rglob("*")):
        parts = path.relative_to(reports).parts
        if parts[0] not in LEFT_OUT and not any(part.startswith((".", "__")) for part in parts):
            yield path


@cache
def _tools() -> dict[str, str]:
    from weasyprint.text.ffi import pango

    versions = {name: importlib.metadata.version(name) for name in TOOLS}
    fonts = b"".join(path.read_bytes() for path in typefaces.faces().values())
    return {**versions, "Pango": str(pango.pango_version()), "fonts": hashlib.sha256(fonts).hexdigest()[:16]}


def _flat(said: Claim) -> Iterator[tuple[str, str]]:
    """Return the claim as names and texts, without what only a rebuild needs."""
    for name, value in asdict(said).items():
        if name == "options":
            yield from value.items()
        elif name != "tools":
            yield name, str(value)


def digest(findings: Findings) -> str:
    """Return a digest of findings; the same for the same findings."""
    try:
        data = orjson.dumps(findings)
    except orjson.JSONEncodeError:  # a text with half a letter in it
        data = as_json(findings).encode(errors="surrogatepass")
    return hashlib.sha256(data).hexdigest()
