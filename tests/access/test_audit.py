"""The log cannot be edited by the program or the database, and whoever edits it all the same is found out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import exc as problem
from sqlalchemy import text

from readiness.access import audit
from readiness.access.audit import Broken
from readiness.records import audit as kept
from readiness.records.account_tables import AuditEntry
from readiness.records.database import Database, Session
from tests.access.conftest import Office

UNLOCK = {
    "sqlite": (
        "DROP TRIGGER audit_entry_keeps_words",
        "DROP TRIGGER audit_entry_keeps_rows",
        "DROP TRIGGER audit_entry_keeps_numbers",
    ),
    "postgresql": ("ALTER TABLE audit_entry DISABLE TRIGGER ALL",),
}


@pytest.fixture
def written(office: Office) -> Office:
    """A log of five entries."""
    for number in range(1, 6):
        with office.desk() as acting:
            acting.note("tried", f"thing {number}", colour="red", number=number)
    return office


def check(office: Office, noted: str = "") -> audit.Head:
    with office.database.read() as session:
        return audit.check(session, office.settings, noted)


def tamper(office: Office, *statements: str) -> None:
    """Do to the database what only its owner can: without the triggers."""
    with office.database.write() as session:
        for statement in (*UNLOCK[session.get_bind().dialect.name], *statements):
            session.execute(text(statement))


def test_entries_are_numbered_without_gaps_and_the_whole_is_sound(written: Office) -> None:
    head = check(written)
    assert head.number == 5
    assert check(written, noted=str(head)) == head


def test_an_empty_log_is_sound(office: Office) -> None:
    assert check(office).number == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'nothing' WHERE number = 3",
        "DELETE FROM audit_entry WHERE number = 3",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_itself_refuses(written: Office, statement: str) -> None:
    with pytest.raises(problem.DBAPIError, match="never changed"), written.database.write() as session:
        session.execute(text(statement))
    assert check(written).number == 5


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_refuses_to_replace_an_entry_by_another_of_its_number(written: Office) -> None:
    again = "INSERT OR REPLACE INTO audit_entry SELECT number, at, actor_id, 'somebody else', action, about, details,"
    again += " sign_in_id, seal FROM audit_entry WHERE number = 3"
    with pytest.raises(problem.DBAPIError, match="never changed"), written.database.write() as session:
        session.execute(text(again))


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_postgresql_refuses_to_empty_it(written: Office) -> None:
    with pytest.raises(problem.DBAPIError, match="never changed"), written.database.write() as session:
        session.execute(text("TRUNCATE audit_entry"))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET action = 'nothing' WHERE number = 3", "Entry 3 .* not as it was written"),
        ("UPDATE audit_entry SET at = at + 1 WHERE number = 1", "Entry 1 .* not as it was written"),
        ("UPDATE audit_entry SET actor = 'eve' WHERE number = 5", "Entry 5 .* not as it was written"),
        ("UPDATE audit_entry SET details = '{}' WHERE number = 2", "Entry 2 .* not as it was written"),
        ("UPDATE audit_entry SET sign_in_id = 9 WHERE number = 4", "Entry 4 .* not as it was written"),
        ("DELETE FROM audit_entry WHERE number = 3", "Entry 3 .* is missing; entry 4 comes next"),
        ("DELETE FROM audit_entry WHERE number = 1", "Entry 1 .* is missing"),
        ("DELETE FROM audit_entry WHERE number > 3", "ends at entry 3, but 5 were written"),
        ("DELETE FROM audit_entry", "ends at entry 0, but 5 were written"),
    ],
)
def test_who_gets_around_the_triggers_is_found_out(written: Office, statement: str, said: str) -> None:
    tamper(written, statement)
    with pytest.raises(Broken, match=said):
        check(written)


def test_two_entries_that_change_places_are_found_out(written: Office) -> None:
    tamper(
        written,
        "UPDATE audit_entry SET number = 100 WHERE number = 2",
        "UPDATE audit_entry SET number = 2 WHERE number = 3",
        "UPDATE audit_entry SET number = 3 WHERE number = 100",
    )
    with pytest.raises(Broken, match="Entry 2"):
        check(written)


def test_an_end_that_was_cut_off_with_the_head_put_back_is_found_out_by_what_was_noted(
    written: Office,
) -> None:
    noted = str(check(written))
    tamper(
        written,
        "DELETE FROM audit_entry WHERE number > 3",
        "UPDATE audit_head SET number = 3, seal = (SELECT seal FROM audit_entry WHERE number = 3)",
    )
    assert check(written).number == 3, "the database alone cannot tell"
    with pytest.raises(Broken, match=f"does not hold the entry that was noted as {noted}"):
        check(written, noted)


def test_another_secret_does_not_fit(written: Office) -> None:
    written.settings = replace(written.settings, secret_key="of another installation " * 2)
    with pytest.raises(Broken, match=r"secret_key was changed"):
        check(written)


def test_an_act_that_fails_leaves_no_line_and_a_line_that_fails_undoes_the_act(
    written: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_halfway() -> None:
        with written.desk() as acting:
            acting.note("half done", "nothing")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_halfway()
    assert check(written).number == 5

    def full(*given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(kept, "add", full)
    with pytest.raises(RuntimeError):
        written.invite("jo@example.org")
    with written.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 0


def test_those_who_write_at_once_write_one_after_the_other(
    written: Office, in_parallel: Callable[..., None]
) -> None:
    def write(session: Session, number: int) -> None:
        actor = (None, "somebody", None)
        audit.add(session, written.settings, written.now, actor, "tried", f"at once {number}", {})

    in_parallel(written.database, write, 6)
    assert check(written).number == 11


@pytest.fixture
def in_parallel() -> Callable[..., None]:
    """Let several threads write at once, each in a transaction of its own."""
    from concurrent.futures import ThreadPoolExecutor

    def run(database: Database, act: Callable[[Session, int], None], times: int) -> None:
        def one(number: int) -> None:
            with database.write() as session:
                act(session, number)

        with ThreadPoolExecutor(times) as pool:
            list(pool.map(one, range(times)))

    return run


def test_it_is_exported_as_csv_and_json_with_the_same_content(written: Office) -> None:
    with written.desk() as acting:
        acting.note("tried", '=HYPERLINK("x")', note="+1")
    with written.database.read() as session:
        as_csv = list(csv.DictReader(io.StringIO(audit.as_csv(kept.entries(session)))))
        as_json = json.loads(audit.as_json(kept.entries(session)))
    assert len(as_csv) == len(as_json) == 6
    assert as_json[0]["about"] == as_csv[0]["about"] == "thing 1"
    assert as_csv[5]["about"] == '\'=HYPERLINK("x")', "a spreadsheet runs no formula"
    assert as_json[5]["at"] == "2026-11-18T11:06:40+00:00"
    assert json.loads(as_csv[0]["details"]) == as_json[0]["details"] == {"colour": "red", "number": "1"}


def test_newest_entries_come_first_and_those_of_one_account_can_be_had(written: Office) -> None:
    with written.database.read() as session:
        assert [one.number for one in kept.page(session, 1, 2)] == [4, 3]
        assert kept.count(session) == 5
        assert kept.count(session, actor=7) == 0
        assert kept.page(session, 0, 10, actor=7) == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"])
def test_no_sign_that_a_spreadsheet_runs_begins_a_cell(sign):
    entry = AuditEntry(number=1, at=0, actor="a", action="b", about=f"{sign}1", details={}, seal=b"")
    assert f"'{sign}1" in audit.as_csv([entry])
