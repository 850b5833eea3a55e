"""The open links of an assessment: all of them, and making more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from flask import Response, url_for

from readiness.access.acting import Acting
from readiness.access.faults import Missing, Unfit
from readiness.building import errands
from readiness.fieldwork import lifecycle
from readiness.fieldwork.ways import links as making
from readiness.records import assessments, links
from readiness.records.database import Session
from readiness.records.tables import Assessment, Link
from readiness.web.console import gate, once, scoped, telling
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import offered
from readiness.web.console.running import asking
from readiness.web.console.running.forms import LinkForm, PosterForm, chosen, parts

EVERYONE, PLACES, ORGANISATIONS, ONE = "everyone", "places", "organisations", "one"
WHOM = {
    EVERYONE: "Everyone: one link",
    PLACES: "Each place: a link of its own for all that have none yet",
    ORGANISATIONS: "Each organisation: a link of its own for all that have none yet",
    ONE: "One place or organisation",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A link as people read it."""

    number: int
    whom: str
    kind: str
    address: str
    until: str
    state: str
    """In use, Run out or Taken back."""
    link: Link

    @property
    def name(self) -> str:
        """What stands at the head of a row or a page."""
        return f"{self.whom[0].upper()}{self.whom[1:]}"


@dataclass(frozen=True, slots=True)
class Names:
    """What the parts of an assessment are called."""

    places: Mapping[str, str]
    organisations: Mapping[str, str]

    def row(self, link: Link, today: date) -> Row:
        """Return a link as people read it."""
        whom, kind = "everyone", "the whole system"
        if link.place:
            whom, kind = self.places.get(link.place, link.place), "place"
        if link.organisation:
            whom, kind = self.organisations.get(link.organisation, link.organisation), "organisation"
        gone = link.expires_on is not None and today > link.expires_on
        return Row(
            link.id,
            whom,
            kind,
            f"{asking.settings().base_url.rstrip('/')}/l/{link.token}",
            telling.day(link.expires_on) if link.expires_on else "",
            "Taken back" if link.revoked_on else "Run out" if gone else "In use",
            link,
        )


def show(code: str) -> Response:
    """List them."""
    asking.unclosed("open")
    with gate.desk() as acting:
        acting.note("looked at open links", asking.about())
    return _page(LinkForm())


def take(code: str) -> Response:
    """Make what is wanted; a part that has a link keeps it."""
    form, back = once.took(LinkForm), url_for("console.links", code=code)
    of = asking.unclosed("open")
    try:
        _offer(form, of)
        wanted, until = _wanted(form, of), require_later(form.last_day)
        with asking.said(), once.desk(back) as acting:
            for place, organisation in wanted:
                _made(acting, of, place, organisation, until)
    except Unfit as fault:
        form.say(fault)
        return _page(form)
    return gate.leading(back)


def one_of(session: Session, of: Assessment, number: int) -> Row:
    """Return the link of that number, if it is one of this assessment."""
    found = links.way(session, of, number) if of.mode == "open" else None
    if not isinstance(found, Link):
        raise Missing("There is no such link.", "Go back to the links of the assessment.")
    return names(session, of).row(found, gate.today())


def names(session: Session, of: Assessment) -> Names:
    """Return what its parts are called."""
    return Names(
        {one.slug: one.name for one in assessments.places(session, of)},
        {one.slug: one.name for one in assessments.organisations(session, of)},
    )


def languages(of: Assessment) -> list[tuple[str, str]]:
    """Return in which languages a poster may speak: its own, or another one beside it."""
    with asking.said():
        instrument = lifecycle.locked_instrument(of, asking.settings())
    own = named(instrument.language)
    others = [one for one in instrument.languages if one != instrument.language]
    return [("", own), *((one, f"{named(one)} and {own}") for one in others)]


def poster_form(of: Assessment) -> PosterForm:
    """Return the form that asks for a poster."""
    form = PosterForm(data={"language": ""})
    offered(form.language, languages(of))
    if len(form.language.choices) == 1:
        form.looks = {}
    return form


def _page(form: LinkForm) -> Response:
    of = asking.unclosed("open")
    _offer(form, of)
    with asking.database().read() as session:
        called = names(session, of)
        rows = [called.row(one, gate.today()) for one in links.all_open(session, of)]
        printed = errands.listed(session, of, errands.POSTERS, 5)
    return drawn(
        "running/links",
        section="assessments",
        subject=scoped.here(),
        form=form,
        posters=poster_form(of),
        rows=[row for row in rows if row.state != "Taken back"],
        gone=[row for row in rows if row.state == "Taken back"],
        printed=[(one, poster_name(rows, one)) for one in printed],
        open=of.state == "open",
    )


def poster_name(rows: list[Row], one: errands.Progress) -> str:
    """Return what a poster is called."""
    whom = next((row.whom for row in rows if str(row.number) == one.of), "")
    return f"Poster for {whom}" if one.of else "Posters of all links"


def _offer(form: LinkForm, of: Assessment) -> None:
    with asking.database().read() as session:
        called = names(session, of)
    there = {EVERYONE: True, PLACES: called.places, ORGANISATIONS: called.organisations}
    there[ONE] = bool(called.places or called.organisations)
    offered(form.whom, [(key, text) for key, text in WHOM.items() if there[key]])
    form.part.choices = parts(
        list(called.places.items()), list(called.organisations.items()), "None: a link for more than one"
    )


def _wanted(form: LinkForm, of: Assessment) -> list[tuple[str | None, str | None]]:
    """Return the parts that are to have a link, each as (place, organisation)."""
    whom = form.whom.data
    if whom not in [key for key, _ in form.whom.choices]:
        raise Unfit("whom", "Choose who is to use it")
    with asking.database().read() as session:
        called = names(session, of)
    if whom == ONE:
        place, organisation = chosen(form.part)
        if not place and not organisation:
            raise Unfit("part", "Choose the place or the organisation")
        return [(place, organisation)]
    every: dict[str, list[tuple[str | None, str | None]]] = {
        EVERYONE: [(None, None)],
        PLACES: [(slug, None) for slug in called.places],
        ORGANISATIONS: [(None, slug) for slug in called.organisations],
    }
    return every[whom]


def _made(
    acting: Acting, of: Assessment, place: str | None, organisation: str | None, until: date | None
) -> None:
    there = links.open_link(acting.session, of, place, organisation)
    if there is None:
        making.open_link(acting.session, of, place, organisation, until)
        acting.note(
            "made an open link", asking.about(), place=place, organisation=organisation, last_day=until
        )


def require_later(until: date | None) -> date | None:
    """Return a last day that is not over yet."""
    if until is not None and until < gate.today():
        raise Unfit("day", "The last day must be today or later")
    return until


def named(language: str) -> str:
    """Return what a language is called in English."""
    return Locale.parse(language).get_language_name("en") or language
