"""The schema of findings.json: current, complete, and kept by every kind of findings."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from readiness.baseline.findings import CommentFinding, Findings
from readiness.reporting.exports import schema as made
from readiness.reporting.exports.json import FORMAT, as_json
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import believable

DOCS = Path(__file__).parents[3] / "docs"
AGAIN = "python -m readiness.reporting.exports.schema > docs/findings.schema.json"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / "findings.schema.json").read_text("utf-8"))
    return found


def test_the_schema_in_the_docs_is_current() -> None:
    assert (DOCS / "findings.schema.json").read_text("utf-8") == made.as_text(), f"write it again: {AGAIN}"


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["format"]["const"] == FORMAT


@pytest.mark.parametrize("kind", sorted(AWKWARD))
def test_every_kind_of_findings_keeps_it(schema: dict[str, Any], kind: str) -> None:
    said = CommentFinding("c", "What would help?", ("One.", "Two.", "Three."))
    for one in (AWKWARD[kind](believable()), replace(AWKWARD[kind](believable()), comments=(said,))):
        assert not list(Draft202012Validator(schema).iter_errors(json.loads(as_json(one))))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("n",), "many"),
        (("heading", "threshold"), 3),
        (("areas", 0, "need", "probability"), 1.5),
        (("areas", 0, "readiness", "value"), "high"),
        (("barriers", 0, "share", "masked"), "about"),
        (("roles", 0, "dimensions", "direction"), 5),
        (("heading", "respondent"), "somebody"),
        (("components", 0, "cell"), None),
    ],
)
def test_what_is_wrong_is_found(schema: dict[str, Any], place: tuple[Any, ...], value: Any) -> None:
    found = json.loads(as_json(believable()))
    owner = found["findings"]
    for step in place[:-1]:
        owner = owner[step]
    owner[place[-1]] = value
    assert list(Draft202012Validator(schema).iter_errors(found))


def test_a_field_that_is_left_out_is_found(schema: dict[str, Any]) -> None:
    found = json.loads(as_json(believable()))
    del found["findings"]["quality"]
    assert list(Draft202012Validator(schema).iter_errors(found))


def test_every_field_has_a_sentence_and_every_sentence_a_field() -> None:
    sentences = tomllib.loads(Path(made.__file__).with_name("fields.toml").read_text("utf-8"))
    told = {(kind, name) for kind, found in sentences.items() if isinstance(found, dict) for name in found}
    there = {(kind.__name__, field.name) for kind in made._kinds() for field in fields(kind)}
    extra = {
        ("Share", "masked"),
        ("Share", "text"),
        *(("Component", name) for name in ("id", "name", "cell")),
    }
    assert told == there | extra, "readiness/reporting/exports/fields.toml"
    texts = [text for found in sentences.values() if isinstance(found, dict) for text in found.values()]
    assert all(text.endswith(".") and len(text) > 9 for text in texts)


def test_types_are_those_of_the_findings() -> None:
    assert Findings in made._kinds()
