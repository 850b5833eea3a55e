"""Small changes of many people in one transaction of SQLite.

Each transaction waits until the disk has it, and one waits for the other. So what comes in while the disk is busy is
gathered, and the next transaction keeps all of it at once: nobody is told that a change was kept before the disk has
it, and many wait for it together. The thread that finds nobody at work does it for all; when it is through, the
next in the queue takes over.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any

from readiness.records.emptying import Log
from readiness.records.turn import Turn

_ITS_OWN = sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, OverflowError
"""What is wrong with one change alone, not with the database or its connection."""


class _Wish:
    """One change that somebody waits for."""

    __slots__ = ("changed", "end", "ended", "error", "given", "leads", "steps", "woken")

    def __init__(self, steps: Sequence[str], given: Mapping[str, Any], end: float) -> None:
        self.steps, self.given, self.end = steps, given, end
        self.changed = self.ended = self.leads = False
        self.error: BaseException | None = None
        self.woken = threading.Lock()
        self.woken.acquire()


class Together:
    """The queue of one process."""

    def __init__(
        self,
        turn: Turn,
        log: Log,
        take: Callable[[], sqlite3.Connection],
        give: Callable[[sqlite3.Connection], None],
    ) -> None:
        self._turn, self._log, self._take, self._give = turn, log, take, give
        self._lock = threading.Lock()
        self._waiting: list[_Wish] = []
        self._busy = False

    def done(self, steps: Sequence[str], given: Mapping[str, Any]) -> bool:
        """Run the steps, each where the one before has changed a row; say whether the first has, once it is kept."""
        wish = _Wish(steps, given, monotonic() + self._turn.seconds)
        with self._lock:
            self._waiting.append(wish)
            wish.leads = alone = not self._busy
            self._busy = True
        if not alone:  # by now it may have been given the lead: it is woken for that, and takes the waking
            self._wait(wish)
        if not wish.ended:
            self._lead(wish)
        if wish.error is not None:
            raise wish.error
        return wish.changed

    def _wait(self, wish: _Wish) -> None:
        """Wait until the change is kept, or it is this thread's turn to keep what has gathered."""
        if wish.woken.acquire(timeout=self._turn.seconds):
            return
        with self._lock:
            if wish in self._waiting and not wish.leads:
                self._waiting.remove(wish)
                raise TimeoutError
        wish.woken.acquire()  # it leads, or is being kept just now, which has a time limit of its own

    def _lead(self, first: _Wish) -> None:
        """Keep all that has gathered, and let the next one lead; who leads waits no longer than who does not."""
        batch: list[_Wish] = []
        try:
            self._turn.take(first.end)
            try:
                batch = self._gathered()
                self._keep_all(batch)
            finally:
                self._turn.give()
        except BaseException as error:  # whatever it is, all of them hear of it, and nobody is left waiting
            late = isinstance(error, TimeoutError)  # others may have come later and can wait longer
            batch = batch or (self._alone(first) if late else self._gathered())
            for wish in batch:
                wish.error = error
        finally:
            self._hand_over(batch)

    def _gathered(self) -> list[_Wish]:
        with self._lock:
            batch, self._waiting = self._waiting, []
        return batch

    def _alone(self, wish: _Wish) -> list[_Wish]:
        with self._lock:
            self._waiting.remove(wish)
        return [wish]

    def _hand_over(self, batch: list[_Wish]) -> None:
        with self._lock:
            self._busy = bool(self._waiting)
            if self._busy:
                self._waiting[0].leads = True
                self._waiting[0].woken.release()
        for wish in batch:
            wish.ended = True
            wish.woken.release()

    def _keep_all(self, batch: list[_Wish]) -> None:
        """Keep them in one transaction; where one of them cannot be kept, keep the others without it."""
        try:
            self._keep(batch)
        except _ITS_OWN:
            for wish in batch:
                try:
                    self._keep([wish])
                except _ITS_OWN as error:
                    wish.error = error
        self._log.empty()

    def _keep(self, batch: list[_Wish]) -> None:
        connection = self._take()
        try:
            connection.execute("BEGIN IMMEDIATE")
            for wish in batch:
                wish.changed = _changed(connection, wish)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        self._give(connection)


def _changed(connection: sqlite3.Connection, wish: _Wish) -> bool:
    """Run the steps of one change; say whether the first has changed a row."""
    for number, step in enumerate(wish.steps):
        if connection.execute(step, wish.given).rowcount != 1:
            return number > 0
    return True
