"""Two closed assessments, one of the year after the other, whose findings have been found."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.fieldwork.setup_types import Setup
from readiness.instrument.types import Instrument
from readiness.records.tables import Assessment
from tests.web.console.results.conftest import Find, closed, find
from tests.web.console.sharing.conftest import make
from tests.web.following import a_year_later, of_year

__all__ = ["closed", "find", "make"]


@pytest.fixture
def second(app: Flask, closed: Assessment, find: Find, tiny_setup: Setup, tiny: Instrument) -> Assessment:
    """The year after, closed; the findings of both are found, and one thing was done between them."""
    find(of_year(2026))
    return a_year_later(app, closed, tiny_setup, tiny)
