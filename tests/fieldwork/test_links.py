"""A link leads to its assessment while it may be answered, and says in words why not otherwise."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from readiness.config import Settings
from readiness.errors import (
    Closed,
    LinkUsed,
    LinkWithdrawn,
    NotOpenYet,
    ReadinessError,
    UnknownLink,
    WrongState,
)
from readiness.fieldwork import lifecycle
from readiness.fieldwork.ways import codes, links, personal, spending
from readiness.records.database import Database
from readiness.records.tables import Assessment, Link, SingleUseCode, SpentMark

Followed = Callable[[Database, str, date], str]


def made(
    database: Database, assessment: Assessment, place: str | None = None, organisation: str | None = None
) -> str:
    with database.write() as session:
        return links.open_link(session, assessment, place, organisation).token


@pytest.fixture
def followed(tiny_settings: Settings) -> Followed:
    def follow(database: Database, token: str, day: date) -> str:
        with database.read() as session:
            return links.follow(session, tiny_settings, token, day).assessment.code

    return follow


def test_a_link_leads_to_its_assessment(
    database: Database, assessment: Assessment, today: date, followed: Followed
) -> None:
    assert followed(database, made(database, assessment), today) == assessment.code


def test_asked_again_it_is_the_same_link(database: Database, assessment: Assessment) -> None:
    assert made(database, assessment) == made(database, assessment)
    assert made(database, assessment, "north") == made(database, assessment, "north")


@pytest.mark.parametrize(
    ("part", "known"),
    [
        ({}, {}),
        ({"place": "north"}, {"place": "north"}),
        ({"organisation": "mill-lane"}, {"place": "north", "organisation-type": "practice"}),
        ({"organisation": "hospital"}, {"organisation-type": "trust"}),
    ],
)
def test_a_link_knows_what_it_was_made_for(
    part: dict[str, str], known: dict[str, str], database: Database, assessment: Assessment
) -> None:
    with database.write() as session:
        every = [links.open_link(session, assessment, **one).token for one in ({}, {"place": "south"}, part)]
        link = links.open_link(session, assessment, **part)
        assert links.known(session, assessment, link.id) == known
    assert len(set(every)) == len(every) - (not part)


def test_a_token_has_128_random_bits_and_needs_no_escaping(
    database: Database, assessment: Assessment
) -> None:
    token = made(database, assessment)
    assert len(token) == 22
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_place_that_is_not_there_is_named_with_those_that_are(
    database: Database, assessment: Assessment
) -> None:
    with pytest.raises(ReadinessError, match=r"no place 'west'.*north, south"):
        made(database, assessment, "west")


@pytest.mark.parametrize("token", ["", "x", "A" * 22, "' OR 1=1 --"])
def test_a_wrong_token_leads_nowhere(
    token: str, database: Database, assessment: Assessment, today: date, followed: Followed
) -> None:
    made(database, assessment)
    with pytest.raises(UnknownLink, match="leads to no survey"):
        followed(database, token, today)


def test_before_it_is_opened_a_link_says_when_to_come(
    database: Database, draft_assessment: Assessment, today: date, followed: Followed
) -> None:
    token = made(database, draft_assessment)
    with pytest.raises(NotOpenYet, match="opens on 2 November 2026"):
        followed(database, token, today)


def test_an_opened_assessment_still_waits_for_its_first_day(
    database: Database, assessment: Assessment, followed: Followed
) -> None:
    token = made(database, assessment)
    with pytest.raises(NotOpenYet, match="opens on 2 November 2026"):
        followed(database, token, date(2026, 11, 1))
    assert followed(database, token, date(2026, 11, 2)) == assessment.code


def test_the_last_day_counts_in_full_and_the_next_not_at_all(
    database: Database, assessment: Assessment, followed: Followed
) -> None:
    token = made(database, assessment)
    assert followed(database, token, date(2026, 11, 29)) == assessment.code
    with pytest.raises(Closed, match="has closed"):
        followed(database, token, date(2026, 11, 30))


def test_after_closing_a_link_says_so_on_any_day(
    database: Database, assessment: Assessment, today: date, settings: Settings, followed: Followed
) -> None:
    token = made(database, assessment)
    lifecycle.close(database, settings, assessment.code, today)
    with pytest.raises(Closed, match="has closed"):
        followed(database, token, today)


def test_a_link_that_has_run_out_says_so(
    database: Database, assessment: Assessment, today: date, followed: Followed
) -> None:
    token = made(database, assessment)
    with database.write() as session:
        session.query(Link).update({Link.expires_on: date(2026, 11, 9)})
    with pytest.raises(LinkWithdrawn, match="no longer in use"):
        followed(database, token, today)


def test_a_link_that_was_taken_back_says_so_and_the_next_is_another(
    database: Database, assessment: Assessment, today: date, followed: Followed
) -> None:
    token = made(database, assessment)
    with database.write() as session:
        assert links.revoke(session, assessment, today, None, None)
    with pytest.raises(LinkWithdrawn, match="no longer in use"):
        followed(database, token, today)
    assert made(database, assessment) != token
    with database.write() as session:
        assert links.revoke(session, assessment, today, "north", None) is None


def test_a_link_belongs_to_a_place_or_to_an_organisation(database: Database, assessment: Assessment) -> None:
    with pytest.raises(ReadinessError, match="Name one of the two"):
        made(database, assessment, "north", "mill-lane")
    with pytest.raises(ReadinessError, match=r"no organisation 'x'.*mill-lane, hospital"):
        made(database, assessment, None, "x")


@pytest.mark.parametrize("mode", ["codes"], indirect=True)
def test_codes_are_shown_once_and_kept_as_hashes(
    database: Database, assessment: Assessment, today: date, tiny_settings: Settings, followed: Followed
) -> None:
    with database.write() as session:
        tokens = codes.make(session, assessment, 50, organisation="mill-lane")
    assert len(set(tokens)) == 50
    assert {len(token) for token in tokens} == {22}
    assert followed(database, tokens[7], today) == assessment.code
    with database.read() as session:
        entry = links.follow(session, tiny_settings, tokens[7], today)
        assert entry.secret
        assert links.known(session, assessment, entry.way) == {
            "place": "north",
            "organisation-type": "practice",
        }
    with pytest.raises(UnknownLink):
        followed(database, tokens[7][:-1] + "!", today)


@pytest.mark.parametrize("mode", ["codes"], indirect=True)
@pytest.mark.parametrize("number", [0, -1, 100_001])
def test_too_many_or_too_few_codes_are_refused(
    number: int, database: Database, assessment: Assessment
) -> None:
    with pytest.raises(ReadinessError, match="Ask for 1 to 100,000"), database.write() as session:
        codes.make(session, assessment, number)


@pytest.mark.parametrize("mode", ["codes"], indirect=True)
def test_codes_that_have_run_out_say_so(
    database: Database, assessment: Assessment, today: date, followed: Followed
) -> None:
    with database.write() as session:
        (token,) = codes.make(session, assessment, 1, expires_on=date(2026, 11, 9))
    with pytest.raises(LinkWithdrawn, match="no longer in use"):
        followed(database, token, today)


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_each_way_of_asking_refuses_the_links_of_another(database: Database, assessment: Assessment) -> None:
    with pytest.raises(WrongState, match=r"not by open links.*readiness (codes|invite)"):
        made(database, assessment)


def test_open_links_have_no_codes(database: Database, assessment: Assessment) -> None:
    with pytest.raises(WrongState, match=r"not by single-use codes.*readiness link"), database.write() as one:
        codes.make(one, assessment, 1)


def test_codes_are_written_for_this_user_alone_and_over_no_other_file(tmp_path) -> None:
    out = tmp_path / "codes.csv"
    codes.write(out, ["http://here/l/a", "http://here/l/b"])
    assert out.read_bytes() == b"link\r\nhttp://here/l/a\r\nhttp://here/l/b\r\n"
    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ReadinessError, match=r"cannot be written.*Name a new file"):
        codes.write(out, [])


@pytest.fixture
def person(tiny_settings: Settings, assessment: Assessment) -> tuple[str, str]:
    """The token of somebody's personal link and the secret that it leaves on a device."""
    key = personal.required_key(tiny_settings, assessment)
    token = personal.token(key, assessment.code, personal.new_person())
    return token, personal.secret(token)


