"""The documented schema is the one that files are held to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from readiness.baseline.beside import Exchange, schema
from tests.baseline.beside.conftest import signed

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "exchange.schema.json"


def test_it_is_documented_as_it_is() -> None:
    assert DOCUMENTED.read_text("utf-8") == schema.text()


def test_a_file_keeps_to_it_and_one_with_more_in_it_does_not(ours: Exchange) -> None:
    Draft202012Validator.check_schema(schema.schema())
    told = json.loads(signed(ours))
    Draft202012Validator(schema.schema()).validate(told)
    told["exchange"]["rank"] = 1
    with pytest.raises(ValidationError, match="rank"):
        Draft202012Validator(schema.schema()).validate(told)
