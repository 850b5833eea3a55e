"""What is done about results, as a lead types it."""

from __future__ import annotations

import json

from tests.test_cli_comments import closed  # noqa: F401 - a fixture

TEXT = "Two protected hours a month"


def test_an_action_from_its_first_word_to_its_end(at, closed):  # noqa: F811
    at("init")  # which makes the key that seals the log
    assert "Nothing is written down" in at("action", "list", closed).stdout
    more = ("--area", "dermatology", "--moves", "resources", "--owner", "Clinical lead", "--start", "2026-09")
    assert "Action 1 is written down" in at("action", "add", closed, TEXT, *more, "--expect", "5").stdout
    said = at("action", "list", closed).stdout
    assert f"1  planned  {TEXT}" in said
    assert "Dermatology; to move Time and resources by 5; Clinical lead; from September 2026" in said
    assert "is changed" in at("action", "change", closed, "1", "--state", "done", "--area", "none").stdout
    assert "is as it was" in at("action", "change", closed, "1", "--state", "done").stdout
    (one,) = json.loads(at("action", "list", closed, "--json").stdout)
    assert (one["state"], one["area"], one["moves"], one["expected"]) == ("done", None, "resources", 5)
    assert f"“{TEXT}”. Remove it?" in at("action", "remove", closed, "1", code=1).output
    assert "is removed" in at("action", "remove", closed, "1", "--yes").stdout
    log = json.loads(at("audit", "export", "--json").stdout)
    assert [one["action"] for one in log] == ["action recorded", "action changed", "action removed"]
    assert log[0]["about"] == f"assessment {closed}: action 1"
    assert log[0]["details"] == {
        "area": "dermatology",
        "moves": "resources",
        "expected": "5",
        "start": "2026-09",
        "state": "planned",
    }


def test_what_cannot_be_written_down_is_said_with_its_remedy(at, closed):  # noqa: F811
    at("init")
    said = at("action", "add", closed, TEXT, "--area", "surgery", code=1).stderr
    assert '"surgery" is no clinical area of it. Choose one of: ' in said
    assert "dermatology" in said
    assert "no action 7" in at("action", "change", closed, "7", "--state", "done", code=1).stderr
    assert "no action 7" in at("action", "remove", closed, "7", "--yes", code=1).stderr
    assert "no assessment" in at("action", "list", "nothing", code=1).stderr
