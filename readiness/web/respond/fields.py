"""One registry of how each kind of question is asked: a WTForms field, and the NHS widget that draws it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup
from wtforms import Field, ValidationError
from wtforms.fields.core import UnboundField

from readiness.instrument import kinds
from readiness.instrument.journey import AskedQuestion
from readiness.web.respond.identical import Identical
from readiness.web.words import _

MOST_REMEMBERED = 8192
"""So many drawn questions take about 10 MB."""


class End(NamedTuple):
    """One end of a row of steps: the number and what it means."""

    text: int
    label: str


class AnswerField(Field):
    """One asked question; what was typed stays as it was typed, whether it can be used or not."""

    def __init__(self, question: AskedQuestion, **kwargs: Any) -> None:
        super().__init__(question.text, **kwargs)
        self.question = question
        self.legend = question.text
        self.hint = question.hint
        self.options = question.options
        self.raw: Sequence[str] = ()

    def process_data(self, value: object) -> None:
        """Take the answer from the draft."""
        self.data = value
        self.raw = written(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed; a ValueError's sentence becomes this field's error."""
        self.raw, self.data = valuelist, None
        try:
            self.data = kinds.read(self.question, valuelist)
        except kinds.Refused as refused:
            raise ValueError(_(refused.sentence, **refused.values)) from refused

    @property
    def error(self) -> str | None:
        """The first thing that is wrong, in words."""
        return self.errors[0] if self.errors else None

    @property
    def values(self) -> set[str]:
        """What may be chosen."""
        return {option.value for option in self.options}

    @property
    def low(self) -> End:
        """The lower end of a number."""
        return End(self.question.low or 0, self.question.low_label or "")

    @property
    def high(self) -> End:
        """The upper end of a number."""
        return End(self.question.high or 0, self.question.high_label or "")


class Answered:
    """Refuses a blank where the question must be answered."""

    def __call__(self, form: object, field: AnswerField) -> None:
        if field.data is None and not field.process_errors:
            raise ValidationError(_(kinds.unanswered(field.question)))


class MacroWidget:
    """Draws a field with the macro of that name."""

    def __init__(self, macro: str) -> None:
        self.macro = macro

    def __call__(self, field: AnswerField, **kwargs: Any) -> Markup:
        draw: Callable[..., Markup] = getattr(current_app.extensions["components"], self.macro)
        return draw(field, _("Error"))


class RememberingWidget(MacroWidget):
    """Draws a field with radio buttons: what comes out depends on nothing but the one answer, so it is kept."""

    def __init__(self, macro: str) -> None:
        super().__init__(macro)
        self._drawn: dict[tuple[Identical, str], Markup] = {}

    def __call__(self, field: AnswerField, **kwargs: Any) -> Markup:
        answer = field.raw[0] if len(field.raw) == 1 else ""
        if field.error or (field.raw and answer not in field.values):
            return super().__call__(field)
        key = Identical(field.question), answer
        found = self._drawn.get(key)
        if found is None:
            self._forget_oldest()
            found = self._drawn[key] = super().__call__(field)
        return found

    def _forget_oldest(self) -> None:
        while len(self._drawn) >= MOST_REMEMBERED:
            with suppress(RuntimeError, StopIteration):  # another thread has just remembered or forgotten one
                self._drawn.pop(next(iter(self._drawn)), None)


ASKED: dict[str, tuple[type[AnswerField], MacroWidget]] = {
    "item": (AnswerField, RememberingWidget("radios")),
    "choice": (AnswerField, RememberingWidget("radios")),
    "choices": (AnswerField, MacroWidget("checkboxes")),
    "number": (AnswerField, RememberingWidget("steps")),
    "comment": (AnswerField, MacroWidget("textarea")),
}


def field(question: AskedQuestion) -> UnboundField:
    """Return the question's field, to be bound to each form that asks it."""
    kind, widget = ASKED[question.kind]
    return UnboundField(kind, question, widget=widget, validators=[Answered()] if question.required else [])


def written(value: object) -> list[str]:
    """Return an answer as the form would send it."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
