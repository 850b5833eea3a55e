"""What we promise to those who answer, by the way in which they were asked in: no more and no less than we do."""

from __future__ import annotations

from readiness.web.words import _


def told(mode: str) -> tuple[str, ...]:
    """Return the promise of an assessment with this mode, a sentence each."""
    return _PROMISES[mode]()


def of(mode: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each promise under a heading; where the mode is known only its own."""
    headings = {
        "open": _("If everyone was given the same link"),
        "codes": _("If your organisation handed out a link for each person"),
        "personal": _("If you were invited by e-mail"),
    }
    if mode in _PROMISES:
        return ((_("Your link"), told(mode)),)
    return tuple((heading, told(name)) for name, heading in headings.items())


def _open() -> tuple[str, ...]:
    return (
        _("Your answers are anonymous. The link is the same for everyone who was given it."),
        _("We do not know who has answered, so anyone who has the link may answer."),
    )


def _codes() -> tuple[str, ...]:
    return (
        _(
            "Your answers are anonymous. Your link is good for one answer and was handed out by your organisation."
        ),
        _("We have no list of names and do not know who was given which link."),
        _(
            "Whoever else has your link, such as those who sent it, can see whether it has been used and, until you "
            "send, open what you have entered. Your answers cannot be found with it afterwards."
        ),
        _("Reminders go to everyone, whether they have answered or not."),
    )


def _personal() -> tuple[str, ...]:
    return (
        _("Your answers are confidential until the survey closes, and anonymous after."),
        _(
            "Your link is yours alone, so that you answer once and get no reminder afterwards. It is not kept with "
            "your answers. Nobody is shown who has answered; but whoever can read your mail has your link, can see "
            "whether it has been used and, until you send, open what you have entered."
        ),
        _(
            "When the survey has been closed, after its last day, the list of invited people and the key of the links "
            "are destroyed, and the answers are stored anew in random order."
        ),
    )


_PROMISES = {"open": _open, "codes": _codes, "personal": _personal}
