"""Whatever is sent to a page of the set-up, it is kept, refused in words or not found: no page breaks."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from readiness.web.console.setting_up.routes import ROUTES
from tests.web.access import PARTS
from tests.web.console.setting_up.conftest import reading
from tests.web.visitor import Visitor

NAMES = ("title", "year", "opens_on-day", "questionnaire", "languages", "links", "asks", "email", "threshold")
FURTHER = (
    "count_pages",
    "follows",
    "names",
    "kind",
    "name",
    "type",
    "place",
    "people",
    "areas",
    "suggested",
    "go",
)
BAD = (
    "\0",
    "\ud7ff\uffff\u202e",
    "9" * 4000,
    "-1",
    "1e999",
    "²",
    "<script>alert(1)</script>",
    "={1+1}|cmd",
    "a\tb\tc\td\te",
    "\r\n;\t\r\n",
    "../../etc/passwd",
    "' OR 1=1 --",
)
POSTS = [
    route.address
    for route in ROUTES
    if route.method == "POST"
    and "<code>/set-up" in route.address
    and not route.address.endswith(("launch", "discard"))
]


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_never_an_error_of_the_program(app: Flask, begun: Visitor, code: str, bad: str) -> None:
    begun.get(f"/console/assessments/{code}/set-up/list/areas").send("Add", names="Cardiology\nStroke")
    token = begun.page.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, **dict.fromkeys((*NAMES, *FURTHER), bad)}
    for address in POSTS:
        for part, example in PARTS.items():
            address = address.replace(part, example or code)
        page = begun.client.get(address).text
        looked = re.search(r'name="looked" value="(\w+)"', page)
        response = begun.client.post(address, data={**sent, "looked": looked[1] if looked else bad})
        assert response.status_code in (200, 303, 400, 404, 409), address
        assert "<script>alert" not in response.text
    assert begun.get(f"/console/assessments/{code}/set-up/check").status == 200
    found = reading(app, code)
    assert found.seen.year == 2027
    assert {fault.place for fault in found.faults} <= {"links"}, "nothing was kept that breaks a rule"
