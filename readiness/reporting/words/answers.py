"""The answers to the board's four questions, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.baseline.findings import Findings
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.sentences import holding_back, need, ready
from readiness.reporting.words.steps import first


@dataclass(frozen=True)
class Summary:
    """How ready we are, where most change is needed, what holds people back, what to do first."""

    ready: tuple[str, ...]
    need: tuple[str, ...]
    barriers: tuple[str, ...]
    first: tuple[str, ...]


def summary(findings: Findings, printer: Printer) -> Summary:
    """Answer the four questions from the findings."""
    return Summary(
        ready(findings, printer),
        need(findings, printer),
        holding_back(findings, printer),
        first(findings, printer),
    )
