"""The change report as a PDF and as a page for a browser: several years' protected findings in, one document out."""

from __future__ import annotations

from pathlib import Path

from readiness.baseline.years import Changes, Step
from readiness.reporting import claims, files, stages, typefaces
from readiness.reporting.documents import change, heading, report
from readiness.reporting.pictures import shifts
from readiness.reporting.published import printer_of
from readiness.reporting.words.printed import printable

KIND = "change"
DOCUMENT = report.Document(KIND)


def file_name(changes: Changes, language: str | None = None) -> str:
    """Return the name of the file that the report is usually written to."""
    return report.file_name(changes.now, DOCUMENT, language)


def rendered(changes: Changes, reports: Path) -> bytes:
    """Return the report as PDF/UA-1 bytes; the same years always give the same bytes."""
    typefaces.check()
    html, styles = page(changes, reports), DOCUMENT.styles
    if simulated(changes):
        styles = (*styles, report.SIMULATED)
    return claims.printed_changes(html, changes, reports, styles)


def write(changes: Changes, reports: Path, out: Path) -> Path:
    """Write the report to `out`, whole or not at all."""
    report.require_templates(reports, DOCUMENT)
    files.require_place(out)
    return files.write_whole(out, rendered(changes, reports))


def write_page(changes: Changes, reports: Path, out: Path) -> Path:
    """Write the report as one self-contained page for a browser, whole or not at all."""
    report.require_templates(reports, DOCUMENT)
    files.require_place(out)
    return files.write_whole(out, page(changes, reports, screen=True).encode(errors="replace"))


def page(changes: Changes, reports: Path, screen: bool = False) -> str:
    """Return the report as one HTML page, to be laid out on paper or with the stylesheet of a screen inside."""
    stages.enter(stages.FIGURES)
    shown, printer = printable(changes), printer_of(changes.now, reports)
    environment = report.templates(reports, printer, changes.now.heading.threshold)
    reach = shifts.reach(
        [line.last for line in shown.lines if line.last and line.family in ("areas", "system")]
    )

    def shift(step: Step | None) -> str:
        return shifts.shift(step, reach, environment)

    environment.globals.update(shift=shift, reach=printer.number(reach))
    found = change.context(shown, printer, reports / "figures.mplstyle", screen)
    about = heading.document(shown.now, printer, KIND, found["title"])
    template = environment.get_template("change/change.html")
    said = shown.now.heading
    return template.render(found, document=about, heading=said, screen=screen, simulated=simulated(changes))


def simulated(changes: Changes) -> bool:
    """Say whether any year's answers were made up by a program."""
    return any(one.findings.heading.simulated for one in changes.rounds)
