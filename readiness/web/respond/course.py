"""Where a person stands among the pages, and where the next step leads."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.instrument.journey import AskedPage
from readiness.web.respond.visits import Visit

Pages = tuple[AskedPage, ...]


def position(pages: Pages, page: str) -> int | None:
    """Return where the page stands, counted from 0, or None if it is not among them."""
    return next((at for at, asked in enumerate(pages) if asked.id == page), None)


def after(pages: Pages, page: str) -> AskedPage | None:
    """Return the page that follows; None when all have been seen."""
    at = position(pages, page)
    return pages[at + 1] if at is not None and at + 1 < len(pages) else None


def before(pages: Pages, page: str) -> AskedPage | None:
    """Return the page before, or None on the first."""
    at = position(pages, page)
    return pages[at - 1] if at else None


def reached(pages: Pages, answers: Mapping[str, object]) -> AskedPage:
    """Return the page to continue on: the one after the last with an answer."""
    answered = [at for at, asked in enumerate(pages) if _begun(asked, answers)]
    return pages[min(answered[-1] + 1, len(pages) - 1)] if answered else pages[0]


def new_after_change(pages: Pages, page: str, answers: Mapping[str, object]) -> AskedPage | None:
    """Return a page of a clinical area that a change has added and that is still blank."""
    at = position(pages, page)
    if at is None or pages[at].section not in ("areas", "area"):
        return None
    return next((asked for asked in pages[at + 1 :] if asked.area and not _begun(asked, answers)), None)


def length(visit: Visit, pages: Pages) -> int:
    """Return how many pages there will be; until the areas are chosen, half as many are counted in as may be."""
    if settled(visit):
        return len(pages)
    areas, block = visit.survey.local.areas, visit.survey.instrument.area
    most = min(block.choose.at_most if block else 0, len(areas))
    return len(visit.with_answers({"areas": [area.id for area in areas[: (most + 1) // 2]]}).pages)


def settled(visit: Visit) -> bool:
    """Say whether the number of pages is known: where there are areas, only once they are chosen."""
    asked = visit.survey.instrument.area and visit.survey.local.areas
    return not asked or "areas" in visit.draft.answers


def _begun(asked: AskedPage, answers: Mapping[str, object]) -> bool:
    return any(question.key in answers for question in asked.questions)