@pytest.mark.parametrize("mode", ["personal"], indirect=True)
def test_a_personal_link_needs_no_list_to_be_recognised(
    database: Database, assessment: Assessment, today: date, person: tuple[str, str], followed: Followed
) -> None:
    assert followed(database, person[0], today) == assessment.code
    forged = person[0][:-1] + ("A" if person[0][-1] != "A" else "B")
    for wrong in (forged, f"{'a' * 10}-{person[0].partition('-')[2]}", f"{assessment.code}-{'é' * 44}"):
        with pytest.raises(UnknownLink):
            followed(database, wrong, today)


@pytest.mark.parametrize("mode", ["personal"], indirect=True)
def test_without_the_key_a_mark_leads_to_nobody_and_no_link_is_recognised(
    database: Database,
    assessment: Assessment,
    today: date,
    person: tuple[str, str],
    tiny_settings: Settings,
    followed: Followed,
) -> None:
    path = tiny_settings.keys / f"{assessment.code}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    lifecycle.close(database, tiny_settings, assessment.code, today)
    assert not path.exists()
    with pytest.raises(UnknownLink):
        followed(database, person[0], today)


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_a_link_is_spent_once_and_says_so_from_then_on(
    database: Database, assessment: Assessment, today: date, tiny_settings: Settings, followed: Followed
) -> None:
    token, secret, way = of_one_person(database, assessment, tiny_settings, today)
    followed(database, token, today)
    with database.write() as session:
        spending.spend(session, tiny_settings, assessment, secret, way)
    with pytest.raises(LinkUsed), database.write() as session:
        spending.spend(session, tiny_settings, assessment, secret, way)
    with pytest.raises(LinkUsed):
        followed(database, token, today)


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_of_many_who_spend_a_link_at_once_one_alone_wins(
    database: Database, assessment: Assessment, today: date, tiny_settings: Settings
) -> None:
    _, secret, way = of_one_person(database, assessment, tiny_settings, today)

    def spend(_: int) -> bool:
        try:
            with database.write() as session:
                spending.spend(session, tiny_settings, assessment, secret, way)
        except LinkUsed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, range(16))) == 1


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_an_error_after_spending_leaves_the_link_unspent(
    database: Database, assessment: Assessment, today: date, tiny_settings: Settings, followed: Followed
) -> None:
    token, secret, way = of_one_person(database, assessment, tiny_settings, today)
    with database.write() as session:
        spending.spend(session, tiny_settings, assessment, secret, way)
        session.rollback()
    assert followed(database, token, today) == assessment.code


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_closing_destroys_codes_and_marks(
    database: Database, assessment: Assessment, today: date, tiny_settings: Settings
) -> None:
    _, secret, way = of_one_person(database, assessment, tiny_settings, today)
    with database.write() as session:
        spending.spend(session, tiny_settings, assessment, secret, way)
    lifecycle.close(database, tiny_settings, assessment.code, today)
    with database.read() as session:
        assert session.query(SingleUseCode).count() == session.query(SpentMark).count() == 0


def of_one_person(
    database: Database, assessment: Assessment, settings: Settings, today: date
) -> tuple[str, str, int]:
    """Return a token that is good for one answer, the secret that it leaves on a device, and the way."""
    if assessment.mode == "personal":
        key = personal.required_key(settings, assessment)
        token = personal.token(key, assessment.code, personal.new_person())
    else:
        with database.write() as session:
            (token,) = codes.make(session, assessment, 1)
    with database.read() as session:
        entry = links.follow(session, settings, token, today)
    assert entry.secret
    return token, entry.secret, entry.way
