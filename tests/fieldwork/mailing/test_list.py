"""The list and the database: an address stands in one of them alone, and in neither once it is deleted (bar P12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from readiness.config import Settings
from readiness.errors import ReadinessError, UnknownLink, WrongState
from readiness.fieldwork import lifecycle
from readiness.fieldwork.inviting import invitations, opting_out
from readiness.fieldwork.ways import personal
from readiness.records import invited, spending
from readiness.records.database import Database
from readiness.records.invited import Person
from readiness.records.tables import Assessment, System
from tests.fieldwork.mailing.conftest import Office, people
from tests.fieldwork.mailing.server import Handler

Later = Callable[[int], None]
Stored = Callable[[], bytes]
one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def stored(database: Database, request: pytest.FixtureRequest) -> Stored:
    """Every byte that the database has on the disk, with its log and its free pages."""
    if database.embedded:
        path = Path(str(database.url.database))
        return lambda: b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
    server = request.getfixturevalue("_postgresql_server")

    def all_files() -> bytes:
        server.runs("CHECKPOINT")
        return b"".join(path.read_bytes() for path in server.folder.rglob("*") if path.is_file())

    return all_files


def anywhere(data: bytes, people: tuple[Person, ...]) -> list[str]:
    """Which of the addresses stand in there, as they are or as PostgreSQL writes bytes."""
    words = [one.address for one in people]
    return [word for word in words if word.encode() in data or word.encode().hex().encode() in data]


def test_no_address_ever_stands_in_the_database(
    office: Office, post: Handler, later: Later, stored: Stored
) -> None:
    people = office.add(12)
    post.refusals[people[0].address] = "550 no such user"
    office.invite()
    for person in people[1:5]:
        office.answer(person)
    with office.list() as listed:
        listed.opt_out(people[6].id)
    later(1)
    office.remind()
    invitations.remove(office.settings, office.database, office.assessment.code, people[7].address)
    assert anywhere(stored(), people) == []
    assert anywhere(stored_list(office), people) == [one.address for one in (*people[:7], *people[8:])]
    invited.destroy(office.settings.lists, office.assessment.code)
    assert list(office.settings.lists.iterdir()) == []
    assert anywhere(stored(), people) == []


def stored_list(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in office.settings.lists.iterdir())


def test_an_address_that_did_stand_there_would_be_found(
    office: Office, database: Database, stored: Stored
) -> None:
    (one,) = office.add(1)
    with database.write() as session:
        session.add(System(name=one.address))
    assert anywhere(stored(), (one,)) == [one.address]


def test_a_link_that_is_taken_back_is_out_of_use_and_says_nothing_of_an_answer(
    office: Office, database: Database
) -> None:
    answered, not_answered = office.add(2)
    office.answer(answered)
    for person in (answered, not_answered):
        invitations.remove(office.settings, database, office.assessment.code, person.address.upper())
    with database.read() as session:
        states = [
            spending.mark_state(session, personal.mark(office.key, person.id))
            for person in (answered, not_answered)
        ]
    assert states == [False, True]
    with office.list() as listed:
        assert listed.counts().people == 0


@one_database
def test_somebody_who_is_not_on_the_list_cannot_be_taken_off(office: Office) -> None:
    office.add(1)
    with pytest.raises(ReadinessError, match="Nobody with that address"):
        invitations.remove(office.settings, office.database, office.assessment.code, "nobody@ashdale.example")
    with pytest.raises(ReadinessError, match="is no e-mail address"):
        invitations.remove(office.settings, office.database, office.assessment.code, "nobody")


@one_database
def test_a_list_can_be_filled_and_emptied_before_the_assessment_opens(
    mail_settings: Settings, database: Database, draft_assessment: Assessment, today: date
) -> None:
    office = Office(mail_settings, database, draft_assessment, today)
    (one,) = office.add(1)
    invitations.remove(mail_settings, database, draft_assessment.code, one.address)
    with office.list() as listed:
        assert listed.counts().people == 0


@one_database
@pytest.mark.parametrize(("mode", "state"), [("codes", "open"), ("open", "open"), ("personal", "closed")])
def test_no_list_is_kept_where_people_are_asked_otherwise_or_no_more(
    office: Office, mode: str, state: str
) -> None:
    with office.database.write() as session:
        kept = session.merge(office.assessment)
        kept.mode, kept.state = mode, state
    with pytest.raises(WrongState):
        office.add(1)
    with pytest.raises(WrongState):
        invitations.make(office.settings, office.database, office.assessment.code)
    assert not office.settings.lists.exists()


def test_a_list_does_not_come_back_when_people_are_added_while_the_assessment_closes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds comes before closing has begun or after it: in between the database holds them up."""
    office.add(3)
    destroy, told = invited.destroy, []

    def adding(folder: Path, code: str) -> None:
        destroy(folder, code)
        try:
            invitations.add(office.settings, office.database, code, people(1))
        except WrongState as error:
            told.append(str(error))

    monkeypatch.setattr(invited, "destroy", adding)
    lifecycle.close(office.database, office.settings, office.assessment.code, office.today)
    assert len(told) == 1
    assert not invited.exists(office.settings.lists, office.assessment.code)


@one_database
def test_the_wish_for_no_more_mail_is_granted_by_its_own_address_alone(office: Office) -> None:
    first, second = office.add(2, language="cy")
    code, key = office.assessment.code, office.key
    token = opting_out.token(key, code, first.id)
    assert opting_out.language(office.settings, token) == "cy"
    with office.list() as listed:
        assert listed.counts().opted_out == 0
    opting_out.opt_out(office.settings, token)
    opting_out.opt_out(office.settings, token)
    with office.list() as listed:
        assert listed.counts().opted_out == 1
        assert listed.due(0, office.today) == [second]
    assert personal.recognised(office.settings, token) is None


@one_database
def test_addresses_that_are_not_ours_are_unknown(office: Office) -> None:
    (one,) = office.add(1)
    code, key = office.assessment.code, office.key
    good = opting_out.token(key, code, one.id)
    end = "A" if good[-1] != "A" else "B"
    wrong = [
        "",
        "-",
        code,
        good[:-1] + end,
        good.replace(code, "../../etc"),
        f"{code}-{'é' * 44}",
        f"{code}-{'A' * 44}",
        personal.token(key, code, one.id),
        opting_out.token(bytes(32), code, one.id),
        opting_out.token(key, code, personal.new_person()),
    ]
    for token in wrong:
        for ask in (opting_out.language, opting_out.opt_out):
            with pytest.raises(UnknownLink):
                ask(office.settings, token)
    invited.destroy(office.settings.lists, code)
    with pytest.raises(UnknownLink):
        opting_out.opt_out(office.settings, good)


def test_rates_learn_how_many_are_listed_and_have_answered_in_an_organisation(
    office: Office, database: Database
) -> None:
    people = office.add(4, organisation="mill-lane")
    for person in people[:3]:
        office.answer(person)
    with database.read() as session:
        found = invitations.by_organisation(session, office.settings, office.assessment)
    assert found == {"mill-lane": (4, 3)}
    invited.destroy(office.settings.lists, office.assessment.code)
    with database.read() as session:
        assert invitations.by_organisation(session, office.settings, office.assessment) == {}


@pytest.mark.parametrize(
    ("count", "told"), [(0, "fewer than 11"), (10, "fewer than 11"), (11, 15), (18, 20), (151, 150)]
)
def test_counts_that_could_tell_something_are_told_roughly(count: int, told: int | str) -> None:
    assert invitations.about(count, 11) == told
