"""The few files that never change between releases: found once, compressed beforehand, kept by browsers for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from readiness.errors import ReadinessError

FOLDER = Path(__file__).parent / "static"
RESPOND, CONSOLE = "respond", "console"
_FOR_EVER = re.compile(r"/static/[a-z]+\.[0-9a-f]{12}\.css")
"""A stylesheet's address, which changes with its content."""


def serve(app: Flask, add_headers: Callable[[Headers, str, str], None]) -> None:
    """Answer requests for files under /static/ before Flask sees them."""
    stylesheet(FOLDER)  # without it nobody can answer, so not one page is served
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(FOLDER),
        prefix="static/",
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=lambda path, url: _FOR_EVER.fullmatch(url) is not None,
    )
    app.jinja_env.globals["static"] = _address


@cache
def _address(name: str) -> str:
    sheet = name.removesuffix(".css")
    return f"/static/{stylesheet(FOLDER, sheet) if sheet in (RESPOND, CONSOLE) else name}"


def stylesheet(folder: Path, name: str = RESPOND) -> str:
    """Return the stylesheet's whole name, which changes with its content."""
    found = sorted(path.name for path in folder.glob(f"{name}.*.css"))
    if not found:
        raise ReadinessError("The stylesheet of the web pages has not been built.", "Run `make set-up`.")
    return found[-1]
