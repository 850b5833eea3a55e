"""A closed assessment: its results, what people wrote, what is published, taken away and done; and the year after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from readiness.baseline.findings import CommentFinding, Findings
from readiness.baseline.years import history
from readiness.building import editions, kept, moved, moving
from readiness.building.cache import Cache
from readiness.building.moved import ALL, PUBLISHED, View
from readiness.fieldwork import lifecycle, publishing, undertaken
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.undertaken import Wanted
from readiness.records import assessments, builds, publications, responses
from readiness.records.database import Session
from readiness.records.queue_tables import Build
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from tests.web.console.conftest import AREA_LEAD
from tests.web.console.pages.fieldwork import LATE, LEAD, LEASE, WORKER, send_file
from tests.web.console.pages.house import READERS, House
from tests.web.console.pages.walking import Album
from tests.web.following import of_year
from tests.web.visitor import Visitor

NAMING, PLAIN, BACKGROUND = 14, 12, 2
QUESTION = "would-help"


def see_results(house: House, album: Album) -> None:
    """Close it, wait for its results, read and publish them, and go on to the next year."""
    of = closed(house)
    at = f"/console/assessments/{of.code}"
    soon = house.opened(title="Not closed yet")
    album.keep(LEAD, house.browser(LEAD).get(f"/console/assessments/{soon.code}/results"))
    _wait(house, album, f"{at}/results")
    hold(house, of, of_year(2026))
    _read(house, album, at)
    _download(house, album, at, of)
    _moderate(house, album, at, of)
    _publish(house, album, at, of)
    _read(house, album, at)
    _go_on(house, album, of)
    few = house.opened(title="Answered by too few")
    with house.database.write() as session:
        said = AnswerSet({"role": "nurse"}, {"aim-1": 1}, comments=((QUESTION, "Time."),), quotable=True)
        responses.add(session, few, house.instrument, [said])
    lifecycle.close(house.database, house.settings, few.code, few.closes_on)
    alone = f"/console/assessments/{few.code}"
    album.walk(LEAD, house.browser(LEAD), alone, f"{alone}/comments", within=alone)


def closed(house: House) -> Assessment:
    """Return an assessment that enough people have answered, many with words of their own."""
    of = house.opened(title="Ashdale Integrated Care System 2026: ready for innovation?")
    said = [(f"Ask Moira Jones about rota number {i}. More staff.", True) for i in range(NAMING)]
    said += [(f"more time, {i}", True) for i in range(PLAIN)]
    said += [(f"Nobody listens to number {i}.", False) for i in range(BACKGROUND)]
    sets = [
        AnswerSet({"role": "nurse"}, {"aim-1": 1}, comments=((QUESTION, text),), quotable=quotable)
        for text, quotable in said
    ]
    with house.database.write() as session:
        responses.add(session, of, house.instrument, sets)
    return lifecycle.close(house.database, house.settings, of.code, of.closes_on)


def hold(house: House, of: Assessment, findings: Findings) -> None:
    """Keep findings as a worker does that has found them."""
    with house.database.read() as session:
        named = kept.key(house.settings, session, assessments.by_code(session, of.code))
    kept.keep(house.settings, named, _of(findings, of))


def _of(findings: Findings, of: Assessment) -> Findings:
    said = CommentFinding(QUESTION, "What would help most?", tuple(f"more time, {i}" for i in range(PLAIN)))
    return replace(findings, heading=replace(findings.heading, code=of.code), comments=(said,))


def publish(house: House, of: Assessment, findings: Findings) -> None:
    """Publish these findings, with what has moved where that can be."""
    words, who = {QUESTION: ["more time, 1"]}, "lea@ashdale.example"
    with house.database.write() as session:
        now = assessments.by_code(session, of.code)
        beside = publishing.earlier(session, now)
        done = history.done(session, now) if beside else []
        version = publications.add(session, now, words, who, house.now, beside, done)
        publications.keep(session, version.id, {"en": editions.packed(_of(findings, of))})


def _read(house: House, album: Album, at: str) -> None:
    """Let everybody read what they may."""
    for who in READERS:
        album.walk(who, house.browser(who), at, f"{at}/downloads", f"{at}/results", within=f"{at}/results")


def _wait(house: House, album: Album, results: str) -> None:
    """Look while nobody works them out, while somebody does, and when it could not be done."""
    lea = house.browser(LEAD)
    album.keep(LEAD, lea.get(results))
    house.clock.pass_(minutes=2)
    album.keep(LEAD, lea.get(results))
    with house.database.write() as session:
        taken = builds.take(session, WORKER, house.now, house.now + LEASE)
        assert taken is not None
    album.keep(LEAD, lea.get(results))
    with house.database.write() as session:
        builds.failed(session, taken.id, WORKER, "The questionnaire has changed.", house.now)
    album.keep(LEAD, lea.get(results))


def _download(house: House, album: Album, at: str, of: Assessment) -> None:
    """Have documents made: some wait, one is being made, one is ready, one has failed; then they are out of date."""
    lea, page = house.browser(LEAD), f"{at}/downloads"
    house.clock.pass_(minutes=2)
    album.keep(LEAD, lea.get(page))
    lea.get(page).send("Make all that are not there")
    with house.database.write() as session:
        ready, failing, _ = islice(_documents(session, house.now), 3)
        Cache.of(house.settings).keep("a" * 64, kinds.KINDS[ready.kind].suffix, b"made")
        builds.done(session, ready.id, WORKER, "a" * 64, house.now)
        builds.failed(session, failing.id, WORKER, LATE, house.now)
    album.walk(LEAD, lea, page, f"{page}?watch=1", within=page)
    _moderated_since(house, of)
    album.keep(LEAD, lea.get(page))
    ara = house.browser("ara").get(page)
    album.keep("ara", ara.send("Make all that are not there"))
    hold(house, of, of_year(2026))


def _documents(session: Session, now: int) -> Iterator[Build]:
    """Take one document after the other, and pass over findings."""
    while (taken := builds.take(session, WORKER, now, now + LEASE)) is not None:
        if taken.kind in kinds.KINDS:
            yield taken


def _moderated_since(house: House, of: Assessment) -> None:
    with house.database.write() as session:
        session.get_one(Assessment, of.id).revision += 1


def _moderate(house: House, album: Album, at: str, of: Assessment) -> None:
    """Decide about comments in every way, meet somebody else's decision, and use a spreadsheet."""
    lea, other = house.browser(LEAD), house.browser(LEAD)
    album.walk(LEAD, lea, f"{at}/comments", within=f"{at}/comments")
    with house.database.read() as session:
        read = moderation.to_read(session, assessments.by_code(session, of.code), house.instrument).readings
    naming = [one for one in read if one.clues]
    page = f"{at}/comments/read/{naming[0].handle}"
    lea.get(page)
    album.keep(LEAD, lea.send("Keep and go on", do="part", words="Words of my own."))
    album.keep(LEAD, lea.send("Keep and go on", do="withhold"))
    album.keep(LEAD, lea.send("Keep and go on", do="show"))
    other.get(page).send("Keep and go on", do="withhold", reason="person")
    album.keep(LEAD, lea.send("Yes, show it"))
    decided = {
        naming[1]: moderation.show(naming[1], "[...] More staff."),
        naming[2]: moderation.withhold("person"),
    }
    with house.database.write() as session:
        moderation.keep(session, decided)
    states = (f"{at}/comments?state={state}" for state in ("shown", "withheld"))
    album.walk(LEAD, lea, *states, within=f"{at}/comments?")
    album.keep(LEAD, lea.get(f"{at}/comments/read/{naming[1].handle}"))
    _by_spreadsheet(lea, album, f"{at}/comments")
    album.walk(LEAD, lea, f"{at}/comments", within=f"{at}/comments?")


