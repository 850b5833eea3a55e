"""Verifying a document: made again from this database, and compared."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.cli.group import database_of
from readiness.errors import ReadinessError, UnknownAssessment

if TYPE_CHECKING:
    from readiness.config import Settings
    from readiness.reporting.verifying import Verdict

DIFFERS = 3
"""Exit code of a file that could be compared and is not the same."""
MOST_NAMED = 25
"""So many differences are told one by one."""


def verify(settings: Settings, path: Path, as_json: bool) -> None:
    """Say whether a file is what this database gives, or what differs; exit with 3 where something does."""
    verdict = verdict_on(settings, path)
    click.echo(_as_json(path, verdict) if as_json else _as_text(path, verdict))
    if not verdict.same:
        sys.exit(DIFFERS)


def verdict_on(settings: Settings, path: Path) -> Verdict:
    """Make the document again from what it claims, and compare."""
    from readiness.baseline.seen import narrowed
    from readiness.building.making import ALONE, findings_of
    from readiness.building.years import changes_claimed
    from readiness.reporting import kinds, verifying

    data = path.read_bytes()
    claim = verifying.claim_of(data, path.name)
    with database_of(settings).read() as session:
        try:
            if claim.kind in kinds.KINDS and kinds.known(claim.kind).of_years:
                several = changes_claimed(session, claim, settings)
                return verifying.compared(data, kinds.make(several, settings.reports, claim.kind, {}))
            findings = findings_of(session, claim.assessment, settings, claim.language or None)
        except UnknownAssessment as error:
            raise ReadinessError(
                f"{path.name} is a report on assessment {claim.assessment!r}, which is not in this database.",
                "Verify it where the assessment was run.",
            ) from error
    if ALONE in claim.options:
        findings = narrowed(findings, claim.options["area"])
    return verifying.compared(data, kinds.make(findings, settings.reports, claim.kind, claim.options))


def _as_text(path: Path, verdict: Verdict) -> str:
    if verdict.same:
        return f"Same: made again from this database, {path.name} is the same byte for byte."
    told = [f"- {one.sentence}" for one in verdict.differences[:MOST_NAMED]]
    if len(verdict.differences) > MOST_NAMED:
        told.append(f"- and {len(verdict.differences) - MOST_NAMED} more; --json lists all.")
    return "\n".join([f"Differs: {path.name} is not what this database gives.", *told])


def _as_json(path: Path, verdict: Verdict) -> str:
    shape: dict[str, Any] = {
        "file": str(path),
        "same": verdict.same,
        "differences": [asdict(one) for one in verdict.differences],
        "claim": asdict(verdict.claim),
    }
    return json.dumps(shape, ensure_ascii=False, indent=2)
