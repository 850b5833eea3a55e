"""One column of a file of answers: what its cells may say, and how that is told to a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from readiness.instrument import kinds
from readiness.instrument.journey import AskedQuestion
from readiness.instrument.kinds import Value

_WHOLE = re.compile(r"^([0-9]+)\.0+$")
_LONGEST = 40
_JOIN = ";"


class Refusal(ValueError):
    """Why a cell cannot be used, and how to mend it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class Column(dict[str, Value | None]):
    """The question of a column: `column[cell]` is what the cell says, worked out once for all rows that say the same.

    None stands for nothing said; a cell that cannot be used raises Refusal.
    """

    def __init__(self, question: AskedQuestion) -> None:
        super().__init__()
        self.question = question

    def __missing__(self, cell: str) -> Value | None:
        value = self._read(cell)
        if self.question.kind != "comment":
            self[cell] = value
        return value

    @property
    def remedy(self) -> str:
        """Say what a cell of this column may hold."""
        return _REMEDIES[self.question.kind](self.question)

    @property
    def example(self) -> Value:
        """Return an answer that a made-up person could give."""
        return _EXAMPLES[self.question.kind](self.question)

    @cached_property
    def _by_words(self) -> dict[str, str]:
        """An option may be written as its id or in its own words, in capitals or small."""
        words = {_plain(option.text): option.value for option in self.question.options}
        return words | {option.value.lower(): option.value for option in self.question.options}

    def _read(self, cell: str) -> Value | None:
        try:
            return kinds.read(self.question, self._raw(cell))
        except ValueError as refused:
            shown = cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}..."
            problem = (
                f"{refused}."
                if self.question.kind == "comment"
                else f'"{shown}" is no answer to this question.'
            )
            raise Refusal(problem, self.remedy) from refused

    def _raw(self, cell: str) -> list[str]:
        """Return the cell as a form would have sent it."""
        if self.question.kind == "comment":
            return [cell]
        parts = cell.split(_JOIN) if self.question.kind == "choices" else [cell]
        return [self._by_words.get(_plain(part), part) for part in parts]


class Nameless(dict[str, None]):
    """A column without a name: a separator at the end of each line makes one; it may hold nothing."""

    def __missing__(self, cell: str) -> None:
        if cell.strip():
            raise Refusal("A cell stands under no name.", "Name its column, or empty it.")


def said(value: Value | None) -> str:
    """Return a value as a cell says it."""
    if isinstance(value, list):
        return _JOIN.join(value)
    return "" if value is None else str(value)


def _plain(words: str) -> str:
    """Return words without what differs between keyboards, and a whole number without its decimals."""
    return _WHOLE.sub(r"\1", words.strip().lower().replace("\u2019", "'"))


def _listed(question: AskedQuestion) -> str:
    return ", ".join(option.value for option in question.options)


def _of_item(question: AskedQuestion) -> str:
    points = [option for option in question.options if option.value != "0"]
    unknown = next(
        (f", 0 for \u201c{option.text}\u201d" for option in question.options if option.value == "0"), ""
    )
    ends = f"1 (\u201c{points[0].text}\u201d) to {len(points)} (\u201c{points[-1].text}\u201d)"
    return f"Write a number from {ends}{unknown}, or leave it empty."


def _of_number(question: AskedQuestion) -> str:
    return f"Write a whole number from {question.low} to {question.high}, or leave it empty."


def _of_choices(question: AskedQuestion) -> str:
    return f"Write at most {question.at_most} of these with {_JOIN} between them: {_listed(question)}."


_REMEDIES: dict[str, Callable[[AskedQuestion], str]] = {
    "item": _of_item,
    "choice": lambda question: f"Write one of: {_listed(question)}.",
    "choices": _of_choices,
    "number": _of_number,
    "comment": lambda question: f"Write {question.at_most} characters or fewer.",
}
_EXAMPLES: dict[str, Callable[[AskedQuestion], Value]] = {
    "item": lambda question: int(question.options[1].value),
    "choice": lambda question: question.options[0].value,
    "choices": lambda question: [
        option.value for option in question.options[: min(2, question.at_most or 2)]
    ],
    "number": lambda question: ((question.low or 0) + (question.high or 0)) // 2,
    "comment": lambda question: "An example of a comment.",
}
