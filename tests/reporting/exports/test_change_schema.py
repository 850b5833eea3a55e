"""The schema of the file on what changed: current, and kept by every case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness.reporting.exports import change_schema
from readiness.reporting.exports.change_json import FORMAT, as_json
from readiness.reporting.published import printer_of
from tests.reporting.believable import REPORTS
from tests.reporting.changing import CASES

SCHEMA = Path(__file__).parents[3] / "docs" / "changes.schema.json"
AGAIN = "python -m readiness.reporting.exports.change_schema > docs/changes.schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return found


def test_the_schema_in_the_docs_is_current(schema: dict[str, Any]) -> None:
    assert SCHEMA.read_text("utf-8") == change_schema.as_text(), f"write it again: {AGAIN}"
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["format"]["const"] == FORMAT


@pytest.mark.parametrize("case", CASES)
def test_every_case_keeps_it(schema: dict[str, Any], case: str) -> None:
    found = CASES[case]("en")
    text = as_json(found, printer_of(found.now, REPORTS))
    assert not list(Draft202012Validator(schema).iter_errors(json.loads(text)))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("lines", 0, "last", "verdict"), 3),
        (("lines", 0, "points", 0, "mean"), 51.0),
        (("years", 0, "respondents"), []),
        (("outcomes", 0, "action", "state"), None),
        (("page", "message"), None),
    ],
)
def test_what_is_wrong_is_found(schema: dict[str, Any], place: tuple[Any, ...], value: Any) -> None:
    found = CASES["mixed"]("en")
    shape = json.loads(as_json(found, printer_of(found.now, REPORTS)))
    inside = shape["changes"]
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    assert list(Draft202012Validator(schema).iter_errors(shape))
