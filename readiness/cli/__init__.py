"""The command line: one short function a command. Faults go to standard error with their remedy, exit code 1."""

from __future__ import annotations

from readiness.cli import (
    actions,
    assessments,
    audit,
    benchmarks,
    building,
    change,
    comments,
    exporting,
    invitations,
    links,
    planning,
    posters,
    publishing,
    rates,
    results,
    starting,
    translating,
    users,
)
from readiness.cli.group import SECTIONS, readiness

__all__ = [
    "SECTIONS",
    "actions",
    "assessments",
    "audit",
    "benchmarks",
    "building",
    "change",
    "comments",
    "exporting",
    "invitations",
    "links",
    "planning",
    "posters",
    "publishing",
    "rates",
    "readiness",
    "results",
    "starting",
    "translating",
    "users",
]
