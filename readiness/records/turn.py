"""Whose turn it is to write to SQLite: one thread of one process.

SQLite lets writers of other processes poll, each time after a longer pause, up to a tenth of a second, while the lock
lies idle. Here they ask for a lock on a file beside the database every half millisecond. It ends with its process,
however that ends, and SQLite's own lock still decides: this one only saves the waiting.

Who waits holds a second lock meanwhile, so that a process whose threads come one after the other cannot keep taking
the turn again before another has noticed that it was free.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

_PAUSE_SECONDS = 0.0005


class Turn:
    """The turn to write, for at most so long a wait."""

    def __init__(self, path: Path, seconds: float) -> None:
        self.seconds = seconds
        self._paths = path, path.with_name(f"{path.name}.next")
        self._thread = threading.Lock()
        self._files: tuple[int, ...] = ()
        self._process = 0

    def take(self, end: float | None = None) -> None:
        """Wait for the turn, if not told otherwise for `seconds` from now on; TimeoutError where it does not come."""
        end = time.monotonic() + self.seconds if end is None else end
        if not self._thread.acquire(timeout=max(0.0, end - time.monotonic())):
            raise TimeoutError
        try:
            self._take(end)
        except BaseException:  # who has not got the turn must not keep others from it
            self._thread.release()
            raise

    def give(self) -> None:
        """Let the next one in."""
        fcntl.flock(self._files[0], fcntl.LOCK_UN)
        self._thread.release()

    def _take(self, end: float) -> None:
        if self._process != os.getpid():  # a lock of the parent's files would be the parent's
            flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC
            self._files = tuple(os.open(path, flags, 0o600) for path in self._paths)
            self._process = os.getpid()
        turn, following = self._files
        _lock(following, end)
        try:
            _lock(turn, end)
        finally:
            fcntl.flock(following, fcntl.LOCK_UN)


def _lock(file: int, end: float) -> None:
    """Lock the file as soon as nobody else has it locked; TimeoutError where that takes until `end`."""
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= end:
                raise TimeoutError from error
            time.sleep(_PAUSE_SECONDS)
