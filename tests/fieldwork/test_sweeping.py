"""Drafts that nothing can open any more are deleted after some days; those that something opens stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from readiness.config import Settings
from readiness.fieldwork import drafts, sweeping
from readiness.fieldwork.drafts import Draft
from readiness.fieldwork.ways.secret import new_secret
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.records.tables import Draft as Sealed

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def begin(database: Database, assessment: Assessment, **given: str) -> str:
    secret = new_secret()
    with database.write() as session:
        drafts.begin(session, assessment, secret, Draft(touched=NOON, **given))  # type: ignore[arg-type]
    return secret


def save(database: Database, assessment: Assessment, secret: str, **given: str) -> None:
    lies = drafts.lying(database, assessment, secret)
    assert lies
    assert drafts.move(database, assessment, secret, replace(lies, **given), None)


def sweep(database: Database, settings: Settings, today: date, *days: int) -> None:
    for day in days:
        with database.write() as session:
            sweeping.sweep_all(session, settings, today + timedelta(days=day))


def left(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(Sealed)).all())


def test_what_two_sweeps_found_untouched_the_third_deletes(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    begin(database, assessment)
    sweep(database, tiny_settings, today, 0, 0, 0, 1, 1)
    assert left(database) == 1, "once a day, however often it is asked for"
    sweep(database, tiny_settings, today, 2)
    assert left(database) == 0


def test_what_is_saved_meanwhile_begins_to_count_anew(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    secret = begin(database, assessment)
    sweep(database, tiny_settings, today, 0, 1)
    save(database, assessment, secret, language="cy")
    sweep(database, tiny_settings, today, 2, 3)
    found = drafts.lying(database, assessment, secret)
    assert found
    assert found.language == "cy"
    sweep(database, tiny_settings, today, 4)
    assert left(database) == 0


def test_what_a_resume_code_opens_stays_until_closing(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    secret = begin(database, assessment)
    sweep(database, tiny_settings, today, 0, 1)
    save(database, assessment, secret, words="five words")
    sweep(database, tiny_settings, today, 2, 3, 4, 5)
    assert left(database) == 1


@pytest.mark.parametrize("mode", ["codes", "personal"], indirect=True)
def test_what_a_link_of_ones_own_opens_stays_until_closing(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    begin(database, assessment)
    sweep(database, tiny_settings, today, 0, 1, 2, 3, 4)
    assert left(database) == 1


def test_a_draft_that_a_device_opens_for_longer_is_swept_later(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    begin(database, assessment)
    longer = replace(tiny_settings, idle_minutes=3 * 24 * 60)
    sweep(database, longer, today, 0, 1, 2, 3, 4)
    assert left(database) == 1
    sweep(database, longer, today, 5)
    assert left(database) == 0


def test_nothing_of_when_it_was_saved_stands_beside_a_draft(
    database: Database, assessment: Assessment, tiny_settings: Settings, today: date
) -> None:
    for _ in range(3):
        begin(database, assessment)
    sweep(database, tiny_settings, today, 0)
    begin(database, assessment)
    with database.read() as session:
        assert sorted(session.scalars(select(Sealed.sweeps))) == [0, 1, 1, 1], "a count of days and no more"
