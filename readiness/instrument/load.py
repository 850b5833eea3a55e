"""From a folder of TOML files to an instrument that everyone may trust, or to every fault that forbids it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, create_model

from readiness.errors import Fault, FileFaults
from readiness.instrument.files import ABOUT, AREA, CLOSING, HEAD, Contents, contents, locked, parsed
from readiness.instrument.plain import GUIDE, Model, shaped
from readiness.instrument.reading import Reading, dimension_file, translation_file
from readiness.instrument.rules import OF_PARTS, OF_THE_WHOLE, UNFINISHED, Rule
from readiness.instrument.types import AreaBlock, Dimension, Frozen, Id, Instrument, Page, Translation

_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]*")
"""Names of folders that cannot lead out of the folder they stand in."""

_OWN = (
    "id",
    "version",
    "title",
    "language",
    "minutes",
    "front",
    "roles",
    "scales",
    "criterion",
    "adopted",
    "consent",
)


class Closing(Frozen):
    """What closing.toml holds."""

    pages: tuple[Page, ...] = Field(min_length=1)


# What instrument.toml holds is the instrument itself but for the parts that have files of their own.
_fields: dict[str, Any] = {
    name: (Instrument.model_fields[name].annotation, Instrument.model_fields[name]) for name in _OWN
}
Head = create_model(
    "Head", __base__=Frozen, **_fields, dimensions=(tuple[Id, ...], Field(min_length=1, max_length=40))
)


def load(folder: Path) -> Instrument:
    """Return the instrument of that folder; raise FileFaults with every fault otherwise."""
    return _load(contents(Path(folder)))


def available(surveys: Path) -> dict[tuple[str, str], Path]:
    """Return the folders that hold a version of an instrument, by id and version as the folders are named."""
    found = sorted(path.parent for path in Path(surveys).glob(f"*/[0-9]*/{HEAD}"))
    return {(folder.parent.name, folder.name): folder for folder in found}


def load_version(surveys: Path, instrument: str, version: str, digest: str | None = None) -> Instrument:
    """Return one version of an instrument; parsed anew only when a byte of its files has changed.

    With a `digest`, leave out the translations that have come since the version had it, if that is what has changed.
    """
    folder = Path(surveys) / instrument / version
    if not _PLAIN.fullmatch(instrument) or not _PLAIN.fullmatch(version) or not (folder / HEAD).is_file():
        raise FileFaults([_unknown(instrument, version, available(surveys))])
    found = contents(folder)
    return _remembered(found if digest is None else locked(found, digest))


def inspect(folder: Path) -> tuple[Fault, ...]:
    """Return every fault of that folder, also those that a running assessment can live with."""
    found = contents(folder)
    reading, faults = _read(found)
    unfinished = _judged(reading, UNFINISHED) if reading.whole else ()
    return tuple(sorted({*faults, *unfinished}))


def _load(found: Contents) -> Instrument:
    reading, faults = _read(found)
    if faults:
        raise FileFaults(faults)
    return reading.instrument


_remembered = lru_cache(maxsize=32)(_load)


def _unknown(instrument: str, version: str, known: Iterable[tuple[str, str]]) -> Fault:
    names = ", ".join(f"{name} {number}" for name, number in known) or "none yet"
    return Fault(f"{instrument}/{version}/{HEAD}", "", "There is no such instrument.", f"There are: {names}.")


def _read(found: Contents) -> tuple[Reading, set[Fault]]:
    """Build the instrument as far as it can be read, and judge as much of it by the rules."""
    pieces = _Pieces(found)
    reading = _reading(pieces)
    rules = OF_PARTS + OF_THE_WHOLE if reading.whole else OF_PARTS
    return reading, {*found.strays, *pieces.faults, *_judged(reading, rules)}


def _judged(reading: Reading, rules: Iterable[Rule]) -> Iterator[Fault]:
    for rule in rules:
        yield from rule(reading)


class _Pieces:
    """The parts of one folder, each shaped by its type, with every fault met on the way."""

    def __init__(self, found: Contents) -> None:
        self.label = found.label
        self.digest = found.digest
        self.names = [*found.files, *(fault.file.removeprefix(found.label) for fault in found.unread)]
        self.faults = list(found.unread)
        self._tables = {name: self._parsed(name, data) for name, data in found.files.items()}
        self._read()
        self.whole = not self.faults
        self._name_dimensions()

    def _read(self) -> None:
        self.head: Any = self._one(HEAD, Head, needed=True)
        self.about = self._one(ABOUT, Page, needed=True)
        self.area = self._one(AREA, AreaBlock)
        self.closing = self._one(CLOSING, Closing)
        found = {stem: self._one(dimension_file(stem), Dimension) for stem in self.stems("dimensions")}
        self.dimensions = {stem: dimension for stem, dimension in found.items() if dimension}
        self.translations = tuple(self._translation(stem) for stem in sorted(self.stems("translations")))

    def stems(self, folder: str) -> tuple[str, ...]:
        return tuple(
            name.removeprefix(f"{folder}/").removesuffix(".toml")
            for name in self.names
            if name.startswith(f"{folder}/")
        )

    def _parsed(self, name: str, data: bytes) -> dict[str, Any] | None:
        tables = parsed(self.label + name, data)
        if isinstance(tables, Fault):
            self.faults.append(tables)
            return None
        return tables

    def _one(self, name: str, model: type[Model], needed: bool = False) -> Model | None:
        if needed and name not in self.names:
            problem = f"There is no {name}."
            self.faults.append(Fault(self.label + name, "", problem, f"Add it; {GUIDE} shows one."))
        tables = self._tables.get(name)
        if tables is None:
            return None
        part, faults = shaped(self.label + name, model, tables)
        self.faults += faults
        return part

    def _translation(self, language: str) -> Translation:
        name = translation_file(language)
        texts: dict[str, str] = {}
        for steps, text in _leaves(self._tables.get(name) or {}):
            if not isinstance(text, str):
                where = ".".join(steps)
                fault = Fault(self.label + name, where, "This must be a text.", "Put it in quotation marks.")
                self.faults.append(fault)
            elif text.strip():
                texts[".".join(steps)] = text.strip()
        return Translation(language=language, texts=texts)

    def _name_dimensions(self) -> None:
        """Call each dimension after its file, so that every place can be found, and say where it was not."""
        for stem, dimension in self.dimensions.items():
            if dimension.id != stem:
                problem = f'The file is called "{stem}", the id is "{dimension.id}".'
                file = self.label + dimension_file(stem)
                self.faults.append(Fault(file, "id", problem, "Let both be the same."))
                self.dimensions[stem] = dimension.model_copy(update={"id": stem})


def _leaves(tables: object, steps: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield what stands at the end of each path; the entries of a list count from 1."""
    if isinstance(tables, dict):
        inner = [(str(key), value) for key, value in tables.items()]
    elif isinstance(tables, list):
        inner = [(str(n), value) for n, value in enumerate(tables, 1)]
    else:
        yield steps, tables
        return
    for key, value in inner:
        yield from _leaves(value, (*steps, key))


