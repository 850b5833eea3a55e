"""Discarding a set-up."""

from __future__ import annotations

from flask import Response, url_for

from readiness.fieldwork import setup_drafts
from readiness.records import setups
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import filling


def ask(code: str) -> Response:
    """Say what will be lost, and ask."""
    filling.here()
    return form_page(
        FormPage(
            f"Discard {scoped.here().title}?",
            YesForm(),
            url_for("console.set_up_discard_sent", code=code),
            "Discard it",
            (
                "Everything that has been filled in here is lost, for everybody who works on it. Nobody has been asked "
                "anything yet, so no answers are lost.",
                "You can download it as a file first, and start from that file again.",
            ),
            back=filling.all_steps(code),
            links=(("Download this set-up as a file", url_for("console.set_up_file", code=code)),),
            warning=True,
            section="assessments",
        )
    )


def take(code: str) -> Response:
    """Do it."""
    took(YesForm)
    filling.here()
    with gate.desk() as acting:
        setups.remove(acting.session, setup_drafts.held(acting.session, code))
        acting.note("set-up discarded", filling.about(code))
    return gate.leading(url_for("console.assessments"))
