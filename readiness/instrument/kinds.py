"""What each kind of question takes, keeps and shows: one entry of `KINDS` a kind, one set of rules for all.

`read` takes what a form sends, `checked` takes a value that has its type already; both return the value to
keep, None for a blank, or raise `Refused` with a sentence for the person who answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from readiness.instrument.journey import AskedQuestion

Value = int | str | list[str]

N_ = str
"""Marks a sentence for the catalogues of the interface; whoever shows it translates it."""

ONE = N_("Choose one of the answers shown")
SOME = N_("Choose only from the answers shown")
FEWER = N_("Choose no more than %(most)s")
RANGE = N_("Choose a number from %(low)s to %(high)s")
SHORTER = N_("Write %(most)s characters or fewer")
WORDS = N_("Write your answer in words")
NEEDED = N_("Choose an answer")
NEEDED_SOME = N_("Choose at least one")
NEEDED_WORDS = N_("Write an answer")

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that nobody writes on purpose, some of which a database or a PDF cannot hold."""


class Refused(ValueError):
    """An answer that cannot be kept: `sentence` and `values` let the sentence be said in another language."""

    def __init__(self, sentence: str, **values: int | None) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of question reads what a form sends, accepts what has its type, and shows what is kept."""

    read: Callable[[AskedQuestion, Sequence[str]], Value | None]
    raw: Callable[[object], Sequence[str]]
    """What a form would have sent for this value; raises ValueError for a value of the wrong type."""
    shown: Callable[[AskedQuestion, object], str]
    needed: str
    """What to say when a required answer is missing."""


def read(question: AskedQuestion, raw: Sequence[str]) -> Value | None:
    """Return the value of what a form sent, or None for a blank."""
    return KINDS[question.kind].read(question, raw)


def checked(question: AskedQuestion, value: object) -> Value | None:
    """Return the value if it may be kept, by the same rules as from a form."""
    if value is None:
        return None
    kind = KINDS[question.kind]
    return kind.read(question, kind.raw(value))


def shown(question: AskedQuestion, value: object) -> str:
    """Return the value as a person reads it; empty for none and for one that is not on offer."""
    return "" if value is None else KINDS[question.kind].shown(question, value)


def unanswered(question: AskedQuestion) -> str:
    """Return what to say when this question must be answered and was not."""
    return KINDS[question.kind].needed


def _read_item(question: AskedQuestion, raw: Sequence[str]) -> int | None:
    value = _read_choice(question, raw)
    return None if value is None else int(value)


def _read_choice(question: AskedQuestion, raw: Sequence[str]) -> str | None:
    given = _given(raw)
    if not given:
        return None
    if len(given) > 1 or given[0] not in _values(question):
        raise Refused(ONE)
    return given[0]


def _read_choices(question: AskedQuestion, raw: Sequence[str]) -> list[str] | None:
    given, offered = set(_given(raw)), _values(question)
    if given - set(offered):
        raise Refused(SOME)
    if question.at_most is not None and len(given) > question.at_most:
        raise Refused(FEWER, most=question.at_most)
    return [value for value in offered if value in given] or None


def _read_number(question: AskedQuestion, raw: Sequence[str]) -> int | None:
    given = _given(raw)
    if not given:
        return None
    if len(given) > 1 or given[0] not in _values(question):
        raise Refused(RANGE, low=question.low, high=question.high)
    return int(given[0])


def _read_comment(question: AskedQuestion, raw: Sequence[str]) -> str | None:
    if len(raw) > 1:
        raise Refused(WORDS)
    text = _UNSEEN.sub("", "".join(raw).replace("\r\n", "\n").replace("\r", "\n")).strip()
    if question.at_most is not None and len(text) > question.at_most:
        raise Refused(SHORTER, most=question.at_most)
    return text or None


def _given(raw: Sequence[str]) -> list[str]:
    return [text.strip() for text in raw if text.strip()]


def _values(question: AskedQuestion) -> list[str]:
    return [option.value for option in question.options]


def _raw_number(value: object) -> Sequence[str]:
    # True is an int to Python, and a number of a million digits cannot even be printed.
    if type(value) is not int or abs(value) > 1_000_000:
        raise Refused(ONE)
    return [str(value)]


def _raw_choice(value: object) -> Sequence[str]:
    if not isinstance(value, str):
        raise Refused(ONE)
    return [value]


def _raw_choices(value: object) -> Sequence[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise Refused(SOME)
    return list(value)


def _raw_comment(value: object) -> Sequence[str]:
    if not isinstance(value, str):
        raise Refused(WORDS)
    return [value]


def _shown_one(question: AskedQuestion, value: object) -> str:
    return next((option.text for option in question.options if option.value == str(value)), "")


def _shown_some(question: AskedQuestion, value: object) -> str:
    chosen = value if isinstance(value, list | tuple) else ()
    return "; ".join(option.text for option in question.options if option.value in chosen)


def _shown_words(question: AskedQuestion, value: object) -> str:
    return value if isinstance(value, str) else ""


KINDS: dict[str, Kind] = {
    "item": Kind(_read_item, _raw_number, _shown_one, NEEDED),
    "choice": Kind(_read_choice, _raw_choice, _shown_one, NEEDED),
    "choices": Kind(_read_choices, _raw_choices, _shown_some, NEEDED_SOME),
    "number": Kind(_read_number, _raw_number, _shown_one, NEEDED),
    "comment": Kind(_read_comment, _raw_comment, _shown_words, NEEDED_WORDS),
}
