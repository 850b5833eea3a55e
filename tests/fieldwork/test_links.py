"""A link leads to its assessment while it may be answered, and says in words why not otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from readiness.errors import Closed, NotOpenYet, ReadinessError, UnknownLink
from readiness.fieldwork import lifecycle, links
from readiness.records.database import Database
from readiness.records.tables import Assessment, Link


def made(database: Database, assessment: Assessment, place: str | None = None) -> str:
    with database.write() as session:
        return links.open_link(session, assessment, place).token


def followed(database: Database, token: str, day: date) -> str:
    with database.read() as session:
        return links.follow(session, token, day).code


def test_a_link_leads_to_its_assessment(database: Database, assessment: Assessment, today: date) -> None:
    assert followed(database, made(database, assessment), today) == assessment.code


def test_asked_again_it_is_the_same_link(database: Database, assessment: Assessment) -> None:
    assert made(database, assessment) == made(database, assessment)
    assert made(database, assessment, "north") == made(database, assessment, "north")


def test_each_place_has_a_link_of_its_own_that_knows_it(database: Database, assessment: Assessment) -> None:
    tokens = {place: made(database, assessment, place) for place in (None, "north", "south")}
    assert len(set(tokens.values())) == 3
    with database.read() as session:
        assert {place: links.place(session, token) for place, token in tokens.items()} == {
            None: None,
            "north": "north",
            "south": "south",
        }
        assert links.place(session, "no such token") is None


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
    token: str, database: Database, assessment: Assessment, today: date
) -> None:
    made(database, assessment)
    with pytest.raises(UnknownLink, match="leads to no survey"):
        followed(database, token, today)


def test_before_it_is_opened_a_link_says_when_to_come(
    database: Database, draft_assessment: Assessment, today: date
) -> None:
    token = made(database, draft_assessment)
    with pytest.raises(NotOpenYet, match="opens on 2 November 2026"):
        followed(database, token, today)


def test_an_opened_assessment_still_waits_for_its_first_day(
    database: Database, assessment: Assessment
) -> None:
    token = made(database, assessment)
    with pytest.raises(NotOpenYet, match="opens on 2 November 2026"):
        followed(database, token, date(2026, 11, 1))
    assert followed(database, token, date(2026, 11, 2)) == assessment.code


def test_the_last_day_counts_in_full_and_the_next_not_at_all(
    database: Database, assessment: Assessment
) -> None:
    token = made(database, assessment)
    assert followed(database, token, date(2026, 11, 29)) == assessment.code
    with pytest.raises(Closed, match="has closed"):
        followed(database, token, date(2026, 11, 30))


def test_after_closing_a_link_says_so_on_any_day(
    database: Database, assessment: Assessment, today: date
) -> None:
    token = made(database, assessment)
    lifecycle.close(database, assessment.code, today)
    with pytest.raises(Closed, match="has closed"):
        followed(database, token, today)


def test_a_link_that_has_run_out_says_so(database: Database, assessment: Assessment, today: date) -> None:
    token = made(database, assessment)
    with database.write() as session:
        session.query(Link).update({Link.expires_on: date(2026, 11, 9)})
    with pytest.raises(Closed, match="no longer in use"):
        followed(database, token, today)
