"""Why a piece of a worker's work failed: in full for whoever runs the server, in plain words for everybody else.

What went wrong may name folders, settings and other servers. It stands in the worker's log under the reference that
everybody is shown, so that who reads a page can say which line is meant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from readiness.records import queue as queues
from readiness.records.queue_tables import Build, Errand, Rehearsal

BUILD, ERRAND, REHEARSAL = (table.__tablename__ for table in (Build, Errand, Rehearsal))
TOOK, NEEDED, BROKE, ENDED, MISTAKE = (
    "It took more than",
    "It needed more than",
    "Its process broke down.",
    "Its process was ended from outside.",
    "A mistake in this program stopped it:",
)
"""How a copy of the worker begins to say what ended it."""
_PLAIN = (
    (rf"{TOOK} ", "It takes longer than this server allows."),
    (rf"{NEEDED} |{re.escape(BROKE)}", "It needs more memory than this server allows."),
    (rf"{re.escape(ENDED)}|\d+ workers were lost", "The program that makes it was stopped."),
    (re.escape(MISTAKE), "A mistake in this program stopped it."),
    (r"The database cannot be used", "The database could not be reached."),
    (r"The mail server has refused \d+ mails", "The mail server refused one mail after the other."),
    (r"The mail server has ended", "The mail server ended the connection again and again."),
    (r"The mail server|There is no mail server", "The mail server could not be used."),
)
_READABLE = re.compile(r"(?!.*\breadiness [a-z])(?!.*\w[.:]\w)[\w\s.,:;!?()%'’“”\"–-]+")
"""A sentence without a path, an address, a command or the name of a file or setting."""
_UNDERSCORED = re.compile(r"[^\W_]_+[^\W_]")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


class Why(NamedTuple):
    """Why something failed, as whoever asked for it may read it."""

    plain: str
    """Nothing where no plain word can be said."""
    reference: str
    """Under which the worker's log tells all."""


def why(queue: str, number: int, problem: str) -> Why:
    """Return what may be told of a problem."""
    return Why(plain(problem), queues.reference(queue, number))


def plain(problem: str) -> str:
    """Return a problem in words for anybody: known ones, or those sentences that name no part of a server."""
    for beginning, told in _PLAIN:
        if re.match(beginning, problem):
            return told
    return " ".join(one for one in _SENTENCES.split(problem) if readable(one))


def readable(sentence: str) -> bool:
    """Say whether a sentence names no path, address, command, file or setting."""
    return _READABLE.fullmatch(sentence) is not None and not _UNDERSCORED.search(sentence)
