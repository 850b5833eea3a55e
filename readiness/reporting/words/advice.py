"""Advice on dimensions, barriers and parts of readiness: held as data, each change with the evidence behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field

from readiness.errors import Fault, FileFaults
from readiness.instrument import plain
from readiness.instrument.files import parsed
from readiness.instrument.types import Frozen, Id, Text

OWN = "en"
FOLDER = "advice"
SOURCES = "sources.toml"
KINDS = ("dimensions", "barriers", "components")
"""The folders of a language: what a piece of advice may be about."""
GUIDE = "reports/README.md"
NAMED = 3
"""Authors of a source that are printed; more are `and others`."""
JOINS = (" and ", " and others")
"""What stands before the last author of two or three, and in place of those that are left out."""
INITIALS = re.compile(r" [A-Z]{1,4}$")
Subject = tuple[str, str]
"""Kind and id: ("barriers", "time")."""
Shape = TypeVar("Shape", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that evidence is taken from."""

    id: str
    authors: tuple[str, ...]
    year: int
    title: str
    published: str
    doi: str = ""
    isbn: str = ""
    address: str = ""
    joins: tuple[str, str] = JOINS

    @property
    def cited(self) -> str:
        """The source as it is named inside a text: `Ivers and others 2012`."""
        names = [INITIALS.sub("", name) for name in self.authors]
        return f"{_listed(names, 2 if len(names) < NAMED else 1, self.joins)} {self.year}"

    @property
    def printed(self) -> str:
        """The source as it stands in a list."""
        number = f"doi:{self.doi}" if self.doi else f"ISBN {self.isbn}" if self.isbn else self.address
        names = _listed(self.authors, NAMED, self.joins)
        end = "" if self.title.endswith("?") else "."
        return f"{names} ({self.year}). {self.title}{end} {self.published}. {number}"

    @property
    def link(self) -> str:
        """Where the source can be read or is described; nothing for a book."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address


@dataclass(frozen=True, slots=True)
class Change:
    """Something to change: what, who can, and what is known of its effect."""

    what: str
    who: str
    evidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a dimension, a barrier or a part of readiness."""

    kind: str
    subject: str
    short: str
    """One sentence."""
    signs: tuple[str, ...]
    """How low readiness shows."""
    changes: tuple[Change, ...]
    first_step: str
    """Small, and done within 30 days."""
    same: frozenset[Subject] = frozenset()
    """Other subjects whose advice says much the same: never given side by side."""


@dataclass(frozen=True)
class AdviceBook:
    """All advice in one language."""

    pieces: Mapping[Subject, Advice] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def on(self, kind: str, subject: str) -> Advice | None:
        """Return the advice on a subject, or None where the book has none."""
        return self.pieces.get((kind, subject))


def sources_of(advice: Iterable[Advice]) -> tuple[Source, ...]:
    """Return each source once, in the order in which the pieces of advice name them."""
    return tuple(
        dict.fromkeys(source for one in advice for change in one.changes for source in change.sources)
    )


def load(reports: Path, language: str = OWN, joins: tuple[str, str] = JOINS) -> AdviceBook:
    """Read the advice of a language, with English for what it leaves out; none where the folder has none.

    Raises FileFaults with every fault of all its files.
    """
    folder = reports / FOLDER
    if not folder.is_dir():
        return AdviceBook()
    reading = _Reading(folder)
    sources = {key: replace(source, joins=joins) for key, source in reading.sources().items()}
    pieces = reading.pieces(sources)
    if language != OWN and (folder / language).is_dir():
        pieces |= reading.translated(pieces, language)
    if reading.faults:
        raise FileFaults(reading.faults)
    return AdviceBook(pieces, tuple(sources.values()))


def _listed(names: Iterable[str], most: int, joins: tuple[str, str]) -> str:
    """Return names as they stand in a reference."""
    names, (before_last, others) = list(names), joins
    if len(names) > most:
        return f"{', '.join(names[:most])}{others}"
    return before_last.join(part for part in (", ".join(names[:-1]), names[-1]) if part)


# ------------------------------------------------------------------------------------------ what the files hold

