"""Reasons of this room alone for which a page cannot be shown."""

from __future__ import annotations

from readiness.errors import ReadinessError
from readiness.fieldwork.drafts import Draft
from readiness.web.respond.surveys import Survey


class NoCookie(ReadinessError):
    """The browser sent no cookie of ours, so that nothing can be kept together."""

    def __init__(self) -> None:
        super().__init__("This device has not opened a link to the survey, or keeps no cookies.")


class DraftGone(ReadinessError):
    """What was entered on this device lay untouched for too long to be opened."""

    def __init__(self, survey: Survey, token: str, lying: Draft) -> None:
        super().__init__("What was entered on this device lay untouched for too long.")
        self.survey = survey
        self.token = token
        self.name = lying.name
        self.has_code = bool(lying.words)
        """Whether a resume code was asked for, which opens it again."""


class NotBegun(ReadinessError):
    """There is no draft of this device: it was never begun, was sent or deleted, or was swept after some days."""

    def __init__(self) -> None:
        super().__init__("Nothing has been entered on this device that was not sent or deleted.")


class NoSuchPage(ReadinessError):
    """The survey has no such page, or not after these answers."""

    def __init__(self, page: str) -> None:
        super().__init__(f"There is no page {page!r} after these answers.")


class OtherLink(ReadinessError):
    """A page came back from before another link was opened here, or another draft begun: it belongs to that before."""

    def __init__(self) -> None:
        super().__init__("Another draft was begun on this device since this page was shown.")


class FormRefused(ReadinessError):
    """A form came back without what shows that it came from a page we gave to this device."""

    def __init__(self) -> None:
        super().__init__("The form does not come from a page that this device was given.")
