"""The report's words, held as data: texts by key, with a closed set of placeholders that Python fills in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from readiness.errors import Fault, FileFaults, ReadinessError
from readiness.reporting.words.advice import AdviceBook
from readiness.reporting.words.advice import load as load_advice

OWN = "en"
PLACEHOLDERS = frozenset(
    "advice area areas barrier barriers chance code count day difference dimension dimensions first from gaps"
    " headcount high higher holds importance innovation instrument interval last low lower margin month n name names"
    " number part rate roles score share step strengths strongest system target threshold title to total version"
    " weakest year".split()
)


@dataclass(frozen=True)
class Wording:
    """Every text of the report in one language."""

    language: str
    texts: Mapping[str, Any]
    reports: Path | None = None
    """The folder that the texts come from."""

    @cached_property
    def advice(self) -> AdviceBook:
        """The advice in this language, read when it is first asked for."""
        if not self.reports:
            return AdviceBook()
        joins = (self.say("advice.cited_and"), self.say("advice.cited_others"))
        return load_advice(self.reports, self.language, joins)

    def say(self, key: str, **values: str) -> str:
        """Return the text of that key with its placeholders filled in; values are never read as texts themselves."""
        return str(self._at(key)).format_map(values)

    def has(self, key: str) -> bool:
        """Say whether there is a text of that key."""
        return self._found(key) is not None

    def sentence(self, key: str, **values: str) -> str:
        """Return a text that begins with a capital, whatever name stands first."""
        text = self.say(key, **values)
        return text[:1].upper() + text[1:]

    def counted(self, key: str, count: int, **values: str) -> str:
        """Return the text for one or for many; small numbers are written as words."""
        key = f"{key}_{'one' if count == 1 else 'many'}"
        return self.sentence(key, count=self.count(count), **values)

    def count(self, count: int) -> str:
        """Return a number as a word if it is small enough to have one in the texts."""
        words = self._at("format.counts")
        return str(words[count]) if count < len(words) else str(count)

    def nth(self, number: int) -> str:
        """Return an ordinal as a word, the first for 1; nothing where it is too large to have one in the texts."""
        words = self._at("format.nths")
        return str(words[number - 1]) if number <= len(words) else ""

    def parts(self, key: str, **values: str) -> list[dict[str, str]]:
        """Return a list of texts that belong together, such as a title and what stands under it."""
        return [{name: text.format_map(values) for name, text in part.items()} for part in self._at(key)]

    def joined(self, names: Sequence[str]) -> str:
        """Return names as they stand in a sentence: one, one and two, one, two and three.

        A comma goes before the last where a name itself holds an "and", unless quotation marks set names apart. A
        language may have an "and" of its own before a vowel.
        """
        if len(names) < 2:
            return "".join(names)
        ands = [self.say(f"format.{key}", first="", last="") for key in ("and", "and_vowel")]
        opening = self.quoted("")[:1]
        among = any(one in name and not name.startswith(opening) for name in names for one in ands)
        first = self._at("format.comma").join(names[:-1])
        key = "format.and_among" if among else "format.and"
        vowel = re.match(self.say("format.vowel"), names[-1], re.IGNORECASE)
        return self.say(f"{key}_vowel" if vowel else key, first=first, last=names[-1])

    def quoted(self, name: str) -> str:
        """Return somebody else's words in quotation marks."""
        return self.say("format.quoted", name=name)

    def day(self, day: date) -> str:
        """Return a date as people write it."""
        month = self._at("format.months")[day.month - 1]
        return self.say("format.date", day=str(day.day), month=month, year=str(day.year))

    def _at(self, key: str) -> Any:
        found = self._found(key)
        if found is None:
            raise KeyError(key)
        return found

    def _found(self, key: str) -> Any:
        found: Any = self.texts
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found


def load(reports: Path, language: str = OWN) -> Wording:
    """Read the texts of a language, with English for what it leaves out; English alone where it has no file."""
    own = _read(reports / "wording" / f"{OWN}.toml")
    path = reports / "wording" / f"{language}.toml"
    if language == OWN or not path.exists():
        return Wording(OWN, own, reports)
    return Wording(language, _over(own, _read(path)), reports)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return _understood(path, path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ReadinessError(
            f"{path} is missing.",
            "Point the setting `reports` to a folder that holds wording/, parts/ and baseline/.",
        ) from error


@lru_cache(maxsize=16)
def _understood(path: Path, text: str) -> Mapping[str, Any]:
    """Read the texts once for all documents, as long as the file says the same."""
    try:
        texts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileFaults([Fault(str(path), "", f"It cannot be read: {error}.", "Mend that line.")]) from error
    faults = [fault for place, text in _all(texts) if (fault := _fault(path, place, text))]
    if faults:
        raise FileFaults(faults)
    return texts


def _all(texts: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(texts, str):
        yield place, texts
        return
    inside = texts.items() if isinstance(texts, Mapping) else enumerate(texts)
    for name, text in inside:
        yield from _all(text, f"{place}.{name}" if place else str(name))


def _fault(path: Path, place: str, text: str) -> Fault | None:
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError as error:
        return Fault(
            str(path),
            place,
            f"Its braces do not match: {error}.",
            "Write {{ and }} for braces that are meant.",
        )
    strange = sorted({str(name) for _, name, spec, how in fields if name not in PLACEHOLDERS or spec or how})
    if not strange:
        return None
    allowed = ", ".join(sorted(PLACEHOLDERS))
    return Fault(
        str(path), place, f"Nothing fills in {', '.join(strange)}.", f"Use only these names: {allowed}."
    )


def _over(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a translation over the English texts."""
    texts = dict(own)
    for key, text in other.items():
        both = isinstance(text, Mapping) and isinstance(own.get(key), Mapping)
        texts[key] = _over(own[key], text) if both else text
    return texts
