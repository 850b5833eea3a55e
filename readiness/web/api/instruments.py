"""Questionnaires: what is asked in each version, which is public."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Response, current_app

from readiness.access.faults import Missing
from readiness.errors import FileFaults
from readiness.instrument.language import spoken
from readiness.instrument.load import available, load_version
from readiness.instrument.types import Dimension, Instrument, Scale
from readiness.web.api import answers, door
from readiness.web.api.operations import PREFIX


def listed() -> Response:
    """List every version that can be read."""
    surveys = current_app.extensions["settings"].surveys
    found = []
    for name, version in available(surveys):
        with suppress(FileFaults):  # told to whoever runs the server by `readiness check-surveys`
            found.append(_row(load_version(surveys, name, version)))
    shown = answers.paged(found)
    door.note("instruments")
    return answers.given(shown)


def one(instrument: str, version: str) -> Response:
    """Give one."""
    surveys, language = current_app.extensions["settings"].surveys, door.asked("language")
    if (instrument, version) not in available(surveys):
        raise Missing(f"There is no instrument {instrument[:60]!r} in a version {version[:60]!r}.")
    try:
        found = load_version(surveys, instrument, version)
    except FileFaults as error:
        raise Missing("The files of this instrument have faults.") from error
    answers.require_language(language, found.languages)
    shape = _whole(spoken(found, language or None), language or found.language)
    door.note(f"instrument {instrument} {version}")
    return answers.given(shape)


def _row(of: Instrument) -> dict[str, Any]:
    return {
        "id": of.id,
        "version": of.version,
        "title": of.title,
        "language": of.language,
        "languages": list(of.languages),
        "digest": of.digest,
        "links": {"self": f"{PREFIX}/instruments/{of.id}/{of.version}"},
    }


def _whole(of: Instrument, language: str) -> dict[str, Any]:
    return _row(of) | {
        "language": language,
        "roles": [{"id": one.id, "name": one.name, "plural": one.plural} for one in of.roles],
        "scales": [_scale(one) for one in of.scales],
        "dimensions": [_dimension(one) for one in of.dimensions],
        "components": [_dimension(one) for one in (of.area.components if of.area else ())],
    }


def _scale(of: Scale) -> dict[str, Any]:
    return {
        "id": of.id,
        "points": [{"code": one.code, "label": one.label} for one in of.points],
        "dont_know": of.dont_know,
        "favourable": of.favourable,
    }


def _dimension(of: Dimension) -> dict[str, Any]:
    told = ("id", "text", "scale", "role", "reverse", "measures", "source")
    return {
        "id": of.id,
        "name": of.name,
        "holds": of.holds,
        "items": [{name: getattr(item, name) for name in told} for item in of.items],
    }
