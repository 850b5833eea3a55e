"""People's own words as a report quotes them (decision 0017)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from readiness.baseline.findings import CommentFinding
from readiness.fieldwork.moderating.quoting import quotable
from readiness.instrument.types import Instrument
from readiness.records.comments import Consented


def quoted(
    instrument: Instrument, written: Sequence[Consented], threshold: int, seed: int
) -> tuple[CommentFinding, ...]:
    """Return for each open question, in the order asked, what may be quoted of the comments with consent.

    How many were withheld is told nowhere.
    """
    questions = [asked.id for asked in instrument.open_questions()]
    return worded(instrument, quotable(questions, written, threshold), seed)


def worded(
    instrument: Instrument, words: Mapping[str, Sequence[str]], seed: int
) -> tuple[CommentFinding, ...]:
    """Return these words under their questions, as they are asked in the instrument's language."""
    return tuple(
        CommentFinding(asked.id, asked.text, _shuffled(words[asked.id], asked.id, seed))
        for asked in instrument.open_questions()
        if words.get(asked.id)
    )


def _shuffled(texts: Sequence[str], question: str, seed: int) -> tuple[str, ...]:
    """Return the texts in an order drawn from the seed and the shown words alone.

    It is the same at each release and on each database. Were it drawn from the words as they were written, an order
    would let somebody try out which words were taken out.
    """

    def drawn(text: str) -> bytes:
        return hashlib.sha256(f"{seed}\n{question}\n{text}".encode()).digest()

    return tuple(sorted(texts, key=drawn))
