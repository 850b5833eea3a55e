"""From the bytes of a file that somebody sent to an exchange that can be trusted as far as its key, or to a refusal.

Whoever writes such a file may be hostile. It is taken only in the one way in which we write it, so that what was signed
is what is read: no key twice, no number that another program reads otherwise, nothing between the lines.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from readiness.baseline.beside.types import Exchange, Figure, Group, Signed
from readiness.baseline.beside.writing import as_bytes
from readiness.errors import Fault, FileFaults, ReadinessError
from readiness.instrument.plain import place
from readiness.instrument.rules.wording import UNSEEN

LARGEST = 1024 * 1024
"""Bytes: five times what forty areas of a long questionnaire take."""
DEEPEST = 16
MOST_FAULTS = 20
_LONGEST = 120
_ANEW = "Ask the sender to export it anew, and to send the file itself, unchanged."


def read(name: str, data: bytes) -> Signed:
    """Return what the file holds; its signature is yet to be checked."""
    if len(data) > LARGEST:
        raise ReadinessError(
            f"{name} is larger than {LARGEST // 1024} kB, which no exchange file is.",
            "Choose the file that `readiness benchmark export` wrote.",
        )
    told = _parsed(name, data)
    try:
        signed = Signed.model_validate_json(data)
    except ValidationError as error:
        raise FileFaults(_faults(name, error)) from error
    if as_bytes(told) != data.removesuffix(b"\n"):
        raise ReadinessError(f"{name} is not written as exchange files are: somebody changed it.", _ANEW)
    faults = list(_judged(name, signed.exchange))
    if faults:
        raise FileFaults(faults[:MOST_FAULTS])
    return signed


def _parsed(name: str, data: bytes) -> Any:
    """Return the file as JSON, or say why it is none."""
    if _depth(data) > DEEPEST:
        raise ReadinessError(f"{name} is nested more than {DEEPEST} deep, which no exchange file is.", _ANEW)
    try:
        return json.loads(data.decode("ascii"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ReadinessError(
            f"{name} is no exchange file: {_cut(str(error))}.",
            "Choose the file that `readiness benchmark export` wrote.",
        ) from error


def _depth(data: bytes) -> int:
    """Return how deep brackets can lie in one another at most, those inside texts counted, too."""
    deep = deepest = 0
    for one in data:
        if one in b"[{":
            deep += 1
            deepest = max(deep, deepest)
        elif one in b"]}":
            deep -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _faults(name: str, error: ValidationError) -> Iterator[Fault]:
    told = error.errors(include_url=False, include_input=False, include_context=False)
    for one in told[:MOST_FAULTS]:
        yield Fault(name, _cut(place(one["loc"])), f"{_cut(one['msg'])}.", _ANEW)


def _judged(name: str, found: Exchange) -> Iterator[Fault]:
    """Yield what each part allows and the whole does not."""

    def fault(where: str, problem: str) -> Fault:
        return Fault(name, f"exchange.{where}", problem, _ANEW)

    for where, ids in (
        ("roles", [one.id for one in found.roles]),
        ("statements", [one.id for one in found.statements]),
        ("groups", [one.area or "" for one in found.groups]),
    ):
        if _twice(ids):
            yield fault(where, "Something stands here twice.")
    if found.groups[0].area is not None:
        yield fault("groups", "The whole system has to come first.")
    asked = {"readiness", "general"} | {one.id for one in found.statements}
    asked |= {one.part for one in found.statements}
    for group in found.groups:
        for problem in _of_group(group, found.threshold, asked):
            yield fault(f"groups.{group.area or 'system'}", problem)


def _of_group(group: Group, threshold: int, asked: set[str]) -> Iterator[str]:
    if group.n < threshold:
        yield "Fewer people than the threshold are behind it."
    if _twice([f"{one.kind} {one.id}" for one in group.figures]):
        yield "A figure stands here twice."
    for one in group.figures:
        if one.n < threshold or one.n > group.n:
            yield f"{one.id}: so many people cannot be behind it."
        if not one.low <= one.mean <= one.high:
            yield f"{one.id}: the mean lies outside its interval."
        if one.id not in asked or not _called_so(one):
            yield f"{one.id}: nothing of that name was asked."


def _called_so(figure: Figure) -> bool:
    of_all = ("readiness", "general")
    return (figure.id == figure.kind) if figure.kind in of_all else figure.id not in of_all


def _twice(ids: list[str]) -> bool:
    return any(count > 1 for count in Counter(ids).values())


def _cut(text: str) -> str:
    """Return what may be printed of a text from such a file."""
    shown = UNSEEN.sub("?", text).replace("\n", " ").rstrip(".")
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
