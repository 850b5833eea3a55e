"""What comes in is taken whole, as we write it, or not at all; hostile files are refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.access import signatures
from readiness.baseline.beside import Exchange, Signed, canonical, read
from readiness.baseline.beside.reading import LARGEST
from readiness.baseline.beside.writing import as_bytes
from readiness.errors import ReadinessError
from tests.baseline.beside.conftest import signed


@pytest.fixture(scope="session")
def good(ours: Exchange) -> bytes:
    return signed(ours)


@pytest.fixture(scope="session")
def short(ours: Exchange) -> bytes:
    """A file of two groups with a few figures each."""
    groups = tuple(one.model_copy(update={"figures": one.figures[:3]}) for one in ours.groups[:2])
    few = tuple(
        one for one in ours.statements if one.part in {figure.id for one in groups for figure in one.figures}
    )
    return signed(ours.model_copy(update={"groups": groups, "statements": few}))


def refused(data: bytes) -> str:
    with pytest.raises(ReadinessError) as caught:
        read("theirs.json", data)
    said = str(caught.value)
    assert "theirs.json" in said
    assert not set(map(chr, range(32))) - {"\n"} & set(said)
    return said


def spoilt(good: bytes, *steps: str | int, value: Any) -> bytes:
    """Return the file with another value in one place, written as we write."""
    told = json.loads(good)
    inner = told
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    return as_bytes(told)


def test_what_was_written_is_read(good: bytes, ours: Exchange) -> None:
    found = read("theirs.json", good)
    assert isinstance(found, Signed)
    assert found.exchange == ours
    assert read("theirs.json", good.rstrip()) == found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no exchange file"),
        (b"\xff\xfe{}", "no exchange file"),
        (b"{}", "format"),
        (b"[]", "theirs.json"),
        (b"nul", "no exchange file"),
        (b'{"a":1,"a":2}', "stands in it twice"),
        (b'{"a":NaN}', "NaN is no number"),
        (b'{"a":-Infinity}', "no number"),
        (b'{"a":' + b"9" * 5000 + b"}", "no exchange file"),
        (b"[" * 200_000, "nested more than"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested more than"),
        (b'{"format":"' + b"x" * 10 * 1024 * 1024 + b'"}', "larger than"),
        (b" " * (LARGEST + 1), "larger than"),
    ],
    ids=lambda one: str(one[:12]) if isinstance(one, bytes) else one,
)
def test_what_is_no_exchange_file_is_said_to_be_none(data: bytes, said: str) -> None:
    assert said in refused(data)


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("format",), "readiness-exchange/2"),
        (("key",), "ab"),
        (("signature",), 7),
        (("exchange", "system"), ""),
        (("exchange", "system"), "A\x1b[2Jsystem"),
        (("exchange", "system"), "x" * 301),
        (("exchange", "system"), ["a"]),
        (("exchange", "system"), "\ud800"),
        (("exchange", "year"), "2026"),
        (("exchange", "year"), 10**30),
        (("exchange", "year"), True),
        (("exchange", "opened"), "2026-02-31"),
        (("exchange", "threshold"), 3),
        (("exchange", "rank"), 1),
        (("exchange", "roles"), {}),
        (("exchange", "roles", 0, "n"), 4),
        (("exchange", "statements"), []),
        (("exchange", "groups"), []),
        (("exchange", "groups", 0, "area"), "cardiology"),
        (("exchange", "groups", 0, "n"), 12),
        (("exchange", "groups", 0, "headcount"), -1),
        (("exchange", "groups", 0, "figures", 0, "n"), 9),
        (("exchange", "groups", 0, "figures", 0, "n"), 10),
        (("exchange", "groups", 0, "figures", 0, "n"), 900_000),
        (("exchange", "groups", 0, "figures", 0, "mean"), 1e300),
        (("exchange", "groups", 0, "figures", 0, "mean"), "55"),
        (("exchange", "groups", 0, "figures", 0, "mean"), None),
        (("exchange", "groups", 0, "figures", 0, "mean"), 99.0),
        (("exchange", "groups", 0, "figures", 0, "se"), -1.0),
        (("exchange", "groups", 0, "figures", 0, "kind"), "readiness"),
        (("exchange", "groups", 0, "figures", 0, "kind"), "rank"),
        (("exchange", "groups", 0, "figures", 1, "id"), "general"),
        (("exchange", "groups", 0, "figures", 1, "id"), "made-up"),
        (("exchange", "groups", 0, "figures", 1, "id"), "safety"),
        (("exchange", "groups", 2, "area"), "cardiology"),
    ],
    ids=str,
)
def test_each_value_that_cannot_be_is_refused_with_its_place(
    good: bytes, steps: tuple[str | int, ...], value: Any
) -> None:
    said = refused(spoilt(good, *steps, value=value))
    assert "Ask the sender" in said


def test_a_key_that_would_write_to_the_terminal_is_not_printed(good: bytes) -> None:
    said = refused(spoilt(good, "exchange", "\x1b]0;owned\x07" + "y" * 500, value=1))
    assert "y" * 200 not in said


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"format"', b' "format"', 1),
        lambda data: json.dumps(json.loads(data), sort_keys=True, indent=1).encode(),
        lambda data: data.replace(b'"n":1204', b'"n":1204 ', 1),
        lambda data: data.replace(b'"mean":55.8,', b'"mean":55.80,', 1),
        lambda data: data.replace(b'"mean":55.8,', b'"mean":5.58e1,', 1),
        lambda data: data.replace(b"Northvale", b"\\u004eorthvale", 1),
        lambda data: data + b"\n",
    ],
)
def test_only_the_one_way_of_writing_is_taken(good: bytes, change: Callable[[bytes], bytes]) -> None:
    assert "somebody changed it" in refused(change(good))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200) | JSON.map(lambda told: json.dumps(told).encode()))
def test_no_bytes_whatever_do_more_than_be_refused(data: bytes) -> None:
    with pytest.raises(ReadinessError):
        read("theirs.json", data)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_a_file_with_anything_in_any_place_is_refused_or_read_as_it_stands(
    short: bytes, choice: st.DataObject
) -> None:
    told = json.loads(short)
    inner: Any = told
    while True:
        key = choice.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or not inner[key] or choice.draw(st.integers(0, 5)) == 0:
            break
        inner = inner[key]
    inner[key] = choice.draw(JSON)
    try:
        data = as_bytes(told)
    except ValueError:
        data = json.dumps(told).encode()
    try:
        found = read("theirs.json", data)
    except ReadinessError:
        return
    assert found.model_dump(mode="json") == told


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_a_file_with_another_byte_in_it_is_refused_or_its_signature_fails(
    short: bytes, place: int, byte: int
) -> None:
    n = place % len(short)
    try:
        found = read("theirs.json", short[:n] + bytes([byte]) + short[n + 1 :])
    except ReadinessError:
        return
    key, signature = bytes.fromhex(found.key), bytes.fromhex(found.signature)
    assert short[n] == byte or not signatures.holds(key, signature, canonical(found.exchange))
