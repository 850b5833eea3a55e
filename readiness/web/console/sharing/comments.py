"""People's own words, ten a page: what is to be read, what is shown, what is withheld."""

from __future__ import annotations

from flask import Response, current_app, request, url_for

from readiness.fieldwork import lifecycle
from readiness.fieldwork.moderating import moderation
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing import moderating
from readiness.web.console.sharing.moderating import SHOWN, WAITING, WITHHELD
from readiness.web.console.sharing.publishing import about

ON_A_PAGE = 10
STATES = (WAITING, SHOWN, WITHHELD)


def show(code: str) -> Response:
    """List those in one state."""
    of = scoped.require_stage(CLOSED)
    wanted = request.args.get("state", WAITING)
    state = wanted if wanted in STATES else WAITING
    with gate.desk() as acting:
        found = moderating.found(acting.session, of)
        acting.note("comments read", about(of), list=state)
    listed = [one for one in found.readings if one.state == state]
    last = max(1, -(-len(listed) // ON_A_PAGE))
    page = max(1, min(request.args.get("page", 1, int), last))
    here = listed[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return drawn(
        "sharing/comments",
        section="assessments",
        subject=scoped.here(),
        state=state,
        counts=[(one, found.count(one)) for one in STATES],
        cards=[moderating.card(one) for one in here],
        unneeded=found.unneeded,
        threshold=found.threshold,
        page=page,
        last=last,
        newer=_page(code, state, page - 1) if page > 1 else "",
        older=_page(code, state, page + 1) if page < last else "",
    )


def background(code: str) -> Response:
    """Show the words of those who do not want to be quoted."""
    of = scoped.require_stage(CLOSED)
    instrument = lifecycle.locked_instrument(of, current_app.extensions["settings"])
    with gate.desk() as acting:
        given = moderation.background(acting.session, of, instrument)
        acting.note("comments read", about(of), list="words that are not to be quoted")
    questions = dict.fromkeys(question for question, _ in given)
    return drawn(
        "sharing/background",
        section="assessments",
        subject=scoped.here(),
        asked=[(one, [words for question, words in given if question == one]) for one in questions],
    )


def _page(code: str, state: str, page: int) -> str:
    return url_for("console.comments", code=code, state=state, page=page)
