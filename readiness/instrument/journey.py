"""Which pages a person sees, in order, with every text worded for them: a pure function of the answers.

Answers are one flat mapping of key to value (`direction-1`, `areas`, `cardiology.importance`). They are read
forward: an answer counts only where its own question is visible, so what a change of mind left behind decides
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from readiness.instrument.language import AnyQuestion, Same, spoken
from readiness.instrument.types import (
    AllOf,
    AnyOf,
    AreaBlock,
    AtLeast,
    Condition,
    Dimension,
    Instrument,
    Is,
    Item,
    Not,
    Option,
    Page,
    Role,
)

Kind = Literal["item", "choice", "choices", "number", "comment"]
Section = Literal["about", "dimension", "areas", "area", "closing"]
Answers = Mapping[str, object]

_PRINTABLE = 10**9
"""Numbers beyond this are no answer to anything; Python cannot even print the longest."""

_PLACEHOLDER = re.compile(r"\{(area|where|innovation)\}")


@dataclass(frozen=True, slots=True)
class LocalInnovation:
    """An innovation of the assessment's own list; without areas it is asked about in every area."""

    id: str
    name: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Local:
    """What an assessment adds to its instrument: its places, clinical areas and innovations."""

    places: tuple[Option, ...] = ()
    areas: tuple[Option, ...] = ()
    innovations: tuple[LocalInnovation, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedOption:
    """One thing to choose, as shown."""

    value: str
    text: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as one person is asked it: language chosen, placeholders filled, options listed."""

    key: str
    kind: Kind
    text: str
    hint: str | None = None
    required: bool = False
    options: tuple[AskedOption, ...] = ()
    """What may be chosen: an item's points, then "don't know" with the value "0"; a number's steps."""
    at_most: int | None = None
    """The most options (choices) or characters (comment)."""
    low: int | None = None
    high: int | None = None
    low_label: str | None = None
    high_label: str | None = None


@dataclass(frozen=True, slots=True)
class AskedPage:
    """One page as one person sees it; `id` is its address within the journey."""

    id: str
    title: str
    intro: str | None
    questions: tuple[AskedQuestion, ...]
    area: str | None
    section: Section


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A page before anything is known of the answers: its questions and their conditions."""

    page: AskedPage
    conditions: tuple[Condition | None, ...]
    conditional: bool


@dataclass(frozen=True, slots=True)
class _Setting:
    """Who is asked about what: all that the wording and the lists of options depend on."""

    instrument: Instrument
    local: Local
    role: Role | None
    everyone: bool
    """Lay out what all roles are asked, for the columns of a file of answers."""
    area: Option | None = None

    def key(self, question: str) -> str:
        return f"{self.area.id}.{question}" if self.area else question

    def worded(self, text: str, innovation: str = "") -> str:
        """Fill the placeholders in one pass, so that a brace in a name is never read as a placeholder."""
        if "{" not in text:
            return text
        names = {
            "area": self.area.text if self.area else "",
            "where": self.role.where if self.role else "",
            "innovation": innovation,
        }
        return _PLACEHOLDER.sub(lambda found: names[found[1]], text)

    def intro(self, text: str | None) -> str | None:
        """Word an introduction; one that says where a person works waits until the role is known."""
        if text is None or ("{where}" in text and self.role is None):
            return None
        return self.worded(text)


def pages(
    instrument: Instrument, local: Local, answers: Answers, language: str | None = None
) -> tuple[AskedPage, ...]:
    """Return every page that is visible for these answers, in order; without a role, what all are asked."""
    asked = _Asked(spoken(instrument, language), local)
    decided = tuple(
        (key, type(answers[key]), _fixed(answers[key])) for key in _deciding(asked) if key in answers
    )
    try:
        return _pages(asked, decided)
    except TypeError:  # an answer of no kind that we know, which cannot be looked up
        return _worked_out(asked, answers)


def questions(instrument: Instrument, local: Local) -> tuple[AskedQuestion, ...]:
    """Return every question that could ever be asked, of any role and in any area, in order."""
    journey = _journey(Same(instrument), local, None, True)
    return tuple(question for sketch in journey for question in sketch.page.questions)


def keys(instrument: Instrument, local: Local) -> tuple[str, ...]:
    """Return every key that could ever be answered, in order: the columns of a file of answers."""
    return tuple(question.key for question in questions(instrument, local))


def visible(condition: Condition, answers: Answers, area: str | None = None) -> bool:
    """Say whether the condition is true of the answers; inside a clinical area its own answers come first."""
    match condition:
        case Is():
            return _is(_answer(answers, condition.question, area), condition.is_)
        case AtLeast():
            return _amount(_answer(answers, condition.question, area)) >= condition.at_least
        case AnyOf():
            return any(visible(part, answers, area) for part in condition.any_)
        case AllOf():
            return all(visible(part, answers, area) for part in condition.all_)
        case Not():
            return not visible(condition.not_, answers, area)


@dataclass(frozen=True, eq=False, slots=True)
class _Asked:
    """An instrument with what an assessment adds to it, as the key of a cache: equal only to the very same two."""

    instrument: Instrument
    local: Local

    def __hash__(self) -> int:
        return hash((id(self.instrument), id(self.local)))

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, _Asked) and other.instrument is self.instrument
        return same and other.local is self.local  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def _pages(asked: _Asked, decided: tuple[tuple[str, type, object], ...]) -> tuple[AskedPage, ...]:
    """Return the pages for what decides about them, which for most people is their role and areas alone."""
    return _worked_out(asked, {key: value for key, _, value in decided})


def _worked_out(asked: _Asked, answers: Answers) -> tuple[AskedPage, ...]:
    instrument, local = asked.instrument, asked.local
    journey = _journey(Same(instrument), local, _role(instrument, answers), False)
    return tuple(_visible_pages(journey, instrument, local, answers))


@lru_cache(maxsize=256)
def _deciding(asked: _Asked) -> tuple[str, ...]:
    """Return the keys of all answers on which it depends what is asked."""
    conditions = looked_at(asked.instrument)
    inside = (f"{area.id}.{question}" for area in asked.local.areas for question in conditions)
    return tuple(dict.fromkeys(("role", "areas", *conditions, *inside)))


def looked_at(instrument: Instrument) -> tuple[str, ...]:
    """Return the ids of all questions that a condition looks at."""
    area = instrument.area
    pages = (instrument.about, *(area.pages if area else ()), *instrument.closing)
    asked = [
        *instrument.items(),
        *instrument.area_items(),
        *(one for page in pages for one in page.questions),
    ]
    return tuple(dict.fromkeys(name for one in asked if one.when is not None for name in _named(one.when)))


def _named(condition: Condition) -> Iterator[str]:
    match condition:
        case AnyOf(any_=parts) | AllOf(all_=parts):
            for part in parts:
                yield from _named(part)
        case Not():
            yield from _named(condition.not_)
        case _:
            yield condition.question


def _fixed(answer: object) -> object:
    return tuple(answer) if isinstance(answer, list) else answer


def _visible_pages(
    journey: tuple[_Sketch, ...], instrument: Instrument, local: Local, answers: Answers
) -> Iterator[AskedPage]:
    """Go forward through the journey and believe only answers to questions that were visible on the way."""
    believed: dict[str, object] = {}
    chosen: tuple[str, ...] | None = None
    for sketch in journey:
        if sketch.page.area is not None:
            chosen = _chosen(instrument, local, believed) if chosen is None else chosen
            if sketch.page.area not in chosen:
                continue
        page = _seen(sketch, believed)
        believed.update((asked.key, answers[asked.key]) for asked in page.questions if asked.key in answers)
        if page.questions:
            yield page


def _seen(sketch: _Sketch, believed: Answers) -> AskedPage:
    """Return the page with the questions whose conditions are true of the answers on the pages before."""
    if not sketch.conditional:
        return sketch.page
    both = zip(sketch.page.questions, sketch.conditions, strict=True)
    kept = (asked for asked, when in both if when is None or visible(when, believed, sketch.page.area))
    return replace(sketch.page, questions=tuple(kept))


def _role(instrument: Instrument, answers: Answers) -> str | None:
    """Return the role that was answered, if the instrument has it."""
    given = answers.get("role")
    return next((role.id for role in instrument.roles if role.id == given), None)


def _chosen(instrument: Instrument, local: Local, believed: Answers) -> tuple[str, ...]:
    """Return the areas that were chosen, in the assessment's order and never more than are allowed."""
    given = believed.get("areas")
    if instrument.area is None or not isinstance(given, list | tuple):
        return ()
    return tuple(area.id for area in local.areas if area.id in given)[: instrument.area.choose.at_most]


def _answer(answers: Answers, question: str, area: str | None) -> object:
    within = answers.get(f"{area}.{question}") if area else None
    return answers.get(question) if within is None else within


def _is(answer: object, wanted: str) -> bool:
    if isinstance(answer, list | tuple):
        return wanted in answer
    return answer == wanted or (type(answer) is int and abs(answer) < _PRINTABLE and str(answer) == wanted)


def _amount(answer: object) -> float:
    """Return how many were chosen, or the number itself; nothing is less than any number."""
    if isinstance(answer, list | tuple):
        return len(answer)
    return answer if isinstance(answer, int) else float("-inf")


@lru_cache(maxsize=256)
def _journey(same: Same, local: Local, role: str | None, everyone: bool) -> tuple[_Sketch, ...]:
    """Lay out all pages for all areas once: nothing here depends on any other answer than the role."""
    instrument = same.instrument
    who = instrument.role(role) if role else None
    setting = _Setting(instrument, local, who, everyone)
    sketches = [_page(setting, instrument.about, instrument.about.id, "about")]
    sketches += [_dimension(setting, dimension) for dimension in instrument.dimensions]
    if instrument.area and local.areas:
        sketches += _area_pages(setting, instrument.area)
    sketches += [_page(setting, page, page.id, "closing") for page in instrument.closing]
    return tuple(_apart(sketch for sketch in sketches if sketch.page.questions))


def _apart(sketches: Iterable[_Sketch]) -> Iterator[_Sketch]:
    """Keep addresses apart where an area's id and a page's id happen to join to the same words."""
    taken: set[str] = set()
    for sketch in sketches:
        name, number = sketch.page.id, 2
        while name in taken:
            name, number = f"{sketch.page.id}-{number}", number + 1
        taken.add(name)
        yield sketch if name == sketch.page.id else replace(sketch, page=replace(sketch.page, id=name))


def _area_pages(setting: _Setting, block: AreaBlock) -> list[_Sketch]:
    choose = AskedPage("areas", block.choose_title, setting.intro(block.choose_intro), (), None, "areas")
    sketches = [_sketch(setting, choose, (block.choose,))]
    for area in setting.local.areas:
        here = replace(setting, area=area)
        sketches.append(_views(here, block, area.id))
        sketches += [_page(here, page, f"{area.id}-{page.id}", "area") for page in block.pages]
    return sketches


def _views(setting: _Setting, block: AreaBlock, area: str) -> _Sketch:
    title, intro = setting.worded(block.views_title), setting.intro(block.views_intro)
    items = tuple(item for part in block.components for item in _items(setting, part))
    return _sketch(setting, AskedPage(f"{area}-views", title, intro, (), area, "area"), items)


def _dimension(setting: _Setting, dimension: Dimension) -> _Sketch:
    page = AskedPage(dimension.id, dimension.name, setting.intro(dimension.intro), (), None, "dimension")
    return _sketch(setting, page, _items(setting, dimension))


def _items(setting: _Setting, dimension: Dimension) -> tuple[Item, ...]:
    """Return the items that everyone is asked and those of the person's role."""
    known = setting.role.id if setting.role else None
    return tuple(item for item in dimension.items if setting.everyone or item.role in (None, known))


def _page(setting: _Setting, page: Page, address: str, section: Section) -> _Sketch:
    area = setting.area.id if setting.area else None
    head = AskedPage(address, setting.worded(page.title), setting.intro(page.intro), (), area, section)
    return _sketch(setting, head, page.questions)


def _sketch(setting: _Setting, page: AskedPage, questions: Iterable[Item | AnyQuestion]) -> _Sketch:
    both = [(asked, question.when) for question in questions for asked in _asked(setting, question)]
    conditions = tuple(when for _, when in both)
    whole = replace(page, questions=tuple(asked for asked, _ in both))
    return _Sketch(whole, conditions, any(when is not None for when in conditions))


def _asked(setting: _Setting, question: Item | AnyQuestion) -> Iterator[AskedQuestion]:
    """Yield the question once, once for each innovation, or not at all where nothing can be chosen."""
    if isinstance(question, Item) and question.role:
        setting = replace(setting, role=setting.instrument.role(question.role))
    key = setting.key(question.id)
    if getattr(question, "for_each", None) is None:
        yield from _worded(setting, question, key, "")
        return
    for innovation in setting.local.innovations:
        if setting.area is None or not innovation.areas or setting.area.id in innovation.areas:
            yield from _worded(setting, question, f"{key}.{innovation.id}", innovation.name)


def _worded(setting: _Setting, question: Any, key: str, innovation: str) -> Iterator[AskedQuestion]:
    def say(text: str | None) -> str | None:
        return None if text is None else setting.worded(text, innovation)

    offered = _OFFERED[question.kind](setting, question)
    if not offered and question.kind != "comment":
        return
    yield AskedQuestion(
        key=key,
        kind=question.kind,
        text=setting.worded(question.text, innovation),
        hint=say(question.hint),
        required=question.required,
        options=tuple(AskedOption(one.value, say(one.text) or "", say(one.hint)) for one in offered),
        at_most=getattr(question, "at_most", None),
        low=getattr(question, "low", None),
        high=getattr(question, "high", None),
        low_label=say(getattr(question, "low_label", None)),
        high_label=say(getattr(question, "high_label", None)),
    )


def _points(setting: _Setting, item: Any) -> tuple[AskedOption, ...]:
    scale = setting.instrument.scale(item.scale)
    points = tuple(AskedOption(str(point.code), point.label) for point in scale.points)
    return (*points, AskedOption("0", scale.dont_know)) if scale.dont_know else points


def _listed(setting: _Setting, question: Any) -> tuple[AskedOption, ...]:
    options = _SOURCES[question.source](setting, question)
    return tuple(AskedOption(one.id, one.text, one.hint) for one in options)


def _steps(_: _Setting, number: Any) -> tuple[AskedOption, ...]:
    return tuple(AskedOption(str(step), str(step)) for step in range(number.low, number.high + 1))


_SOURCES: dict[str | None, Callable[[_Setting, Any], tuple[Option, ...]]] = {
    None: lambda setting, question: question.options,
    "roles": lambda setting, question: tuple(
        Option(id=role.id, text=role.name) for role in setting.instrument.roles
    ),
    "places": lambda setting, question: setting.local.places,
    "areas": lambda setting, question: setting.local.areas,
}

_OFFERED: dict[str, Callable[[_Setting, Any], tuple[AskedOption, ...]]] = {
    "item": _points,
    "choice": _listed,
    "choices": _listed,
    "number": _steps,
    "comment": lambda setting, question: (),
}
