"""Publishing an assessment's results: what everybody with a right to its system may see from then on.

What is published stays as it was: its figures are kept as they were found, its quotations as they were approved. A new
version may show fewer of people's words than an earlier one and never others, so that two versions together tell
nothing that one of them does not (decision 0027).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness.config import FLOOR
from readiness.errors import TooFewAnswers, WrongState
from readiness.fieldwork.moderating.cutting import cut_of
from readiness.fieldwork.moderating.quoting import quotable
from readiness.instrument.types import Instrument
from readiness.records import assessments, comments, publications, responses, shares
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


def publish(session: Session, assessment: Assessment, instrument: Instrument, by: By) -> Publication:
    """Publish the results as they are now, in place of a version that there may be."""
    assessments.held(session, assessment.code, alone=True)
    _require_publishable(session, assessment)
    words, before = words_now(session, assessment, instrument), publications.all(session, assessment.id)
    now = publications.current(session, assessment)
    if now is not None and same(words, now.words):
        raise WrongState(
            f"The results of {assessment.title} are published, and nothing has changed since.",
            "There is nothing to publish anew.",
        )
    _require_no_more(words, before, instrument)
    return publications.add(session, assessment, words, by.who, by.now)


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
