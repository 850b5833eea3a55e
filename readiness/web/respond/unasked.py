"""Pages without the questions that a link has answered already: whose poster hangs in a hospital need not ask where."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import cast

from readiness.instrument.journey import AskedPage
from readiness.web.respond.identical import Identical


def without(pages: tuple[AskedPage, ...], known: frozenset[str]) -> tuple[AskedPage, ...]:
    """Return the pages that still ask something, less the questions with these keys."""
    left = (_without(Identical(page), known) for page in pages)
    return tuple(page for page in left if page.questions)


@lru_cache(maxsize=1024)
def _without(page: Identical, known: frozenset[str]) -> AskedPage:
    """Return the page itself where none of its questions is known: what was drawn for it is then still good."""
    asked = cast(AskedPage, page.it)
    kept = tuple(question for question in asked.questions if question.key not in known)
    return asked if len(kept) == len(asked.questions) else replace(asked, questions=kept)
