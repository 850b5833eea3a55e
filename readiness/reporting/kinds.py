"""Which documents there are, each made from findings alone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.errors import ReadinessError

if TYPE_CHECKING:  # who only wants to know which kinds there are needs nothing that counts or draws
    from readiness.baseline.findings import Findings
    from readiness.baseline.years import Changes

Maker = Callable[[Any, Path, Mapping[str, str]], bytes]
"""Makes a document of findings, or of the changes between several years."""

LATER_STEM = "readiness"
"""How the name of a later year's report begins, in place of `baseline`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document."""

    id: str
    name: str
    """What a person calls it."""
    suffix: str
    """How its files end."""
    make: Maker
    of_area: bool = False
    """Whether there is one for each clinical area, named by the option `area`."""
    of_years: bool = False
    """Whether it is made of several years: there is one only where an assessment follows another."""
    later: str = ""
    """What a person calls it from the second year on, if that is something else: a second year is no baseline."""

    def called(self, baseline: bool) -> str:
        """Return what a person calls it, of a baseline or of a later year."""
        return self.name if baseline or not self.later else self.later

    def stem(self, baseline: bool) -> str:
        """Return how the names of its files begin."""
        return LATER_STEM if self.later and self.id == "baseline" and not baseline else self.id


def _baseline(findings: Findings, reports: Path, options: Mapping[str, str]) -> bytes:
    from readiness.reporting.documents import report

    return report.rendered(findings, reports)


def _area(findings: Findings, reports: Path, options: Mapping[str, str]) -> bytes:
    from readiness.reporting.documents import report

    return report.rendered(findings, reports, report.of_area(options["area"]))


def _summary(findings: Findings, reports: Path, options: Mapping[str, str]) -> bytes:
    from readiness.reporting.documents import report

    return report.rendered(findings, reports, report.SUMMARY)


def _page(findings: Findings, reports: Path, options: Mapping[str, str]) -> bytes:
    """Return the baseline report, or that of an area, as one page for a browser."""
    from readiness.reporting.documents import report

    wanted = report.of_area(options["area"]) if "area" in options else report.BASELINE
    return report.page(findings, reports, wanted, screen=True).encode(errors="replace")


def _form(name: str) -> Maker:
    """Return the maker of figures to take away in one form."""

    def made(findings: Findings, reports: Path, options: Mapping[str, str]) -> bytes:
        from readiness.reporting.exports import forms, zips

        found = forms.FORMS[name].make(forms.order(findings, reports))
        return found if isinstance(found, bytes) else zips.zipped(found)

    return made


def _of_years(form: str) -> Maker:
    """Return the maker of what changed between several years in one form."""

    def made(changes: Changes, reports: Path, options: Mapping[str, str]) -> bytes:
        from readiness.reporting.exports.change_forms import FORMS

        return FORMS[form](changes, reports)

    return made


KINDS = {
    one.id: one
    for one in (
        Kind("baseline", "Baseline report", "pdf", _baseline, later="Readiness report"),
        Kind("area", "Area report", "pdf", _area, of_area=True),
        Kind("page", "Baseline report as a web page", "html", _page, later="Readiness report as a web page"),
        Kind("area-page", "Area report as a web page", "html", _page, of_area=True),
        Kind("summary", "Summary on one page", "pdf", _summary),
        Kind("xlsx", "Workbook", "xlsx", _form("xlsx")),
        Kind("pptx", "Slides", "pptx", _form("pptx")),
        Kind("figures", "Pictures", "zip", _form("figures")),
        Kind("csv", "Figures as CSV", "csv", _form("csv")),
        Kind("json", "Findings as JSON", "json", _form("json")),
        Kind("change", "Change report", "pdf", _of_years("pdf"), of_years=True),
        Kind("change-page", "Change report as a web page", "html", _of_years("html"), of_years=True),
        Kind("change-xlsx", "Changes as a workbook", "xlsx", _of_years("xlsx"), of_years=True),
        Kind("change-csv", "Changes as CSV", "csv", _of_years("csv"), of_years=True),
        Kind("change-json", "Changes as JSON", "json", _of_years("json"), of_years=True),
    )
}


def known(kind: str) -> Kind:
    """Return the kind of that id, or say which there are."""
    if kind not in KINDS:
        raise ReadinessError(f"There is no document of the kind {kind!r}.", f"There are: {', '.join(KINDS)}.")
    return KINDS[kind]


def make(found: Findings | Changes, reports: Path, kind: str, options: Mapping[str, str]) -> bytes:
    """Return the document's bytes; the same for the same findings, reports folder, kind and options.

    A kind of several years is made of the changes between them.
    """
    return known(kind).make(found, reports, options)


def warm() -> None:
    """Import all that documents are made with, so that copies of this process need not; nothing is begun with it.

    Pango starts threads where it is first used, and a copy of a process with threads can wait for ever.
    """
    for name in (
        "matplotlib.figure",
        "weasyprint",
        "readiness.reporting.documents.report",
        "readiness.reporting.exports.forms",
        "readiness.reporting.exports.change_forms",
    ):
        importlib.import_module(name)
