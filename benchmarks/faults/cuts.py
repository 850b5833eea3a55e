"""R4: the connection is cut after the answers were stored, or a form is sent twice at once: each counts once.

People go through all pages in the ordinary way and stop before the last button. How they press it is the fault.
"""

from __future__ import annotations

import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from benchmarks.answering.crowd import Crowd, Tally, request
from benchmarks.answering.installation import Installation, installed, stop
from benchmarks.answering.person import Ask, Journey, Person
from benchmarks.answering.run import started
from benchmarks.faults.verdict import Verdict, judged
from readiness.records.database import Database
from readiness.records.tables import Comment

AT_ONCE = 8
WAIT_SECONDS = 10
ABORT = struct.pack("ii", 1, 0)
"""A connection that is closed with this set is cut off without a farewell."""


class Hesitant(Person):
    """Somebody who answers everything and then stops before the button that sends."""

    last: Ask | None = None

    def journey(self) -> Journey:
        whole = super().journey()
        ask = next(whole)
        while ask.kind != "send":
            ask = whole.send((yield ask))
        self.last = ask


Fault = Callable[[Installation, Hesitant, random.Random], str | None]
"""Presses the last button in some way, and returns what should not have happened."""


def cuts(times: int, database: str, mode: str = "open", seed: int = 1) -> Iterator[Verdict]:
    """Cut so many connections, then send so many forms twice at once."""
    for what, fault in (("connection cut", _cut), ("form sent twice at once", _twice)):
        with installed(database, mode) as place:
            people, errors = _all_pressed(place, times, fault, seed)
            yield judged(place, f"{what}, {database}, {mode} links", times, people, 0, errors)


def _all_pressed(place: Installation, times: int, fault: Fault, seed: int) -> tuple[list[Person], list[str]]:
    links = place.links(times)
    server = place.start()
    try:
        crowd, result = started(lambda: _prepared(place, links))
        tally: Tally = result.recv()
        crowd.join()
        return tally.people, tally.errors + _pressed(place, tally.people, fault, seed)
    finally:
        stop(server)


def _prepared(place: Installation, links: list[str]) -> Tally:
    waiting = [Hesitant(f"{at}", link, files=False) for at, link in enumerate(links)]
    crowd = Crowd(place.port, place.host, lambda: waiting.pop() if waiting else None)
    return crowd.run([time.monotonic()] * AT_ONCE)


def _pressed(place: Installation, people: list[Person], fault: Fault, seed: int) -> list[str]:
    """Let everybody press the last button in that way; return what should not have happened."""
    ready = [one for one in people if isinstance(one, Hesitant) and one.last is not None]
    rngs = [random.Random(f"{seed} {one.name}") for one in ready]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda one, rng: fault(place, one, rng), ready, rngs))
    missing = [f"{len(people) - len(ready)} never came to the last page"] if len(ready) < len(people) else []
    return missing + [error for error in found if error]


def _cut(place: Installation, person: Hesitant, rng: random.Random) -> str | None:
    """Send, hear nothing, and cut the connection: after COMMIT, at any moment, or midway; most then send again."""
    whole = rng.random() < 0.8
    line = _sent(place, person, rng.uniform(0.5, 1) if not whole else 1)
    if whole and rng.random() < 0.6:
        _await_commit(place, person)
    else:
        time.sleep(rng.uniform(0, 0.05))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
    line.close()
    if rng.random() < 0.2:
        return None  # gives up, and is never told anything
    return _confirmed(person, _answer(_sent(place, person)))


def _twice(place: Installation, person: Hesitant, rng: random.Random) -> str | None:
    """Send the same form on two connections at the same moment."""
    barrier = threading.Barrier(2)

    def press() -> bytes:
        line = _connected(place)
        barrier.wait(WAIT_SECONDS)
        line.sendall(_bytes(place, person))
        return _answer(line)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(press) for _ in range(2)]
    faults = [_confirmed(person, one.result()) for one in both]
    return next((fault for fault in faults if fault), None)


def _await_commit(place: Installation, person: Hesitant) -> None:
    """Wait until another connection sees what this person wrote."""
    text = next(iter(person.written.values()), None)
    database, until = Database(place.url), time.monotonic() + WAIT_SECONDS
    while text is not None and time.monotonic() < until:
        with database.read() as session:
            if session.scalar(select(Comment.id).where(Comment.text == text)) is not None:
                break
        time.sleep(0.005)
    database.dispose()


def _confirmed(person: Hesitant, answer: bytes) -> str | None:
    if re.match(rb"HTTP/1.1 303 .*\r\nlocation: [^\r\n]*/done\r\n", answer, re.I | re.S):
        person.confirmed = True
        return None
    return f"{person.name}: sent, and was answered {answer[:300]!r}"


def _sent(place: Installation, person: Hesitant, part: float = 1) -> socket.socket:
    """Send the form, or only a part of it, on a new connection."""
    line, form = _connected(place), _bytes(place, person)
    line.sendall(form[: int(part * len(form))])
    return line


def _bytes(place: Installation, person: Hesitant) -> bytes:
    assert person.last is not None
    return request(place.host.encode(), person.last, person.cookies)


def _connected(place: Installation) -> socket.socket:
    return socket.create_connection(("127.0.0.1", place.port), WAIT_SECONDS)


def _answer(line: socket.socket) -> bytes:
    """Return the head of the answer."""
    found = b""
    with line:
        while b"\r\n\r\n" not in found and (data := line.recv(65536)):
            found += data
    return found
