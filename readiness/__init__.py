"""How ready a health and care system is to adopt innovation, and where most change is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from readiness.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the web application; its parts are imported only now, so that commands start without them."""
    from readiness.config import load
    from readiness.web import build

    return build(settings or load())
