"""What pydantic finds wrong, in plain English with the remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from readiness.errors import Fault
from readiness.instrument import types

Model = TypeVar("Model", bound=types.Frozen)
Steps = tuple[int | str, ...]

GUIDE = "surveys/README.md"
TAGS = ("choice", "choices", "number", "comment")

_THINGS = {
    "Role": "a role",
    "Point": "a point",
    "Scale": "a scale",
    "Item": "an item",
    "Option": "an option",
    "Choice": "a choice",
    "Choices": "choices",
    "Number": "a number",
    "Comment": "a comment",
    "Page": "a page",
    "Dimension": "a dimension",
    "AreaBlock": "the clinical-area file",
    "FrontPage": "the front page",
    "Head": "the instrument file",
    "Closing": "the closing file",
}

_PATTERNS = {
    r"^[0-9]{4}\.[0-9]+$": ("version", 'Write a year, a full stop and a number, such as "2026.1".'),
    r"^[a-z]{2}$": ("language code", 'Write two small letters, such as "en".'),
}
_ID = ("id", 'Use small letters, digits and single hyphens, starting with a letter, such as "direction-1".')

_TABLE = ("This must be a table.", 'Write keys with values, such as { id = "one", text = "One" }.')
_LIST = ("This must be a list.", "Put it in square brackets; tables in two, such as [[items]].")
_WHOLE = ("This must be a whole number.", "Write it without quotation marks and decimals, such as 5.")

_WORDS = {
    "string_type": ("This must be a text.", "Put it in quotation marks."),
    "string_too_short": ("This text is empty.", "Write the text, or remove the key if it is optional."),
    "string_too_long": ("This text is longer than {max_length} characters.", "Shorten it."),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": _WHOLE,
    "bool_type": ("This must be true or false.", "Write true or false without quotation marks."),
    "tuple_type": _LIST,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "literal_error": ("This word is not known here.", "Write {expected}."),
    "union_tag_invalid": ("This kind is not known.", f"Write {', '.join(TAGS[:-1])} or {TAGS[-1]}."),
    "union_tag_not_found": ('The key "kind" is missing.', 'Add it, such as kind = "choice".'),
    "too_short": ("This list is too short.", "Give at least {min_length}."),
    "too_long": ("This list is too long.", "Give at most {max_length}."),
    "greater_than_equal": ("This number is too small.", "Write {ge} or more."),
    "less_than_equal": ("This number is too large.", "Write {le} or less."),
}

_CONDITION = (
    "This condition is not understood.",
    "Write one of { question, is }, { question, at_least }, { any = [ … ] }, { all = [ … ] } and "
    f"{{ not = {{ … }} }}; {GUIDE} shows each.",
)


def shaped(file: str, model: type[Model], tables: dict[str, Any]) -> tuple[Model | None, tuple[Fault, ...]]:
    """Return the tables as that type, or every fault that keeps them from being one.

    The way through JSON lets strict types take TOML's lists as tuples; what JSON cannot hold, such as a date,
    arrives as a table and is refused where it stands.
    """
    try:
        return model.model_validate_json(json.dumps(tables, default=lambda _: {})), ()
    except ValidationError as error:
        return None, tuple(sorted(set(_faults(file, model, error.errors(include_url=False)))))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?`, or nothing where no known word is near."""
    found = get_close_matches(word, list(known), 1)
    return f'; did you mean "{found[0]}"?' if found else "."


def place(steps: Iterable[int | str]) -> str:
    """Return the place as a person counts it: `items[2].scale` is the scale of the second [[items]]."""
    words = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps)
    return words.removeprefix(".")


def _faults(file: str, model: type[types.Frozen], errors: Iterable[ErrorDetails]) -> Iterator[Fault]:
    for error in errors:
        steps = error["loc"]
        if _only_seems_short(error):
            continue
        if "when" in steps:
            yield Fault(file, place(_untagged(steps[: steps.index("when") + 1])), *_CONDITION)
        else:
            yield _fault(file, model, steps, error)


def _fault(file: str, model: type[types.Frozen], steps: Steps, error: ErrorDetails) -> Fault:
    if error["type"] in ("missing", "extra_forbidden"):
        part = _part(model, steps[:-1])
        say = _missing if error["type"] == "missing" else _unknown
        return Fault(file, place(_untagged(steps[:-1])), *say(str(steps[-1]), part))
    inside = (*steps, "kind") if error["type"].startswith("union_tag") else steps
    return Fault(file, place(_untagged(inside)), *_said(error))


def _only_seems_short(error: ErrorDetails) -> bool:
    """Say whether a list is called too short only because entries of it, reported themselves, were left out."""
    if error["type"] != "too_short" or not isinstance(error["input"], list):
        return False
    return bool(len(error["input"]) >= error["ctx"]["min_length"])


def _missing(key: str, part: type[types.Frozen]) -> tuple[str, str]:
    return f'The key "{key}" is missing.', f"Add it; {GUIDE} shows {_thing(part)} with all its keys."


def _unknown(key: str, part: type[types.Frozen]) -> tuple[str, str]:
    remedy = f"Remove it, or see {GUIDE} for the keys that {_thing(part)} may have"
    return f'The key "{key}" is not known here.', remedy + nearest(key, part.model_fields)


def _said(error: ErrorDetails) -> tuple[str, str]:
    if error["type"] == "string_pattern_mismatch":
        name, remedy = _PATTERNS.get(error.get("ctx", {}).get("pattern", ""), _ID)
        return f'"{error["input"]}" is no {name}.', remedy
    problem, remedy = _WORDS.get(error["type"], (f"{error['msg']}.", f"See {GUIDE}."))
    values = error.get("ctx", {})
    return _filled(problem, values), _filled(remedy, values)


def _filled(sentence: str, values: dict[str, Any]) -> str:
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", str(value))
    return sentence


def _thing(part: type[types.Frozen]) -> str:
    return _THINGS.get(part.__name__, "this part")


def _untagged(steps: Steps) -> Steps:
    """Leave out the kinds that pydantic writes behind the number of a question."""
    return tuple(
        step
        for before, step in zip((None, *steps), steps, strict=False)
        if not (isinstance(before, int) and step in TAGS)
    )


def _part(model: type[types.Frozen], steps: Steps) -> type[types.Frozen]:
    """Return the type of the part of the file that these steps lead to."""
    found = [model]
    for step in steps:
        if isinstance(step, int):
            continue
        fields = [kind.model_fields[step].annotation for kind in found if step in kind.model_fields]
        tagged = [kind for kind in found if kind.__name__.lower() == step]
        found = [kind for field in fields for kind in _models(field)] or tagged or found
    return found[0]


def _models(annotation: Any) -> Iterator[type[types.Frozen]]:
    if isinstance(annotation, type) and issubclass(annotation, types.Frozen):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
