"""The floor: a Flask application that does nothing, behind just the server that `readiness serve` starts.

Run by the benchmark: python -m benchmarks.answering.ping INSTANCE PORT WORKERS THREADS
"""

from __future__ import annotations

import sys

from flask import Flask

from readiness import config
from readiness.web import server


def bare() -> Flask:
    """Return an application with one page of four bytes."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/ping", "ping", lambda: "pong")
    return app


if __name__ == "__main__":
    port, workers, threads = map(int, sys.argv[2:])
    settings = config.load(sys.argv[1])
    server.serve(settings, "127.0.0.1", port, workers, threads, "benchmarks.answering.ping:bare")
