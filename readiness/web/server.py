"""The server that `readiness serve` starts: a few processes, each of which answers several people at once."""

from __future__ import annotations

import gc
import os
import sys
import time
from typing import Any

from flask import Flask
from granian import Granian
from granian.log import LogLevels

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
    since it would tell who came when. A process that dies is replaced; where several die one after the other the server
    gives up on all of them, and is begun anew unless it never came to work.
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


def _server(application: str, host: str, port: int, workers: int, threads: int) -> Any:
    return Granian(
        application,
        host,
        port,
        interface="wsgi",  # type: ignore[arg-type]
        factory=True,
        workers=workers,
        blocking_threads=threads,
        backpressure=WAITING,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=QUIET,
    )
