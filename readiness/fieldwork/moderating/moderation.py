"""Deciding which of people's own words are shown (docs/comments.md, decision 0017).

Comments are read after closing only: whoever watched them come in could tell who wrote which. Every decision goes
through `keep`, so that there is one place from which to write the audit log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.config import FLOOR
from readiness.errors import ReadinessError, TooFewAnswers, WrongState
from readiness.fieldwork.moderating.clues import KINDS, Clue, Known, clues
from readiness.fieldwork.moderating.cutting import LEFT_OUT, cut, cut_of
from readiness.instrument.plain import nearest
from readiness.instrument.types import Instrument
from readiness.records import assessments, comments, publications, responses
from readiness.records.comments import Consented, Decision
from readiness.records.database import Session
from readiness.records.tables import Assessment

REASONS = {
    "person": "it names or points to somebody who works there",
    "patient": "it tells of a patient",
    "insult": "it insults or threatens",
    "accusation": "it accuses somebody of something that can be proved or disproved",
    "empty": "it says nothing",
    "repeated": "others that are shown say the same",
    "other": "for another reason",
}
"""Why a comment may be withheld."""
NEVER = ("email", "phone", "nhs")
"""Kinds of clues that no approval lets through: nobody's telephone rings because of a report."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HANDLE = 8


class NotDecided(ReadinessError):
    """A decision about a comment that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A comment as those who moderate read it."""

    handle: str
    """A random short name, in no order."""
    comment: Consented
    asked: str
    """The question as it was asked."""
    known: Known
    public: tuple[str, ...] = ()
    """What was ever published of the words to this question; nothing else is shown from then on (decision 0027)."""

    @property
    def clues(self) -> tuple[Clue, ...]:
        """What of it may tell who somebody is; looked for when it is asked for, since that takes longest."""
        return clues(self.comment.text, self.known)

    @property
    def state(self) -> str:
        """Waiting, shown or withheld."""
        return self.comment.state or "waiting"

    @property
    def looked_at(self) -> tuple[str, ...]:
        """Return in words what of it may tell who somebody is."""
        return told(self.comment.text, self.clues)


@dataclass(frozen=True, slots=True)
class Readings:
    """The comments to read, and what need not be read."""

    readings: tuple[Reading, ...]
    """By question, then by handle, so in random order."""
    threshold: int
    known: Known
    unneeded: tuple[str, ...]
    """Questions to which too few gave a comment with consent: none of these will be shown, so none is read."""

    def count(self, state: str) -> int:
        """Return how many comments are in that state."""
        return sum(reading.state == state for reading in self.readings)

    def left(self, reading: Reading, decision: Decision) -> tuple[str, ...]:
        """Return in words what is about to be shown and may still tell who somebody is."""
        shown = (decision.cut or reading.comment.text) if decision.state == "shown" else ""
        return told(shown, clues(shown, self.known))

    def of(self, handle: str) -> Reading:
        """Return the comment with that handle."""
        found = [reading for reading in self.readings if reading.handle == handle.strip().lower()]
        if not found:
            near = nearest(handle, [reading.handle for reading in self.readings])
            raise NotDecided(f'There is no comment "{handle}".', f"Copy its name from the list{near}")
        return found[0]


def to_read(session: Session, assessment: Assessment, instrument: Instrument) -> Readings:
    """Return every comment of a closed assessment that may be shown once it is approved."""
    least = _require_readable(session, assessment)
    questions = {question.id: question.text for question in instrument.open_questions()}
    given = comments.consented(session, assessment)
    few = [one for one in questions if 0 < sum(comment.question == one for comment in given) < least]
    wanted = [comment for comment in given if comment.question in questions and comment.question not in few]
    known = known_of(session, assessment, instrument)
    names, public = handles(comment.id for comment in wanted), _published(session, assessment)
    readings = [
        Reading(
            names[comment.id],
            comment,
            questions[comment.question],
            known,
            public.get(comment.question, ()),
        )
        for comment in wanted
    ]
    order = list(questions)
    readings.sort(key=lambda reading: (order.index(reading.comment.question), reading.handle))
    return Readings(tuple(readings), least, known, tuple(questions[one] for one in few))


def background(session: Session, assessment: Assessment, instrument: Instrument) -> list[tuple[str, str]]:
    """Return question and words of the comments that may be read and never quoted, in random order."""
    _require_readable(session, assessment)
    questions = {question.id: question.text for question in instrument.open_questions()}
    given = comments.background(session, assessment)
    return [(questions[question], words) for question, words in given if question in questions]


