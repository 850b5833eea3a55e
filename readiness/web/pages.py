"""The pages that belong to no survey, and two that tell a machine whether we are well."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, render_template

from readiness.errors import DatabaseAway
from readiness.web.respond import promises

blueprint = Blueprint("pages", __name__)

STATEMENT = {"prepared": date(2026, 11, 23), "tested": date(2026, 11, 23)}
"""When the accessibility statement was written, and when what it says of the tests was last true."""


@blueprint.get("/")
def home() -> str:
    """Say what this is to those who come without a link."""
    return render_template("home.html")


@blueprint.get("/privacy")
@blueprint.get("/privacy/<mode>")
def privacy(mode: str = "") -> str:
    """Say what is kept, and what is not: for one way of asking people in, or for all."""
    settings = current_app.extensions["settings"]
    return render_template(
        "privacy.html",
        promises=promises.of(mode),
        idle_minutes=settings.idle_minutes,
        threshold=settings.threshold,
    )


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Say who can use these pages, and what to do if somebody cannot."""
    idle_minutes = current_app.extensions["settings"].idle_minutes
    return render_template("accessibility.html", idle_minutes=idle_minutes, **STATEMENT)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say whether the database answers."""
    return _said(_current() is not None, "ok", "the database does not answer")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether the database has the tables that this program knows."""
    return _said(bool(_current()), "ready", "the database is away or needs `readiness init`")


def _current() -> bool | None:
    try:
        return bool(current_app.extensions["database"].current())
    except DatabaseAway:
        return None


def _said(well: bool, good: str, bad: str) -> Response:
    return Response(f"{good if well else bad}\n", 200 if well else 503, mimetype="text/plain")
