"""A worker: one warm process that takes builds, finds each assessment's figures once, and has documents made by copies
of itself, a few at a time.

What a copy uses is given back when its document is done, so the worker stays as small as it began. It has each build
until a moment that it moves on while it lives; a worker that is killed moves nothing, and another takes the build up.
"""

from __future__ import annotations

import logging
import os
import secrets
import selectors
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from readiness.building import courier, rehearsing
from readiness.building.child import NICE, Child, Limits, Outcome
from readiness.config import Settings
from readiness.errors import DatabaseAway
from readiness.fieldwork import sweeping
from readiness.records import builds, rehearsals, workers
from readiness.records.database import Database
from readiness.records.queue_tables import Build, Rehearsal
from readiness.reporting import kinds

if TYPE_CHECKING:
    from readiness.building.making import Found

LEASE, BEAT = courier.LEASE, courier.BEAT
POLL_SECONDS = 1.0
GRACE_SECONDS = 20
"""A worker that is asked to stop ends what it has begun, if that takes no longer."""
PERCENT = {"findings": 5, "figures": 25, "layout": 35, "writing": 85}
"""How far a build is when a step begins; a rehearsal says so itself."""
TIDY_SECONDS = 600
"""So often what is left of rehearsals is thrown away once they are a day old."""
_LOG = logging.getLogger(__name__)


@dataclass
class Job:
    """A build or a rehearsal that this worker has, and the process that works on it; a build without one waits for
    findings."""

    build: Build | Rehearsal
    child: Child | None = None
    step: str = "findings"
    percent: int = PERCENT["findings"]
    said_at: float = 0.0

    @property
    def queue(self) -> Any:
        """The queue that it is from: both have the same steps."""
        return builds if isinstance(self.build, Build) else rehearsals

    def goes_on(self, said: str) -> None:
        """Note which step begins, which may come with how many percent are done."""
        self.step, _, percent = said.partition(" ")
        self.percent = int(percent) if percent else PERCENT.get(self.step, 50)
        self.said_at = 0.0


