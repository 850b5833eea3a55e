"""Every form in which an assessment is taken away, made from its findings: one file, or a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.baseline.findings import Findings
from readiness.reporting import typefaces
from readiness.reporting.exports import csv, figures
from readiness.reporting.exports.deck import deck
from readiness.reporting.exports.json import as_json
from readiness.reporting.exports.workbook import workbook
from readiness.reporting.published import printer_of, published
from readiness.reporting.words.printed import Printer


@dataclass(frozen=True)
class Order:
    """What is to be made: of which findings, with which words and looks, and whether for Excel."""

    findings: Findings
    printer: Printer
    style: Path
    bom: bool = True
    """Whether CSV begins with the mark by which Excel knows UTF-8."""


@dataclass(frozen=True)
class Form:
    """One form: how its file name ends, or that it is a folder."""

    ending: str
    make: Callable[[Order], bytes | Mapping[str, bytes]]

    @property
    def folder(self) -> bool:
        """Say whether it is more than one file."""
        return self.ending == ".zip"


def order(findings: Findings, reports: Path, bom: bool = True) -> Order:
    """Return what is to be made of these findings; refuses where the report's fonts are missing."""
    typefaces.check()
    return Order(findings, printer_of(findings, reports), reports / "figures.mplstyle", bom)


def _long(of: Order) -> bytes:
    return csv.long(published(of.findings, of.printer), of.printer, of.bom)


def _tables(of: Order) -> Mapping[str, bytes]:
    return csv.folder(published(of.findings, of.printer), of.bom)


def _workbook(of: Order) -> bytes:
    return workbook(of.findings, of.printer, of.style)


def _json(of: Order) -> bytes:
    return (as_json(of.findings) + "\n").encode(errors="backslashreplace")


def _figures(of: Order) -> Mapping[str, bytes]:
    return figures.files(of.findings, of.printer, of.style)


def _deck(of: Order) -> bytes:
    return deck(of.findings, of.printer, of.style)


def _all(of: Order) -> Mapping[str, bytes]:
    return {
        "workbook.xlsx": _workbook(of),
        "slides.pptx": _deck(of),
        "figures.csv": _long(of),
        "findings.json": _json(of),
        **{f"tables/{name}": data for name, data in _tables(of).items()},
        **{f"pictures/{name}": data for name, data in _figures(of).items()},
    }


FORMS = {
    "csv": Form(".csv", _long),
    "tables": Form(".zip", _tables),
    "xlsx": Form(".xlsx", _workbook),
    "json": Form(".json", _json),
    "figures": Form(".zip", _figures),
    "pptx": Form(".pptx", _deck),
    "all": Form(".zip", _all),
}
"""By the word that asks for it. A folder is written as a zip where its name ends like one."""
