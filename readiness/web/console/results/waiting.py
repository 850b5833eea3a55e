"""Instead of results: that they come after closing, after publishing, or when a worker has found them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Response, current_app, request, url_for

from readiness.building import kept
from readiness.building.kept import Progress
from readiness.config import FLOOR
from readiness.fieldwork import lifecycle, publishing
from readiness.records import responses
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn, watched
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED

PATIENCE = 15
"""After so many seconds without a sign of a worker the page says that none seems to run."""


def too_soon() -> Response:
    """Say that there are no results before closing, and why."""
    return _drawn("too_soon", 409)


def unpublished() -> Response:
    """Say that the results are not published."""
    return _drawn("unpublished", 409)


def page(assessment: Assessment) -> Response:
    """Have the findings found, and show how far that is."""
    language, edition = _wanted(assessment)
    with current_app.extensions["database"].read() as session:
        if _too_few(session, assessment):
            return _drawn("too_few", 200, least=max(assessment.threshold, FLOOR))
        progress = kept.progress(session, assessment, language, gate.moment(), edition)
    if progress is None or progress.state in ("done", "cancelled"):
        progress = _ask(assessment, language, edition)
    return underway(progress, url_for("console.results_again", code=assessment.code))


def underway(progress: Progress, again: str) -> Response:
    """Show how far something is that a worker works out; `again` takes the wish to try once more."""
    draw = partial(watched, underway=progress.underway)
    return _drawn("waiting", 200 if progress.underway else 503, draw, again=again, **_told(progress))


def again(code: str) -> Response:
    """Try once more what could not be found."""
    took(YesForm)
    assessment = scoped.require_stage(CLOSED)
    _ask(assessment, *_wanted(assessment))
    return gate.leading(url_for("console.results", code=code))


def _ask(assessment: Assessment, language: str, edition: int) -> Progress:
    with gate.desk() as acting:
        return kept.ask(acting.session, assessment, language, acting.now, edition)


def _wanted(assessment: Assessment) -> tuple[str, int]:
    """Return which language and which publication is to be found: none for those who see what is found now."""
    settings = current_app.extensions["settings"]
    others = lifecycle.locked_instrument(assessment, settings).languages[1:]
    language = request.args.get("language", "")
    with current_app.extensions["database"].read() as session:
        publication = publishing.published(session, assessment)
    sight = scoped.sight()
    edition = publication.id if publication and sight.published and not sight.everything else 0
    return language if language in others else "", edition


def _too_few(session: Session, assessment: Assessment) -> bool:
    return responses.count(session, assessment) < max(assessment.threshold, FLOOR)


def _told(progress: Progress) -> dict[str, object]:
    return {
        "progress": progress,
        "idle": progress.state == "waiting" and not progress.worker and progress.waited >= PATIENCE,
    }


def _drawn(template: str, status: int, draw: Callable[..., Response] = drawn, **given: object) -> Response:
    answer = draw(f"results/{template}", section="assessments", subject=scoped.here(), **given)
    answer.status_code = status
    return answer
