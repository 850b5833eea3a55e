"""Which of people's own words may be quoted (decision 0017): read, approved, and each one of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readiness.records.comments import Consented

LEAST_SHOWN = 3
"""Fewer quotations are not shown: a lone one is read as the view of all, and makes people wonder whose it is."""


def quotable(
    questions: Iterable[str], written: Sequence[Consented], threshold: int
) -> dict[str, tuple[str, ...]]:
    """Return for each open question, in the order given, what may be quoted of the comments with consent.

    A question's words are quoted once every comment with consent on it has been decided about, and only if at least
    `threshold` people gave one: whoever sees a quotation then knows no more than that one of so many wrote it.
    """
    found = {}
    for asked in questions:
        given = [comment for comment in written if comment.question == asked]
        texts = tuple(_words(comment) for comment in given if comment.state == "shown")
        read = all(comment.state for comment in given)
        if read and len(given) >= threshold and len(texts) >= LEAST_SHOWN:
            found[asked] = texts
    return found


def _words(comment: Consented) -> str:
    return " ".join((comment.cut or comment.text).split())
