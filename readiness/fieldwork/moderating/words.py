"""The words of words.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Words:
    """Names, jobs, and words that tell nobody, all in small letters."""

    first_names: frozenset[str]
    sometimes_names: frozenset[str]
    harmless: frozenset[str]
    """Terms of the health service and words with which sentences begin."""
    one_holder: str
    """An expression for jobs that mostly one person holds."""
    jobs: str


@cache
def words() -> Words:
    """Return the words."""
    found = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    return Words(
        first_names=frozenset(found["first_names"].split()),
        sometimes_names=frozenset(found["sometimes_names"].split()),
        harmless=frozenset(found["terms"].split()) | frozenset(found["common"].split()),
        one_holder=_any(found["one_holder"]),
        jobs=_any(found["jobs"]),
    )


def _any(patterns: list[str]) -> str:
    """Return an expression for any of them, the longest first; a space stands for any blank."""
    longest = sorted(patterns, key=lambda pattern: -len(pattern))
    return "(?:" + "|".join(longest).replace(" ", r"\s+") + ")"
