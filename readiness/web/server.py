"""The server that `readiness serve` starts: a few processes of many threads each."""

from __future__ import annotations

import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from readiness.config import Settings
from readiness.web import build
from readiness.web.logs import QuietLogger

TIMEOUT_SECONDS = 30
SWITCH_SECONDS = 0.0005
"""How long one thread may keep the others waiting. A thread that writes lets go of Python's lock at each of its steps in
the database; with Python's own 5 ms it would hold the database's lock ten times as long while it waits to go on."""


class Server(BaseApplication):
    """Gunicorn with this application in it, set up in code so that no file of its own is needed."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self.settings = settings
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn the options; its own access log stays off, since it would tell who came when."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the application, once in every process."""
        sys.setswitchinterval(SWITCH_SECONDS)
        return build(self.settings)


def serve(settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
    """Answer requests until the process is ended."""
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": TIMEOUT_SECONDS,
        "accesslog": None,
        "logger_class": QuietLogger,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    Server(settings, options).run()
