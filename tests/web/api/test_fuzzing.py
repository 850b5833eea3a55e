"""The API held to its own document by schemathesis: every check it has, as each role, with each scope and with none.

The suite tries few cases and always the same ones. `READINESS_FUZZ=500` tries so many a parameter set, drawn anew.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from readiness.access import tokens
from readiness.baseline.findings import Findings
from readiness.records.tables import Assessment
from readiness.web.api import assessments, instruments
from tests.web.api.conftest import EVERYTHING, ROLES, Desk

CASES = int(os.environ.get("READINESS_FUZZ", "0"))
FEW = 3


WHO = (*ROLES, "instruments alone", "nobody")
ALL = [(who, known) for who in WHO for known in (True, False)]
SOME = [("system lead", True), ("area lead", False), ("instruments alone", True), ("nobody", False)]


@pytest.mark.slow
@pytest.mark.parametrize(("who", "known"), ALL if CASES else SOME)
def test_nothing_is_answered_but_what_the_document_says(
    service: str, desk: Desk, later: Assessment, monkeypatch: pytest.MonkeyPatch, who: str, known: bool
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10**9)
    settings = config(token_of(desk, who), later.code if known else "")
    told = failures(service, settings)
    assert told == [], "\n".join(told)


def token_of(desk: Desk, who: str) -> str:
    """Return a token of that role, of one scope, or none."""
    if who == "nobody":
        return ""
    scopes = EVERYTHING if who in ROLES else ("instruments",)
    desk.join("role@example.org", ROLES.get(who, ROLES["system lead"]))
    return desk.token("role@example.org", scopes)


def config(token: str, code: str) -> dict[str, Any]:
    """Return how schemathesis is to work."""
    made: dict[str, Any] = {
        "seed": 20260101,
        "generation": {"max-examples": CASES or FEW, "deterministic": not CASES, "database": "none"},
        "suppress-health-check": ["all"],
    }
    if token:
        made["auth"] = {"openapi": {"token": {"bearer": token}}}
    if code:
        made["parameters"] = {"path.code": code, "path.instrument": "tiny", "path.version": "2026.1"}
    return made


@pytest.mark.slow
def test_what_the_document_does_not_say_is_found(
    service: str, desk: Desk, published: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without this, a check that looks at nothing would pass too."""
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10**9)
    monkeypatch.setattr(instruments, "_scale", lambda of: {"id": of.id})
    monkeypatch.setattr(assessments, "listed", lambda: 1 // 0)
    told = "\n".join(failures(service, config(token_of(desk, "viewer"), published.heading.code)))
    assert "response_schema_conformance: Response violates schema" in told
    assert "not_a_server_error" in told


def failures(service: str, settings: dict[str, Any]) -> list[str]:
    """Return all that schemathesis finds wrong, in words."""
    from schemathesis import openapi
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    schema = openapi.from_url(f"{service}/api/v1/openapi.json", config=SchemathesisConfig.from_dict(settings))
    said, tried = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            said.append(str(getattr(event, "info", event)))
        if isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                tried += len(checks)
                said += [f"{one.name}: {one.failure_info.failure}" for one in checks if one.failure_info]
    assert tried > 100
    return said
