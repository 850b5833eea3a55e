"""What a log may hold: what went wrong and where in the program, never who came, with which link, or what they wrote.

The message of an error may repeat what somebody typed, and an address may hold the token of a link. Both stay out;
the kind of error and the places in the program are what mends a fault.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from flask import Flask, request

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Application(Flask):
    """Flask, with errors logged by the rule of their address instead of the address itself."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: none of ours is asynchronous, and Flask would ask of each every time."""
        return func

    def log_exception(self, exc_info: Caught) -> None:
        """Log an error that nobody foresaw."""
        rule = request.url_rule.rule if request.url_rule else "an unknown address"
        self.logger.error("Error at %s [%s]: %s", rule, request.method, _silent(exc_info[1]))


class Quiet(logging.Formatter):
    """Writes an error of the server with its kind and its places in the program alone."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Return what caused a line of the log."""
        return _silent(ei[1])


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


def _silent(error: BaseException | None) -> str:
    """Return the kind of an error and of what caused it, with the places in the program, without any message."""
    told: list[str] = []
    while error is not None and len(told) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        places = "".join(f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        told.append(f"{type(error).__module__}.{type(error).__qualname__}{places}")
        error = error.__cause__ or error.__context__
    return "\ncaused by ".join(told)
