"""Findings, as far as the token shows them: what is published as it was published, and more to who leads a part.

They are read as a worker found them; nothing is counted here. Where they are yet to be found they are asked for, and
the answer is 503 with `Retry-After`: a program that takes any 2xx for figures must not be given a promise instead.
"""

from __future__ import annotations

from typing import NoReturn

from flask import Response, current_app

from readiness.access.rights import Sight
from readiness.baseline.findings import Findings
from readiness.baseline.seen import Seen, seen
from readiness.building import editions, kept, problems
from readiness.building.kept import Progress
from readiness.fieldwork import lifecycle, publishing
from readiness.records.database import Session
from readiness.records.publication_tables import Publication
from readiness.records.tables import Assessment
from readiness.reporting.exports import json as exports
from readiness.web.api import answers, door
from readiness.web.api.problems import Problem, later

SECONDS = 15
"""Until findings that are being worked out are asked for again."""


def whole(code: str) -> Response:
    """Give all of them."""
    of, shown = _shown(code)
    if shown.whole is None:
        raise Problem(
            "not-shown",
            "The results are not published, and the right that this token stems from shows clinical areas alone.",
            f"Ask for /assessments/{of.code}/areas, or wait until the results are published.",
        )
    door.note(f"findings of {of.code}")
    return answers.sent(exports.as_json(shown.whole))


def areas(code: str) -> Response:
    """Give those of the clinical areas that the token shows."""
    of, shown = _shown(code)
    door.note(f"findings of areas of {of.code}")
    return answers.given({"format": exports.FORMAT, "code": of.code, "items": exports.plain(shown.areas)})


def _shown(code: str) -> tuple[Assessment, Seen]:
    """Return the assessment and what the token shows of its findings, or say why there is nothing."""
    sight = door.sight()
    with current_app.extensions["database"].read() as session:
        of = door.found(session, code)
        publication = publishing.published(session, of)
        _require(of, sight, publication)
        language = language_of(of)
        found = _found(session, of, sight, publication, language)
    if found is None:
        _wait(of, sight, publication, language)
    return of, seen(found, sight, publication is not None)


def _require(of: Assessment, sight: Sight, publication: Publication | None) -> None:
    if of.state != "closed":
        raise Problem(
            "not-yet",
            "Nobody sees a result before the assessment closes.",
            f"It takes answers until {of.closes_on.isoformat()}.",
        )
    if not (sight.everything or sight.areas or (publication and sight.published)):
        raise Problem(
            "not-shown",
            "The results are not published.",
            "Wait until whoever leads the system publishes them.",
        )


def language_of(of: Assessment) -> str:
    """Return the language that is asked for, as findings are kept by it: empty for the questionnaire's own."""
    asked = str(door.asked("language"))
    of_it = lifecycle.locked_instrument(of, current_app.extensions["settings"])
    answers.require_language(asked, of_it.languages)
    return "" if asked == of_it.language else asked


def _found(
    session: Session, of: Assessment, sight: Sight, publication: Publication | None, language: str
) -> Findings | None:
    """Return them as they are now for who sees more than is published, and as they were published for all others."""
    settings = current_app.extensions["settings"]
    if publication is None or sight.everything:
        return kept.kept_findings(settings, session, of, language)
    own = language or lifecycle.locked_instrument(of, settings).language
    return editions.shown(session, publication, own)


def _wait(of: Assessment, sight: Sight, publication: Publication | None, language: str) -> NoReturn:
    """Have the findings found, once, and say when to ask again."""
    edition = publication.id if publication and not sight.everything else 0
    with current_app.extensions["database"].write() as session:
        here = kept.progress(session, of, language, edition=edition)
        if here is None or not (here.underway or here.state == "failed"):  # what was kept has been overtaken
            here = kept.ask(session, of, language, edition=edition)
    wait_for(here, f"The findings of {of.code} are yet to be worked out.")


def wait_for(here: Progress, waits: str) -> NoReturn:
    """Say when to ask again for what is being worked out, or why it could not be."""
    if here.state == "failed":
        why = problems.why(problems.BUILD, here.number, here.problem)
        more = f"Whoever runs this server finds more in its log under {why.reference}."
        raise Problem("not-found", " ".join(filter(None, ("It could not be worked out.", why.plain, more))))
    raise Problem("being-found", waits, headers=later(SECONDS))
