"""One piece of work in a process of its own, within limits of time and memory.

The process is a copy of this one, so that all that was imported is there at once; it ends with its work, and whatever
it used is given back. It runs at low priority, and not on when this one is gone.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, NoReturn

from readiness.building import problems
from readiness.errors import DatabaseAway, ReadinessError, silent

Say = Callable[[str], None]
Work = Callable[[Say], Any]
NICE = 10
PATIENCE = 4
"""On a busy machine a second of processor time may take so many seconds."""
_DIE_WITH_PARENT = 1
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use."""

    seconds: int
    """Of processor time."""
    megabytes: int
    """Of memory, beside what was imported."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a piece of work ended: with its result, or with what went wrong and whether it is worth another try."""

    result: Any = None
    problem: str = ""
    again: bool = False


class Child:
    """The process, as its parent sees it."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self._limits = limits
        self._until = time.monotonic() + PATIENCE * limits.seconds
        self._heard, told = Pipe(duplex=False)
        parent = os.getpid()
        gc.freeze()  # so that collecting garbage in the copy does not copy all memory
        self._pid = os.fork()
        if self._pid == 0:
            _live(work, told, limits, parent)
        told.close()
        self.outcome: Outcome | None = None

    def fileno(self) -> int:
        """Let a selector wait for what the process says."""
        return self._heard.fileno()

    def listen(self) -> list[str]:
        """Return which stages have begun since; afterwards `outcome` is there if it has ended."""
        stages: list[str] = []
        try:
            while self.outcome is None and self._heard.poll():
                kind, said = self._heard.recv()
                if kind == "stage":
                    stages.append(said)
                else:
                    self._end(said)
        except (EOFError, OSError):
            self._end(None)
        if self.outcome is None and time.monotonic() > self._until:
            self.kill()
            minutes = PATIENCE * self._limits.seconds / 60
            self.outcome = Outcome(problem=f"{problems.TOOK} {minutes:.0f} minutes.")
        return stages

    def kill(self) -> None:
        """End it at once."""
        if self.outcome is None:
            os.kill(self._pid, signal.SIGKILL)
            self._end(None)

    def _end(self, said: Outcome | None) -> None:
        _, status = os.waitpid(self._pid, 0)
        self._heard.close()
        self.outcome = said or _told(status, self._limits)


def _told(status: int, limits: Limits) -> Outcome:
    """Say why a process ended without a word."""
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by == signal.SIGXCPU:
        return Outcome(problem=_too_long(limits))
    if ended_by in (signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS):
        return Outcome(problem=f"{problems.BROKE} {_too_much(limits)}", again=True)
    return Outcome(problem=problems.ENDED, again=True)


def _too_long(limits: Limits) -> str:
    return f"{problems.TOOK} {limits.seconds} seconds of processor time, the limit that is set by `build_seconds`."


def _too_much(limits: Limits) -> str:
    return f"{problems.NEEDED} {limits.megabytes} MiB of memory, the limit that is set by `build_memory`."


def _live(work: Work, told: Connection, limits: Limits, parent: int) -> NoReturn:
    """Do the work and say what came of it; the copy of the parent must never go on with the parent's own."""
    try:
        _keep_within(limits, parent)
        told.send(("outcome", _outcome(lambda: work(lambda stage: told.send(("stage", stage))), limits)))
    finally:
        os._exit(0)


def _outcome(work: Callable[[], Any], limits: Limits) -> Outcome:
    try:
        return Outcome(work())
    except MemoryError:
        return Outcome(problem=_too_much(limits))
    except DatabaseAway as error:
        return Outcome(problem=str(error), again=True)
    except ReadinessError as error:
        return Outcome(problem=str(error))
    except Exception as error:
        _LOG.error("A document could not be built: %s", silent(error))
        return Outcome(problem=f"{problems.MISTAKE} {type(error).__name__}.", again=True)


def _keep_within(limits: Limits, parent: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # the parent decides whether this ends
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    os.nice(max(0, NICE - os.nice(0)))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = _used() + limits.megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _used() -> int:
    """Return how many bytes of address space this process has."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
