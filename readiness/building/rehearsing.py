"""Rehearsals outside a request: asked for in the console, made by workers, looked at for a day, then thrown away.

They lie in a table and a folder of their own: nothing that lists or fetches real documents can come upon them.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from readiness.building.cache import Cache
from readiness.config import Settings
from readiness.records import queue, rehearsals
from readiness.records.database import Session
from readiness.records.queue_tables import Rehearsal

Kind = Literal["plan", "trial"]
LARGEST = 200 * 2**20
"""Bytes of all trials' documents together."""
LEFT_SECONDS = 60 * 60
"""What a trial that was cut off has left behind is removed after so long: none takes as long."""


@dataclass(frozen=True, slots=True)
class File:
    """A document of a trial."""

    title: str
    name: str
    key: str

    @property
    def suffix(self) -> str:
        """What its name ends with."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Status:
    """How far a rehearsal is."""

    number: int
    state: str
    """waiting, running, done, failed or cancelled."""
    step: str
    percent: int
    problem: str
    asked: Mapping[str, Any]
    result: Mapping[str, Any]
    asked_at: int
    ends_at: int

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in queue.ENDED

    @property
    def files(self) -> tuple[File, ...]:
        """What a trial has made."""
        return tuple(File(**one) for one in self.result.get("files", ()))


def request(session: Session, code: str, kind: Kind, asked: Mapping[str, Any], now: int) -> Status:
    """Ask for a rehearsal with this set-up and these rates; it takes the place of the last of that kind."""
    return _status(rehearsals.add(session, code, kind, asked, now))


def status(session: Session, code: str, kind: Kind, now: int) -> Status | None:
    """Return how far the newest of that kind is; None where there is none, or it has been thrown away."""
    found = rehearsals.newest(session, code, kind, now)
    return _status(found) if found else None


def fetched(settings: Settings, file: File) -> Path | None:
    """Return where a document of a trial lies; None where it has been thrown away."""
    return _cache(settings).found(file.key, file.suffix)


def tidy(session: Session, settings: Settings, now: int) -> None:
    """Throw away what is older than a day, and what trials that were cut off have left behind."""
    rehearsals.forget(session, now)
    kept = {one["key"] for result in rehearsals.results(session) for one in result.get("files", ())}
    folder = _cache(settings).folder
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.stem not in kept and _left(path):
            path.unlink(missing_ok=True)
    at_work = _at_work(settings)
    for folder in at_work.iterdir() if at_work.is_dir() else ():
        if _left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def made(
    kind: str, asked: Mapping[str, Any], settings: Settings, say: Callable[[str], None]
) -> dict[str, Any]:
    """Make a rehearsal, in a worker's copy, and return what came of it."""
    from readiness.rehearsal import making

    def told(step: str, percent: int) -> None:
        say(f"{step} {percent}")

    if kind == "plan":
        return making.plan(asked, settings, told)
    at_work = _at_work(settings)
    at_work.mkdir(parents=True, exist_ok=True)
    people, documents = making.documents(asked, settings, at_work, told)
    files = []
    for document in documents:
        key, suffix = hashlib.sha256(document.data).hexdigest(), document.file.rpartition(".")[2]
        _cache(settings).keep(key, suffix, document.data)
        files.append({"title": document.title, "name": document.file, "key": key})
    return {"people": people, "files": files}


def _left(path: Path) -> bool:
    """Say whether nobody can be at work with it any more; what another worker has just thrown away is gone."""
    try:
        return time.time() - path.stat().st_mtime > LEFT_SECONDS
    except FileNotFoundError:
        return False


def _cache(settings: Settings) -> Cache:
    return Cache(settings.instance / "rehearsals" / "files", LARGEST)


def _at_work(settings: Settings) -> Path:
    return settings.instance / "rehearsals" / "at-work"


def _status(found: Rehearsal) -> Status:
    return Status(
        found.id,
        found.state,
        found.step,
        found.percent,
        found.problem,
        found.asked,
        found.result or {},
        found.asked_at,
        found.ends_at,
    )