def show(reading: Reading, wanted: str | None = None) -> Decision:
    """Return the decision to show the comment, or what `wanted` leaves of it."""
    whole = " ".join(reading.comment.text.split())
    shown = cut(whole, wanted) if wanted else whole
    found = [one for one in clues(shown, Known()) if one.kind in NEVER]
    if found:
        raise NotDecided(
            f"Comment {reading.handle} holds {' and '.join(told(shown, found))}, which is never shown.",
            f"Cut it out, writing {LEFT_OUT} in its place, or withhold the comment.",
        )
    if reading.public and not any(cut_of(shown, one) for one in reading.public):
        raise NotDecided(
            f"Comment {reading.handle} would be shown with words that the published report did not show. Whoever "
            "holds both reports could tell which they are.",
            "What is published can be shortened or withheld, and nothing can be added to it.",
        )
    return Decision("shown", cut=shown if shown != whole else None)


def withhold(reason: str) -> Decision:
    """Return the decision not to show a comment."""
    if reason not in REASONS:
        raise NotDecided(
            f'"{reason}" is no reason to withhold a comment.',
            f"Write one of {', '.join(REASONS)}{nearest(reason, REASONS)}",
        )
    return Decision("withheld", reason)


def undo(session: Session, reading: Reading) -> None:
    """Let a comment wait again as if nobody had decided; nothing of a question that has been published waits again."""
    if reading.public:
        raise NotDecided(
            f"Words to the question of comment {reading.handle} have been published, so its decision stays.",
            "You can still shorten or withhold it.",
        )
    comments.undo(session, reading.comment)


def keep(session: Session, decisions: Mapping[Reading, Decision]) -> None:
    """Keep what was decided, all or nothing, in place of what was decided before."""
    for reading, decision in decisions.items():
        comments.decide(session, reading.comment, decision)


def told(text: str, found: Iterable[Clue]) -> tuple[str, ...]:
    """Return clues in words, such as `name "Priya"`."""
    return tuple(f'{KINDS[one.kind]} "{text[one.start : one.end]}"' for one in found)


def known_of(session: Session, assessment: Assessment, instrument: Instrument) -> Known:
    """Return what the assessment itself knows of names and of words that tell nothing."""
    local = assessments.local(session, assessment)
    words = [option.text for option in local.areas] + [one.name for one in local.innovations]
    words += [role.plural for role in instrument.roles] + [one.name for one in instrument.dimensions]
    return Known(
        organisations=tuple(one.name for one in assessments.organisations(session, assessment)),
        places=tuple(place.text for place in local.places),
        terms=frozenset(word.strip("(),.").lower() for text in words for word in text.split()),
    )


def handles(ids: Iterable[bytes]) -> dict[bytes, str]:
    """Return a short name for each random id: eight letters of a digest, more where two would be alike."""
    digests = {one: int.from_bytes(hashlib.sha256(one).digest()) for one in ids}
    for length in range(_HANDLE, 50):
        names = {one: _spelt(digest, length) for one, digest in digests.items()}
        if len(set(names.values())) == len(names):
            return names
    raise ValueError("two comments have the same id")


def _spelt(number: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        number, left = divmod(number, len(_LETTERS))
        letters += _LETTERS[left]
    return letters


def _published(session: Session, assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """Return all words that were ever published, by question."""
    found: dict[str, tuple[str, ...]] = {}
    for one in publications.all(session, assessment.id):
        for question, texts in one.words.items():
            found[question] = (*found.get(question, ()), *texts)
    return found


def _require_readable(session: Session, assessment: Assessment) -> int:
    """Return the threshold of an assessment whose comments may be read."""
    if assessment.state != "closed":
        raise WrongState(
            f"{assessment.title} ({assessment.code}) is not closed: nobody reads a comment before, since "
            "whoever watches them come in can tell who wrote which.",
            f"Close it first: readiness assessment close {assessment.code}.",
        )
    least = max(assessment.threshold, FLOOR)
    if responses.count(session, assessment) < least:
        raise TooFewAnswers(
            f"Fewer than {least} people answered {assessment.title} ({assessment.code}), so no comment is shown "
            "and none is read.",
            "Ask more widely next time.",
        )
    return least
