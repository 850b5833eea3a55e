"""What the file on what changed holds, as a JSON Schema made from its types, so that the two cannot part.

Write it again by `python -m readiness.reporting.exports.change_schema > docs/changes.schema.json`; a test says when.
The sentence for each field stands in `change_fields.toml` beside this file.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from readiness.baseline.findings import Mean
from readiness.baseline.years import (
    Action,
    Banner,
    Break,
    Effect,
    Line,
    Outcome,
    Point,
    Standing,
    Step,
    Trend,
)
from readiness.reporting.exports.change_json import FORMAT, Written, Year
from readiness.reporting.exports.schema import described, framed
from readiness.reporting.words.change import Told

HERE = Path(__file__).parent
KINDS = (
    Written,
    Year,
    Told,
    Line,
    Point,
    Mean,
    Step,
    Trend,
    Standing,
    Break,
    Banner,
    Outcome,
    Action,
    Effect,
)


def schema() -> dict[str, Any]:
    """Return the schema of the file."""
    sentences = {
        name: of
        for file in ("fields.toml", "change_fields.toml")
        for name, of in tomllib.loads((HERE / file).read_text("utf-8")).items()
    }
    shapes = {kind.__name__: described(kind, sentences) for kind in KINDS}
    holds = ("changes", "Written", FORMAT)
    return framed("What changed between the years of a system", sentences, holds, shapes)


def as_text() -> str:
    """Return the schema as the file in docs/ holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())
