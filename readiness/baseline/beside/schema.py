"""What an exchange file holds, as a JSON Schema made from its types, so that the two cannot part.

Write it again by `python -m readiness.baseline.beside.schema > docs/exchange.schema.json`; a test says when.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from readiness.baseline.beside.types import Signed

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the schema of the file."""
    return {"$schema": DRAFT, **Signed.model_json_schema()}


def text() -> str:
    """Return it as it stands in docs."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
