"""Publishing as a lead types it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from readiness.fieldwork import lifecycle, setup_file
from readiness.records import responses
from readiness.records.responses import AnswerSet
from tests.test_cli_comments import SETUP, closed  # noqa: F401 - a fixture

ASKED = "Everybody with a right to"


def log(at):
    return [one["action"] for one in json.loads(at("audit", "export", "--json").stdout)]


def test_publishing_asks_is_in_the_log_and_can_be_taken_back(at, closed):  # noqa: F811
    at("init")  # which makes the key that seals the log
    assert ASKED in at("publish", closed, code=1).output
    assert "are published" in at("publish", closed, "--yes").output
    assert "nothing has changed since" in at("publish", closed, "--yes", code=1).stderr
    assert "end for good" in at("unpublish", closed, code=1).output
    assert "no longer" in at("unpublish", closed, "--yes").output
    assert "not published" in at("unpublish", closed, "--yes", code=1).stderr
    assert log(at) == ["results published", "results taken back"]
    assert "are published" in at("publish", closed, "--yes").output


def test_what_has_moved_is_published_along_where_the_year_before_is(at, closed, settings, on_sqlite):  # noqa: F811
    at("init")
    later = a_year_later(on_sqlite, settings, closed)
    at("publish", later, "--yes")
    at("publish", closed, "--yes")
    said = at("publish", later, "--not-moved", "--yes", code=1).stderr
    assert "nothing has changed since" in said
    assert "and what has moved since 2026. Publish it?" in at("publish", later, code=1).output
    assert "published, with what has moved since 2026." in at("publish", later, "--yes").output
    assert "Change report" in at("build", later, "--kind", "change", "--published").output
    at("unpublish", closed, "--yes")
    assert "not published with" in at("build", later, "--kind", "change", "--published", code=1).stderr


def a_year_later(database, settings, code):
    """Ask twelve people a year later, close, and return the code."""
    given = {"year": 2027, "follows": code, "opens_on": date(2027, 1, 11), "closes_on": date(2027, 2, 20)}
    setup = setup_file.parsed("setup.toml", SETUP.encode(), settings.surveys).model_copy(update=given)
    with database.write() as session:
        made = lifecycle.create(session, setup, settings)
        of = lifecycle.open_(session, made.code, settings, given["opens_on"])
        people = [AnswerSet(strata={"role": "gp"})] * 12
        responses.add(session, of, lifecycle.locked_instrument(of, settings), people)
    return lifecycle.close(database, settings, made.code, given["closes_on"]).code


@pytest.mark.parametrize("command", ["publish", "unpublish"])
def test_an_unknown_code_is_said_to_be_none(at, command):
    at("init")
    assert "no assessment" in at(command, "nothing", "--yes", code=1).stderr
