"""Rules about texts: no character that nobody sees, and only placeholders that something stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readiness.errors import Fault
from readiness.instrument.files import ABOUT, AREA, CLOSING, HEAD
from readiness.instrument.reading import Reading, Spot, SpotPage, Steps, spot_pages, spots
from readiness.instrument.types import Choice, Dimension, Frozen, Item

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters but the line break, marks that turn the direction of writing, spaces without width."""

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_ASKED = ("text", "hint", "low_label", "high_label")
_MEANINGS = {
    "{area}": "the name of the clinical area, in the views and pages of clinical-area.toml",
    "{innovation}": "the name of the innovation, in a question with for_each",
    "{where}": "the words of the role, in an intro after the first page and in the item of one role",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, its place, and the placeholders that may stand in it."""

    file: str
    steps: Steps
    text: str
    allowed: frozenset[str]


def no_unseen_characters(reading: Reading) -> Iterator[Fault]:
    """Say which text holds a character that nobody can see."""
    for file, part, steps in _parts(reading):
        for inner, text in strings(part, steps):
            yield from unseen(reading, file, inner, text)


def unseen(reading: Reading, file: str, steps: Steps, text: str) -> Iterator[Fault]:
    """Say which character of the text nobody can see."""
    found = UNSEEN.search(text)
    if found:
        problem = f"This text holds the unseen character U+{ord(found[0]):04X}."
        yield reading.fault(file, steps, problem, "Type the text again instead of pasting it.")


def placeholders_known_here(reading: Reading) -> Iterator[Fault]:
    """Say which placeholder nothing stands for, or nothing at this place."""
    for wording in _wordings(reading):
        for found in sorted(placeholders(wording.text) - wording.allowed):
            yield reading.fault(wording.file, wording.steps, *_misplaced(found))


def component_has_no_introduction(reading: Reading) -> Iterator[Fault]:
    """Say which introduction would never be shown, since the components share a page."""
    for n, component in enumerate(reading.instrument.area.components if reading.instrument.area else ()):
        if component.intro is not None:
            problem = "The components share one page, so this is never shown."
            yield reading.fault(AREA, ("components", n, "intro"), problem, "Write it into views_intro.")


def placeholders(text: str) -> set[str]:
    """Return the placeholders of a text and any brace that stands alone."""
    return set(_BRACES.findall(text))


def strings(part: object, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """Yield every text inside a part with its place."""
    if isinstance(part, str):
        yield steps, part
    elif isinstance(part, Frozen):
        for name in type(part).model_fields:
            yield from strings(getattr(part, name), (*steps, name))
    elif isinstance(part, tuple):
        for n, inner in enumerate(part):
            yield from strings(inner, (*steps, n))


def _misplaced(found: str) -> tuple[str, str]:
    if found in _MEANINGS:
        return f"{found} stands for nothing here.", f"It stands for {_MEANINGS[found]}."
    if found in ("{", "}"):
        return "A brace stands alone in this text.", "Write a placeholder such as {area}, or no brace."
    return f"{found} is no placeholder.", f"Placeholders are {', '.join(_MEANINGS)}."


def _parts(reading: Reading) -> Iterator[tuple[str, object, Steps]]:
    """Yield what each file holds."""
    found = reading.instrument
    for name in ("title", "front", "roles", "scales"):
        yield HEAD, getattr(found, name), (name,)
    yield ABOUT, found.about, ()
    for page in spot_pages(found):
        if page.part == "dimension":
            yield page.file, page.page, ()
    yield AREA, found.area, ()
    yield CLOSING, found.closing, ("pages",)


def _wordings(reading: Reading) -> Iterator[Wording]:
    """Yield every text that is shown, with the placeholders that may stand there."""
    found = reading.instrument
    for name in ("title", "front", "roles", "scales"):
        yield from _deep(HEAD, getattr(found, name), (name,), ())
    if found.area:
        for name, allowed in _AREA_TEXTS.items():
            yield from _deep(AREA, getattr(found.area, name), (name,), allowed)
    for page in spot_pages(found):
        yield from _headings(page)
    for spot in spots(found):
        yield from _question(spot)


_AREA_TEXTS = {
    "choose_title": (),
    "choose_intro": ("{where}",),
    "views_title": ("{area}",),
    "views_intro": ("{area}", "{where}"),
}


def _headings(found: SpotPage) -> Iterator[Wording]:
    area = ("{area}",) if found.part == "area" else ()
    intro = () if found.part == "about" else (*area, "{where}")
    yield from _deep(found.file, found.page.intro, (*found.steps, "intro"), intro)
    for name in ("name", "holds") if isinstance(found.page, Dimension) else ("title",):
        yield from _deep(found.file, getattr(found.page, name), (*found.steps, name), area)


def _question(spot: Spot) -> Iterator[Wording]:
    question = spot.question
    allowed = ["{area}"] if spot.part in ("views", "area") else []
    allowed += ["{innovation}"] if isinstance(question, Choice) and question.for_each else []
    allowed += ["{where}"] if isinstance(question, Item) and question.role else []
    for name in (*_ASKED, "options"):
        yield from _deep(spot.file, getattr(question, name, None), (*spot.steps, name), allowed)


def _deep(file: str, part: object, steps: Steps, allowed: Iterable[str]) -> Iterator[Wording]:
    for inner, text in strings(part, steps):
        yield Wording(file, inner, text, frozenset(allowed))
