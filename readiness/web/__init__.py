"""The web application: Flask and WTForms only here."""

from __future__ import annotations

from flask import Flask, g, request
from flask_babel import Babel

from readiness import config
from readiness.config import Settings
from readiness.errors import UnknownLink
from readiness.records.database import Database
from readiness.web import api, console, failures, headers, pages, respond, shared, statics, tongues, words
from readiness.web.logs import Application
from readiness.web.respond import addresses
from readiness.web.respond.surveys import Surveys
from readiness.web.words import _, language

LARGEST_BODY = 64 * 1024


def build(settings: Settings) -> Flask:
    """Put the application together; nothing is asked of the database before the first request."""
    config.require_secret(settings)
    app = Application(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, TRUSTED_HOSTS=_hosts(settings))
    app.url_map.merge_slashes = False  # Werkzeug would redirect, and name a host
    app.extensions["settings"] = settings
    app.extensions["database"] = Database(settings.database_url)
    app.extensions["surveys"] = Surveys(settings)
    Babel(
        app,
        default_translation_directories=str(words.FOLDER),
        locale_selector=language,
    )
    _prepare_templates(app, settings)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(respond.blueprint)
    app.register_blueprint(console.blueprint)
    app.register_blueprint(shared.blueprint)
    app.register_blueprint(api.blueprint)
    app.before_request(_refuse_nothing_in_addresses)
    failures.register(app)
    headers.register(app, settings)
    statics.serve(app, headers.for_statics(settings))
    return app


def _refuse_nothing_in_addresses() -> None:
    """Refuse an address with a zero byte, which PostgreSQL takes for the end of a text."""
    if "\0" in request.path:
        raise UnknownLink("The address holds a zero byte.")


def _hosts(settings: Settings) -> list[str]:
    return [settings.host, "localhost", "127.0.0.1"]


def _prepare_templates(app: Flask, settings: Settings) -> None:
    """Compile every template of those who answer now, so that none of them waits for it."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals["_"] = _
    environment.globals["ngettext"] = words.ngettext
    environment.filters["day"] = words.day
    app.context_processor(lambda: _shared(settings))
    environment.filters["moment"] = _moment
    for name in environment.list_templates(filter_func=lambda name: not name.startswith("console/")):
        environment.get_template(name)
    app.extensions["components"] = environment.get_template("nhsuk.html").module


def _moment(seconds: int) -> str:
    """Return a moment as the console says it, which is imported only now."""
    from readiness.web.console import telling

    return telling.moment(seconds)


def _shared(settings: Settings) -> dict[str, object]:
    """Return what the frame of every page needs."""
    survey = g.get("survey")
    return {
        "language": language(),
        "organisation": settings.organisation or (survey.system if survey else ""),
        "service": survey.title if survey else _("Readiness to adopt innovation"),
        "tongues": tongues.others(survey),
        "preview": g.get("preview"),
        "switch": addresses.switch(survey.code) if survey else "",
        "footer_links": (
            (_("Privacy"), tongues.kept(f"/privacy/{survey.assessment.mode}" if survey else "/privacy")),
            (_("Accessibility"), tongues.kept("/accessibility")),
        ),
    }
