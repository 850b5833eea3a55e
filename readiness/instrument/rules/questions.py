"""Rules about questions and scales, each by itself: what can be chosen, how many, what is asked where."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.errors import Fault
from readiness.instrument.files import ABOUT, AREA, HEAD
from readiness.instrument.reading import Reading, Spot, spot_pages, spots
from readiness.instrument.rules.names import RENAME, STRATA
from readiness.instrument.types import Choice, Choices, Comment, Dimension, Number

LONGEST_ROW = 21
"""Radio buttons in one row that a person can still use on a phone."""

LISTS = {"role": "roles", "place": "places", "areas": "areas"}
"""The questions whose options are a list of their own: its name by the question's id."""


def points_count_from_one(reading: Reading) -> Iterator[Fault]:
    """Say which scale's codes are not 1, 2, 3 and so on, lowest first."""
    for n, scale in enumerate(reading.instrument.scales):
        codes = [point.code for point in scale.points]
        if codes != list(range(1, len(codes) + 1)):
            problem = f"The codes are {', '.join(map(str, codes))}."
            remedy = f"Write 1 to {len(codes)} in order, least agreement first; dont_know needs none."
            yield reading.fault(HEAD, ("scales", n, "points"), problem, remedy)


def favourable_is_a_point(reading: Reading) -> Iterator[Fault]:
    """Say which scale calls every answer favourable, or none."""
    for n, scale in enumerate(reading.instrument.scales):
        if not 2 <= scale.favourable <= len(scale.points):
            problem = f"From {scale.favourable} upwards would be every answer, or none."
            remedy = f"Write a code from 2 to {len(scale.points)}."
            yield reading.fault(HEAD, ("scales", n, "favourable"), problem, remedy)


def options_once(reading: Reading) -> Iterator[Fault]:
    """Say which option has the id of another of the same question."""
    for spot, question in _choosing(reading):
        names = [option.id for option in question.options]
        for n, name in enumerate(names):
            if name in names[:n]:
                problem = f'The option id "{name}" stands already in this question.'
                yield reading.fault(spot.file, (*spot.steps, "options", n, "id"), problem, RENAME)


def something_to_choose(reading: Reading) -> Iterator[Fault]:
    """Say which question leaves nothing to choose."""
    for spot, question in _choosing(reading):
        if question.source is None and len(question.options) < 2:
            problem = "There is nothing to choose between."
            yield reading.fault(spot.file, (*spot.steps, "options"), problem, "Write two options or more.")


def source_stands_alone(reading: Reading) -> Iterator[Fault]:
    """Say which question has options of its own beside a list of the assessment."""
    for spot, question in _choosing(reading):
        if question.source is not None and question.options:
            problem = "This question has options of its own beside a source."
            remedy = "Remove the options or the source."
            yield reading.fault(spot.file, (*spot.steps, "options"), problem, remedy)


def at_most_can_be_chosen(reading: Reading) -> Iterator[Fault]:
    """Say which question lets people choose more than there is."""
    for spot, question in _choosing(reading):
        count = len(question.options)
        if isinstance(question, Choices) and question.source is None and question.at_most > count:
            problem, remedy = f"There are only {count} options.", f"Write {count} or less."
            yield reading.fault(spot.file, (*spot.steps, "at_most"), problem, remedy)


def number_is_a_short_row(reading: Reading) -> Iterator[Fault]:
    """Say which number has its ends the wrong way round or too far apart."""
    for spot in spots(reading.instrument):
        if isinstance(spot.question, Number):
            low, high = spot.question.low, spot.question.high
            if not low < high < low + LONGEST_ROW:
                problem = "A number is one row of radio buttons from low to high."
                remedy = f"Let high be above low, and at most {LONGEST_ROW} steps in all."
                yield reading.fault(spot.file, (*spot.steps, "high"), problem, remedy)


