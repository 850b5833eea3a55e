"""What a log may hold: what went wrong and where in the program, never who came, with which link, or what they wrote.

The message of an error may repeat what somebody typed, and an address may hold the token of a link. Both stay out;
the kind of error and the places in the program are what mends a fault.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any

from flask import Flask, g, request

from readiness.errors import silent
from readiness.web.uploads import InMemory

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Application(Flask):
    """Flask, with errors logged by the rule of their address instead of the address itself, and files in memory."""

    request_class = InMemory

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: none of ours is asynchronous, and Flask would ask of each every time."""
        return func

    def log_exception(self, exc_info: Caught) -> None:
        """Log an error that nobody foresaw."""
        rule = request.url_rule.rule if request.url_rule else "an unknown address"
        named = f", {g.reference}" if "reference" in g else ""
        self.logger.error("Error at %s [%s]%s: %s", rule, request.method, named, silent(exc_info[1]))


class Quiet(logging.Formatter):
    """Writes an error of the server with its kind and its places in the program alone."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Return what caused a line of the log."""
        return silent(ei[1])


QUIET = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": Quiet, "fmt": "[%(asctime)s] [%(levelname)s] %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "quiet", "stream": "ext://sys.stderr"}
    },
    "loggers": {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
"""How the server logs: warnings and errors, and never who came or what they sent."""
