"""The documents that leads download: protected findings in, one accessible PDF or page out.

Which documents there are, and what each of them holds, is said in `CONTENTS`; what they look like is data in the
reports folder, a folder for each and `parts/` for what they share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError
from readiness.reporting import claims, files, kinds, stages, tables, typefaces
from readiness.reporting.documents import area, baseline, heading, summary
from readiness.reporting.documents.compiled import TEMPLATES
from readiness.reporting.pictures import charts
from readiness.reporting.words import wording
from readiness.reporting.words.printed import TARGET, Printer, printable

Page = dict[str, Any]
SIMULATED = "parts/simulated.css"
SHORT_WORD = 8
"""Letters of a last word that looks lost on a line of its own."""


@dataclass(frozen=True, slots=True)
class Document:
    """Which document is wanted."""

    kind: str = "baseline"
    """baseline, area, summary or change: the name of its folder."""
    area: str = ""
    """The id of the area that an area report is about."""

    @property
    def styles(self) -> tuple[str, ...]:
        """The stylesheets of the document, each laid over the one before."""
        return ("parts/print.css", f"{self.kind}/{self.kind}.css")

    @property
    def options(self) -> dict[str, str]:
        """What is wanted of the kind, by name."""
        return {"area": self.area} if self.area else {}


BASELINE = Document()
SUMMARY = Document("summary")
CONTENTS: Mapping[str, Callable[[Findings, Printer, Path, int], Page]] = {
    "baseline": lambda findings, printer, style, _: baseline.context(findings, printer, style),
    "area": lambda findings, printer, _, position: area.context(findings, printer, position),
    "summary": lambda findings, printer, _, __: summary.context(findings, printer),
}


def of_area(wanted: str) -> Document:
    """Return the report of one area."""
    return Document("area", wanted)


def of_areas(findings: Findings) -> list[Document]:
    """Return the report of every area; one that cannot be shown says so, and what it takes."""
    return [of_area(one.id) for one in findings.areas]


def file_name(findings: Findings, document: Document = BASELINE, language: str | None = None) -> str:
    """Return the name of the file that a document is usually written to; one asked for in a language names it."""
    about, of = findings.heading, "".join(f"-{one}" for one in (document.area, language) if one)
    return f"{kinds.known(document.kind).stem(about.baseline)}-{about.year}-{about.code}{of}.pdf"


def write(findings: Findings, reports: Path, out: Path, document: Document = BASELINE) -> Path:
    """Write a document to `out`, whole or not at all; the same findings always give the same bytes."""
    require_templates(reports, document)
    files.require_place(out)
    return files.write_whole(out, rendered(findings, reports, document))


def rendered(findings: Findings, reports: Path, document: Document = BASELINE) -> bytes:
    """Return a document as PDF/UA-1 bytes."""
    typefaces.check()
    return laid_out(page(findings, reports, document), findings, reports, document)


def laid_out(html: str, findings: Findings, reports: Path, document: Document = BASELINE) -> bytes:
    """Return the filled-in page as PDF/UA-1 bytes that carry their figures and what they were made from."""
    styles = (*document.styles, SIMULATED) if findings.heading.simulated else document.styles
    return claims.printed(html, findings, reports, styles, document.kind, document.options)


def write_page(findings: Findings, reports: Path, out: Path, document: Document = BASELINE) -> Path:
    """Write a document as one self-contained page for a browser, whole or not at all."""
    require_templates(reports, document)
    files.require_place(out)
    return files.write_whole(out, page(findings, reports, document, screen=True).encode(errors="replace"))


def page(findings: Findings, reports: Path, document: Document = BASELINE, screen: bool = False) -> str:
    """Return a document as one HTML page, to be laid out on paper or with the stylesheet of a screen inside."""
    stages.enter(stages.FIGURES)
    position = _position(findings, document)
    shown, printer = printable(findings), Printer(wording.load(reports, findings.heading.language))
    environment = templates(reports, printer, findings.heading.threshold)
    found = CONTENTS[document.kind](shown, printer, reports / "figures.mplstyle", position)
    about = heading.document(shown, printer, document.kind, found["title"])
    template = environment.get_template(f"{document.kind}/{document.kind}.html")
    return template.render(found, document=about, heading=shown.heading, screen=screen)


def _position(findings: Findings, document: Document) -> int:
    """Return which of the areas is wanted, or refuse it with the ids that there are."""
    known = [one.id for one in findings.areas]
    if document.kind != "area":
        return -1
    if document.area in known:
        return known.index(document.area)
    there = f"Choose one of these: {', '.join(known)}." if known else "This assessment has none."
    raise ReadinessError(f"There is no clinical area {document.area!r}.", there)


def templates(reports: Path, printer: Printer, threshold: int) -> Environment:
    """Return what fills in templates: every text is escaped; a name that nobody set is an error."""
    environment = Environment(
        loader=FileSystemLoader(reports),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        bytecode_cache=TEMPLATES,
    )
    edges = [f"{edge}+" for edge in tables.BANDS]
    environment.filters["ended"] = ended
    environment.globals.update(
        say=printer.wording.say,
        absent=printer.none,
        threshold=str(threshold),
        target=printer.number(TARGET),
        shades=[f"<{tables.BANDS[0]}", *edges],
        numbered=Numbering(printer),
        track=lambda mean, mark=None, dark=False: charts.track(mean, mark, environment, dark),
        split=lambda shares: charts.split(shares, environment),
        strip=lambda scores: charts.strip(scores, environment),
        span=lambda low, high, total: charts.span(low, high, total, environment),
        bar=charts.bar,
    )
    return environment


def ended(text: str) -> str:
    """Return a text in large type so that its last word does not stand on a line of its own, if it is a short one."""
    before, _, last = text.rpartition(" ")
    return f"{before}\N{NO-BREAK SPACE}{last}" if before and len(last) <= SHORT_WORD else text


class Numbering:
    """Counts figures and tables in the order in which a document prints them."""

    def __init__(self, printer: Printer) -> None:
        """Begin at the first of each."""
        self._printer, self._last = printer, {"figure": 0, "table": 0}

    def __call__(self, kind: str) -> str:
        """Return the next number of a figure or a table with its word, such as Figure 3."""
        self._last[kind] += 1
        return self._printer.wording.say(f"number.{kind}", number=str(self._last[kind]))


def require_templates(reports: Path, document: Document) -> None:
    """Refuse a reports folder that does not hold this document."""
    if not (reports / document.kind / f"{document.kind}.html").exists():
        raise ReadinessError(
            f"{reports} holds no templates for this document ({document.kind}/{document.kind}.html).",
            "Point the setting `reports` to a folder that holds baseline/, area/, summary/, parts/ and wording/.",
        )
