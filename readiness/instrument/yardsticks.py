"""Published figures of other surveys, to be set beside our own: one file a source, read once into frozen types.

A figure is `same` only where its question is one of our items to the letter, which the item's hash has to prove; all
others are `loose`, and say what differs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from readiness.errors import Fault, FileFaults
from readiness.instrument.files import LARGEST, parsed
from readiness.instrument.load import available, load
from readiness.instrument.plain import nearest, place, shaped
from readiness.instrument.rules.wording import UNSEEN, strings
from readiness.instrument.types import Frozen, Id, Text
from readiness.instrument.wording import wordings

FOLDER = "benchmarks"
"""The name that no instrument may have."""
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
Known = Mapping[str, Mapping[str, frozenset[str]]]
"""By instrument: what a figure may be set beside, dimensions and items, each with the hashes that an item ever had."""


class Figure(Frozen):
    """One published figure."""

    model_config = ConfigDict(allow_inf_nan=False)

    id: Id
    question: Text
    """What was asked, in our own words, with the number of the question where the source names it."""
    beside: Id
    """The dimension, component or item of ours that it is set beside."""
    measure: Literal["favourable", "mean"]
    """A percentage of favourable answers, or a mean on the source's own scale."""
    value: float
    lowest: float | None = None
    """The lowest end of the scale of a mean."""
    highest: float | None = None
    closeness: Literal["same", "loose"]
    differs: Text | None = None
    """What differs, a sentence; a loose figure needs it."""
    wording: str | None = None
    """Hash of our item; a figure of the same wording needs it."""

    @property
    def of_hundred(self) -> float:
        """The figure from 0 to 100: a percentage as it is, a mean by where it lies on its scale."""
        if self.lowest is None or self.highest is None:
            return self.value
        return 100 * (self.value - self.lowest) / (self.highest - self.lowest)


class Yardstick(Frozen):
    """One source with the figures that are taken from it."""

    title: Text
    publisher: Text
    address: Text
    retrieved: Text
    """The day on which somebody read the figures there, such as 2026-11-28."""
    licence: Text
    """Under which terms the source may be used, or that it does not say."""
    unconfirmed: tuple[Literal["licence", "question", "figure"], ...] = ()
    """What nobody has confirmed: the terms, the questions' numbers, or the figures at the survey's own publisher."""
    year: int = Field(ge=1990, le=2100)
    """The year in which people were asked."""
    population: Text
    n: int | None = Field(default=None, ge=1)
    """How many answered; none where the source does not say."""
    instrument: Id
    """Our questionnaire that it is set beside."""
    figures: tuple[Figure, ...] = Field(min_length=1, max_length=100)


def load_all(folder: Path, surveys: Path) -> dict[str, Yardstick]:
    """Return the sources by the names of their files, or raise FileFaults with every fault of the folder."""
    read, faults = _read(folder, surveys)
    if faults:
        raise FileFaults(faults)
    return read


def check(folder: Path, surveys: Path) -> tuple[Fault, ...]:
    """Return every fault of the folder; that there is none is no fault."""
    return _read(folder, surveys)[1]


def _read(folder: Path, surveys: Path) -> tuple[dict[str, Yardstick], tuple[Fault, ...]]:
    files = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    known = _known(surveys) if files else {}
    found: dict[str, Yardstick] = {}
    faults: list[Fault] = []
    for path in files:
        read, said = _one(f"{FOLDER}/{path.name}", path)
        faults += said
        if read:
            found[path.stem] = read
            faults += _judged(f"{FOLDER}/{path.name}", read, known)
    return found, tuple(sorted(faults))


def _one(file: str, path: Path) -> tuple[Yardstick | None, tuple[Fault, ...]]:
    if path.stat().st_size > LARGEST:
        too_large = f"This file is larger than {LARGEST // 1024} kB."
        return None, (Fault(file, "", too_large, "Remove what does not belong in it."),)
    tables = parsed(file, path.read_bytes())
    return (None, (tables,)) if isinstance(tables, Fault) else shaped(file, Yardstick, tables)


def _known(surveys: Path) -> Known:
    """Return what there is to be set beside; a questionnaire with faults is told of elsewhere."""
    found: dict[str, dict[str, set[str]]] = {}
    for (name, _), folder in available(surveys).items():
        try:
            asked = wordings(load(folder))
        except FileFaults:
            continue
        of = found.setdefault(name, {})
        for part, items in asked.items():
            of.setdefault(part, set())
            for item, said in items.items():
                of.setdefault(item, set()).add(said)
    return {name: {each: frozenset(said) for each, said in of.items()} for name, of in found.items()}


def _judged(file: str, read: Yardstick, known: Known) -> Iterator[Fault]:
    for steps, text in strings(read, ()):
        unseen = UNSEEN.search(text)
        if unseen:
            problem = f"This text holds the unseen character U+{ord(unseen[0]):04X}."
            yield Fault(file, place(steps), problem, "Type the text again instead of pasting it.")
    yield from _of_source(file, read, known)
    counts = Counter(figure.id for figure in read.figures)
    for n, figure in enumerate(read.figures):
        if counts[figure.id] > 1:
            problem = f'The id "{figure.id}" stands here twice.'
            yield Fault(file, place(("figures", n, "id")), problem, "Give each figure an id of its own.")
        for key, problem, remedy in _of_figure(figure, known.get(read.instrument)):
            yield Fault(file, place(("figures", n, key)), problem, remedy)


def _of_source(file: str, read: Yardstick, known: Known) -> Iterator[Fault]:
    if not _ADDRESS.fullmatch(read.address):
        yield Fault(
            file, "address", "This is no address.", "Write it whole, such as https://example.org/page."
        )
    if not _is_day(read.retrieved):
        yield Fault(
            file, "retrieved", "This is no day.", 'Write it in quotation marks, such as "2026-11-28".'
        )
    if read.instrument not in known:
        problem = f'There is no questionnaire "{read.instrument}".'
        yield Fault(file, "instrument", problem, f"There are: {', '.join(sorted(known)) or 'none yet'}.")


def _of_figure(figure: Figure, known: Mapping[str, frozenset[str]] | None) -> Iterator[tuple[str, str, str]]:
    """Yield key, problem and remedy of what is wrong with a figure."""
    yield from _value(figure)
    if known is not None and figure.beside not in known:
        problem = f'The questionnaire has no dimension or item "{figure.beside}".'
        yield "beside", problem, f"Name one that it has{nearest(figure.beside, known)}"
    if figure.closeness == "loose":
        if figure.differs is None:
            yield "differs", "A loose figure has to say what differs.", "Add a sentence to the key differs."
    elif known is not None and figure.wording not in known.get(figure.beside, frozenset()):
        problem = "This is not the hash of that item, so nothing proves that the wording is the same."
        yield (
            "wording",
            problem,
            'Set closeness to "loose" and say what differs, or give the hash of the item.',
        )


def _value(figure: Figure) -> Iterator[tuple[str, str, str]]:
    ends = figure.lowest, figure.highest
    if figure.measure == "favourable":
        if ends != (None, None):
            yield "lowest", "A percentage has no scale of its own.", "Remove lowest and highest."
        if not 0 <= figure.value <= 100:
            yield "value", "This is no percentage.", "Write a number from 0 to 100."
    elif figure.lowest is None or figure.highest is None or not figure.lowest < figure.highest:
        yield "lowest", "A mean needs the ends of its scale.", "Add lowest and highest, such as 1 and 7."
    elif not figure.lowest <= figure.value <= figure.highest:
        yield "value", "This mean lies outside its scale.", "Correct it, or lowest and highest."


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
