"""Accounts, rights and the log from the command line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from readiness.access import people
from readiness.access.acting import Acting
from readiness.cli import users
from readiness.config import load
from readiness.demo import run
from readiness.records.database import Database

SETUP = (run.HERE / "system.toml").read_text("utf-8")


@pytest.fixture
def ready(at):
    """An instance with one assessment; the name of its system."""
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    at("assessment", "create", "setup.toml")
    return next(line.split('"')[1] for line in SETUP.splitlines() if line.startswith("system ="))


def join(link: str) -> None:
    """Accept an invitation."""
    settings = load(Path("instance"), environ={})
    database = Database(settings.database_url)
    token = urlsplit(link.strip()).path.rpartition("/")[2]
    with database.write() as session:
        people.join(Acting(session, settings, 1_795_000_000, name="tests"), token, "Somebody", "hash")
    database.dispose()


def test_the_first_administrator_is_invited_once(at, ready):
    link = at("user", "first", "Ada@Example.org").stdout
    assert link.startswith("http://127.0.0.1:8000/console/join/")
    assert "ada@example.org  invited\n    1  administrator" in at("user", "list").stdout
    join(at("user", "first", "ada@example.org").stdout)
    assert "administrator already" in at("user", "first", "eve@example.org", code=1).stderr


def test_without_an_account_it_is_said_what_to_do(at):
    at("init")
    assert "readiness user first EMAIL" in at("user", "list").output


def test_a_right_is_given_and_waits_for_the_browser(at, ready):
    join(at("user", "first", "ada@example.org").stdout)
    join(at("user", "invite", "lea@example.org").stdout)
    given = at("user", "grant", "lea@example.org", "system-lead", "--system", ready, "--until", "2099-01-31")
    assert given.stdout == "Right 2 waits for an administrator to approve it.\n"
    assert f"2  system-lead of {ready} until 2099-01-31  waits for approval" in at("user", "list").stdout
    assert "cannot approve it too" in at("user", "approve", "2", code=1).stderr
    at("user", "revoke", "2")
    assert "no right 2" in at("user", "revoke", "2", code=1).stderr


def test_the_second_administrator_needs_no_yes_and_the_third_does(at, ready):
    join(at("user", "first", "ada@example.org").stdout)
    for email, said in (("ben@example.org", "is in force"), ("cat@example.org", "waits")):
        join(at("user", "invite", email).stdout)
        assert said in at("user", "grant", email, "administrator").stdout


def test_a_wrong_system_area_or_account_is_said_with_the_ones_there_are(at, ready):
    at("user", "invite", "lea@example.org")
    assert (
        f"Select the system. Systems are: {ready}"
        in at("user", "grant", "lea@example.org", "viewer", code=1).stderr
    )
    words = ("user", "grant", "lea@example.org", "area-lead", "--system", ready, "--area", "none")
    assert "Select the area. Known are: " in at(*words, code=1).stderr
    assert "There is no account" in at("user", "deactivate", "nobody@example.org", code=1).stderr
    assert "correct format" in at("user", "invite", "nobody", code=1).stderr


def test_a_reset_and_a_deactivation(at, ready):
    join(at("user", "first", "ada@example.org").stdout)
    link = at("user", "reset", "ada@example.org", "--second-factor")
    assert "/console/join/" in link.stdout
    assert "for an hour" in link.stderr
    assert "only administrator" in at("user", "deactivate", "ada@example.org", code=1).stderr
    join(at("user", "invite", "lea@example.org").stdout)
    assert "signed out everywhere" in at("user", "deactivate", "lea@example.org").stdout
    assert "lea@example.org  deactivated" in at("user", "list").stdout


def test_the_log_is_checked_and_exported(at, ready):
    at("user", "invite", "lea@example.org")
    head = at("audit", "check").stdout.split()[-1]
    at("user", "invite", "new@example.org")
    assert "each as it was written" in at("audit", "check", "--noted", head).stdout
    assert "does not hold" in at("audit", "check", "--noted", "1-0000000000000000", code=1).stderr
    assert "The audit log is in log.csv" in at("audit", "export", "--out", "log.csv").output
    assert Path("log.csv").read_text("utf-8-sig").splitlines()[0].startswith("number,at,actor")
    assert Path("log.csv").stat().st_mode & 0o777 == 0o600  # it holds names and addresses
    rows = json.loads(at("audit", "export", "--json").stdout)
    assert [row["action"] for row in rows] == ["invited", "invited"]
    assert rows[0]["actor"].startswith("command line (")


def test_a_log_that_was_edited_is_said_with_the_place(at, ready):
    at("user", "invite", "lea@example.org")
    with sqlite3.connect("instance/readiness.db") as connection:
        connection.execute("DROP TRIGGER audit_entry_keeps_words")
        connection.execute("UPDATE audit_entry SET actor = 'eve'")
    connection.close()
    assert "Entry 1 of the audit log is not as it was written" in at("audit", "check", code=1).stderr


def test_a_command_is_logged_where_its_typist_has_no_name(monkeypatch):
    def nameless():
        raise KeyError

    monkeypatch.setattr(users.getpass, "getuser", nameless)
    assert users._typist() == "unknown"
