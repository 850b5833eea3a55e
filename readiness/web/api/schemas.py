"""What each answer holds, as JSON Schemas; the tests hold real answers to them, and the OpenAPI document shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.reporting.exports import change_schema
from readiness.reporting.exports import schema as exports

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
YES: Schema = {"type": "boolean"}
CODE = r"^[a-z0-9]{1,20}$"
ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
VERSION = r"^[0-9]{4}\.[0-9]{1,5}$"
LANGUAGE = r"^[a-z]{2}$"
_DEFS = "#/$defs/"
_HERE = "#/components/schemas/"


def all() -> dict[str, Schema]:
    """Return every schema by its name."""
    given = (_lists(), _assessments(), _rates(), _instruments(), _findings(), _changes())
    return {**{name: shape for each in given for name, shape in each.items()}, "Problem": _problem()}


def ref(name: str) -> Schema:
    """Return what points to a schema."""
    return {"$ref": f"{_HERE}{name}"}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _array(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _whole(least: int = 0) -> Schema:
    return {"type": "integer", "minimum": least}


def _lists() -> dict[str, Schema]:
    return {
        name: _object(
            f"One page of a list of {said}.",
            items=_array(ref(of)),
            total=_told(_whole(), "How many entries there are on all pages."),
            next=_told(_or_null(TEXT), "The address of the next page; null on the last."),
        )
        for name, of, said in (
            ("Assessments", "AssessmentEntry", "assessments"),
            ("Instruments", "InstrumentEntry", "questionnaires"),
        )
    }


def _assessments() -> dict[str, Schema]:
    links = _object(
        "Where to read on.",
        **dict.fromkeys(("self", "rates", "findings", "areas", "instrument"), TEXT),
        change=_told(_or_null(TEXT), "Null where it follows no other."),
    )
    entry = {
        "code": _told({**TEXT, "pattern": CODE}, "Its public id."),
        "title": TEXT,
        "system": _told(TEXT, "The system that asks."),
        "year": _whole(1),
        "state": {"enum": ["draft", "open", "closed"]},
        "opens_on": DAY,
        "closes_on": _told(DAY, "The last day on which people may answer."),
        "closed_on": _told(_or_null(DAY), "The day on which it was closed; null before."),
        "simulated": _told(YES, "Whether simulated people answered, to see the report to expect."),
        "threshold": _told(_whole(10), "The fewest people behind any figure that is shown."),
        "published": _told(YES, "Whether its results are published."),
        "links": links,
    }
    part = _object("A place or a clinical area.", id={**TEXT, "pattern": ID}, name=TEXT)
    whole = {**entry, "places": _array(part), "areas": _array(part)}
    return {
        "AssessmentEntry": _object("One year's round of asking.", **entry),
        "Assessment": _object("One year's round of asking, with the parts of its system.", **whole),
    }


def _rates() -> dict[str, Schema]:
    group = _object(
        "A group of people: how many answered, rounded and blurred; null is not shown, or not known.",
        id=_told(TEXT, "Empty for all people."),
        name=TEXT,
        answered=_told(_or_null(_whole()), "A multiple of 5."),
        asked=_told(_or_null(_whole()), "How many people there are."),
        percent=_told(_or_null({**_whole(), "maximum": 95}), "Answered of asked, never over 95."),
        or_more=_told(YES, "Whether so nearly all answered that only this bound is told."),
    )
    tables = _object(
        "The groups of each kind.",
        **{name: _array(ref("RateGroup")) for name in ("role", "place", "area", "organisation", "page")},
    )
    share: Schema = {"type": "number", "minimum": -1, "maximum": 1}
    even = _object(
        "How evenly groups have answered, with its 95% interval.", figure=share, low=share, high=share
    )
    lowest = _object("A group that lies clearly under the whole.", table=TEXT, id=TEXT)
    return {
        "RateGroup": group,
        "Rates": _object(
            "Response rates as they are shown all day.",
            code={**TEXT, "pattern": CODE},
            day=_told(DAY, "The day on which they were worked out."),
            closed=_told(YES, "Whether they are those of the closing, which stay."),
            days_left=_whole(),
            total=ref("RateGroup"),
            tables=tables,
            representativeness={"anyOf": [even, {"type": "null"}]},
            lowest=_array(lowest),
        ),
    }


def _instruments() -> dict[str, Schema]:
    entry = {
        "id": {**TEXT, "pattern": ID},
        "version": {**TEXT, "pattern": VERSION},
        "title": TEXT,
        "language": _told({**TEXT, "pattern": LANGUAGE}, "The language of the texts here."),
        "languages": _told(_array(TEXT), "Every language in which it is asked, its own first."),
        "digest": _told(TEXT, "SHA-256 of its files."),
        "links": _object("Where to read on.", self=TEXT),
    }
    point = _object("A labelled step of a scale.", code=_whole(1), label=TEXT)
    item = _object(
        "A statement that is rated and scored.",
        id=TEXT,
        text=TEXT,
        scale=TEXT,
        role=_told(
            _or_null(TEXT), "The one role that is asked; null for an anchor, which everybody is asked."
        ),
        reverse=_told(YES, "Whether agreeing is unfavourable."),
        measures=_told(TEXT, "The construct that it is written to."),
        source=_told(TEXT, "The published work in which that construct is described."),
    )
    whole = {
        **entry,
        "roles": _array(_object("A kind of respondent.", id=TEXT, name=TEXT, plural=TEXT)),
        "scales": _array(ref("Scale")),
        "dimensions": _array(ref("Dimension")),
        "components": _told(_array(ref("Dimension")), "Asked again for each clinical area."),
    }
    return {
        "InstrumentEntry": _object("A questionnaire in one version.", **entry),
        "Instrument": _object("A questionnaire in one version, with all that is scored.", **whole),
        "Scale": _object(
            "Labelled steps, lowest first.",
            id=TEXT,
            points=_array(point),
            dont_know=_told(
                _or_null(TEXT), "How people say that they do not know, which counts for nothing."
            ),
            favourable=_told(_whole(1), "From this code upwards an answer is favourable."),
        ),
        "Dimension": _object(
            "One side of readiness.",
            id=TEXT,
            name=TEXT,
            holds=_told(TEXT, "What it is about, in a phrase."),
            items=_array(item),
        ),
    }


def _findings() -> dict[str, Schema]:
    """Return the schema of the file of findings, as `docs/findings.schema.json` has it, with its parts beside it."""
    file, parts = _of_file(exports.schema())
    areas = _object(
        "The findings of those clinical areas that the token shows.",
        format=file["properties"]["format"],
        code={**TEXT, "pattern": CODE},
        items=_array(ref("AreaFinding")),
    )
    return {**parts, "FindingsFile": file, "Areas": areas}


def _changes() -> dict[str, Schema]:
    """Return the schema of the file on what moved, as `docs/changes.schema.json` has it, with its parts beside it."""
    file, parts = _of_file(change_schema.schema())
    return {**parts, "ChangesFile": file}


def _of_file(file: Schema) -> tuple[Schema, dict[str, Schema]]:
    """Return the schema of a file and those of its parts, which are looked for where this document has them."""
    parts = {name: _here(part) for name, part in file.pop("$defs").items()}
    file.pop("$schema")
    return _here(file), parts


def _here(schema: Any) -> Any:
    if isinstance(schema, Mapping):
        return {
            name: value.replace(_DEFS, _HERE) if name == "$ref" else _here(value)
            for name, value in schema.items()
        }
    return [_here(one) for one in schema] if isinstance(schema, list) else schema


def _problem() -> Schema:
    return _object(
        "What went wrong (RFC 9457).",
        type=_told(TEXT, "The kind of problem: an address that leads to its entry in this document."),
        title=TEXT,
        status={"type": "integer", "minimum": 400, "maximum": 599},
        detail=_told(TEXT, "What is wrong, and where."),
        instance=_told(TEXT, "The address that was asked for."),
        remedy=_told(TEXT, "How to mend it."),
    )
