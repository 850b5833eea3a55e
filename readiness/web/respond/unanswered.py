"""Pages on which nothing is answered yet, drawn once for everybody who sees the same one.

On its way through a survey nearly every page is seen first without an answer. What it looks like then depends on the
page, its number and its language; only the token differs from person to person.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flask import Response, request

from readiness.fieldwork.drafts import NO_DRAFT
from readiness.instrument.journey import AskedPage
from readiness.web import headers
from readiness.web.gaps import Gapped
from readiness.web.respond.forms import PROVES
from readiness.web.respond.identical import Identical
from readiness.web.respond.visits import Visit
from readiness.web.words import guessed, languages

MOST_REMEMBERED = 1024
"""So many pages take about 15 MB."""
_WIDTH = PROVES + len(NO_DRAFT)
"""How long a token is."""
_GAP = "0" * _WIDTH
"""Stands where the token comes; never one itself but by a chance of 1 in 2 to the 256."""

Drawn = Callable[[str], str]


class _Page:
    """A page as the key of a cache, with what draws it once; two are the same if all else about them is."""

    __slots__ = ("_draw", "same")

    def __init__(self, draw: Drawn, *same: object) -> None:
        self._draw: Drawn | None = draw
        self.same = same

    def once(self) -> str:
        """Draw the page and let go of what drew it: it knows somebody's answers, and the key is kept."""
        draw, self._draw = self._draw, None
        return draw(_GAP) if draw else ""

    def __hash__(self) -> int:
        return hash(self.same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Page) and other.same == self.same


def drawn(visit: Visit, asked: AskedPage, progress: str, draw: Drawn) -> Response:
    """Return the page with this device's token in it; `draw` makes it for a token."""
    if any(question.key in visit.draft.answers for question in asked.questions):
        return Response(draw(visit.token), mimetype="text/html")
    survey = visit.survey
    here = (
        survey.code,
        survey.language,
        survey.system,
        request.script_root,
        "change" in request.args,
        guessed(languages()),
    )
    return headers.filled(_blank(_Page(draw, Identical(asked), progress, *here)), visit.token)


@lru_cache(maxsize=MOST_REMEMBERED)
def _blank(page: _Page) -> Gapped:
    before, after = page.once().split(_GAP)
    return Gapped(before, after, _WIDTH)