class Worker:
    """The worker's own process."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self.settings = settings
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._processes = processes
        self._limits = Limits(settings.build_seconds, settings.build_memory)
        self._database = Database(settings.database_url)
        self._courier = courier.Courier(settings, self._database, self.name, self._copy)
        self._jobs: list[Job] = []
        self._finding: Child | None = None
        self._found: Found | None = None
        self._of: tuple[int, str, int] | None = None
        """The assessment that the findings are of, or are being found for, the language, and the publication or 0."""
        self._seen_at: float | None = None
        self._stopping_at: float | None = None
        self._tidied_at = float("-inf")

    def run(self, until_idle: bool = False, ready: Callable[[], None] = lambda: None) -> None:
        """Work until asked to stop, or until nothing waits; `ready` is called once it can be asked to stop."""
        with self._signals():
            ready()
            while not self._over(until_idle):
                try:
                    self._step()
                except (
                    DatabaseAway
                ) as error:  # what was taken stays ours a while; what is made stays in the cache
                    _LOG.warning("%s", error)
                    time.sleep(POLL_SECONDS)
        self._leave()
        self._database.dispose()

    def stop(self, *_: Any) -> None:
        """Take nothing more, and end soon."""
        if self._stopping_at is None:
            self._stopping_at = time.monotonic() + GRACE_SECONDS
            self._courier.stop()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _over(self, until_idle: bool) -> bool:
        if self._stopping_at is not None and time.monotonic() > self._stopping_at:
            self._give_all_back()
        if self._jobs or self._courier.child:
            return False
        return self._stopping_at is not None or (until_idle and not self._anything_waits(errands=True))

    def _say_here(self) -> None:
        """Write now and then that this worker lives, so that the console can say whether there is one."""
        if self._seen_at is None or time.monotonic() - self._seen_at > BEAT:
            with self._database.write() as session:
                workers.seen(session, self.name, int(time.time()))
            self._seen_at = time.monotonic()

    def _leave(self) -> None:
        try:
            with self._database.write() as session:
                workers.gone(session, self.name)
        except DatabaseAway as error:
            _LOG.warning("%s", error)

    def _step(self) -> None:
        self._say_here()
        self._tidy()
        self._courier.take()
        self._take_more()
        self._wait()
        self._courier.hear()
        self._hear_findings()
        for job in list(self._jobs):
            self._hear(job)

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied_at > TIDY_SECONDS:
            self._tidied_at = time.monotonic()
            with self._database.write() as session:
                rehearsing.tidy(session, self.settings, int(time.time()))
                sweeping.sweep_all(session, self.settings, date.today())

    # ------------------------------------------------------------------------------------------------ taking

    def _take_more(self) -> None:
        """Take builds while there is room; one whose findings are still to be found keeps others waiting."""
        while (
            self._stopping_at is None and len(self._jobs) < self._processes and not self._waits_for_findings()
        ):
            build = self._taken()
            if build is None:
                return
            self._jobs.append(Job(build))
            self._begin()

    def _waits_for_findings(self) -> bool:
        return any(job.child is None for job in self._jobs)

    def _taken(self) -> Build | Rehearsal | None:
        """Take a build, or else a rehearsal; a look comes first, since it takes no lock from those who answer."""
        now = int(time.time())
        with self._database.read() as session:
            real, rehearsed = builds.any_free(session, now), rehearsals.any_free(session, now)
        if not real and not rehearsed:
            return None
        with self._database.write() as session:
            rather = self._of[0] if self._of else None
            build = builds.take(session, self.name, now, now + LEASE, rather) if real else None
            return build or (rehearsals.take(session, self.name, now, now + LEASE) if rehearsed else None)

    def _anything_waits(self, errands: bool = False) -> bool:
        with self._database.read() as session:
            now = int(time.time())
            if builds.any_free(session, now) or rehearsals.any_free(session, now):
                return True
        return errands and self._courier.anything_waits()

    def _begin(self) -> None:
        """Begin with rehearsals and with builds that have findings new enough; have them found for the first that has
        not."""
        for job in self._jobs:
            build = job.build
            if job.child is not None:
                continue
            if isinstance(build, Rehearsal):
                job.child = self._copy(partial(_rehearse, build.kind, build.asked, self.settings))
                continue
            edition = int(build.options.get("edition", 0))
            wanted = build.assessment_id, build.options.get("language", ""), edition
            if self._found and self._of == wanted and build.id in self._found.asked:
                job.child = self._copy(partial(_make, self._found, self.settings, build))
            elif self._finding is None:
                self._found, self._of = None, wanted
                self._finding = self._copy(partial(_find, *wanted, self.settings))

    def _copy(self, work: Any) -> Child:
        self._database.dispose()  # no connection may be open in two processes
        return Child(work, self._limits)

    # --------------------------------------------------------------------------------------------- listening

    def _wait(self) -> None:
        with selectors.DefaultSelector() as selector:
            children = [self._courier.child, self._finding, *(job.child for job in self._jobs)]
            for child in children:
                if child is not None and child.outcome is None:
                    selector.register(child, selectors.EVENT_READ)
            if selector.get_map():
                selector.select(POLL_SECONDS)
            elif self._stopping_at is None:
                time.sleep(POLL_SECONDS)

    def _hear_findings(self) -> None:
        if self._finding is None:
            return
        self._finding.listen()
        outcome = self._finding.outcome
        if outcome is None:
            return
        self._finding, self._found = None, outcome.result
        for job in [job for job in self._jobs if job.child is None]:
            if self._found is None:
                self._end(job, outcome)
            elif job.build.id not in self._found.asked:  # called off in the meantime
                self._drop(job)
        self._begin()

    def _hear(self, job: Job) -> None:
        """Note how far a build is, whether it is still ours, and what came of it."""
        for stage in job.child.listen() if job.child else ():
            job.goes_on(stage)
        if job.child and job.child.outcome:
            self._end(job, job.child.outcome)
        elif time.monotonic() - job.said_at > BEAT:
            job.said_at = time.monotonic()
            if not self._still_ours(job):
                self._drop(job)

    def _still_ours(self, job: Job) -> bool:
        until = int(time.time()) + LEASE
        with self._database.write() as session:
            return bool(job.queue.keep(session, job.build.id, self.name, until, job.step, job.percent))

    # ------------------------------------------------------------------------------------------------ ending

    def _end(self, job: Job, outcome: Outcome) -> None:
        with self._database.write() as session:
            if outcome.result is not None:
                job.queue.done(session, job.build.id, self.name, outcome.result, int(time.time()))
            elif outcome.again and job.build.attempts < builds.MOST_ATTEMPTS:
                job.queue.give_back(session, job.build.id, self.name, outcome.problem)
            else:
                job.queue.failed(session, job.build.id, self.name, outcome.problem, int(time.time()))
        self._jobs.remove(job)

    def _drop(self, job: Job) -> None:
        if job.child:
            job.child.kill()
        self._jobs.remove(job)

    def _give_all_back(self) -> None:
        """Leave what could not be ended in time to another worker, as if it had not been begun."""
        self._courier.give_back()
        if self._finding:
            self._finding.kill()
            self._finding = None
        for job in list(self._jobs):
            self._drop(job)
            with self._database.write() as session:
                job.queue.give_back(session, job.build.id, self.name, counted=False)


def warm() -> None:
    """Import all that draws and counts, once for all copies; run at low priority, on one thread a process."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    os.nice(max(0, NICE - os.nice(0)))
    from readiness.building import making

    kinds.warm()
    _LOG.debug("Warm: %s", making.__name__)


def _find(assessment_id: int, language: str, edition: int, settings: Settings, say: Any) -> Any:
    from readiness.building.making import found_now, found_then

    if edition:
        return found_then(assessment_id, settings, language, edition)
    return found_now(assessment_id, settings, language)


def _make(found: Found, settings: Settings, build: Build, say: Any) -> str:
    from readiness.building.making import made

    if build.kind == builds.FINDINGS:  # found they are kept already
        return found.key
    if build.kind == builds.CHANGES:
        from readiness.building.moving import make

        return make(settings, build.assessment_id, build.options)
    if kinds.known(build.kind).of_years:
        from readiness.building.years import made_of_years

        return made_of_years(build.assessment_id, settings, build.kind, build.options, say)
    return made(found.findings, settings, build.kind, build.options, say)


def _rehearse(kind: str, asked: Any, settings: Settings, say: Any) -> Any:
    return rehearsing.made(kind, asked, settings, say)
