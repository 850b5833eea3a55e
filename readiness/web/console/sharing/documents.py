"""Which documents of an assessment somebody may have, and how far each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import current_app, request

from readiness import building
from readiness.access.faults import Missing
from readiness.building import Order, Status
from readiness.fieldwork import lifecycle, publishing
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from readiness.web.console import scoped
from readiness.web.console.sharing.publishing import others
from readiness.web.words import own_name

WHAT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "baseline": ("PDF", "For the board: the answer on page two, then what stands behind it"),
        "page": ("HTML", "The same in one file for a browser, which screen readers read best"),
        "summary": ("PDF", "One page for a wall"),
        "pptx": ("PowerPoint", "One message a slide, with notes for the speaker"),
        "xlsx": ("Excel", "Every table, to sort and filter"),
        "figures": ("ZIP", "The main pictures for papers and web pages"),
        "csv": ("CSV", "One row a figure, for analysts"),
        "json": ("JSON", "Everything, for programs"),
        "change": ("PDF", "What moved since the years before, what cannot be told, and what was done"),
        "change-page": ("HTML", "The same in one file for a browser"),
        "change-xlsx": ("Excel", "What moved, figure by figure, to sort and filter"),
        "change-csv": ("CSV", "The same in one row a figure, for analysts"),
        "change-json": ("JSON", "The same for programs"),
        "area": ("PDF", "For the people of this area"),
        "area-page": ("HTML", "The same in one file for a browser"),
    }
)
"""In the order in which they are listed: how a file of that kind is called, and what it is for."""
ALONE = ("area", "area-page")
"""What an area lead may have before all is published."""

STATES = MappingProxyType(
    {
        "waiting": "Waiting",
        "running": "Being made",
        "done": "Ready",
        "failed": "Failed",
        "cancelled": "Called off",
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and how far it is."""

    order: Order
    name: str
    form: str
    what: str
    status: Status | None
    stale: bool
    ready: bool

    @property
    def made(self) -> str:
        """How it is called where it stands in a list of all that can be done."""
        return f"{self.name} ({self.form})"

    @property
    def state(self) -> str:
        """Ready, Out of date, or how far it is."""
        if self.status is None:
            return "Not made"
        if self.stale and self.status.ended:
            return "Out of date"
        if self.status.state == "done" and not self.ready:
            return "Not made"
        return STATES[self.status.state]

    @property
    def aged(self) -> str:
        """Why it is out of date."""
        changed = (
            "Actions were recorded or changed"
            if kinds.KINDS[self.order.kind].of_years
            else "Comments were moderated"
        )
        return f"{changed} since it was made."

    @property
    def stoppable(self) -> bool:
        """Whether who is signed in may call it off."""
        return may_call_off(self.order)

    @property
    def wanting(self) -> bool:
        """Whether it is to be asked for before anybody can have it."""
        return self.state in ("Not made", "Out of date", "Called off")


@dataclass(frozen=True, slots=True)
class Shelf:
    """All documents that somebody may have in one language."""

    language: str
    languages: tuple[tuple[str, str], ...]
    """Each with what its speakers call it; the questionnaire's own is called nothing."""
    published: bool
    whole: tuple[Document, ...]
    areas: tuple[tuple[str, tuple[Document, ...]], ...]
    """By name of the clinical area."""

    @property
    def unpublished(self) -> bool:
        """Whether some of them are made of what is found now although results are published."""
        return self.published and any(not one.order.edition for one in self.documents)

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them."""
        return (*self.whole, *(one for _, each in self.areas for one in each))

    @property
    def wanting(self) -> bool:
        """Whether any is to be asked for."""
        return any(one.wanting for one in self.documents)

    @property
    def there(self) -> int:
        """How many can be downloaded now."""
        return sum(one.state == "Ready" for one in self.documents)

    @property
    def underway(self) -> bool:
        """Whether any is on its way."""
        return any(one.state in ("Waiting", "Being made") for one in self.documents)


def shelf(session: Session, of: Assessment) -> Shelf:
    """Return what who is signed in may have, in the language that the address asks for."""
    instrument = lifecycle.locked_instrument(of, current_app.extensions["settings"])
    spoken = others(instrument)
    names = tuple((one, own_name(one or instrument.language)) for one in spoken)
    wanted = request.values.get("language", "")
    language = wanted if wanted in spoken else ""
    now = publishing.published(session, of)
    orders = allowed(session, of, language, now.id if now else 0)
    found = building.looked_up(session, of, orders)
    made = [_document(session, of, order, found.get(order)) for order in orders]
    areas = [(area.name, area.slug) for area in assessments.areas(session, of)]
    return Shelf(
        language,
        names,
        now is not None,
        tuple(one for one in made if not one.order.area),
        tuple((name, each) for name, slug in areas if (each := _of_area(made, slug))),
    )


def allowed(session: Session, of: Assessment, language: str, edition: int) -> list[Order]:
    """Return the orders that who is signed in may give, by what is published and by the own sight."""
    sight = scoped.sight()
    if sight.shows(None, published=bool(edition)):
        wanted = building.everything(session, of, (language,), edition)
        if edition and sight.everything and not publishing.moved(session, of):
            wanted += [
                one for one in building.everything(session, of, (language,)) if kinds.KINDS[one.kind].of_years
            ]
        return sorted(wanted, key=lambda one: list(WHAT).index(one.kind))
    areas = [area.slug for area in assessments.areas(session, of) if area.slug in sight.areas]
    return [Order(kind, area, language, alone=True) for area in areas for kind in ALONE]


def mine(session: Session, of: Assessment, number: int) -> Status:
    """Return the build of that number, if it is of a document that who is signed in may have now."""
    found = building.status_of(session, of, number) if number < 2**31 else None
    now = publishing.published(session, of)
    if found is not None:
        orders = allowed(session, of, found.order.language, now.id if now else 0)
        if any(one.plain == found.order.plain for one in orders):
            return found
    raise Missing("There is no such document.", "Go to the list of documents: it may have to be made anew.")


def may_call_off(order: Order) -> bool:
    """Say whether who is signed in may call a document off: one that others may wait for is for the system's leads."""
    return scoped.sight().everything or order.alone


def _of_area(made: list[Document], slug: str) -> tuple[Document, ...]:
    return tuple(one for one in made if one.order.area == slug)


def _document(session: Session, of: Assessment, order: Order, status: Status | None) -> Document:
    form, what = WHAT[order.kind]
    stale = status is not None and building.stale(session, of, status)
    file = building.fetched(current_app.extensions["settings"], status) if status else None
    name = building.called(session, of, order.kind)
    return Document(order, name, form, what, status, stale, file is not None and not stale)
