"""An instrument's files: which belong to it, how large and deep they may be, what TOML objects to."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from readiness.errors import Fault

LARGEST = 256 * 1024
"""Bytes of one file: fifty times the longest real one."""
DEEPEST = 16
"""Tables and lists inside one another; a condition inside a condition inside a condition still fits."""
MOST = 200
"""Files of one instrument."""

HEAD = "instrument.toml"
ABOUT = "about-you.toml"
AREA = "clinical-area.toml"
CLOSING = "closing.toml"
SINGLE = (HEAD, ABOUT, AREA, CLOSING)
TRANSLATED = "translations/"
FOLDERS = ("dimensions", "translations")
MOST_TRANSLATIONS = 10
"""Of so many it is tried which were there when an assessment was opened: a thousand choices at the most."""

Said = tuple[str, str]
"""What is wrong, and the remedy."""

_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = re.compile(rf"(?:^[ \t\[]*|[{{,]\s*)(?:{_KEY}[ \t]*\.[ \t]*){{{DEEPEST},}}", re.MULTILINE)
"""A key of many parts: it nests as deeply, and tomllib needs minutes for one that fills a file."""

_LINE = re.compile(r" \(at (line \d+), column \d+\)$")
_END = re.compile(r" \(at end of document\)$")

_TOML_WORDS = (
    ("Cannot overwrite a value", "This key stands here twice.", "Keep one of the two."),
    ("Cannot declare", "This table stands here twice.", "Join the two, or write [[…]] for a list."),
    ("Expected '='", "A key needs an equals sign and a value.", 'Write it as key = "value".'),
    ("Expected newline", "Something follows that does not belong here.", "Put it on a line of its own."),
    ("Unclosed array", "This list has no closing bracket.", "Add the ] or the missing comma."),
    ("Unclosed inline table", "This table has no closing brace.", "Add the } or the missing comma."),
    ("Unterminated string", "This text has no closing quotation marks.", 'Add the ".'),
    ("Illegal character", "TOML does not allow this character.", "Close the text on the same line."),
    ("Unescaped '\\'", "A backslash stands alone in this text.", "Write two backslashes for one."),
    ("Invalid value", "This value cannot be read.", "Put a text in quotation marks."),
    ("Invalid statement", "This line is neither a key nor a table.", "Start a remark with #."),
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of one folder; equal where folder, bytes and faults are: the key of a cache."""

    folder: Path
    digest: str
    """SHA-256 over the sorted names and bytes; lengths keep two files apart from one longer file."""
    strays: tuple[Fault, ...]
    """A fault for each file that is no part of an instrument."""
    unread: tuple[Fault, ...]
    """A fault for each file that cannot be read."""
    files: Mapping[str, bytes] = field(compare=False)

    @property
    def label(self) -> str:
        """The folder as a person knows it, such as `innovation-readiness/2026.1/`."""
        return _label(self.folder)


def contents(folder: Path) -> Contents:
    """Read all TOML files of the folder."""
    folder = folder.resolve()
    names = sorted(_names(folder))
    fitting = [name for name in names if _belongs(name)][:MOST]
    found = {name: _bytes(folder / name) for name in fitting}
    read = {name: data for name, data in found.items() if isinstance(data, bytes)}
    unread = {name: said for name, said in found.items() if not isinstance(said, bytes)}
    strays = {name: _stray(name) for name in names if name not in fitting}
    return Contents(folder, _digest(read), _faults(folder, strays), _faults(folder, unread), read)


def locked(found: Contents, digest: str) -> Contents:
    """Return the contents as they were when they had this digest, without the translations that have come since.

    Nothing else may be taken away; where no choice of translations has the digest, the contents come back as they are.
    """
    added = [name for name in found.files if name.startswith(TRANSLATED)][:MOST_TRANSLATIONS]
    for number in range(len(added) + 1):
        for left_out in combinations(added, number):
            read = {name: data for name, data in found.files.items() if name not in left_out}
            if _digest(read) == digest:
                return replace(found, digest=digest, files=read)
    return found


def parsed(file: str, data: bytes) -> dict[str, Any] | Fault:
    """Return the tables of a TOML file, or the fault that keeps it from being read."""
    try:
        text = data.decode("utf-8-sig")
        if _LONG_KEY.search(text):
            return _too_deep(file)
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Fault(file, f"line {line}", "This is not UTF-8 text.", "Save the file as UTF-8.")
    except RecursionError:
        return _too_deep(file)
    except ValueError as error:
        return _toml_fault(file, str(error))
    return tables if _depth_fits(tables) else _too_deep(file)


def _label(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}/"


def _faults(folder: Path, said: Mapping[str, Said]) -> tuple[Fault, ...]:
    return tuple(Fault(_label(folder) + name, "", *words) for name, words in said.items())


def _names(folder: Path) -> Iterator[str]:
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(inside).relative_to(folder).as_posix()
        for name in names:
            if name.endswith(".toml") and not name.startswith("."):
                yield name if below == "." else f"{below}/{name}"


def _belongs(name: str) -> bool:
    table, _, _ = name.rpartition("/")
    return name in SINGLE or table in FOLDERS


def _stray(name: str) -> Said:
    if _belongs(name):
        return f"There are more than {MOST} files.", "Keep one instrument in a folder."
    belongs = f"{', '.join(SINGLE)}, dimensions/<id>.toml and translations/<language>.toml"
    return "This file is no part of an instrument.", f"Remove or rename it: an instrument has {belongs}."


def _bytes(path: Path) -> bytes | Said:
    """Return the bytes of a file, or what keeps it from being read and the remedy."""
    try:
        if path.stat().st_size <= LARGEST:
            return path.read_bytes()
    except OSError as error:
        return f"This cannot be read: {error.strerror}.", "Put a readable file in its place, or remove it."
    return f"This file is larger than {LARGEST // 1024} kB.", "Remove what does not belong in it."


def _digest(read: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, data in sorted(read.items()):
        total.update(f"{len(name)} {name} {len(data)} ".encode())
        total.update(data)
    return total.hexdigest()


def _toml_fault(file: str, message: str) -> Fault:
    line = _LINE.search(message)
    place = line[1] if line else "end of the file" if _END.search(message) else ""
    for start, problem, remedy in _TOML_WORDS:
        if message.startswith(start):
            return Fault(file, place, problem, remedy)
    said = _END.sub("", _LINE.sub("", message))
    return Fault(file, place, f"This cannot be read as TOML: {said}.", "Mend that line; see https://toml.io.")


def _too_deep(file: str) -> Fault:
    problem = f"Tables or lists lie more than {DEEPEST} deep in one another."
    return Fault(file, "", problem, "Write it with fewer levels.")


def _depth_fits(tables: object) -> bool:
    """Measure without recursion, so that the measuring cannot be broken by what it measures."""
    level = [tables]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def _inside(outer: object) -> Iterable[object]:
    if isinstance(outer, dict):
        return outer.values()
    return outer if isinstance(outer, list) else ()
