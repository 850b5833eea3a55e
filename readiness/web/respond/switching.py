"""Going on in another language from a page that has nothing to keep; a page of questions does it with its own form."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, current_app, request

from readiness.web.respond import addresses, visits
from readiness.web.respond.forms import PROOF, PageForm, marked
from readiness.web.respond.gone import FormRefused

PAGE = "_lang"
"""As what such a form is remembered; no page can be called so."""
SHOWN_AGAIN: dict[str, Callable[[str], str]] = {
    "check": addresses.check,
    "delete": addresses.delete,
    "later": addresses.later,
    "start": addresses.start,
}
"""The pages that have such a form, and where each is."""


def switch(code: str) -> Response:
    """Let the draft remember the language, and show the same page again."""
    with current_app.extensions["database"].write() as session:
        visit = visits.opened(session, code, request.form.get("_lang"))
        mark = marked(request.form)
        if not PageForm(visit.token, typed=request.form).validate():
            raise FormRefused()
        new = visit.gave(request.form[PROOF]) and not visit.has_taken(PAGE, mark)
        if new and not visit.took(PAGE, mark).save(session):
            raise FormRefused()
    shown = SHOWN_AGAIN.get(request.form.get("_page", ""), addresses.check)
    return addresses.leading(shown(code))
