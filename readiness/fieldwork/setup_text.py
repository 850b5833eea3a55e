"""A set-up written as the text of a set-up file, so that the console and the command line are one world."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_DAYS = ("opens_on", "closes_on")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = "# A set-up file of Readiness: see `readiness assessment create --example` for what may stand here.\n"


def text(system: str, tables: Mapping[str, Any]) -> str:
    """Return the text of a file with these tables, as far as they are filled in."""
    return _HEAD + "\n".join(_lines({"system": system, **tables})) + "\n"


def _lines(tables: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    for key, value in tables.items():
        if not isinstance(value, dict) and not _is_list_of_tables(value):
            yield f"{key} = {value if key in _DAYS else _value(value)}"
    for key, value in tables.items():
        if _is_list_of_tables(value):
            for entry in value:
                yield from ("", f"[[{key}]]", *_pairs(entry))
        elif isinstance(value, dict):
            yield from _table(key, value)


def _table(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table; of its inner tables, each on one line, those of headcounts by place and area in their own."""
    own = {key: value for key, value in table.items() if not _is_nested(value)}
    if own:
        yield from ("", f"[{name}]", *_pairs(own))
    for key, value in table.items():
        if _is_nested(value):
            yield from ("", f"[{name}.{key}]", *_pairs(value))


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key(key)} = {_value(value)}" for key, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(_pairs(value))} }}" if value else "{}"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a text in quotation marks: what JSON makes of it is good TOML, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) else _quoted(key)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(one, dict) for one in value.values())
