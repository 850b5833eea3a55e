"""Nothing beside an answer leads to a person, nor tells when or in which order people answered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import Date, DateTime, Identity, Integer, LargeBinary, Sequence, Time, inspect, text
from sqlalchemy import exc as problem

from readiness.records.database import Database
from readiness.records.tables import Table, random_id

BESIDE_ANSWERS = {
    "response": {
        "id",
        "assessment_id",
        "version",
        "instrument_hash",
        "role",
        "place",
        "organisation_type",
        "tenure",
        "answers",
        "areas",
        "hasty",
    },
    "comment": {"id", "assessment_id", "question", "text", "quotable"},
    "send": {"key_hash", "assessment_id"},
    "draft": {"id", "assessment_id", "sealed", "sweeps"},
}
"""All that may ever stand there: a column more is a decision about people's trust, made here and in docs/."""


@pytest.mark.parametrize("table", BESIDE_ANSWERS)
def test_the_database_holds_these_columns_beside_answers_and_no_others(
    table: str, database: Database
) -> None:
    with database.engine.connect() as connection:
        columns = inspect(connection).get_columns(table)
    assert {column["name"] for column in columns} == BESIDE_ANSWERS[table]
    assert not any(isinstance(column["type"], Date | DateTime | Time) for column in columns)
    assert not any(column.get("autoincrement") is True or column.get("identity") for column in columns)
    assert not any(column["default"] for column in columns)


@pytest.mark.parametrize("table", BESIDE_ANSWERS)
def test_their_keys_are_random_bytes_and_no_counter(table: str) -> None:
    (key,) = Table.metadata.tables[table].primary_key
    assert isinstance(key.type, LargeBinary)
    others = [column for column in Table.metadata.tables[table].columns if column is not key]
    counters = [column.name for column in others if isinstance(column.type, Integer)]
    assert counters == ["assessment_id", *(["sweeps"] if table == "draft" else [])], "days, and of no answer"
    assert not any(isinstance(column.default, Sequence | Identity) for column in others)


@pytest.mark.parametrize("table", BESIDE_ANSWERS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_numbers_none_of_their_rows(table: str, database: Database) -> None:
    with pytest.raises(problem.OperationalError, match="no such column: rowid"), database.read() as session:
        session.execute(text(f"SELECT rowid FROM {table}"))


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_postgresql_has_no_sequence_for_them(database: Database) -> None:
    with database.read() as session:
        names = set(session.scalars(text("SELECT relname FROM pg_class WHERE relkind = 'S'")))
    assert names == {
        "access_grant_id_seq",
        "action_id_seq",
        "taken_form_id_seq",
        "account_id_seq",
        "api_token_id_seq",
        "assessment_id_seq",
        "build_id_seq",
        "code_batch_id_seq",
        "errand_id_seq",
        "headcount_id_seq",
        "link_id_seq",
        "passkey_id_seq",
        "publication_id_seq",
        "rehearsal_id_seq",
        "share_id_seq",
        "sign_in_id_seq",
        "system_id_seq",
    }


def test_random_ids_are_not_in_the_order_in_which_they_are_made() -> None:
    made = [random_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    rising = sum(earlier < later for earlier, later in pairwise(made))
    assert 400 < rising < 600
