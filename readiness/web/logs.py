"""What a log may hold: what went wrong and where in the program, never who came, with which link, or what they wrote.

The message of an error may repeat what somebody typed, and an address may hold the token of a link. Both stay out;
the kind of error and the places in the program are what mends a fault.
"""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import Any

from flask import Flask, request
from gunicorn.glogging import Logger

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Application(Flask):
    """Flask, with errors logged by the rule of their address instead of the address itself."""

    def log_exception(self, exc_info: Caught) -> None:
        """Log an error that nobody foresaw."""
        rule = request.url_rule.rule if request.url_rule else "an unknown address"
        self.logger.error("Error at %s [%s]: %s", rule, request.method, _silent(exc_info[1]))


class QuietLogger(Logger):
    """Gunicorn's log without the addresses of visitors and of pages."""

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log a warning; the one about a request that cannot be read names who sent it, so it is put in our words."""
        if "request from ip" in str(msg):
            super().warning("A request that cannot be read was refused.")
        else:
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log an error of the server with its kind and its places in the program alone."""
        super().error("Error in the server: %s", _silent(sys.exc_info()[1]))


def _silent(error: BaseException | None) -> str:
    """Return the kind of an error and of what caused it, with the places in the program, without any message."""
    told: list[str] = []
    while error is not None and len(told) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        places = "".join(f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        told.append(f"{type(error).__module__}.{type(error).__qualname__}{places}")
        error = error.__cause__ or error.__context__
    return "\ncaused by ".join(told)
