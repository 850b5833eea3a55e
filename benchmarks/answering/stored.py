"""What is in the database afterwards, held against what people were told: every confirmed answer once, whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from sqlalchemy import select

from benchmarks.answering.person import Person, expected, fingerprint
from readiness.records.database import Database
from readiness.records.tables import Comment, Draft, Response

STRATA = {"role": "role", "place": "place", "organisation_type": "organisation-type", "tenure": "tenure"}


@dataclass(frozen=True)
class Held:
    """How the database and the people agree."""

    rows: int
    confirmed: int
    lost: int
    """Confirmed and not there."""
    doubled: int
    """There more than once."""
    strange: int
    """There, whole or in part, without anybody having sent just that."""
    unconfirmed: int
    """There although nobody could be told so: allowed, once each."""
    comments_lost: int
    comments_doubled: int
    drafts: int
    """Half-done answers that are kept."""

    @property
    def agrees(self) -> bool:
        """Whether nothing is lost, doubled or partial."""
        return not (self.lost + self.doubled + self.strange + self.comments_lost + self.comments_doubled)


def rows(url: str) -> Counter[str]:
    """Return the fingerprint of each row of answers, and how often it is there."""
    database = Database(url)
    with database.read() as session:
        found = Counter(fingerprint(_said(row)) for row in session.scalars(select(Response)))
    database.dispose()
    return found


def held(url: str, people: Sequence[Person], at: float = inf) -> Held:
    """Compare every row with what people said, and had been told by that moment."""
    database = Database(url)
    with database.read() as session:
        written = Counter(session.scalars(select(Comment.text)))
        drafts = len(session.scalars(select(Draft.id)).all())
    database.dispose()
    found = rows(url)
    told = [one for one in people if one.confirmed and one.confirmed_at <= at]
    others = [one for one in people if one.sending and not (one.confirmed and one.confirmed_at <= at)]
    sure = Counter(fingerprint(expected(one.said)) for one in told)
    maybe = Counter(fingerprint(expected(one.said)) for one in others)
    texts = Counter(text for one in told for text in one.written.values())
    return Held(
        rows=found.total(),
        confirmed=sure.total(),
        lost=(sure - found).total(),
        doubled=sum(count - 1 for count in found.values() if count > 1),
        strange=len(found.keys() - sure.keys() - maybe.keys()),
        unconfirmed=len(found.keys() & maybe.keys()),
        comments_lost=(texts - written).total(),
        comments_doubled=sum(count - 1 for count in written.values() if count > 1),
        drafts=drafts,
    )


def _said(row: Response) -> dict[str, Any]:
    """Return a row by the names of the fields of the pages; where nothing was ticked, nothing came from the page."""
    strata = {
        field: getattr(row, column) for column, field in STRATA.items() if getattr(row, column) is not None
    }
    inside = {f"{area}.{key}": value for area, block in row.areas.items() for key, value in block.items()}
    return {name: value for name, value in (strata | row.answers | inside).items() if value != []}
