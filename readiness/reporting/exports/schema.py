"""What `findings.json` holds, as a JSON Schema made from the findings themselves, so that the two cannot part.

Write it again by `python -m readiness.reporting.exports.schema > docs/findings.schema.json`; a test says when. The
sentence for each field stands in `fields.toml` beside this file.
"""

from __future__ import annotations

import json
import sys
import tomllib
import types
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from readiness.baseline.findings import Findings, Share
from readiness.reporting.exports.json import COMPONENTS, FORMAT, PAIRS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}
MASKED = ("percent", "low", "high")
"""Fields of a share that have no figure where the share is masked."""
BOUNDS: dict[tuple[str, str], dict[str, float]] = {
    ("Share", "percent"): {"minimum": 0, "maximum": 100},
    ("Need", "probability"): {"minimum": 0, "maximum": 1},
    ("Need", "rank_low"): {"minimum": 1},
    ("Need", "set_low"): {"minimum": 1},
    ("Heading", "threshold"): {"minimum": 10},
}


def schema() -> dict[str, Any]:
    """Return the schema of the file."""
    sentences = tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))
    kinds = sorted(_kinds(), key=lambda kind: kind.__name__)
    shapes = {kind.__name__: described(kind, sentences) for kind in kinds}
    holds = ("findings", "Findings", FORMAT)
    return framed(
        "The published findings of an assessment",
        sentences,
        holds,
        shapes | {"Component": _component(sentences)},
    )


def framed(
    title: str, sentences: dict[str, Any], holds: tuple[str, str, str], shapes: dict[str, Any]
) -> dict[str, Any]:
    """Return the schema of a file that holds its format and one thing: under which name, of which shape and format."""
    name, shape, format = holds
    return {
        "$schema": DRAFT,
        "title": title,
        "description": sentences["file"],
        "type": "object",
        "properties": {
            "format": {"const": format, "description": sentences["format"]},
            name: {"$ref": f"#/$defs/{shape}"},
        },
        "required": ["format", name],
        "additionalProperties": False,
        "$defs": shapes,
    }


def _kinds() -> list[type]:
    """Return every type that findings are made of."""
    module = sys.modules[Findings.__module__]
    return [kind for kind in vars(module).values() if isinstance(kind, type) and is_dataclass(kind)]


def described(kind: type, sentences: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of a type, with a sentence for each of its fields."""
    name, hints = kind.__name__, get_type_hints(kind)
    properties = {
        field.name: _property(kind, field.name, hints[field.name])
        | {"description": sentences[name][field.name]}
        for field in fields(kind)
    }
    if kind is Share:
        properties["masked"] = {"enum": ["under", "over", None], "description": sentences[name]["masked"]}
        properties["text"] = {"type": "string", "description": sentences[name]["text"]}
    return {
        "type": "object",
        "description": str(kind.__doc__),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _component(sentences: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of commitment and capability, which the findings hold as a tuple."""
    properties: dict[str, Any] = {"id": {"type": "string"}, "name": {"type": "string"}}
    properties["cell"] = {"$ref": "#/$defs/Cell"}
    for name, found in properties.items():
        found["description"] = sentences["Component"][name]
    return {
        "type": "object",
        "description": sentences["component"],
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _property(kind: type, name: str, hint: Any) -> dict[str, Any]:
    """Return what a field holds; ids with what belongs to them are objects by id, as the file writes them."""
    if (kind, name) in PAIRS:
        (pair, _) = get_args(hint)
        return {"type": "object", "additionalProperties": _value(get_args(pair)[1])}
    if (kind, name) in COMPONENTS:
        return {"type": "array", "items": {"$ref": "#/$defs/Component"}}
    found = _value(hint)
    if kind is Share and name in MASKED:
        found = {"type": ["number", "null"]}
    return found | BOUNDS.get((kind.__name__, name), {})


def _value(hint: Any) -> dict[str, Any]:
    if hint in SIMPLE:  # a number that is not finite is written as null
        return {"type": ["number", "null"] if hint is float else SIMPLE[hint]}
    if hint is date:
        return {"type": "string", "format": "date"}
    if isinstance(hint, types.UnionType):
        (own,) = (one for one in get_args(hint) if one is not types.NoneType)
        return _or_null(_value(own))
    if get_origin(hint) is tuple:
        return _list(get_args(hint))
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _or_null(found: dict[str, Any]) -> dict[str, Any]:
    if isinstance(found.get("type"), str) and found["type"] not in ("array", "object"):
        return {**found, "type": [found["type"], "null"]}
    return found if "null" in found.get("type", ()) else {"anyOf": [found, {"type": "null"}]}


def _list(inside: tuple[Any, ...]) -> dict[str, Any]:
    if inside[-1] is Ellipsis:
        return {"type": "array", "items": _value(inside[0])}
    return {"type": "array", "items": _value(inside[0]), "minItems": len(inside), "maxItems": len(inside)}


def as_text() -> str:
    """Return the schema as the file in docs/ holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())
