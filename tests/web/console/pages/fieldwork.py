"""An assessment from its first idea to its last day, as its lead sees it and as those do who may see a part."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from readiness.baseline import planning
from readiness.building import rehearsing
from readiness.building.cache import Cache
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.inviting import mailing
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.ways import codes
from readiness.records import assessments, errands, invited, rehearsals, setups, workers
from readiness.records.database import Session
from readiness.records.invited import INVITATION, Invited
from readiness.records.tables import Assessment, Response
from readiness.rehearsal import plans
from tests.web.console.pages.house import House
from tests.web.console.pages.walking import Album
from tests.web.visitor import Visitor

LEAD, WORKER, LEASE = "lea", "a worker", 60
LATE = "It took longer than 300 seconds."
BROKEN_OFF = "The mail server has ended the connection again and again."
TABLES = (
    "\tNurses\nNorth\tmany\nUnknown\t1\n",
    "\tNurses\tOthers\nNorth\t14\t3\n",
    "\tNurses\nNorth\t14\nSouth\t12\n",
)


def see_setting_up(house: House, album: Album) -> None:
    """Begin with nothing, then with everything; plan it, try it out, and launch it."""
    lea = house.browser(LEAD)
    album.walk(LEAD, lea, "/console/", within="/console/assessments/new")
    lea.get("/console/assessments/new").send("Start a new set-up")
    album.walk(LEAD, lea, lea.address, within=lea.address.removesuffix("/set-up"))
    launched = house.drafted()
    with house.database.write() as session:
        system = assessments.system(session, launched)
        setups.add(session, "begun", system, setup_drafts.written(house.setup), 0)
    at = "/console/assessments/begun"
    album.walk(LEAD, lea, at, within=at)
    _fill_in(lea, album, f"{at}/set-up")
    _meet_others(house, lea, album, f"{at}/set-up")
    _look_ahead(house, lea, album, at)
    lea.get(f"{at}/preview/nurse").send("Start now")
    album.walk(LEAD, lea, lea.address, within=f"{at}/preview")
    for mode in ("open", "codes", "personal"):
        draft = f"/console/assessments/{house.drafted(links=mode).code}"
        album.walk(LEAD, lea, draft, within=draft)


def _fill_in(lea: Visitor, album: Album, at: str) -> None:
    """Type, paste and mistype."""
    album.keep(LEAD, lea.get(f"{at}/list/places").send("Add", names="Mid"))
    album.keep(LEAD, lea.get(f"{at}/headcounts").send("Save headcounts", **{"place.north.nurse": "many"}))
    album.keep(LEAD, lea.get(f"{at}/headcounts").send("Save headcounts", **{"place.north.nurse": "12"}))
    for table in TABLES:
        page = lea.get(f"{at}/headcounts/table")
        album.keep(LEAD, page.send("See how it is understood", table=table))
    lea.get("/console/assessments/new")
    send_file(lea, "/console/assessments/new/file", "file", 'title = "x"\nyear = 1\n', "setup.toml")
    album.keep(LEAD, lea)


def _meet_others(house: House, lea: Visitor, album: Album, at: str) -> None:
    """Save what somebody else has saved meanwhile; then find what cannot be used any more."""
    other = house.browser(LEAD).get(f"{at}/days")
    lea.get(f"{at}/days").send(title="Ready together")
    album.keep(LEAD, other.send(title="Ready alone"))
    with house.database.write() as session:
        _change(session, links="pigeons")
    album.keep(LEAD, lea.get(at))
    album.keep(LEAD, lea.get(f"{at}/check"))
    with house.database.write() as session:
        _change(session, links="open")


def send_file(lea: Visitor, to: str, name: str, text: str, called: str) -> None:
    """Choose a file on this page and send it."""
    token = lea.page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, name: (io.BytesIO(text.encode()), called)}
    lea.post(to, data, content_type="multipart/form-data")


def _look_ahead(house: House, lea: Visitor, album: Album, at: str) -> None:
    """Ask for a plan and a trial: they wait, are made, fail, are there, and are of a set-up that has changed."""
    files = [{"title": "Baseline report", "name": "simulated-baseline.pdf", "key": "a" * 64}]
    rehearsing._cache(house.settings).keep("a" * 64, "pdf", b"%PDF-")
    for page, result in (("plan", _plan(house, house.setup)), ("trial", {"people": 320, "files": files})):
        address = f"{at}/{page}"
        album.keep(LEAD, lea.get(address).send(rate="25"))
        number = _taken(house, rehearsals)
        album.keep(LEAD, lea.get(address))
        with house.database.write() as session:
            rehearsals.keep(session, number, WORKER, house.now + LEASE, "turnouts", 40)
        album.keep(LEAD, lea.get(address))
        with house.database.write() as session:
            rehearsals.failed(session, number, WORKER, LATE, house.now)
        album.keep(LEAD, lea.get(address))
        _answer(house, lea, address, result)
        album.walk(LEAD, lea, address, within=address)
        with house.database.write() as session:
            _change(session, title=f"Changed after the {page}")
        album.keep(LEAD, lea.get(address))
    uncounted = type(house.setup.headcounts)()
    unknown = house.setup.model_copy(update={"headcounts": uncounted})
    _answer(house, lea, f"{at}/plan", _plan(house, unknown))
    album.keep(LEAD, lea)


def _plan(house: House, setup: Setup) -> dict[str, Any]:
    asked = planning.asked(setup, house.instrument, 11)
    rates = planning.rates(["25"], house.instrument)
    return dict(plans.told(planning.plan(asked, rates, turnouts=2, reports=4)))


def _answer(house: House, lea: Visitor, address: str, result: dict[str, Any]) -> None:
    lea.get(address).send(rate="25")
    number = _taken(house, rehearsals)
    with house.database.write() as session:
        rehearsals.done(session, number, WORKER, result, house.now)
    lea.get(address)


def _taken(house: House, queue: Any) -> int:
    """Let a worker take what waits, and return its number."""
    with house.database.write() as session:
        workers.seen(session, WORKER, house.now)
        return int(queue.take(session, WORKER, house.now, house.now + LEASE).id)


def _change(session: Session, **tables: Any) -> None:
    found = setups.by_code(session, "begun")
    assert found is not None
    setups.change(found, 1, **tables)


def see_open_links(house: House, album: Album) -> None:
    """Make links and posters, watch, and come to the last day and to closing."""
    of = house.opened(title="Asked by open links")
    at, lea = f"/console/assessments/{of.code}", house.browser(LEAD)
    album.walk(LEAD, lea, at, within=at)
    for whom in ("everyone", "places", "organisations"):
        lea.get(f"{at}/asking/links").send("Make links", whom=whom)
    soon = {"day": "12", "month": "11", "year": "2026"}
    lea.get(f"{at}/asking/links").send("Make links", whom="everyone", **soon)
    _print_posters(house, lea, album, f"{at}/asking/links")
    lea.get(f"{at}/asking/links").get(lea.link("South"))
    back = lea.address
    lea.get(lea.link("Take this link back")).send("Take it back")
    album.keep(LEAD, lea.get(back))
    for part in (3, 120):
        _answer_it(house, of, part)
        house.clock.pass_(days=1)
        for who in (LEAD, "ara", "ori"):
            album.walk(who, house.browser(who), f"{at}/running", within=f"{at}/running")
    _come_to_the_end(house, album, of)


def _print_posters(house: House, lea: Visitor, album: Album, links: str) -> None:
    """Ask for posters: they wait, fail, are there, and have been cleared away."""
    album.keep(LEAD, lea.get(links).send("Make the posters"))
    number = _taken(house, errands)
    with house.database.write() as session:
        errands.failed(session, number, WORKER, LATE, house.now)
    album.keep(LEAD, lea.get(lea.address))
    for key in ("b" * 64, "c" * 64):
        lea.get(links).send("Make the posters")
        Cache.of(house.settings).keep("b" * 64, "pdf", b"%PDF-")
        number = _taken(house, errands)
        with house.database.write() as session:
            errands.done(session, number, WORKER, key, house.now)
        album.keep(LEAD, lea.get(lea.address))
    album.walk(LEAD, lea, links, within=links.removesuffix("/links"))


def _answer_it(house: House, of: Assessment, number: int) -> None:
    """Let so many people have answered, hardly anybody of them in the south."""
    with house.database.write() as session:
        for one in range(number):
            session.add(
                Response(
                    assessment_id=of.id,
                    version=of.version,
                    instrument_hash=str(of.instrument_hash),
                    role="nurse" if one % 3 else "manager",
                    place="north" if one % 8 else "south",
                    answers={},
                    areas={"cardiology": {}},
                )
            )


def _come_to_the_end(house: House, album: Album, of: Assessment) -> None:
    """Look at closing a day before the last day, on it, and after it; then close."""
    at, now = f"/console/assessments/{of.code}", house.clock.moment
    for left in (1, 0, -1):
        house.clock.pass_(days=(of.closes_on - house.today).days - left)
        lea = house.browser(LEAD)
        album.walk(LEAD, lea, f"{at}/close", f"{at}/running", within=f"{at}/close")
    album.walk(LEAD, lea, f"{at}/asking/links", within=f"{at}/asking/links")
    stuck = invited.upload(house.settings.lists, of.code)
    stuck.mkdir(parents=True)  # a folder, which cannot be overwritten
    lea.get(f"{at}/close")
    album.keep(LEAD, lea.send("Close it for good", title=of.title))
    album.walk(LEAD, lea, f"{at}/running", f"{at}/close", within=f"{at}/running")
    stuck.rmdir()
    house.clock.moment = now


def see_codes(house: House, album: Album) -> None:
    """Hand codes out and take them back."""
    of = house.opened(title="Asked by codes", links="codes")
    at, lea = f"/console/assessments/{of.code}", house.browser(LEAD)
    album.walk(LEAD, lea, at, within=at)
    with house.database.write() as session:
        for number in (5, 7, 9):
            codes.make(session, of, number, place="north")
    album.walk(LEAD, lea, f"{at}/codes", within=f"{at}/codes")
    for _ in range(2):
        lea.get(f"{at}/codes").get(lea.link("Take back")).send("Take them back")
    album.keep(LEAD, lea)


def see_personal_links(house: House, album: Album) -> None:
    """Put people on a list, send a test, invitations and reminders, with all that can go wrong."""
    of = house.opened(title="Asked by personal links", links="personal")
    at = f"/console/assessments/{of.code}"
    mailing_app = house.app(base_url="http://survey.ashdale.example:8000", **house.mail(house.mail_port))
    lea = house.browser(LEAD, mailing_app)
    album.walk(LEAD, lea, at, within=at)
    bad = "address,role\n" + "".join(f"nobody{n},wizard\n" for n in range(60))
    one = "address,role,place\nfirst@ashdale.example,nurse,north\n"
    many = one + "".join(
        f"a.rather.long.name.{n}@district-hospitals.ashdale.example,nurse,north\n" for n in range(30)
    )
    for listed in (bad, one, many):
        lea.get(f"{at}/people/file")
        send_file(lea, f"{at}/people/file", "people", listed, "people.csv")
        album.keep(LEAD, lea)
        if listed != bad:
            lea.send("Put them on the list")
            album.walk(LEAD, lea, f"{at}/people", within=f"{at}/people")
    _send_rounds(house, album, of, lea)
    album.walk(LEAD, house.browser(LEAD), f"{at}/people", within=f"{at}/people")


def _send_rounds(house: House, album: Album, of: Assessment, lea: Visitor) -> None:
    """Send: it waits, goes, is broken off and called off; then remind."""
    at, lists = f"/console/assessments/{of.code}/people", house.settings.lists
    settings = lea.client.application.extensions["settings"]  # type: ignore[union-attr]
    made = mailing.prepared(settings, house.database, of.code, house.today)
    album.keep(LEAD, lea.get(f"{at}/invite"))
    with invited.opened(lists, of.code) as people:
        people.note_test(made.wording.digest(made.wording.language))
    album.keep(LEAD, lea.get(f"{at}/invite"))
    album.keep(LEAD, lea.send("Send"))
    album.keep(LEAD, lea.get(at))
    number = _taken(house, errands)
    sent = f"{at}/rounds/{number}"
    with house.database.write() as session:
        errands.keep(session, number, WORKER, house.now + LEASE, "", 40)
    album.keep(LEAD, lea.get(sent))
    with house.database.write() as session:
        errands.give_back(session, number, WORKER, BROKEN_OFF)
    album.keep(LEAD, lea.get(sent))
    with house.database.write() as session:
        errands.failed(
            session, errands.take(session, WORKER, house.now, house.now).id, WORKER, BROKEN_OFF, house.now
        )  # type: ignore[union-attr]
    album.keep(LEAD, lea.get(sent))
    lea.get(f"{at}/invite").send("Send")
    stopped = lea.address
    album.keep(LEAD, lea.send("Stop after the mail at hand"))
    album.keep(LEAD, lea.get(stopped))
    _remind(house, album, of, lea, at)


def _remind(house: House, album: Album, of: Assessment, lea: Visitor, at: str) -> None:
    """Let most have been invited, and remind them."""
    lists = house.settings.lists
    with invited.opened(lists, of.code) as people:
        _invite(house, people)
    album.walk(LEAD, lea, at, within=at)
    with invited.opened(lists, of.code) as people:
        people.finish_round(1, house.today - timedelta(days=2))
        people.begin_round(2, house.today)
    album.walk(LEAD, lea, at, within=at)


def _invite(house: House, people: Invited) -> None:
    """Let most people have been invited, one be refused, one be uncertain, and a dozen want no more."""
    everyone = list(people.all())
    for number, person in enumerate(everyone[:28]):
        people.claim(person.id, INVITATION, house.today - timedelta(days=3))
        if number:
            refused = number == 1
            people.note(
                person.id,
                INVITATION,
                "refused" if refused else "sent",
                "550 no such user" if refused else None,
            )
    for person in everyone[2:14]:
        people.opt_out(person.id)
