"""The small assessment, still being set up, and its lead."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_types import Setup
from readiness.records import assessments, audit, setups
from readiness.records.tables import Assessment
from tests.web.console.conftest import LEAD as LEAD
from tests.web.console.conftest import Join, Person

CODE = "begun"


@pytest.fixture
def lead(join: Join) -> Person:
    """The lead of the system, signed in."""
    return join("lead@example.org", LEAD)


@pytest.fixture
def begun(app: Flask, draft_assessment: Assessment, tiny_setup: Setup) -> str:
    """The code of a set-up that says what the small assessment says."""
    with app.extensions["database"].write() as session:
        system = assessments.system(session, draft_assessment)
        return setups.add(session, CODE, system, setup_drafts.written(tiny_setup), 0).code


def tables_of(app: Flask) -> dict[str, Any]:
    """Return what is kept of the set-up."""
    with app.extensions["database"].read() as session:
        found = setups.by_code(session, CODE)
        assert found is not None
        return dict(found.tables)


def change(app: Flask, **tables: Any) -> None:
    """Let somebody else change the set-up."""
    with app.extensions["database"].write() as session:
        found = setups.by_code(session, CODE)
        assert found is not None
        setups.change(found, 1, **tables)


def log(app: Flask) -> list[tuple[str, str, dict[str, str]]]:
    """Return what the audit log says, newest last."""
    with app.extensions["database"].read() as session:
        return [(one.action, one.about, one.details) for one in audit.entries(session)]
