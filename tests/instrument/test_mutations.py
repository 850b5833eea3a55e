"""However an instrument's files are spoiled, they load or say every fault; what loads can be asked."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.errors import Fault, FileFaults
from readiness.instrument.journey import Local, keys, pages
from readiness.instrument.load import inspect, load
from readiness.instrument.types import Instrument, Option
from tests.instrument.conftest import TINY, VALID

pytestmark = pytest.mark.slow

LOCAL = Local((Option(id="north", text="North"),), (Option(id="heart", text="Heart"),))
FILES = {path.relative_to(TINY).as_posix(): path.read_bytes() for path in sorted(TINY.rglob("*.toml"))}
FILES["translations/cy.toml"] = (VALID / "translated" / "translations" / "cy.toml").read_bytes()
MANY = settings(
    derandomize=True,
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

WORDS = sorted({word for data in FILES.values() for word in data.decode().replace('"', " ").split()})
PIECES = st.one_of(
    st.sampled_from(
        ["\n", '"', "'''", "[", "]", "{", "}", "[[", "=", ",", "#", "\\u0000", "\\", "when = ", "nan"]
    ),
    st.sampled_from(WORDS),
    st.text(max_size=5),
).map(str.encode) | st.binary(max_size=4)

VALUES = st.recursive(
    st.none().map(lambda _: "2026-01-01")
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "question", "is", "at_least", "any", "not", "text", "x y"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small instrument with a translation, in a place where it may be spoiled."""
    copy = tmp_path_factory.mktemp("spoiled") / "tiny" / "2026.1"
    shutil.copytree(TINY, copy)
    (copy / "translations").mkdir()
    for name, data in FILES.items():
        (copy / name).write_bytes(data)
    return copy


def holds_or_says(folder: Path) -> None:
    """Load the folder; what loads can be asked of everyone, what does not says what is wrong and how to mend it."""
    instrument, faults = loaded(folder)
    assert all(fault.file and fault.problem and fault.remedy for fault in (*faults, *inspect(folder)))
    if instrument is None:
        assert faults
        return
    assert keys(instrument, LOCAL)
    for role in instrument.roles:
        for language in instrument.languages:
            assert pages(instrument, LOCAL, {"role": role.id, "areas": ["heart"]}, language)


def loaded(folder: Path) -> tuple[Instrument | None, tuple[Fault, ...]]:
    try:
        return load(folder), ()
    except FileFaults as error:
        return None, error.faults


@MANY
@given(data=st.data(), name=st.sampled_from(sorted(FILES)))
def test_spoiled_letters_are_said_or_harmless(data: st.DataObject, name: str, folder: Path) -> None:
    content = FILES[name]
    start = data.draw(st.integers(0, len(content)))
    end = start + data.draw(st.sampled_from([0, 0, 1, 2, 7, 40, 400]))
    (folder / name).write_bytes(content[:start] + data.draw(PIECES) + content[end:])
    try:
        holds_or_says(folder)
    finally:
        (folder / name).write_bytes(content)


@MANY
@given(data=st.data(), name=st.sampled_from(sorted(FILES)))
def test_spoiled_values_are_said_or_harmless(data: st.DataObject, name: str, folder: Path) -> None:
    tables = tomllib.loads(FILES[name].decode())
    part, key = data.draw(st.sampled_from(list(places(tables))))
    part[key] = data.draw(VALUES)
    (folder / name).write_text(written(tables), "utf-8", "surrogatepass")
    try:
        holds_or_says(folder)
    finally:
        (folder / name).write_bytes(FILES[name])


@pytest.mark.parametrize("name", sorted(set(FILES) - {"translations/cy.toml"}))
def test_each_line_may_be_missing_or_stand_twice(name: str, folder: Path) -> None:
    lines = FILES[name].splitlines(keepends=True)
    for number in range(len(lines)):
        for spoiled in (lines[:number] + lines[number + 1 :], lines[: number + 1] + lines[number:]):
            (folder / name).write_bytes(b"".join(spoiled))
            holds_or_says(folder)
    (folder / name).write_bytes(FILES[name])


def places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every table or list with each of its keys or numbers."""
    for key in part if isinstance(part, dict) else range(len(part)):
        yield part, key
        if isinstance(part[key], dict | list):
            yield from places(part[key])


def written(value: Any, top: bool = True) -> str:
    """Return a value as TOML, tables in braces but for the outermost."""
    if isinstance(value, dict):
        pairs = [f"{json.dumps(key)} = {written(inner, False)}" for key, inner in value.items()]
        return "\n".join(pairs) if top else f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(written(inner, False) for inner in value)}]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
