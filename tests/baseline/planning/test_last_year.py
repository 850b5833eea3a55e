"""Rates taken from an assessment that has closed: only what was published of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from readiness.baseline import planning
from readiness.errors import ReadinessError
from readiness.instrument.types import Instrument
from readiness.records import turnout
from readiness.records.database import Database
from readiness.records.tables import Assessment


def group(id: str, answered: int | None, asked: int | None) -> dict[str, Any]:
    return {"id": id, "name": id, "answered": answered, "asked": asked, "or_more": False}


def shown(total: dict[str, Any], roles: list[dict[str, Any]]) -> dict[str, Any]:
    tables = dict.fromkeys(("place", "area", "organisation", "page"), ()) | {"role": roles}
    return {"closed": True, "total": total, "tables": tables, "balance": None, "blur": 4, "page_blur": 6}


def rates(
    database: Database, assessment: Assessment, kept: dict[str, Any], tiny: Instrument
) -> planning.Rates:
    with database.write() as session:
        turnout.keep_last(session, assessment, date(2026, 11, 29), kept)
        assessment.state = "closed"
        return planning.last_year(session, assessment, tiny)


def test_a_role_that_was_shown_has_its_own_rate_and_others_that_of_all(database, assessment, tiny):
    roles = [group("nurse", 60, 180), group("manager", None, 60), group("porter", 10, 20)]
    found = rates(database, assessment, shown(group("total", 80, 240), roles), tiny)
    assert (found.of("nurse"), found.of("manager")) == (0.33, 0.33)
    assert dict(found.roles) == {"nurse": 0.33}
    assert found.source == f"Ashdale 2026 ({assessment.code})"


def test_without_headcounts_last_year_there_is_no_rate(database, assessment, tiny):
    with pytest.raises(ReadinessError, match="no response rate to go by"):
        rates(database, assessment, shown(group("total", 80, None), []), tiny)
