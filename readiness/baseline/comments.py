"""Which of people's own words a report may quote (decision 0017): read, approved, and each one of many."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from readiness.baseline.findings import CommentFinding
from readiness.instrument.types import Instrument
from readiness.records.comments import Consented

LEAST_SHOWN = 3
"""Fewer quotations are not shown: a lone one is read as the view of all, and makes people wonder whose it is."""


def quoted(
    instrument: Instrument, written: Sequence[Consented], threshold: int, seed: int
) -> tuple[CommentFinding, ...]:
    """Return for each open question, in the order asked, what may be quoted of the comments with consent.

    A question's words are quoted once every comment with consent on it has been decided about, and only if at least
    `threshold` people gave one: whoever sees a quotation then knows no more than that one of so many wrote it. How many
    were withheld is told nowhere.
    """
    found = []
    for asked in instrument.open_questions():
        given = [comment for comment in written if comment.question == asked.id]
        texts = [_words(comment) for comment in given if comment.state == "shown"]
        read = all(comment.state for comment in given)
        if read and len(given) >= threshold and len(texts) >= LEAST_SHOWN:
            found.append(CommentFinding(asked.id, asked.text, _shuffled(texts, asked.id, seed)))
    return tuple(found)


def _words(comment: Consented) -> str:
    return " ".join((comment.cut or comment.text).split())


def _shuffled(texts: Sequence[str], question: str, seed: int) -> tuple[str, ...]:
    """Return the texts in an order drawn from the seed and the shown words alone.

    It is the same at each release and on each database. Were it drawn from the words as they were written, an order
    would let somebody try out which words were taken out.
    """

    def drawn(text: str) -> bytes:
        return hashlib.sha256(f"{seed}\n{question}\n{text}".encode()).digest()

    return tuple(sorted(texts, key=drawn))
