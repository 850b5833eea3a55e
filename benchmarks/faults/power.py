"""R3: the power fails while people answer, and what no sync had reached is lost, torn or out of order.

The real server answers real journeys with a recorder under its SQLite. For each cut the files are put together as a
disk might hold them at that moment: all up to each file's last sync, and of what was written since whatever chance
leaves, sector by sector. The control runs with `synchronous=NORMAL`, which must lose answers, or this proves nothing.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.answering.crowd import Crowd, Tally
from benchmarks.answering.installation import Installation, installed, stop
from benchmarks.answering.person import Journey, Person, expected, fingerprint
from benchmarks.answering.profile import Inside
from benchmarks.answering.run import started
from benchmarks.answering.stored import Held, held, rows
from benchmarks.faults.recorded import Operation, operations

PEOPLE = 8
SECTOR = 512
COMING_BACK = 2
"""So many people who were in the midst of it go on after each cut."""


class Saved(NamedTuple):
    """A page of one person that the server said was kept."""

    at: float
    leads_to: str
    said: dict[str, Any]
    written: dict[str, str]
    cookies: dict[str, str]


class Remembered(Person):
    """Somebody of whom it is known what had been kept at each moment."""

    def __init__(self, name: str, link: str) -> None:
        super().__init__(name, link, files=False)
        self.saved: list[Saved] = []

    def kept(self, leads_to: str) -> None:
        """Remember what has been kept by now."""
        if not self.sending:
            kept = Saved(self.heard, leads_to, dict(self.said), dict(self.written), dict(self.cookies))
            self.saved.append(kept)


class Back(Person):
    """Somebody who goes on with what had been kept before the power failed."""

    def __init__(self, name: str, saved: Saved) -> None:
        super().__init__(name, "", files=False)
        self.said, self.written, self.cookies = dict(saved.said), dict(saved.written), dict(saved.cookies)
        self._from = saved.leads_to

    def journey(self) -> Journey:
        got = yield from self._seen("view", self._from)
        while not self.confirmed:
            got = yield from self._onward(got)


@dataclass
class Outcome:
    """What was found after all cuts of one series."""

    synchronous: str
    times: int
    confirmed: int = 0
    lost: int = 0
    comments_lost: int = 0
    doubled: int = 0
    partial: int = 0
    drafts: int = 0
    """People who went on."""
    drafts_lost: int = 0
    unsynced: int = 0
    """Writes that no sync had reached when the power failed."""
    errors: list[str] = field(default_factory=list)

    @property
    def control(self) -> bool:
        """Whether this series must lose answers."""
        return self.synchronous != "FULL"

    @property
    def kept(self) -> bool:
        """Whether it ended as it must: nothing lost, or with the control answers lost."""
        if self.control:
            return self.lost > 0
        wrong = (
            self.lost + self.comments_lost + self.doubled + self.partial + self.drafts_lost + len(self.errors)
        )
        return not wrong and self.confirmed > 0 and self.drafts > 0

    def __str__(self) -> str:
        ended = ("LOSES, AS IT MUST" if self.kept else "LOST NOTHING") if self.control else None
        return (
            f"power cut, sqlite, synchronous={self.synchronous}: {self.times} times; of {self.confirmed} answers "
            f"confirmed before a cut {self.lost} lost, {self.doubled} doubled, {self.partial} partial, "
            f"{self.comments_lost} comments lost; of {self.drafts} people in the midst {self.drafts_lost} lost a "
            f"kept page; {self.unsynced} writes unsynced at the cuts; {len(self.errors)} errors. "
            f"{ended or ('KEPT' if self.kept else 'BROKEN')}"
        )

    def add(self, found: Held) -> None:
        """Count one cut."""
        self.confirmed += found.confirmed
        self.lost += found.lost
        self.comments_lost += found.comments_lost
        self.doubled += found.doubled + found.comments_doubled
        self.partial += found.strange


def power(times: int, synchronous: str = "FULL", answers: int | None = None, seed: int = 1) -> Outcome:
    """Record so many answers, 4 for each cut if not said, then cut the power so many times at random moments."""
    rng, outcome = random.Random(seed), Outcome(synchronous, times)
    with installed("sqlite") as place:
        log, before = place.folder.parent / "recorded", place.folder.parent / "before"
        log.mkdir()
        tally = _recorded(place, log, before, synchronous, answers or 4 * times)
        outcome.errors += tally.errors
        done = operations(log)
        for number in range(times):
            moment = _moment(rng, tally.people, number)
            folder = place.folder.parent / f"cut-{number}"
            outcome.unsynced += after_cut(done, before, folder, moment, rng)
            _look(place, folder, tally.people, moment, rng, outcome)
            shutil.rmtree(folder)
    return outcome


def after_cut(
    done: Iterable[Operation], before: Path, folder: Path, moment: float, rng: random.Random
) -> int:
    """Write the files as a disk may hold them after a cut at that moment; return how many writes were unsynced."""
    safe = {path.name: bytearray(path.read_bytes()) for path in before.iterdir()}
    pending: dict[str, list[Operation]] = {}
    for one in done:
        if one.began > moment:
            continue
        if one.what != "sync":
            pending.setdefault(one.file, []).append(one)
        elif one.ended <= moment:
            _settle(safe.setdefault(one.file, bytearray()), pending.pop(one.file, []))
    for file, unsynced in pending.items():
        _settle(safe.setdefault(file, bytearray()), _by_chance(unsynced, rng))
    folder.mkdir()
    for name, content in safe.items():
        (folder / name).write_bytes(content)
    return sum(map(len, pending.values()))


def _by_chance(unsynced: list[Operation], rng: random.Random) -> Iterator[Operation]:
    """Yield what reaches the disk: nothing, the first few, or any sectors of any of them."""
    how = rng.choice(("nothing", "first", "any"))
    if how == "first":
        yield from unsynced[: rng.randrange(len(unsynced) + 1)]
    for one in unsynced if how == "any" else ():
        if one.what == "write":
            for start in range(0, len(one.data), SECTOR):
                if rng.random() < 0.5:
                    data = one.data[start : start + SECTOR]
                    yield one._replace(offset=one.offset + start, data=data)
        elif rng.random() < 0.5:
            yield one


def _settle(content: bytearray, done: Iterable[Operation]) -> None:
    for one in done:
        if one.what == "truncate":
            del content[one.offset :]
        else:
            content.extend(bytes(max(0, one.offset - len(content))))
            content[one.offset : one.offset + len(one.data)] = one.data


def _recorded(place: Installation, log: Path, before: Path, synchronous: str, answers: int) -> Tally:
    link = place.link()
    before.mkdir()
    for path in place.folder.glob("readiness.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, before)
    serve = place.command("serve", "--port", str(place.port))[3:]
    words = [sys.executable, "-m", "benchmarks.faults.recorded", str(log), synchronous, *serve]
    server = place.start(*words)
    try:
        crowd, result = started(lambda: _answer(place, link, answers))
        tally: Tally = result.recv()
        crowd.join()
    finally:
        stop(server)
    return tally


def _answer(place: Installation, link: str, answers: int) -> Tally:
    crowd = Crowd(place.port, place.host, lambda: _next(crowd, link, answers))
    return crowd.run([time.monotonic()] * PEOPLE)


def _next(crowd: Crowd, link: str, answers: int) -> Person | None:
    count = len(crowd.tally.people)
    return Remembered(f"{count}", link) if count < answers else None


def _moment(rng: random.Random, people: list[Person], number: int) -> float:
    """Return a moment just after somebody was told that all is kept, or any; each second time, that a page is."""
    if number % 2:
        kept = [one.at for each in people if isinstance(each, Remembered) for one in each.saved if one.said]
        return rng.choice(kept) + rng.uniform(0, 0.002)
    told = sorted(one.confirmed_at for one in people if one.confirmed)
    just_after = rng.choice(told) + rng.uniform(0, 0.002)
    return just_after if rng.random() < 0.7 else rng.uniform(told[0], told[-1])


def _look(
    place: Installation,
    folder: Path,
    people: list[Person],
    moment: float,
    rng: random.Random,
    outcome: Outcome,
) -> None:
    """Open the database after a cut as the program does, compare, and let people go on."""
    cut = replace(place, database=f"sqlite:///{folder / 'readiness.db'}")
    with sqlite3.connect(folder / "readiness.db") as database:
        state = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    if state != "ok":
        outcome.errors.append(f"The database is damaged: {state}")
        return
    outcome.add(held(cut.url, people, moment))
    midway = [kept for one in people if (kept := _midway(one, moment))]
    inside = Inside(cut)
    for number, saved in enumerate(rng.sample(midway, min(COMING_BACK, len(midway)))):
        outcome.drafts += 1
        outcome.drafts_lost += not _goes_on(inside, cut, Back(f"back {moment} {number}", saved))
    inside.close()


def _midway(person: Person, moment: float) -> Saved | None:
    """Return what had been kept of somebody who was still answering, and had more than nothing kept."""
    saved = person.saved if isinstance(person, Remembered) else []
    before = [one for one in saved if one.at <= moment]
    if not before or not before[-1].said or before[-1].leads_to.endswith("/check"):
        return None
    return before[-1]


def _goes_on(inside: Inside, place: Installation, person: Back) -> bool:
    """Say whether all that had been kept is in the answers that are sent in the end."""
    try:
        inside.visit(person)
    except RuntimeError:
        return False
    return fingerprint(expected(person.said)) in rows(place.url)
