"""What a person has left blank, told before sending: it is allowed, but should not happen unnoticed."""

from __future__ import annotations

from readiness.instrument import kinds
from readiness.instrument.journey import AskedPage
from readiness.web.respond.visits import Visit
from readiness.web.words import _, ngettext

WHO = ("about", "areas")
"""Pages that ask who somebody is and where they work, not what they say of it."""


def told(visit: Visit) -> str:
    """Say how much is blank, of all that may be."""
    said = (page for page in visit.pages if page.section not in WHO)
    if not any(_answered(visit, page) for page in said):
        return _(
            "You have answered none of the questions about your work. You may leave them all blank and still send."
        )
    number = sum(_blank(visit, page) for page in visit.pages)
    if not number:
        return _("You have answered everything.")
    return ngettext(
        "%(number)s question is not answered. You may leave it blank.",
        "%(number)s questions are not answered. You may leave them blank.",
        number,
    )


def _answered(visit: Visit, page: AskedPage) -> bool:
    return any(kinds.shown(one, visit.draft.answers.get(one.key)) for one in page.questions)


def _blank(visit: Visit, page: AskedPage) -> int:
    return sum(
        not one.required and not kinds.shown(one, visit.draft.answers.get(one.key)) for one in page.questions
    )
