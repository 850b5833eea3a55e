"""The server that `readiness serve` starts: a few processes, each of which answers several people at once."""

from __future__ import annotations

import os
import sys

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
WAITING = 512
"""So many requests may wait in one process; beyond that connections wait in the system."""
RESPAWN_SECONDS = 0.2


def application() -> Flask:
    """Build the application, once in every process."""
    sys.setswitchinterval(SWITCH_SECONDS)
    return build(config.load())


def serve(
    settings: Settings, host: str, port: int, workers: int, threads: int, application: str = APPLICATION
) -> None:
    """Answer requests until the process is ended.

    Connections and HTTP are handled outside Python; its threads only run the application. No access log is written,
    since it would tell who came when. A process that dies is replaced.
    """
    os.environ.update(config.environment(settings))  # each process reads its settings anew
    Granian(
        application,
        host,
        port,
        interface="wsgi",  # type: ignore[arg-type]
        factory=True,
        workers=workers,
        blocking_threads=threads,
        backpressure=WAITING,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=QUIET,
    ).serve()
