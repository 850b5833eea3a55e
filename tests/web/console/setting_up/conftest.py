"""A lead with a set-up that has just been begun."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_drafts import Reading
from readiness.records import setups
from readiness.records.tables import SetupDraft
from tests.web.console.conftest import Person
from tests.web.visitor import Visitor


@pytest.fixture
def begun(lea: Person) -> Visitor:
    """The lead's browser on all steps of a set-up that was begun from nothing."""
    return lea.browser.get("/console/assessments/new").send("Start a new set-up")


@pytest.fixture
def code(begun: Visitor) -> str:
    """The code of that set-up."""
    return begun.address.split("/")[3]


def draft(app: Flask, code: str) -> SetupDraft:
    """Return the set-up as it is kept."""
    with app.extensions["database"].read() as session:
        found = setups.by_code(session, code)
    assert found is not None
    return found


def reading(app: Flask, code: str) -> Reading:
    """Return the set-up as it is read."""
    return setup_drafts.read(draft(app, code).tables, "Ashdale", app.extensions["settings"])


def step(page: Visitor, name: str) -> str:
    """Return how far a step is, as the page of all steps says it."""
    (found,) = page.page.xpath(f"//li[.//a[text()='{name}']]//div[contains(@class, 'task-list__status')]")
    return str(found.text_content()).strip()
