"""What one person is asked, and where each answer is kept: strata, answers, clinical areas and comments apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from readiness.instrument import journey
from readiness.instrument.journey import AskedPage, AskedQuestion, Local
from readiness.instrument.kinds import Value
from readiness.instrument.types import Instrument
from readiness.records.responses import AnswerSet

STRATA = {"role": "role", "place": "place", "organisation-type": "organisation_type", "tenure": "tenure"}
"""Which questions about the person become which strata."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The questions of one person's pages, by where their answers are kept."""

    asked: Mapping[str, AskedQuestion]
    required: frozenset[str]
    strata: tuple[tuple[str, str], ...]
    """(key, stratum)."""
    answers: tuple[str, ...]
    areas: Mapping[str, tuple[tuple[str, str], ...]]
    """By area: (key, key within the area)."""
    put: Mapping[str, tuple[str, ...]]
    """By area: keys within the area of the questions where none chosen is an answer too, since they were put."""
    comments: tuple[str, ...]
    consent: str | None

    def fits(self, values: Mapping[str, Value]) -> bool:
        """Say whether all that must be answered is, and nothing that was not asked."""
        return values.keys() <= self.asked.keys() and self.required <= values.keys()

    def sorted_out(self, values: Mapping[str, Value]) -> AnswerSet:
        """Sort checked values into what is kept."""
        return AnswerSet(
            strata={name: str(values[key]) for key, name in self.strata if key in values},
            answers={key: values[key] for key in self.answers if key in values},
            areas={area: self._block(area, values) for area in self.areas},
            comments=tuple((key, str(values[key])) for key in self.comments if key in values),
            quotable=self.consent is not None and values.get(self.consent) == "yes",
        )

    def _block(self, area: str, values: Mapping[str, Value]) -> dict[str, Value]:
        none: dict[str, Value] = {within: [] for within in self.put[area]}
        return none | {within: values[key] for key, within in self.areas[area] if key in values}


def laid_out(instrument: Instrument, pages: Sequence[AskedPage]) -> Layout:
    """Return the layout of the pages that are visible to a person."""
    asked = {question.key: question for page in pages for question in page.questions}
    about = {question.key for page in pages if page.section == "about" for question in page.questions}
    apart = {key for key in about if key in STRATA} | {"areas", instrument.consent}
    comments = tuple(key for key, question in asked.items() if question.kind == "comment")
    inside = {page.area: tuple(_inside(pages, page.area)) for page in pages if page.area}
    of_areas = {key for block in inside.values() for key, _ in block}
    return Layout(
        asked=asked,
        required=frozenset(key for key, question in asked.items() if question.required),
        strata=tuple((key, STRATA[key]) for key in asked if key in about and key in STRATA),
        answers=tuple(key for key in asked if key not in apart | of_areas | set(comments)),
        areas=inside,
        put={
            area: tuple(name for key, name in inside[area] if asked[key].kind == "choices") for area in inside
        },
        comments=comments,
        consent=instrument.consent,
    )


class Layouts:
    """The layouts of many people, each worked out once for all who are asked the same.

    What a person is asked depends on role, areas and the answers that conditions look at, and on nothing else.
    """

    def __init__(self, instrument: Instrument, local: Local) -> None:
        self._instrument, self._local = instrument, local
        names = {"role", "areas"} | set(journey.looked_at(instrument))
        every = journey.keys(instrument, local)
        self._deciding = [
            key for key in every if names & {key, key.rpartition(".")[2], key.partition(".")[2]}
        ]
        self._known: dict[tuple[str, ...], Layout] = {}

    def of(self, values: Mapping[str, Value]) -> Layout:
        """Return the layout of a person with these answers."""
        decided = tuple(repr(values.get(key)) for key in self._deciding)
        if decided not in self._known:
            pages = journey.pages(self._instrument, self._local, values)
            self._known[decided] = laid_out(self._instrument, pages)
        return self._known[decided]

    def turn_on(self, keys: Set[str]) -> bool:
        """Say whether what is asked depends on one of these answers."""
        return not keys.isdisjoint(self._deciding)


def _inside(pages: Sequence[AskedPage], area: str) -> Iterator[tuple[str, str]]:
    """Yield the keys of an area's questions, whole and within the area."""
    for question in (question for page in pages if page.area == area for question in page.questions):
        yield question.key, question.key.removeprefix(f"{area}.")
