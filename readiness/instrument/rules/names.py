"""Rules about names: each once, none reserved, files and folders called after what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness.errors import Fault
from readiness.instrument.files import ABOUT, AREA, HEAD
from readiness.instrument.reading import Reading, Steps, dimension_file, spot_pages, spots

STRATA = ("role", "place", "organisation-type", "tenure")
"""The only questions about the person; answers to them are kept as groups, not as answers."""

PAGES = ("areas", "check", "delete", "done", "start")
"""Addresses that the product uses itself."""

RENAME = "Give one of them another id."


def folder_is_named_after_it(reading: Reading) -> Iterator[Fault]:
    """Say where the folder's name is not the instrument's id and version."""
    folder, version = reading.label.rstrip("/").split("/")
    found = reading.instrument
    if found.id and found.id != folder:
        problem = f'The folder is called "{folder}", the id is "{found.id}".'
        yield reading.fault(HEAD, "id", problem, "Let both be the same.")
    if found.version and found.version != version:
        problem = f'The folder is called "{version}", the version is "{found.version}".'
        yield reading.fault(HEAD, "version", problem, "Let both be the same.")


def own_names_once(reading: Reading) -> Iterator[Fault]:
    """Say which role, scale or dimension has the id of another."""
    found = reading.instrument
    roles = [(HEAD, ("roles", n, "id"), role.id) for n, role in enumerate(found.roles)]
    scales = [(HEAD, ("scales", n, "id"), scale.id) for n, scale in enumerate(found.scales)]
    yield from _doubled(reading, "role", roles)
    yield from _doubled(reading, "scale", scales)
    listed = [(HEAD, ("dimensions", n), name) for n, name in enumerate(reading.listed)]
    components = found.area.components if found.area else ()
    parts = [(AREA, ("components", n, "id"), part.id) for n, part in enumerate(components)]
    yield from _doubled(reading, "dimension", [*listed, *parts])


def dimensions_have_files(reading: Reading) -> Iterator[Fault]:
    """Say which dimension is listed without a file, and which file is not listed, where the list can be read."""
    files, listed = set(reading.dimension_files), set(reading.listed)
    for n, name in enumerate(reading.listed):
        if name not in files:
            problem = f'There is no file {dimension_file(name)} for the dimension "{name}".'
            yield reading.fault(
                HEAD, ("dimensions", n), problem, "Add the file, or take the id off the list."
            )
    for name in sorted(files - listed if listed else ()):
        problem = "This dimension is not listed, so nobody is asked it."
        yield reading.fault(dimension_file(name), "", problem, f'Add "{name}" to dimensions in {HEAD}.')


def pages_once(reading: Reading) -> Iterator[Fault]:
    """Say which page has the id of another; a dimension is a page."""
    pages = [found for found in spot_pages(reading.instrument) if found.part != "views"]
    named = ((found.file, (*found.steps, "id"), found.page.id) for found in pages)
    yield from _doubled(reading, "page", named)


def pages_not_reserved(reading: Reading) -> Iterator[Fault]:
    """Say which page has an id that the product needs for a page of its own."""
    for found in spot_pages(reading.instrument):
        reserved = ("views",) if found.part == "area" else PAGES
        if found.part != "views" and found.page.id in reserved:
            problem = f'"{found.page.id}" is the address of a page that is always there.'
            yield reading.fault(found.file, (*found.steps, "id"), problem, "Give this page another id.")


def questions_once(reading: Reading) -> Iterator[Fault]:
    """Say which question or item has the id of another, anywhere in the instrument."""
    found = spots(reading.instrument)
    named = ((spot.file, (*spot.steps, "id"), spot.question.id) for spot in found)
    yield from _doubled(reading, "question", named)


def questions_not_reserved(reading: Reading) -> Iterator[Fault]:
    """Say which question outside its place has an id by which answers are grouped."""
    for spot in spots(reading.instrument):
        name = spot.question.id
        if name in STRATA and spot.part != "about":
            problem = f'The id "{name}" belongs to a question about the person.'
            remedy = f"Give this question another id, or move it to {ABOUT}."
            yield reading.fault(spot.file, (*spot.steps, "id"), problem, remedy)
        if name == "areas" and spot.part != "choose":
            problem = 'The id "areas" belongs to the question that chooses the clinical areas.'
            yield reading.fault(spot.file, (*spot.steps, "id"), problem, "Give this question another id.")


def _doubled(reading: Reading, thing: str, named: Iterable[tuple[str, Steps, str]]) -> Iterator[Fault]:
    """Yield a fault for each name but the first of those that are equal, saying where the first stands."""
    first: dict[str, str] = {}
    for file, steps, name in named:
        if name in first:
            problem = f'The {thing} id "{name}" stands already in {first[name]}.'
            yield reading.fault(file, steps, problem, RENAME)
        first.setdefault(name, file)
