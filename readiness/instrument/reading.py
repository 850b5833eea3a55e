"""An instrument as far as it could be read, and the place of everything in it, for the rules to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from readiness.errors import Fault
from readiness.instrument.files import ABOUT, AREA, CLOSING
from readiness.instrument.language import AnyQuestion
from readiness.instrument.plain import place
from readiness.instrument.types import Dimension, Instrument, Item, Page

Part = Literal["about", "dimension", "choose", "views", "area", "closing"]
Steps = tuple[int | str, ...]
Placed = tuple[Item | AnyQuestion, str, Steps]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one folder; parts that could not be read are simply not there."""

    instrument: Instrument
    label: str
    """The folder as a person knows it, such as `innovation-readiness/2026.1/`."""
    listed: tuple[str, ...]
    """The dimensions that the instrument file names, in order."""
    dimension_files: tuple[str, ...]
    """The stems of the files in dimensions/, readable or not."""
    languages: tuple[str, ...]
    """The stems of the files in translations/, readable or not."""
    whole: bool
    """Whether every file could be read, so that what is not there is truly missing."""

    def fault(self, file: str, steps: str | Iterable[int | str], problem: str, remedy: str) -> Fault:
        where = steps if isinstance(steps, str) else place(steps)
        return Fault(f"{self.label}{file}", where, problem, remedy)


@dataclass(frozen=True, slots=True)
class Spot:
    """One question with its place in the files and in the journey."""

    question: Item | AnyQuestion
    file: str
    steps: Steps
    part: Part
    page: int
    """Number of its page; a condition may look only at questions of lower numbers."""


@dataclass(frozen=True, slots=True)
class SpotPage:
    """One page of questions or items with its place."""

    page: Page | Dimension
    file: str
    steps: Steps
    part: Part


def dimension_file(dimension: str) -> str:
    """Return the name of a dimension's file."""
    return f"dimensions/{dimension}.toml"


def translation_file(language: str) -> str:
    """Return the name of a translation's file."""
    return f"translations/{language}.toml"


def spot_pages(instrument: Instrument) -> Iterator[SpotPage]:
    """Yield every page and component in the order in which they are asked."""
    if instrument.about.questions:
        yield SpotPage(instrument.about, ABOUT, (), "about")
    for dimension in instrument.dimensions:
        yield SpotPage(dimension, dimension_file(dimension.id), (), "dimension")
    if instrument.area:
        for n, component in enumerate(instrument.area.components):
            yield SpotPage(component, AREA, ("components", n), "views")
        for n, page in enumerate(instrument.area.pages):
            yield SpotPage(page, AREA, ("pages", n), "area")
    for n, page in enumerate(instrument.closing):
        yield SpotPage(page, CLOSING, ("pages", n), "closing")


def spots(instrument: Instrument) -> Iterator[Spot]:
    """Yield every question in the order in which it is asked."""
    for number, (part, found) in enumerate(_screens(instrument)):
        for question, file, steps in found:
            yield Spot(question, file, steps, part, number)


def _screens(instrument: Instrument) -> Iterator[tuple[Part, list[Placed]]]:
    """Yield the questions of each page of the journey; all components lie on one page together."""
    found = list(spot_pages(instrument))
    for page in found:
        if page.part in ("about", "dimension"):
            yield page.part, _placed(page)
    if instrument.area:
        yield "choose", [(instrument.area.choose, AREA, ("choose",))]
        yield "views", [placed for page in found if page.part == "views" for placed in _placed(page)]
    for page in found:
        if page.part in ("area", "closing"):
            yield page.part, _placed(page)


def _placed(found: SpotPage) -> list[Placed]:
    table = "items" if isinstance(found.page, Dimension) else "questions"
    asked = found.page.items if isinstance(found.page, Dimension) else found.page.questions
    return [(question, found.file, (*found.steps, table, n)) for n, question in enumerate(asked)]
