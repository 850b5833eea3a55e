"""Publishing an assessment's results: what everybody with a right to its system may see from then on.

What is published stays as it was: its figures are kept as they were found, its quotations as they were approved. A new
version may show fewer of people's words than an earlier one and never others, so that two versions together tell
nothing that one of them does not (decision 0027).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.config import FLOOR
from readiness.errors import TooFewAnswers, WrongState
from readiness.fieldwork.moderating.cutting import cut_of
from readiness.fieldwork.moderating.quoting import quotable
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments, comments, following, publications, responses, shares
from readiness.records.database import Session
from readiness.records.publication_tables import Publication
from readiness.records.tables import Assessment

Words = Mapping[str, Sequence[str]]
"""Quotations by question."""


class NotPublished(WrongState):
    """What was asked needs published results."""


@dataclass(frozen=True, slots=True)
class By:
    """Who publishes or takes back, in words, and when in seconds since 1970."""

    who: str
    now: int


def published(session: Session, assessment: Assessment) -> Publication | None:
    """Return what is published of the assessment, or None; everybody who wants to know asks here."""
    return publications.current(session, assessment)


def required(session: Session, assessment: Assessment) -> Publication:
    """Return what is published of the assessment, or say that nothing is."""
    found = published(session, assessment)
    if found is None:
        raise NotPublished(
            f"The results of {assessment.title} are not published.",
            f"Publish them: readiness publish {assessment.code}.",
        )
    return found


def publish(
    session: Session, assessment: Assessment, instrument: Instrument, by: By, moved: bool = True
) -> Publication:
    """Publish the results as they are now, in place of a version that there may be.

    With `moved` what has moved since the years before is published with them, as far back as these are published.
    """
    assessments.held(session, assessment.code, alone=True)
    _require_publishable(session, assessment)
    words, before = words_now(session, assessment, instrument), publications.all(session, assessment.id)
    now, told = publications.current(session, assessment), _told(session, assessment, moved)
    if now is not None and same(words, now.words) and told.same(session, now):
        raise WrongState(
            f"The results of {assessment.title} are published, and nothing has changed since.",
            "There is nothing to publish anew.",
        )
    _require_no_more(words, before, instrument)
    return publications.add(session, assessment, words, by.who, by.now, told.beside, told.done)


def take_back(session: Session, assessment: Assessment, by: By) -> int:
    """Let the results be published no longer, and no link to them open; return how many links ended."""
    assessments.held(
        session, assessment.code, alone=True
    )  # neither a new version nor a link may come meanwhile
    if not publications.end(session, assessment, by.who, by.now):
        raise NotPublished(
            f"The results of {assessment.title} are not published.", "There is nothing to take back."
        )
    return shares.end_all(session, assessment, by.who, by.now)


def earlier(session: Session, assessment: Assessment) -> list[Publication]:
    """Return what is published of the years before without a gap, oldest first: what moved since can be published."""
    found: list[Publication] = []
    for one in reversed(following.chain(session, assessment)[:-1]):
        there = published(session, one)
        if there is None:
            break
        found.insert(0, there)
    return found


def since(session: Session, assessment: Assessment) -> int | None:
    """Return the first year since which it can be published what has moved; None where no year before is published."""
    there = earlier(session, assessment)
    return session.get_one(Assessment, there[0].assessment_id).year if there else None


def moved(session: Session, assessment: Assessment) -> list[Assessment]:
    """Return the years between which the published results say what has moved, oldest first; none where they do not.

    They no longer do once one of these years has been taken back. Versions of one year never differ in a figure.
    """
    now = published(session, assessment)
    years = _years(session, now) if now else []
    return [*years, assessment] if years and all(published(session, one) for one in years) else []


def moved_differs(session: Session, assessment: Assessment) -> bool:
    """Say whether publishing anew would tell otherwise what has moved: of more years, or of other actions."""
    now = published(session, assessment)
    return now is not None and not _told(session, assessment, moved=True).same(session, now)


def told_by(session: Session, assessment: Assessment) -> list[Assessment]:
    """Return the later assessments whose published results say what has moved since this one, newest first."""
    return [
        later
        for later in assessments.all(session)
        if later.id != assessment.id and any(one.id == assessment.id for one in moved(session, later))
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """What of the years before a publication tells."""

    beside: Sequence[Publication] = ()
    done: Sequence[list[Any]] = ()

    def same(self, session: Session, other: Publication) -> bool:
        """Say whether a publication tells the same years, in whichever version, and the same actions."""
        ours = [one.assessment_id for one in self.beside]
        return ours == [one.id for one in _years(session, other)] and list(self.done) == other.done


def _told(session: Session, assessment: Assessment, moved: bool) -> _Told:
    beside = earlier(session, assessment) if moved else []
    past = following.before(session, assessment)
    return _Told(beside, actions.described(session, past)) if beside and past else _Told()


def _years(session: Session, publication: Publication) -> list[Assessment]:
    each = (session.get_one(Publication, number) for number in publication.beside)
    return [session.get_one(Assessment, one.assessment_id) for one in each]


def words_now(session: Session, assessment: Assessment, instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Return what could be quoted now."""
    asked = [question.id for question in instrument.open_questions()]
    return quotable(asked, comments.consented(session, assessment), max(assessment.threshold, FLOOR))


def differs(session: Session, assessment: Assessment, instrument: Instrument) -> bool:
    """Say whether a report of now would quote other words than the published one."""
    now = publications.current(session, assessment)
    return now is not None and not same(words_now(session, assessment, instrument), now.words)


def same(ours: Words, theirs: Words) -> bool:
    """Say whether the same words are quoted."""
    return {question: sorted(texts) for question, texts in ours.items()} == {
        question: sorted(texts) for question, texts in theirs.items()
    }


def within(texts: Sequence[str], earlier: Sequence[str]) -> bool:
    """Say whether each text was shown earlier, whole or with more of it; each earlier one stands for one."""
    left = Counter(earlier)
    shorter = [text for text in texts if not _taken(text, left)]
    for text in sorted(shorter, key=len, reverse=True):
        longer = next((one for one in left if cut_of(text, one)), None)
        if longer is None:
            return False
        _taken(longer, left)
    return True


def _taken(text: str, left: Counter[str]) -> bool:
    if not left[text]:
        del left[text]
        return False
    left[text] -= 1
    if not left[text]:
        del left[text]
    return True


def _require_publishable(session: Session, assessment: Assessment) -> None:
    if assessment.state != "closed":
        raise WrongState(
            f"{assessment.title} ({assessment.code}) is {assessment.state}: there is nothing to publish before it "
            "closes.",
            f"Close it first: readiness assessment close {assessment.code}.",
        )
    least = max(assessment.threshold, FLOOR)
    if responses.count(session, assessment) < least:
        raise TooFewAnswers(
            f"Fewer than {least} people answered {assessment.title}, so nothing can be shown or published.",
            "Ask more widely next time.",
        )


def _require_no_more(words: Words, before: Sequence[Publication], instrument: Instrument) -> None:
    """Refuse words that no earlier version showed, to a question of which one did show some."""
    for question in instrument.open_questions():
        earlier = [one.words[question.id] for one in before if one.words.get(question.id)]
        texts = words.get(question.id, ())
        if earlier and texts and not any(within(texts, one) for one in earlier):
            raise WrongState(
                f'To the question "{question.text}", words would now be shown that the published report did not show. '
                "Whoever holds both could tell which they are.",
                "Withhold them again, or shorten them to what was published; then publish anew.",
            )
