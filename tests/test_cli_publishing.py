"""Publishing as a lead types it."""

from __future__ import annotations

import json

import pytest

from tests.test_cli_comments import closed  # noqa: F401 - a fixture

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


@pytest.mark.parametrize("command", ["publish", "unpublish"])
def test_an_unknown_code_is_said_to_be_none(at, command):
    at("init")
    assert "no assessment" in at(command, "nothing", "--yes", code=1).stderr
