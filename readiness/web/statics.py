"""The few files that never change between releases: found once, compressed beforehand, kept by browsers for ever."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from readiness.errors import ReadinessError

FOLDER = Path(__file__).parent / "static"
STYLESHEETS = ("respond", "console")


def serve(app: Flask, add_headers: Callable[[Headers, str, str], None]) -> None:
    """Answer requests for files under /static/ before Flask sees them."""
    addresses = {f"{name}.css": f"/static/{stylesheet(FOLDER, name)}" for name in STYLESHEETS}
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(FOLDER),
        prefix="static/",
        allow_all_origins=False,
        add_headers_function=add_headers,
        immutable_file_test=lambda path, url: url in addresses.values(),
    )
    app.jinja_env.globals["static"] = lambda name: addresses.get(name, f"/static/{name}")


def stylesheet(folder: Path, name: str = STYLESHEETS[0]) -> str:
    """Return the stylesheet's whole name, which changes with its content."""
    found = sorted(path.name for path in folder.glob(f"{name}.*.css"))
    if not found:
        raise ReadinessError("The stylesheet of the web pages has not been built.", "Run `make set-up`.")
    return found[-1]