def _by_spreadsheet(lea: Visitor, album: Album, at: str) -> None:
    sheet = lea.client.get(f"{at}/sheet.csv").get_data(as_text=True)
    for decided in ("nothing,of,use\n1,2,3\n", sheet.replace(",,,", ",show,,")):
        lea.get(f"{at}/sheet")
        send_file(lea, f"{at}/sheet", "sheet", decided, "comments.csv")
        album.keep(LEAD, lea)


def _publish(house: House, album: Album, at: str, of: Assessment) -> None:
    """Publish, share, take back, publish again, and moderate after that."""
    lea = house.browser(LEAD)
    hold(house, of, of_year(2026))
    for again in (False, True):
        publish(house, of, of_year(2026))
        album.walk(LEAD, lea, f"{at}/publish", within=f"{at}/publish")
        album.walk(LEAD, lea, f"{at}/links", within=f"{at}/links")
        album.keep(LEAD, lea.get(f"{at}/links/new").send("Make the link", whom="The integrated care board"))
        album.walk("a board", lea, lea.page.findtext(".//p[@class='app-address']")[21:], within="/shared")
        album.walk(LEAD, lea, f"{at}/links", within=f"{at}/links")
        if not again:
            album.keep(LEAD, lea.get(f"{at}/publish/take-back").send("Take them back"))
            album.walk("a board", lea, "/shared", within="/shared")
    with house.database.read() as session:
        read = moderation.to_read(session, assessments.by_code(session, of.code), house.instrument).readings
    album.keep(LEAD, lea.get(f"{at}/comments/read/{read[0].handle}"))
    _moderated_since(house, of)
    hold(house, of, of_year(2026))
    album.keep(LEAD, lea.get(f"{at}/publish"))
    album.keep(LEAD, lea.get(f"{at}/downloads"))


