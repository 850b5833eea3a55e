"""Opening an assessment that has been launched, or taking the launch back while nobody has been asked."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access.faults import Refused
from readiness.errors import FileFaults, ReadinessError, WrongState
from readiness.fieldwork import lifecycle, setup_drafts
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took


def ask(code: str) -> Response:
    """Say what opening does, and ask."""
    assessment = scoped.require_stage("draft")
    first, last = telling.day(assessment.opens_on), telling.day(assessment.closes_on)
    early = gate.today() < assessment.opens_on
    when = (
        f"People can answer from {first} to {last}. You need to do nothing on the first day: until then whoever opens "
        "a link is told when the survey opens."
        if early
        else f"People can answer from now until {last}."
    )
    return form_page(
        FormPage(
            f"Open {assessment.title} now?",
            YesForm(),
            url_for("console.open_now_sent", code=code),
            "Open it",
            (when, "The words of the questionnaire are locked, to the letter. This cannot be taken back."),
            back=(assessment.title, url_for("console.assessment", code=code)),
            section="assessments",
        )
    )


def ask_back(code: str) -> Response:
    """Say what taking the launch back does, and ask."""
    assessment = scoped.require_stage("draft")
    return form_page(
        FormPage(
            f"Take the launch of {assessment.title} back?",
            YesForm(),
            url_for("console.take_launch_back_sent", code=code),
            "Take it back",
            (
                "It becomes a set-up again, with everything that has been filled in. All of it can be changed, how "
                "people are asked in too. Then you launch it again.",
                "This is possible until it is opened, and as long as no links, codes or lists have been made of it.",
            ),
            back=(assessment.title, url_for("console.assessment", code=code)),
            section="assessments",
        )
    )


def take_back(code: str) -> Response:
    """Do it."""
    took(YesForm)
    scoped.require_stage("draft")
    settings = current_app.extensions["settings"]
    try:
        with gate.desk() as acting:
            setup_drafts.take_back(acting.session, code, settings, acting.now)
            acting.note("launch taken back", f"assessment {code} ({scoped.here().title})")
    except WrongState as error:
        raise Refused(error.message, error.remedy) from error
    return gate.leading(url_for("console.set_up", code=code))


def take(code: str) -> Response:
    """Open it."""
    took(YesForm)
    scoped.require_stage("draft")
    settings = current_app.extensions["settings"]
    try:
        with gate.desk() as acting:
            opened = lifecycle.open_(acting.session, code, settings, gate.today())
            about = f"assessment {code} ({opened.title})"
            acting.note("assessment opened", about, questionnaire=opened.instrument_hash)
    except FileFaults as error:
        raise Refused(
            "The files of its questionnaire cannot be used.", "Ask whoever runs this website to mend them."
        ) from error
    except ReadinessError as error:
        raise Refused(error.message, error.remedy) from error
    return gate.leading(url_for("console.assessment", code=code))
