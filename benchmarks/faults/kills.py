"""R2: processes die at random moments while 32 people answer: a worker, the whole server, a PostgreSQL backend.

R7: the server is told to reload, so that it replaces its processes one after the other, and no request fails.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Event, Value
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from subprocess import Popen
from typing import Any

from benchmarks.answering import machine
from benchmarks.answering.crowd import Crowd, Tally
from benchmarks.answering.installation import Installation, installed, stop
from benchmarks.answering.person import Person
from benchmarks.answering.run import started
from benchmarks.faults.verdict import Verdict, judged

MOST_BETWEEN = 100
"""Between two kills, so many requests are answered at most; how many is random, so that no kill waits for a page."""
LONGEST_RELOAD = 60.0
LONGEST_WAIT = 20.0
"""Seconds after which something is killed even if nobody has been answered since."""
ANSWERS_BETWEEN = 5
"""No more people than this come to the end between two kills."""

Server = Popen[bytes]
Strike = Callable[[Installation, Server, random.Random], Server]
"""Kills something and returns the server that runs from then on."""


def kills(
    what: str, times: int, database: str, mode: str = "open", people: int = 32, seed: int = 1
) -> Verdict:
    """Kill `what` ("worker", "group" or "backend"), or "reload", so many times, then let everybody come to the end."""
    rng, strike = random.Random(seed), STRIKES[what]
    with installed(database, mode) as place:
        links = iter(place.links(people + ANSWERS_BETWEEN * times))
        server, over, heard = place.start(), Event(), Value("l", 0)
        try:
            crowd, result = started(lambda: _answer(place, links, people, over, heard))
            for _ in range(times):
                _wait(heard, rng)
                server = strike(place, server, rng)
            over.set()
            tally: Tally = result.recv()
            crowd.join()
        finally:
            over.set()
            stop(server)
        return judged(
            place,
            f"{what} {DONE.get(what, 'killed')}, {database}, {mode} links",
            times,
            tally.people,
            tally.cuts,
            tally.errors,
        )


def worker(place: Installation, server: Server, rng: random.Random) -> Server:
    """Kill one of the server's processes that answer requests."""
    found = [one.pid for one in machine.family(server.pid) if one.parent == server.pid]
    if found:
        _kill(rng.choice(found))
    return server


def group(place: Installation, server: Server, rng: random.Random) -> Server:
    """Kill the server with all its processes at once, and start it again."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    return place.start()


def backend(place: Installation, server: Server, rng: random.Random) -> Server:
    """Kill a process of PostgreSQL that serves one of our connections; PostgreSQL then restarts all of them."""
    found = [pid for parent in place.database_processes for pid in _backends(parent)]
    if found:
        _kill(rng.choice(found))
    return server


def reload(place: Installation, server: Server, rng: random.Random) -> Server:
    """Tell the server to reload, as after an update, and wait until other processes have come for all of its own."""
    before, until = _workers(server), time.monotonic() + LONGEST_RELOAD
    os.kill(server.pid, signal.SIGHUP)
    while _workers(server) & before:
        if time.monotonic() > until:
            raise RuntimeError("The server has not reloaded.")
        time.sleep(0.05)
    return server


STRIKES: dict[str, Strike] = {"worker": worker, "group": group, "backend": backend, "reload": reload}
DONE = {"reload": "asked for"}


def _workers(server: Server) -> set[int]:
    return {one.pid for one in machine.family(server.pid) if one.parent == server.pid}


def _backends(postmaster: int) -> Iterator[int]:
    for one in machine.family(postmaster):
        try:
            title = Path(f"/proc/{one.pid}/cmdline").read_bytes()
        except OSError:
            continue
        if one.parent == postmaster and b" answering " in title:
            yield one.pid


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it may have been quicker
        os.kill(pid, signal.SIGKILL)


def _wait(heard: Any, rng: random.Random) -> None:
    """Wait until some more requests have been answered, and then for a part of one."""
    enough, until = heard.value + rng.randint(1, MOST_BETWEEN), time.monotonic() + LONGEST_WAIT
    while heard.value < enough and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(rng.uniform(0, 0.02))


def _answer(place: Installation, links: Iterator[str], people: int, over: Flag, heard: Any) -> Tally:
    crowd = Crowd(place.port, place.host, lambda: _next(crowd, links, over), patient=True, heard=heard)
    return crowd.run([time.monotonic()] * people)


def _next(crowd: Crowd, links: Iterator[str], over: Flag) -> Person | None:
    link = None if over.is_set() else next(links, None)
    return Person(f"{len(crowd.tally.people)}", link, files=False) if link else None