def about_asks_only_what_may_be_asked(reading: Reading) -> Iterator[Fault]:
    """Say which question about the person is more than may be known of a person."""
    for spot in spots(reading.instrument):
        if spot.part == "about" and not (spot.question.id in STRATA and isinstance(spot.question, Choice)):
            problem = "Each thing asked about the person makes people easier to recognise."
            remedy = f'Ask only {", ".join(STRATA)} here, each with kind = "choice".'
            yield reading.fault(spot.file, spot.steps, problem, remedy)


def role_is_asked(reading: Reading) -> Iterator[Fault]:
    """Say where the role is not asked, or may be left blank: it decides what is asked."""
    asked = {spot.question.id: spot for spot in spots(reading.instrument) if spot.part == "about"}
    if "role" not in asked:
        problem = "Nobody is asked for the role, which decides the wording and the items."
        remedy = 'Add a question with id = "role" and source = "roles".'
        yield reading.fault(ABOUT, "questions", problem, remedy)
    elif not asked["role"].question.required:
        problem = "The role decides what is asked, so it cannot be left blank."
        yield reading.fault(ABOUT, asked["role"].steps, problem, "Add required = true.")


def lists_of_the_assessment_in_their_place(reading: Reading) -> Iterator[Fault]:
    """Say which source stands in another question than its own, and which question lacks its source."""
    for spot, question in _choosing(reading):
        place, wanted = (*spot.steps, "source"), LISTS.get(question.id)
        if wanted and question.source != wanted:
            problem = f'The options of "{question.id}" are the {wanted}, which are listed elsewhere.'
            yield reading.fault(spot.file, place, problem, f'Write source = "{wanted}" and no options.')
        elif question.source and not wanted and spot.part != "choose":
            problem = f'"{question.id}" cannot have the {question.source} as its options.'
            yield reading.fault(spot.file, place, problem, "Write options of its own instead.")


def areas_are_chosen_in_their_own_question(reading: Reading) -> Iterator[Fault]:
    """Say where the question that chooses the areas has another id."""
    if reading.instrument.area and reading.instrument.area.choose.id != "areas":
        problem = f'This question is called "{reading.instrument.area.choose.id}".'
        yield reading.fault(AREA, "choose.id", problem, 'Write id = "areas".')


def innovations_only_in_areas(reading: Reading) -> Iterator[Fault]:
    """Say which question asks for each innovation outside the clinical areas."""
    for spot, question in _choosing(reading):
        if isinstance(question, Choice) and question.for_each and spot.part != "area":
            problem = "Innovations belong to clinical areas, so they are asked about there."
            remedy = f"Move this question to a page of {AREA}, or remove for_each."
            yield reading.fault(spot.file, (*spot.steps, "for_each"), problem, remedy)


def comments_only_in_closing(reading: Reading) -> Iterator[Fault]:
    """Say which comment would lie beside a clinical area."""
    for spot in spots(reading.instrument):
        if isinstance(spot.question, Comment) and spot.part != "closing":
            problem = "A comment beside a role or an area could tell who wrote it."
            yield reading.fault(spot.file, spot.steps, problem, "Move it to a page of closing.toml.")


def something_to_ask_in_areas(reading: Reading) -> Iterator[Fault]:
    """Say where people choose areas and are then asked nothing."""
    area = reading.instrument.area
    if area and not area.components and not area.pages:
        remedy = "Add [[components]] with items, or [[pages]] with questions."
        yield reading.fault(AREA, "", "Nothing is asked about a clinical area.", remedy)


def every_role_rates_every_dimension(reading: Reading) -> Iterator[Fault]:
    """Say which role would have nothing to rate in a dimension."""
    for found in spot_pages(reading.instrument):
        if isinstance(found.page, Dimension):
            rated = {item.role for item in found.page.items}
            for role in reading.instrument.roles:
                if not rated & {None, role.id}:
                    problem = f'The role "{role.id}" has nothing to rate here.'
                    remedy = "Add an item without a role, or one for this role."
                    yield reading.fault(found.file, (*found.steps, "items"), problem, remedy)


def _choosing(reading: Reading) -> Iterator[tuple[Spot, Choice | Choices]]:
    for spot in spots(reading.instrument):
        if isinstance(spot.question, Choice | Choices):
            yield spot, spot.question