FOUND: Mapping[str, tuple[re.Pattern[str], str]] = {
    "doi": (re.compile(r"10\.\d{4,9}/\S+"), 'Write it without an address, such as "10.1136/bmj.m3216".'),
    "isbn": (re.compile(r"97[89][\d-]{10,14}"), 'Write thirteen digits, such as "978-1-911615-18-7".'),
    "address": (re.compile(r"https://\S+"), "Write it whole, beginning with https://."),
}
"""What says where to find a source, how it is written, and the remedy where it is not."""


class _Source(Frozen):
    authors: tuple[Text, ...] = Field(min_length=1)
    year: int = Field(ge=1900, le=2100)
    title: Text
    published: Text
    doi: Text | None = None
    isbn: Text | None = None
    address: Text | None = None


class _Change(Frozen):
    what: Text
    who: Text
    evidence: Text
    sources: tuple[Id, ...] = Field(min_length=1)


class _Advice(Frozen):
    short: Text
    same: tuple[Text, ...] = ()
    signs: tuple[Text, ...] = Field(min_length=2, max_length=3)
    changes: tuple[_Change, ...] = Field(min_length=2, max_length=3)
    first_step: Text


class _ChangeSaid(Frozen):
    what: Text | None = None
    who: Text | None = None
    evidence: Text | None = None


class _Said(Frozen):
    """A translation: any of the texts, in the order of the English ones."""

    short: Text | None = None
    signs: tuple[Text, ...] | None = None
    changes: tuple[_ChangeSaid, ...] | None = None
    first_step: Text | None = None


