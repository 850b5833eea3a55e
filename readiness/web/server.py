"""The server that `readiness serve` starts: a few processes, each of which answers several people at once."""

from __future__ import annotations

import gc
import os
import sys
import time
from typing import Any

from flask import Flask
from granian.log import LogLevels
from granian.server.mp import MPServer

from readiness import config
from readiness.config import Settings
from readiness.web import build
from readiness.web.logs import QUIET

APPLICATION = f"{__name__}:application"
SWITCH_SECONDS = 0.0005
"""How long one thread may keep the others waiting. A thread that writes lets go of Python's lock at each of its steps
in the database; with Python's own 5 ms it would hold the database's lock much longer, waiting to go on."""
RUBBISH = 20_000, 20, 50
"""After how many new objects Python looks for rubbish among the youngest, the younger and all."""
WAITING = 512
"""So many requests may wait in one process; beyond that connections wait in the system."""
STOPPING_SECONDS = 12
"""A process that is told to stop while it begins does not hear it; no request takes so long (see `database`)."""
IN_VAIN_SECONDS, MOST_IN_VAIN = 4, 5
"""A server that gave up so soon did no work; after so many in a row something is wrong with the installation."""


def application() -> Flask:
    """Build the application, once in every process."""
    sys.setswitchinterval(SWITCH_SECONDS)
    made = build(config.load())
    tidy_less_often()
    return made


def tidy_less_often() -> None:
    """Leave all that was built for good out of the collection of rubbish, and let Python collect less often.

    Nearly everything that a request makes goes with its last use; to look through everything took a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RUBBISH)


def serve(
    settings: Settings, host: str, port: int, workers: int, threads: int, application: str = APPLICATION
) -> None:
    """Answer requests until the process is ended.

    Connections and HTTP are handled outside Python; its threads only run the application. No access log is written,
    since it would tell who came when. A process that dies is replaced; where several end by themselves one after the
    other the server gives up on all of them, and is begun anew unless it never came to work.
    """
    os.environ.update(config.environment(settings))  # each process reads its settings anew
    in_vain = 0
    while in_vain < MOST_IN_VAIN:
        server, began = _server(application, host, port, workers, threads), time.monotonic()
        try:
            server.serve()
        except SystemExit:
            if server.interrupt_signal:
                return
            in_vain = in_vain + 1 if time.monotonic() - began < IN_VAIN_SECONDS else 0
        else:
            return
    sys.exit(1)


class Replacing(MPServer):
    """Granian that replaces a process which was killed, however soon after the last; the others work on meanwhile.

    By itself it takes two deaths within seconds for a fault of the application, and stops all processes.
    """

    def _respawn_workers(self, workers: list[int], *rest: Any, **more: Any) -> None:
        killed = [each for each in workers if (self.wrks[each].inner.exitcode or 0) < 0]
        super()._respawn_workers(workers, *rest, **more)
        for each in killed:
            self.respawned_wrks.pop(each, None)


def _server(application: str, host: str, port: int, workers: int, threads: int) -> Any:
    return Replacing(
        application,
        host,
        port,
        interface="wsgi",  # type: ignore[arg-type]
        factory=True,
        workers=workers,
        blocking_threads=threads,
        backpressure=WAITING,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=QUIET,
    )