def _go_on(house: House, album: Album, of: Assessment) -> None:
    """Write down what is done, and see what has moved a year later."""
    at, lea = f"/console/assessments/{of.code}/actions", house.browser(LEAD)
    hours = Wanted("Two protected hours a month", "cardiology", "time", "Clinical lead", expected=1)
    way = Wanted(
        "A map of the way from an idea to routine use", None, None, "Head", note="Half of it is drawn."
    )
    with house.database.write() as session:
        first = assessments.by_code(session, of.code)
        for wanted in (hours, way, replace(hours, note="All teams have them")):
            undertaken.add(session, first, house.instrument, wanted)
    album.keep(LEAD, lea.get(f"{at}/where").send("Continue", area="own:cardiology"))
    album.keep(LEAD, lea.get(f"{at}/new").send(text="More of it", month="13", year="2027"))
    album.walk(LEAD, lea, at, within=at)
    second = house.opened(title="Ashdale 2027", year=2027, follows=of.code)
    lifecycle.close(house.database, house.settings, second.code, second.closes_on)
    hold(house, second, of_year(2027))
    page = f"/console/assessments/{second.code}/moved"
    album.keep(LEAD, lea.get(page))
    house.joined("amy", AREA_LEAD, replace(AREA_LEAD, area="respiratory"))
    for views in ((ALL, View(area="cardiology"), View(area="respiratory")), (PUBLISHED,)):
        for view in views:
            moving.make(house.settings, second.id, moved.options(view, ""))
        for who in (*READERS, "amy"):
            album.walk(who, house.browser(who), page, within=page)
        if PUBLISHED not in views:
            _publish_both(house, album, second, of)
    album.walk(LEAD, lea, at, within=at)
    lea.get(f"/console/assessments/{of.code}/again").send("Start with all this")
    years = f"{lea.address.removesuffix('/set-up')}/set-up/years"
    album.walk(LEAD, lea, f"{years}/area/cardiology", within=years)
    album.keep(LEAD, lea.get(f"/console/assessments/{of.code}/publish/take-back"))
    album.walk(LEAD, lea, "/console/", "/console/assessments", within="/console/log")


def _publish_both(house: House, album: Album, of: Assessment, first: Assessment) -> None:
    """Publish a later year with what has moved, before and after the year before is published, and share it."""
    at, lea = f"/console/assessments/{of.code}", house.browser(LEAD)
    with house.database.write() as session:
        before = assessments.by_code(session, first.code)
        publications.end(session, before, "lea@ashdale.example", house.now)
    album.keep(LEAD, lea.get(f"{at}/publish"))
    publish(house, of, of_year(2027))
    album.keep(LEAD, lea.get(f"{at}/publish"))
    album.keep(LEAD, lea.get(f"{at}/downloads"))
    publish(house, first, of_year(2026))
    album.keep(LEAD, lea.get(f"{at}/publish"))
    publish(house, of, of_year(2027))
    album.keep(LEAD, lea.get(f"{at}/publish"))
    album.keep(LEAD, lea.get(f"{at}/links/new").send("Make the link", whom="The integrated care board"))
    album.walk("a board", lea, lea.page.findtext(".//p[@class='app-address']")[21:], within="/shared")
