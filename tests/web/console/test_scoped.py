"""Every role on every page of an assessment, at every stage of it; and on those of a system that is not theirs."""

from __future__ import annotations

import pytest
from flask import Flask

from readiness.fieldwork import lifecycle
from readiness.records import assessments, audit, setups
from readiness.records.tables import Assessment
from tests.web.access import ACCESS, PARTS, SCOPED
from tests.web.console.conftest import Join
from tests.web.console.test_access import ROLES
from tests.web.visitor import check_headers

PAGES = {key: who for key, who in ACCESS.items() if who in SCOPED}
STAGES = ("setting up", "draft", "open", "closed")
TOLD = {"GET": {200, 303, 404, 409}, "POST": {400, 404}}
"""What those who may are answered: a form without its token is refused, and not every page has something to show."""


@pytest.fixture(params=STAGES)
def code(request: pytest.FixtureRequest, app: Flask, draft_assessment: Assessment) -> str:
    """The code of the small assessment, at that stage."""
    made = draft_assessment
    if request.param == "setting up":
        with app.extensions["database"].write() as session:
            return setups.add(session, "begun", assessments.system(session, made), {}, 0).code
    if request.param != "draft":
        with app.extensions["database"].write() as session:
            lifecycle.open_(session, made.code, app.extensions["settings"], made.opens_on)
    if request.param == "closed":
        lifecycle.close(app.extensions["database"], app.extensions["settings"], made.code, made.closes_on)
    return made.code


@pytest.fixture
def foreign(app: Flask, tiny_setup: object) -> str:
    """The code of an assessment of another system."""
    setup = tiny_setup.model_copy(update={"system": "Elsewhere"})  # type: ignore[attr-defined]
    with app.extensions["database"].write() as session:
        return lifecycle.create(session, setup, app.extensions["settings"]).code


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_list_says_and_nothing_of_others(
    app: Flask, join: Join, code: str, foreign: str, role: str
) -> None:
    person = join("role@example.org", *ROLES[role])
    before = entries(app)
    for (method, rule), who in sorted(PAGES.items()):
        for of, there in ((code, True), (foreign, False), ("nowhere", False)):
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