def _reading(pieces: _Pieces) -> Reading:
    head, listed = pieces.head, tuple(pieces.head.dimensions) if pieces.head else ()
    order = [*dict.fromkeys(name for name in listed if name in pieces.dimensions), *pieces.dimensions]
    languages = tuple(found.language for found in pieces.translations)
    parts: dict[str, Any] = {
        **(_NOTHING if head is None else {name: getattr(head, name) for name in _OWN}),
        "about": pieces.about or Page.model_construct(id="", title="", questions=()),
        "dimensions": tuple(pieces.dimensions[name] for name in dict.fromkeys(order)),
        "area": pieces.area,
        "closing": pieces.closing.pages if pieces.closing else (),
        "digest": pieces.digest,
        "translations": pieces.translations,
    }
    parts["languages"] = (parts["language"], *languages)
    return Reading(
        instrument=Instrument.model_construct(**parts),
        label=pieces.label,
        listed=listed,
        dimension_files=pieces.stems("dimensions"),
        languages=languages,
        whole=pieces.whole,
    )


_NOTHING: dict[str, Any] = {
    **dict.fromkeys(_OWN),
    **dict.fromkeys(("id", "version", "title", "language"), ""),
    "front": (),
    "roles": (),
    "scales": (),
}
"""What stands for an instrument file that cannot be read."""
