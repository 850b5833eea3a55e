"""Whose turn it is to write to SQLite: one thread of one process.

SQLite lets writers of other processes poll, each time after a longer pause, up to a tenth of a second, while the lock
lies idle. Here they ask for a lock on a file beside the database every half millisecond. It ends with its process,
however that ends, and SQLite's own lock still decides: this one only saves the waiting.
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
        self._path = path
        self._seconds = seconds
        self._thread = threading.Lock()
        self._file: int | None = None
        self._process = 0

    def take(self) -> bool:
        """Wait for the turn; False where it took too long."""
        end = time.monotonic() + self._seconds
        if not self._thread.acquire(timeout=self._seconds):
            return False
        taken = False
        try:
            while not (taken := self._taken()) and time.monotonic() < end:
                time.sleep(_PAUSE_SECONDS)
        finally:  # also after an error: who has not got the turn must not keep others from it
            if not taken:
                self._thread.release()
        return taken

    def give(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._thread.release()

    def _taken(self) -> bool:
        if (
            self._file is None or self._process != os.getpid()
        ):  # a lock of the parent's file would be the parent's
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            self._process = os.getpid()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
