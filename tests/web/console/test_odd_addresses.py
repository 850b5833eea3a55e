"""Addresses that nobody was led to: numbers that no table can hold, and letters that no database can keep."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from readiness.records.tables import Assessment
from readiness.web.console.routes import ROUTES
from tests.web.console.conftest import ADMINISTRATOR, LEAD, Join
from tests.web.visitor import Visitor, check_headers

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
NUMBERED = [route for route in ROUTES if "<int:" in route.address]
TOO_LARGE = (str(2**31), "9" * 25)


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_number_that_no_table_can_hold_is_of_nothing(
    app: Flask, join: Join, assessment: Assessment
) -> None:
    browser = join("root@example.org", ADMINISTRATOR, LEAD).browser
    browser.get("/console/account")
    token = browser.page.xpath("//input[@name='csrf_token']/@value")[0]
    for route in NUMBERED:
        of = f"/console{route.address}".replace("<code>", assessment.code).replace("<role>", "viewer")
        for number in TOO_LARGE:
            address = re.sub(r"<int:\w+>", number, of)
            response = browser.client.open(address, method=route.method, data={"csrf_token": token})
            check_headers(response)
            assert response.status_code == 404, (route.method, address)


@pytest.mark.parametrize("address", ["/console/assessments/%00", "/console/join/%00", "/shared/%00/report"])
def test_a_zero_byte_in_an_address_is_no_error_of_ours(
    visitor: Visitor, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert visitor.client.get(address).status_code == 404
    assert not caplog.records
