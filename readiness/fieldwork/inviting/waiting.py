"""A file of people that has been looked at and not agreed to yet: kept beside the list until somebody says yes or no.

Nobody on it is invited. It lies where the list will lie, readable by the software's user alone, and is overwritten when
it is taken, dropped or replaced, or when the assessment closes.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from readiness.errors import ReadinessError
from readiness.fieldwork.inviting import people_file
from readiness.fieldwork.inviting.people_file import Known, People
from readiness.records import invited

_LINE = b"\n"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The people of the file, and what tells it from another one."""

    people: People
    digest: str
    name: str
    """What the file was called."""


def keep(folder: Path, code: str, name: str, data: bytes) -> None:
    """Keep a file in place of any that waits."""
    drop(folder, code)
    path = invited.upload(folder, code)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(Path(name).name.encode()[:200].replace(_LINE, b" ") + _LINE + data)
    except OSError as error:
        drop(folder, code)  # half a list of people must not lie there
        raise ReadinessError(
            f"The file could not be kept until you have looked at it: {error.strerror}.",
            "Ask whoever runs the server to make room on its disk. Nobody was put on the list.",
        ) from error


def found(folder: Path, code: str, known: Known) -> Waiting:
    """Return the file that waits, read once more; say so where none does."""
    try:
        kept = invited.upload(folder, code).read_bytes()
    except FileNotFoundError as error:
        raise ReadinessError("No file is waiting for your yes.", "Choose the file again.") from error
    name, _, data = kept.partition(_LINE)
    called = name.decode("utf-8", "replace")
    return Waiting(people_file.parsed(called, data, known), hashlib.sha256(data).hexdigest(), called)


def drop(folder: Path, code: str) -> None:
    """Overwrite the file that waits and remove it."""
    invited.destroy_upload(folder, code)
