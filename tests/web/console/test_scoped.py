"""Every role on every page of an assessment, at every stage of it; and on those of a system that is not theirs."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.fieldwork import lifecycle
from readiness.fieldwork.setup_types import Setup
from readiness.records import assessments, audit, setups
from readiness.records.tables import Assessment
from tests.web.access import ACCESS, PARTS, SCOPED
from tests.web.console.conftest import Join
from tests.web.console.test_access import ROLES
from tests.web.visitor import check_headers

PAGES = {key: who for key, who in ACCESS.items() if who in SCOPED}
TOLD = {"GET": {200, 303, 404, 409}, "POST": {400, 404}}
"""What those who may are answered: a form without its token is refused, and not every page has something to show."""


@pytest.fixture
def codes(app: Flask, tiny_setup: Setup, draft_assessment: Assessment) -> list[str]:
    """The codes of four assessments: one that is being set up, a draft, an open one and a closed one."""
    database, settings = app.extensions["database"], app.extensions["settings"]
    with database.write() as session:
        begun = setups.add(session, "begun", assessments.system(session, draft_assessment), {}, 0)
        opened, closed = (lifecycle.create(session, tiny_setup, settings) for _ in range(2))
        for one in (opened, closed):
            lifecycle.open_(session, one.code, settings, one.opens_on)
    lifecycle.close(database, settings, closed.code, closed.closes_on)
    return [begun.code, draft_assessment.code, opened.code, closed.code]


@pytest.fixture
def foreign(app: Flask, tiny_setup: Setup) -> str:
    """The code of an assessment of another system."""
    setup = tiny_setup.model_copy(update={"system": "Elsewhere"})
    with app.extensions["database"].write() as session:
        return lifecycle.create(session, setup, app.extensions["settings"]).code


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_list_says_and_nothing_of_others(
    app: Flask, join: Join, codes: list[str], foreign: str, role: str
) -> None:
    person = join("role@example.org", *ROLES[role])
    before = entries(app)
    for (method, rule), who in sorted(PAGES.items()):
        for of, there in (*((code, True) for code in codes), (foreign, False), ("nowhere", False)):
            address = of_assessment(rule, of)
            response = person.browser.client.open(address, method=method)
            check_headers(response)
            if not there or role in ("administrator", "nobody"):
                assert response.status_code == 404, (method, address, role)
            elif role not in SCOPED[who]:
                assert response.status_code == 403, (method, address, role)
            else:
                assert response.status_code in TOLD[method], (method, address, role, response.status_code)
    if role in ("administrator", "nobody"):
        assert entries(app) == before


def of_assessment(rule: str, code: str) -> str:
    """Return the address of that page of that assessment."""
    for part, example in PARTS.items():
        rule = rule.replace(part, example or code)
    return rule


def entries(app: Flask) -> int:
    """Return how many lines the log has."""
    with app.extensions["database"].read() as session:
        return audit.count(session)