class _Reading:
    """One reading of the folder, which gathers the faults of all files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def sources(self) -> dict[str, Source]:
        """Return every source by its id."""
        tables = self._tables(self.folder / SOURCES) or {}
        found = {key: self._shaped(SOURCES, _Source, table, key) for key, table in tables.items()}
        for key, one in found.items():
            if one:
                self._check_source(key, one)
        return {key: _source(key, one) for key, one in found.items() if one}

    def pieces(self, sources: Mapping[str, Source]) -> dict[Subject, Advice]:
        """Return the English advice by subject."""
        read = {
            subject: self._shaped(file, _Advice, self._tables(self.folder / file))
            for subject, file in self._files(OWN)
        }
        for subject, one in read.items():
            if one:
                self._check(subject, one, read, sources)
        same = _both_ways((subject, _subjects(one.same)) for subject, one in read.items() if one)
        return {
            subject: _advice(subject, one, sources, same[subject]) for subject, one in read.items() if one
        }

    def translated(self, own: Mapping[Subject, Advice], language: str) -> dict[Subject, Advice]:
        """Return the advice that the language has, laid over the English."""
        found = {}
        for subject, file in self._files(language):
            said = self._shaped(file, _Said, self._tables(self.folder / file))
            if subject not in own:
                self._fault(file, "", "There is no English file of that name.", "Rename or remove this one.")
            elif said and self._counts(file, said, own[subject]):
                found[subject] = _over(own[subject], said)
        return found

    def _files(self, language: str) -> Iterator[tuple[Subject, str]]:
        for path in sorted((self.folder / language).rglob("*.toml")):
            kind, file = path.parent.name, path.relative_to(self.folder).as_posix()
            if kind in KINDS and path.parent.parent.name == language:
                yield (kind, path.stem), file
            else:
                belongs = " and ".join((", ".join(f"{one}/" for one in KINDS[:-1]), f"{KINDS[-1]}/"))
                self._fault(file, "", "Advice does not belong here.", f"Move the file to one of {belongs}.")

    def _tables(self, path: Path) -> dict[str, Any] | None:
        file = path.relative_to(self.folder).as_posix()
        if not path.is_file():
            self._fault(file, "", "This file is missing.", f"Add it; {GUIDE} shows what it holds.")
            return None
        tables = parsed(f"{FOLDER}/{file}", path.read_bytes())
        if isinstance(tables, Fault):
            self.faults.append(tables)
            return None
        return tables

    def _shaped(self, file: str, model: type[Shape], table: Any, key: str = "") -> Shape | None:
        if table is None:
            return None
        read, faults = plain.shaped(f"{FOLDER}/{file}", model, table)
        for fault in faults:
            place = ".".join(part for part in (key, fault.place) if part)
            # The words come from the reader of instruments, whose guide is another.
            self.faults.append(replace(fault, place=place, remedy=fault.remedy.replace(plain.GUIDE, GUIDE)))
        return read

    def _check_source(self, key: str, one: _Source) -> None:
        given = {name: text for name in FOUND if (text := getattr(one, name))}
        if not given:
            problem = "Nothing says where to find this source."
            self._fault(SOURCES, key, problem, f"Add one of {', '.join(FOUND)}.")
        for name, text in given.items():
            pattern, remedy = FOUND[name]
            if not pattern.fullmatch(text):
                self._fault(SOURCES, f"{key}.{name}", f'"{text}" is no {name}.', remedy)

    def _check(
        self, subject: Subject, one: _Advice, read: Mapping[Subject, object], sources: Mapping[str, Source]
    ) -> None:
        file = f"{OWN}/{'/'.join(subject)}.toml"
        for i, change in enumerate(one.changes, 1):
            for key in change.sources:
                if key not in sources:
                    remedy = f"Add it to {FOLDER}/{SOURCES}, or name one that is there"
                    problem = f'There is no source "{key}".'
                    self._fault(file, f"changes[{i}].sources", problem, remedy + plain.nearest(key, sources))
        for other in one.same:
            if tuple(other.split("/")) not in read:
                problem = f'There is no advice on "{other}".'
                known = ("/".join(known) for known in read)
                remedy = "Write kind and id, such as barriers/time" + plain.nearest(other, known)
                self._fault(file, "same", problem, remedy)

    def _counts(self, file: str, said: _Said, own: Advice) -> bool:
        """Say whether the translation has as many signs and changes as the English, if it has any."""
        fit = True
        for key, texts, count in (
            ("signs", said.signs, len(own.signs)),
            ("changes", said.changes, len(own.changes)),
        ):
            if texts is not None and len(texts) != count:
                remedy = "Translate each one, in the same order, or leave all of them out."
                self._fault(file, key, f"There are {len(texts)}; the English file has {count}.", remedy)
                fit = False
        return fit

    def _fault(self, file: str, place: str, problem: str, remedy: str) -> None:
        self.faults.append(Fault(f"{FOLDER}/{file}", place, problem, remedy))


def _source(key: str, one: _Source) -> Source:
    return Source(
        key,
        one.authors,
        one.year,
        one.title,
        one.published,
        one.doi or "",
        one.isbn or "",
        one.address or "",
    )


def _subjects(same: Iterable[str]) -> frozenset[Subject]:
    return frozenset((kind, subject) for kind, _, subject in (one.partition("/") for one in same))


def _both_ways(said: Iterable[tuple[Subject, frozenset[Subject]]]) -> dict[Subject, frozenset[Subject]]:
    """Return which subjects say the same, wherever it was written down."""
    own = dict(said)
    return {
        one: same | {other for other, theirs in own.items() if one in theirs} for one, same in own.items()
    }


def _advice(
    subject: Subject, one: _Advice, sources: Mapping[str, Source], same: frozenset[Subject]
) -> Advice:
    changes = tuple(
        Change(
            change.what,
            change.who,
            change.evidence,
            tuple(sources[key] for key in change.sources if key in sources),
        )
        for change in one.changes
    )
    return Advice(*subject, one.short, one.signs, changes, one.first_step, same)


def _over(own: Advice, said: _Said) -> Advice:
    """Lay a translation over the English advice."""
    changes = said.changes or tuple(_ChangeSaid() for _ in own.changes)
    return replace(
        own,
        short=said.short or own.short,
        signs=said.signs or own.signs,
        changes=tuple(
            replace(
                change,
                what=words.what or change.what,
                who=words.who or change.who,
                evidence=words.evidence or change.evidence,
            )
            for change, words in zip(own.changes, changes, strict=True)
        ),
        first_step=said.first_step or own.first_step,
    )
