"""Drawing the console's pages: most are a few sentences, a form and a way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template

from readiness.web.console import cookies
from readiness.web.console.failing import of_work
from readiness.web.console.forms import OwnForm, YesForm
from readiness.web.headers import LOOKING, SCRIPTED

Link = tuple[str, str]
"""(text, address)."""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form."""

    title: str
    form: OwnForm
    action: str
    button: str
    texts: tuple[str, ...] = ()
    inset: str = ""
    """What is to be read before anything else."""
    back: Link | None = None
    links: tuple[Link, ...] = ()
    """Below the form."""
    posts: tuple[Link, ...] = ()
    """Buttons of their own below the form, each with where it leads: other ways to do the same."""
    first: Link | None = None
    """A button above the form: the way that most people take."""
    second: str = ""
    """What the form is then called."""
    warning: bool = False
    """Whether the button does what cannot be undone."""
    section: str = ""
    """Which entry of the navigation is this page's."""


def form_page(page: FormPage, status: int = 200) -> Response:
    """Return the page as it is sent."""
    return make_response(render_template("console/form.html", page=page), status)


def drawn(template: str, **given: Any) -> Response:
    """Return any other page; every one has a form that signs out."""
    return make_response(render_template(f"console/{template}.html", yes=YesForm(), why=of_work, **given))


def scripted(template: str, **given: Any) -> Response:
    """Return a page that loads one of our scripts."""
    response = drawn(template, **given)
    response.headers["Content-Security-Policy"] = SCRIPTED
    return response


def watched(template: str, underway: bool, **given: Any) -> Response:
    """Return a page that looks by itself how far something is, as long as it is under way."""
    response = drawn(template, underway=underway, **given)
    if underway:
        response.headers["Content-Security-Policy"] = LOOKING
    return response


def with_sign_in(response: Response, token: str) -> Response:
    """Let the browser go on under a new token."""
    cookies.keep(response, cookies.SIGN_IN, token)
    return response
