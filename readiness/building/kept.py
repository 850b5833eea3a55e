"""Findings that a worker found once and that are kept, for every page, file and program that shows them.

Finding them takes seconds and all that counts; reading them takes neither. They are kept under a key that follows from
all that they depend on: the assessment as it is described, which comments are shown, the language, and this program.
Once any of it changes the key is another, and what was kept is not read any more. A file carries a seal made with the
installation's secret, so that a damaged or changed one is never shown.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib.metadata
import json
import logging
import re
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import orjson
from pydantic import TypeAdapter, ValidationError

from readiness.access import keys
from readiness.baseline.findings import Findings
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import assessments, builds
from readiness.records.database import Session
from readiness.records.queue_tables import Build
from readiness.records.tables import Assessment
from readiness.reporting import files

FORMAT = b"readiness-kept/1"
PURPOSE = "kept findings"
PARTS = ("analysis", "baseline", "instrument", "records")
"""The parts of this program that decide what is found; another byte in one of them and all is found anew."""
MOST = 12
"""So many findings are remembered by a process, those that were read last."""
LATELY = 60
"""A worker that has ended something in so many seconds is alive."""
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[a-zA-Z0-9]{2,8})*)?")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the finding is that was asked for last."""

    state: str
    """waiting, running, done, failed or cancelled."""
    percent: int
    problem: str
    """Why it failed, or what went wrong with the last try."""
    waited: int
    """Seconds since it was asked for."""
    worker: bool
    """Whether any worker shows life."""
    number: int

    @property
    def underway(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in builds.UNDERWAY


def kept_findings(
    settings: Settings, session: Session, assessment: Assessment, language: str = ""
) -> Findings | None:
    """Return what may be shown of a closed assessment, or None where it is yet to be found (`ask`).

    `language` is one of its questionnaire's; empty is the questionnaire's own.
    """
    if assessment.state != "closed":
        return None
    named = key(settings, session, assessment, language)
    return remembered(named, lambda: _read(settings, assessment.code, language, named))


def remembered(named: str, read: Callable[[], Findings | None]) -> Findings | None:
    """Return findings of that name from this process's memory, or read them; what is named so must never change."""
    found = _REMEMBERED.get(named)
    if found is None:
        found = read()
        if found is not None:
            _REMEMBERED.put(named, found)
    return found


def ask(
    session: Session, assessment: Assessment, language: str = "", now: int | None = None, edition: int = 0
) -> Progress:
    """Have findings found and kept; asking twice for what is on its way changes nothing.

    `edition` is a publication whose findings are kept with it; 0 is what is found now.
    """
    if assessment.state != "closed":
        raise ReadinessError(
            f"Assessment {assessment.code} is {assessment.state}: nothing is found before it closes.",
            f"Close it with `readiness assessment close {assessment.code}`.",
        )
    moment = int(time.time()) if now is None else now
    asked = builds.add(session, assessment, builds.FINDINGS, options(language, edition), moment)
    return progress_of(session, asked, moment)


def progress(
    session: Session, assessment: Assessment, language: str = "", now: int | None = None, edition: int = 0
) -> Progress | None:
    """Return how far the finding is that was asked for last; None where nobody has asked."""
    asked = builds.latest(session, assessment, builds.FINDINGS, options(language, edition))
    return progress_of(session, asked, int(time.time()) if now is None else now) if asked else None


def key(settings: Settings, session: Session, assessment: Assessment, language: str = "") -> str:
    """Return the digest of all that the findings depend on, as the database holds it now."""
    told = json.dumps([language, _program(), assessments.described(session, assessment)], default=str)
    return hmac.new(keys.derived(settings, PURPOSE), told.encode(), hashlib.sha256).hexdigest()


def keep(settings: Settings, named: str, findings: Findings, language: str = "") -> Path:
    """Keep findings under their key, in place of those that were kept before, where only the owner may read them."""
    path = place(settings, findings.heading.code, language)
    return write_sealed(settings, path, named, as_bytes(findings))


def write_sealed(settings: Settings, path: Path, named: str, data: bytes) -> Path:
    """Write what was found under its key, sealed, where only the owner may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return files.write_whole(path, b"\n".join((_head(settings, named, data), data)), mode=0o600)


def as_bytes(findings: Findings) -> bytes:
    """Return findings as JSON, to the last digit; the same bytes for the same findings."""
    return orjson.dumps(findings)


def packed(data: bytes) -> tuple[str, bytes]:
    """Return the digest of what is written so, the same for the same figures, and all of it in few bytes."""
    return hashlib.sha256(data).hexdigest(), zlib.compress(data)


def from_bytes(data: bytes) -> Findings:
    """Return the findings that were written so, in their own types; what does not fit them is a ValidationError."""
    return _adapter().validate_json(data)


def options(language: str, edition: int = 0) -> dict[str, str]:
    """Return a language and a publication as builds keep them."""
    told = {"language": language, "edition": str(edition or "")}
    return {name: value for name, value in told.items() if value}


def progress_of(session: Session, asked: Build, now: int) -> Progress:
    """Return how far a build is."""
    waited, worker = max(0, now - asked.asked_at), builds.alive(session, now, LATELY)
    return Progress(asked.state, asked.percent, asked.problem, waited, worker, asked.id)


def _read(settings: Settings, code: str, language: str, named: str) -> Findings | None:
    """Return the findings that the file holds; None where there are none of that key."""
    path = place(settings, code, language)
    data = read_sealed(settings, path, named)
    try:
        return None if data is None else from_bytes(data)
    except ValidationError as error:
        _LOG.warning("%s does not fit this program (%s).", path, error.error_count())
        return None


def read_sealed(settings: Settings, path: Path, named: str) -> bytes | None:
    """Return what the file holds; None where there is none, where it is of another key, or is not as it was written."""
    try:
        head, _, data = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReadinessError(
            f"{path} cannot be read: {error.strerror}.",
            "Run `readiness worker` and `readiness serve` as the same user.",
        ) from error
    if head.split(b" ")[:2] != [FORMAT, named.encode()]:
        return None
    if not hmac.compare_digest(head, _head(settings, named, data)):
        _LOG.warning("%s is not as it was written; it will be found anew.", path)
        return None
    return data


def _head(settings: Settings, named: str, data: bytes) -> bytes:
    seal = hmac.new(keys.derived(settings, PURPOSE), named.encode() + b"\n" + data, hashlib.sha256)
    return b" ".join((FORMAT, named.encode(), seal.hexdigest().encode()))


def place(settings: Settings, code: str, language: str, about: str = "") -> Path:
    """Return the file of an assessment's findings in a language; `about` names what is made of them."""
    if not _LANGUAGE.fullmatch(language) or not code.isalnum():
        raise ValueError(f"{code!r} in {language!r} names no file")
    named = "-".join(part for part in (code, language, about) if part)
    return settings.instance / "findings" / f"{named}.json"


@cache
def _program() -> str:
    """Return the digest of what of this program decides what is found, and its version."""
    found = hashlib.sha256(importlib.metadata.version("readiness").encode())
    root = Path(__file__).resolve().parent.parent
    for path in sorted(path for part in PARTS for path in (root / part).rglob("*.py")):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


class _Remembered:
    """Findings by their keys, those that were read last; a process serves from several threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[str, Findings] = OrderedDict()

    def get(self, named: str) -> Findings | None:
        with self._lock:
            if named in self._kept:
                self._kept.move_to_end(named)
            return self._kept.get(named)

    def put(self, named: str, findings: Findings) -> None:
        with self._lock:
            self._kept[named] = findings
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


@cache
def _adapter() -> TypeAdapter[Findings]:
    return TypeAdapter(Findings)


_REMEMBERED = _Remembered(MOST)
