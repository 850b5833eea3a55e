"""A draft opens on the device that holds its secret, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from readiness.config import Settings
from readiness.errors import Closed
from readiness.fieldwork import drafts, lifecycle
from readiness.fieldwork.drafts import Draft
from readiness.fieldwork.ways.secret import new_secret
from readiness.instrument.types import Instrument
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.tables import Assessment, Comment
from readiness.records.tables import Draft as Sealed

NOW = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
IDLE = 30


def saved(database: Database, assessment: Assessment, draft: Draft, secret: str = "") -> str:
    secret = secret or new_secret()
    with database.write() as session:
        drafts.begin(session, assessment, secret, draft)
    return secret


def opened(database: Database, assessment: Assessment, secret: str, now: datetime = NOW) -> Draft | None:
    with database.read() as session:
        return drafts.opened(session, assessment, secret, now, IDLE)


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Sealed)) or 0


@pytest.fixture
def draft(answers: dict[str, Any]) -> Draft:
    return Draft(answers=answers, language="en", touched=NOW, known={"place": "north"}, way=3)


def test_a_draft_opens_as_it_was_saved(database: Database, assessment: Assessment, draft: Draft) -> None:
    assert opened(database, assessment, saved(database, assessment, draft)) == draft


def test_saving_again_replaces_the_draft(database: Database, assessment: Assessment, draft: Draft) -> None:
    secret = saved(database, assessment, draft)
    later = replace(draft, answers={"role": "manager"})
    saved(database, assessment, later, secret)
    assert opened(database, assessment, secret) == later
    assert count(database) == 1


def test_another_device_opens_nothing(database: Database, assessment: Assessment, draft: Draft) -> None:
    saved(database, assessment, draft)
    assert opened(database, assessment, new_secret()) is None


@pytest.mark.parametrize("secret", ["", "short", "x" * 44, "\u00e9" * 43])
def test_what_is_no_secret_of_ours_opens_nothing(
    secret: str, database: Database, assessment: Assessment
) -> None:
    assert opened(database, assessment, secret) is None


def test_a_secret_of_one_assessment_opens_nothing_of_another(
    database: Database, assessment: Assessment, draft: Draft, tiny_setup: Any, tiny_settings: Any
) -> None:
    secret = saved(database, assessment, draft)
    with database.write() as session:
        other = lifecycle.create(session, tiny_setup, tiny_settings)
    assert opened(database, other, secret) is None


@pytest.mark.parametrize(("minutes", "opens"), [(0, True), (30, True), (31, False), (60 * 24 * 365, False)])
def test_a_draft_left_alone_for_too_long_stays_sealed(
    minutes: int, opens: bool, database: Database, assessment: Assessment, draft: Draft
) -> None:
    secret = saved(database, assessment, draft)
    found = opened(database, assessment, secret, NOW + timedelta(minutes=minutes))
    assert (found is not None) is opens


def test_a_draft_that_nobody_touched_yet_stays_sealed(database: Database, assessment: Assessment) -> None:
    assert opened(database, assessment, saved(database, assessment, Draft())) is None


def test_a_destroyed_draft_is_gone(database: Database, assessment: Assessment, draft: Draft) -> None:
    secret = saved(database, assessment, draft)
    with database.write() as session:
        drafts.destroy(session, assessment, secret)
        drafts.destroy(session, assessment, new_secret())
        drafts.destroy(session, assessment, "")
    assert opened(database, assessment, secret) is None
    assert count(database) == 0


def test_a_draft_that_somebody_changed_in_the_database_opens_as_none(
    database: Database, assessment: Assessment, draft: Draft
) -> None:
    secret = saved(database, assessment, draft)
    with database.write() as session:
        sealed = session.scalars(select(Sealed.sealed)).one()
        session.execute(update(Sealed).values(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    assert opened(database, assessment, secret) is None


def test_a_draft_moved_to_another_row_opens_as_none(
    database: Database, assessment: Assessment, draft: Draft
) -> None:
    mine, other = saved(database, assessment, draft), saved(database, assessment, draft)
    with database.write() as session:
        one, two = session.execute(select(Sealed.id, Sealed.sealed)).all()
        for row, sealed in ((one.id, two.sealed), (two.id, one.sealed)):
            session.execute(update(Sealed).where(Sealed.id == row).values(sealed=sealed))
    assert opened(database, assessment, mine) is None
    assert opened(database, assessment, other) is None


def test_its_length_does_not_tell_how_far_somebody_got(
    database: Database, assessment: Assessment, draft: Draft
) -> None:
    saved(database, assessment, draft)
    saved(database, assessment, Draft())
    with database.read() as session:
        assert len({len(sealed) for sealed in session.scalars(select(Sealed.sealed))}) == 1


def test_each_draft_has_a_receipt_of_its_own() -> None:
    assert Draft().receipt != Draft().receipt
    assert len(Draft().receipt) >= 22


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_neither_file_nor_log_of_the_database_holds_answer_secret_receipt_or_moment(
    database: Database, assessment: Assessment
) -> None:
    draft = Draft(answers={"would-help": "A sentence that nobody else writes."}, touched=NOW)
    secret = saved(database, assessment, draft)
    with database.read():
        path = Path(str(database.url.database))
        held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert assessment.code.encode() in held, "the control: what is not sealed is found"
    for hidden in ("nobody else writes", secret, draft.receipt, "2026-11-10T09:30"):
        assert hidden.encode() not in held


def test_saving_where_nothing_is_left_keeps_nothing(
    database: Database, assessment: Assessment, draft: Draft
) -> None:
    """A page that was open while its survey closed, or its answers were sent elsewhere, leaves no row behind."""
    secret = saved(database, assessment, draft)
    with database.write() as session:
        drafts.destroy(session, assessment, secret)
        assert not drafts.save(session, assessment, secret, draft)
    assert count(database) == 0


def test_nobody_begins_once_the_assessment_has_closed(
    database: Database, tiny_settings: Settings, assessment: Assessment, draft: Draft
) -> None:
    lifecycle.close(database, tiny_settings, assessment.code, NOW.date())
    with pytest.raises(Closed):
        saved(database, assessment, draft)
    assert count(database) == 0


def test_nothing_of_a_draft_is_among_what_is_evaluated(
    database: Database,
    assessment: Assessment,
    draft: Draft,
    tiny: Instrument,
    tiny_settings: Settings,
    today: date,
) -> None:
    answers = {**draft.answers, "would-help": "A draft says this."}
    saved(database, assessment, replace(draft, answers=answers))
    for closed in (False, True):
        if closed:
            lifecycle.close(database, tiny_settings, assessment.code, today)
        with database.read() as session:
            assert responses.load_wave(session, assessment, tiny).n == 0
            assert not list(session.scalars(select(Comment)))
