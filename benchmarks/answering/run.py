"""One measurement: an installation, people at it, and what they and the machine saw."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.answering import stored
from benchmarks.answering.crowd import Crowd, Tally
from benchmarks.answering.figures import Figures, Load, kinds_of
from benchmarks.answering.installation import Installation, free_port, installed, stop
from benchmarks.answering.person import Ask, Journey, Person

WARM_SECONDS = 3.0
PING_SECONDS = 2.0
LONGEST_RAMP = 60.0
FORKED = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Plan:
    """How long to measure, and with what server."""

    seconds: float
    answers: int | None
    workers: int
    threads: int

    @property
    def options(self) -> list[str]:
        """What `readiness serve` is given."""
        return ["--workers", str(self.workers), "--threads", str(self.threads)]


class Glance(Person):
    """Somebody who opens the link, looks at the first page with all its files, and goes."""

    def journey(self) -> Journey:
        whole = super().journey()
        ask = next(whole)
        while ask.form is None:
            ask = whole.send((yield ask))


class Pinger(Person):
    """A connection that asks for the same four bytes until the time is over."""

    until = 0.0

    def journey(self) -> Journey:
        while time.monotonic() < self.until:
            yield Ask("ping", "/ping")


@dataclass(frozen=True)
class Window:
    """From when to when is measured, on the monotonic clock."""

    ramp: float
    begins: float
    ends: float


def measured(database: str, levels: list[int], plan: Plan) -> Iterator[Figures]:
    """Measure each number of people at once, each in an installation of its own."""
    for people in levels:
        with installed(database) as place:
            floor = _floor(place, people, plan)
            link = place.link()
            server = place.start(*place.command("serve", "--port", str(place.port), *plan.options))
            try:
                yield _level(place, server.pid, link, people, plan, floor, database)
            finally:
                stop(server)


def _level(
    place: Installation, server: int, link: str, people: int, plan: Plan, floor: float, database: str
) -> Figures:
    first = _alone(place, Glance("glance", link))
    warm_until = time.monotonic() + WARM_SECONDS
    warm = _alone(place, *(Person(f"warm {n}", link) for n in range(min(8, people))), until=warm_until)
    rate = max(1.0, len(warm.finished) / (max(warm.finished) - warm_until + WARM_SECONDS))
    window = _window(people, rate, plan)
    before = os.getloadavg()[0]
    tallies, load = _watched(place, server, link, people, plan, window)
    everybody = [*warm.people, *(person for tally in tallies for person in tally.people)]
    ended = max((at for tally in tallies for at in tally.finished), default=window.ends)
    seconds = (ended if plan.answers else window.ends) - window.begins
    inside = (window.begins, ended if plan.answers else window.ends)
    return Figures(
        database=database,
        people=people,
        seconds=seconds,
        answers=sum(inside[0] <= at <= inside[1] for tally in tallies for at in tally.finished),
        kinds=kinds_of(tallies, inside),
        first=kinds_of([first], (0, float("inf"))),
        load=load,
        held=stored.held(place.url, everybody),
        errors=[error for tally in (first, warm, *tallies) for error in tally.errors],
        complaints=place.log(),
        floor=floor,
        load_before=before,
    )


def _window(people: int, rate: float, plan: Plan) -> Window:
    """Let people arrive over the time that one journey will take, so that they do not go in step."""
    now = time.monotonic() + 0.3
    if plan.answers:
        return Window(now, now, float("inf"))
    ramp = min(LONGEST_RAMP, people / rate)
    return Window(now, now + ramp, now + ramp + plan.seconds)


def _alone(place: Installation, *people: Person, until: float = 0.0) -> Tally:
    """Send some people from this process, and others after them until that moment; return what they saw."""
    waiting = list(people)

    def following() -> Person | None:
        if waiting:
            return waiting.pop()
        if time.monotonic() < until:
            return Person(f"further {time.monotonic()}", people[0].link)
        return None

    return Crowd(place.port, place.host, following).run([time.monotonic()] * len(people))


def _watched(
    place: Installation, server: int, link: str, people: int, plan: Plan, window: Window
) -> tuple[list[Tally], Load]:
    """Let people come in processes of their own, and watch what all of them use."""
    parts = 1 if people < 8 else 2
    shares = [people // parts + (part < people % parts) for part in range(parts)]
    quotas = [plan.answers * share // people if plan.answers else None for share in shares]
    begun = [
        started(_crowd(place, link, f"{part}", share, quota, window, people / parts))
        for part, (share, quota) in enumerate(zip(shares, quotas, strict=True))
    ]
    load = Load()
    watched = {
        "server": [server],
        "database": place.database_processes,
        "load": [one.pid for one, _ in begun if one.pid],
    }
    _sleep_until(window.begins)
    load.start(watched)
    while time.monotonic() < window.ends and any(one.is_alive() and not end.poll() for one, end in begun):
        load.sample(watched)
        time.sleep(0.2)
    load.finish(watched)
    tallies: list[Tally] = [end.recv() for _, end in begun]
    for one, _ in begun:
        one.join()
    return tallies, load


def _crowd(
    place: Installation, link: str, part: str, share: int, quota: int | None, window: Window, of: float
) -> Callable[[], Tally]:
    def run() -> Tally:
        crowd = Crowd(place.port, place.host, lambda: _next(crowd, link, part, quota, window))
        spread = window.begins - window.ramp
        return crowd.run([window.ramp + spread * (at + 0.5) / of for at in range(share)])

    return run


def _next(crowd: Crowd, link: str, part: str, quota: int | None, window: Window) -> Person | None:
    count = len(crowd.tally.people)
    over = time.monotonic() >= window.ends if quota is None else count >= quota
    return None if over else Person(f"{part} {count}", link)


def started(work: Callable[[], Any]) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    """Start the work in a process of its own; its result comes through the connection."""
    mine, theirs = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=lambda: theirs.send(work()), daemon=True)
    process.start()
    return process, mine


def _floor(place: Installation, people: int, plan: Plan) -> float:
    """Return how many requests a second the bare application answers, with as many people at once."""
    port = free_port()
    words = [sys.executable, "-m", "benchmarks.answering.ping", str(place.folder), str(port)]
    words += [str(plan.workers), str(plan.threads)]
    server = place.start(*words, port=port)
    try:
        until = time.monotonic() + PING_SECONDS
        parts = 1 if people < 8 else 2
        begun = [started(_pings(port, max(1, people // parts), until)) for _ in range(parts)]
        tallies: list[Tally] = [end.recv() for _, end in begun]
        for one, _ in begun:
            one.join()
        return sum(len(tally.samples["ping"]) for tally in tallies) / PING_SECONDS
    finally:
        stop(server)


def _pings(port: int, share: int, until: float) -> Callable[[], Tally]:
    def run() -> Tally:
        waiting = [Pinger("ping", "") for _ in range(share)]
        for one in waiting:
            one.until = until
        crowd = Crowd(port, f"127.0.0.1:{port}", lambda: waiting.pop() if waiting else None)
        tally = crowd.run([time.monotonic()] * share)
        tally.people.clear()
        return tally

    return run


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
