"""The baseline report: protected findings in, one accessible PDF out."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError
from readiness.reporting import claims, files, stages, tables, typefaces
from readiness.reporting.documents import pages
from readiness.reporting.pictures import charts
from readiness.reporting.words import wording
from readiness.reporting.words.printed import TARGET, Printer, printable

STYLES = ("print.css",)
STYLES_SIMULATED = ("print.css", "simulated.css")


def write(findings: Findings, reports: Path, out: Path) -> Path:
    """Write the baseline report to `out`, whole or not at all; the same findings always give the same bytes."""
    _check(reports)
    files.require_place(out)
    return files.write_whole(out, rendered(findings, reports))


def rendered(findings: Findings, reports: Path) -> bytes:
    """Return the report as PDF/UA-1 bytes."""
    typefaces.check()
    return laid_out(page(findings, reports), findings, reports)


def laid_out(html: str, findings: Findings, reports: Path) -> bytes:
    """Return the filled-in page as PDF/UA-1 bytes that carry their figures and what they were made from."""
    styles = STYLES_SIMULATED if findings.heading.simulated else STYLES
    return claims.printed(html, findings, reports, styles)


def page(findings: Findings, reports: Path) -> str:
    """Return the report as one HTML page, before it is laid out."""
    stages.enter(stages.FIGURES)
    printer = Printer(wording.load(reports, findings.heading.language))
    environment = _environment(reports, printer, findings.heading.threshold)
    found = pages.context(printable(findings), printer, reports / "figures.mplstyle")
    return environment.get_template("report.html").render(found)


def _environment(reports: Path, printer: Printer, threshold: int) -> Environment:
    """Every text is escaped, whatever the template's name; a name that nobody set is an error."""
    environment = Environment(
        loader=FileSystemLoader(reports / "baseline"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    edges = [f"{edge}+" for edge in tables.BANDS]
    environment.globals.update(
        say=printer.wording.say,
        absent=printer.none,
        threshold=str(threshold),
        target=printer.number(TARGET),
        shades=[f"<{tables.BANDS[0]}", *edges],
        track=lambda mean, mark: charts.track(mean, mark, environment),
        split=lambda shares: charts.split(shares, environment),
        bar=charts.bar,
    )
    return environment


def _check(reports: Path) -> None:
    if not (reports / "baseline" / "report.html").exists():
        raise ReadinessError(
            f"{reports} holds no report templates.",
            "Point the setting `reports` to a folder that holds baseline/ and wording/.",
        )
