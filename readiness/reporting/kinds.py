"""Which documents there are, each made from findings alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError

Maker = Callable[[Findings, Path, Mapping[str, str]], bytes]


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


def _baseline(findings: Findings, reports: Path, options: Mapping[str, str]) -> bytes:
    from readiness.reporting.documents import report

    return report.rendered(findings, reports)


KINDS = {one.id: one for one in (Kind("baseline", "Baseline report", "pdf", _baseline),)}


def known(kind: str) -> Kind:
    """Return the kind of that id, or say which there are."""
    if kind not in KINDS:
        raise ReadinessError(f"There is no document of the kind {kind!r}.", f"There are: {', '.join(KINDS)}.")
    return KINDS[kind]


def make(findings: Findings, reports: Path, kind: str, options: Mapping[str, str]) -> bytes:
    """Return the document's bytes; the same for the same findings, reports folder, kind and options."""
    return known(kind).make(findings, reports, options)
