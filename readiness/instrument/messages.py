"""The words of mails: one file a language beside the instruments, checked like these.

A placeholder that stands for a whole paragraph stands alone in it; the others stand inside sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from readiness.errors import Fault, FileFaults
from readiness.instrument.files import LARGEST, parsed
from readiness.instrument.plain import GUIDE, place, shaped
from readiness.instrument.rules.wording import UNSEEN, placeholders, strings
from readiness.instrument.types import Frozen, Text

FOLDER = "messages"
"""The name that no instrument may have."""
INLINE = ("{survey}", "{system}", "{minutes}", "{day}", "{threshold}")
"""What may stand inside a sentence."""
ALONE = ("{link}", "{promise}", "{reminded}")
"""What is a paragraph of its own."""

Kind = Literal["invitation", "reminder", "last_reminder"]
KINDS: tuple[Kind, ...] = ("invitation", "reminder", "last_reminder")
Subject = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150)]

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "invitation": ("{link}", "{promise}"),
    "reminder": ("{link}", "{reminded}"),
    "last_reminder": ("{link}", "{reminded}"),
}
_LANGUAGE = re.compile(r"[a-z]{2}")


class Message(Frozen):
    """One mail."""

    subject: Subject
    paragraphs: tuple[Text, ...] = Field(min_length=1, max_length=20)


class Promise(Frozen):
    """What holds for people who were invited in one way."""

    promise: Text
    reminded: Text


class Messages(Frozen):
    """All mails in one language."""

    button: Subject
    opt_out: Text
    invitation: Message
    reminder: Message
    last_reminder: Message
    test: Message
    personal: Promise
    codes: Promise


def load(folder: Path) -> dict[str, Messages]:
    """Return the mails by language, or raise FileFaults with every fault of the folder."""
    found = {path.stem: _read(path) for path in _files(folder)}
    faults = [fault for _, told in found.values() for fault in told]
    if not found:
        faults.append(
            Fault(f"{FOLDER}/", "", "There is no file of mails.", f"Add en.toml; {GUIDE} shows one.")
        )
    if faults:
        raise FileFaults(faults)
    return {language: read for language, (read, _) in found.items() if read}


def check(folder: Path) -> Iterator[Fault]:
    """Yield every fault of the folder; that there is none is no fault, since the software brings its own."""
    for path in _files(folder):
        yield from _read(path)[1]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def _read(path: Path) -> tuple[Messages | None, tuple[Fault, ...]]:
    file = f"{FOLDER}/{path.name}"
    if not _LANGUAGE.fullmatch(path.stem):
        problem = f'"{path.stem}" is no language code.'
        return None, (Fault(file, "", problem, "Call the file by two small letters, such as en.toml."),)
    if path.stat().st_size > LARGEST:
        too_large = f"This file is larger than {LARGEST // 1024} kB."
        return None, (Fault(file, "", too_large, "Remove what does not belong in it."),)
    tables = parsed(file, path.read_bytes())
    if isinstance(tables, Fault):
        return None, (tables,)
    read, faults = shaped(file, Messages, tables)
    return read, faults if read is None else tuple(sorted(_judged(file, read)))


def _judged(file: str, read: Messages) -> Iterator[Fault]:
    for steps, text in strings(read, ()):
        unseen = UNSEEN.search(text)
        if unseen:
            problem = f"This text holds the unseen character U+{ord(unseen[0]):04X}."
            yield Fault(file, place(steps), problem, "Type the text again instead of pasting it.")
        for found in sorted(placeholders(text) - _allowed(tuple(map(str, steps)), text)):
            yield Fault(file, place(steps), f"Nothing stands for {found} here.", _remedy(steps))
        if steps[-1] == "subject" and "\n" in text:
            yield Fault(file, place(steps), "A subject has one line.", "Take the line break out.")
    for kind, needed in _NEEDED.items():
        yield from _missing(file, kind, getattr(read, kind), needed)


def _missing(file: str, kind: str, message: Message, needed: tuple[str, ...]) -> Iterator[Fault]:
    for one in needed:
        count = message.paragraphs.count(one)
        if count != 1:
            said = "is missing" if not count else "stands here more than once"
            remedy = "Let it be a paragraph of its own, once."
            yield Fault(file, f"{kind}.paragraphs", f"The paragraph {one} {said}.", remedy)


def _allowed(steps: tuple[str, ...], text: str) -> set[str]:
    if steps[0] in ("button", "opt_out"):
        return set()
    if steps[0] == "test":
        return {"{subject}"} if steps[-1] == "subject" else set()
    alone = text in ALONE and "paragraphs" in steps
    return {text} if alone else set(INLINE)


def _remedy(steps: tuple[int | str, ...]) -> str:
    whole = f"; {', '.join(ALONE)} as paragraphs of their own" if "paragraphs" in steps else ""
    return f"Here may stand {', '.join(INLINE)}{whole}; {GUIDE} tells where."
