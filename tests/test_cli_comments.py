"""Moderation as a lead types it: the list, decisions, a sheet, and the way into the findings."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from readiness.demo import run
from readiness.fieldwork import lifecycle, setup_file
from readiness.records import responses
from readiness.records.responses import AnswerSet

WORDS = ("Ask Priya. More clinics should book like that.", *(f"Plain words, number {i}." for i in range(12)))
SETUP = (run.HERE / "system.toml").read_text("utf-8")


@pytest.fixture
def closed(at, settings, on_sqlite):
    """An instance with a closed assessment of thirteen people who wrote something; its code."""
    setup = setup_file.parsed("setup.toml", SETUP.encode(), settings.surveys)
    with on_sqlite.write() as session:
        code = lifecycle.create(session, setup, settings).code
        of = lifecycle.open_(session, code, settings, date(2026, 1, 12))
        instrument = lifecycle.locked_instrument(of, settings)
        sets = [
            AnswerSet(strata={"role": "gp"}, comments=(("would-help", each),), quotable=True)
            for each in WORDS
        ]
        sets.append(AnswerSet(comments=(("would-help", "\x1b[2JNever print this."),)))
        responses.add(session, of, instrument, sets)
    assert "who wrote which" in at("comments", code, code=1).stderr
    lifecycle.close(on_sqlite, settings, code, date(2026, 2, 21))
    return code


def handle(at, code, part):
    listed = json.loads(at("comments", code, "--all", "--json").output)["comments"]
    return next(one["id"] for one in listed if part in one["words"])


def test_the_list_says_what_to_look_at_and_how_many_are_left(at, closed):
    said = at("comments", closed).output
    assert 'Look at: name "Priya"' in said
    assert "13 to read, 0 to be shown, 0 withheld." in said
    assert "Reasons to withhold: person, patient" in said
    assert "Never print" not in said


def test_from_the_first_decision_to_the_findings(at, closed):
    priya = handle(at, closed, "Priya")
    said = at("comments", closed, "--cut", priya, "[...] More clinics should book like that.").output
    assert "12 to read, 1 to be shown" in said
    assert "before all comments to it are decided about" in said
    at("comments", closed, "--withhold", handle(at, closed, "number 0."), "--reason", "repeated")
    assert json.loads(at("score", closed, "--json").output)["findings"]["comments"] == []
    rest = [one["id"] for one in json.loads(at("comments", closed, "--json").output)["comments"]]
    assert len(rest) == 11
    said = at("comments", closed, *(word for each in rest for word in ("--show", each))).output
    assert said == "0 to read, 12 to be shown, 1 withheld.\n"
    (told,) = json.loads(at("score", closed, "--json").output)["findings"]["comments"]
    assert told["id"] == "would-help"
    assert sorted(told["texts"]) == sorted(
        ["[…] More clinics should book like that.", *(f"Plain words, number {i}." for i in range(1, 12))]
    )


def test_decisions_by_a_sheet(at, closed):
    at("comments", closed, "--export", "comments.csv")
    text = Path("comments.csv").read_text("utf-8-sig")
    Path("filled.csv").write_text(text.replace(",,,\n", ",show,,\n"), "utf-8")
    result = at("comments", closed, "--import", "filled.csv")
    assert "0 to read, 13 to be shown" in result.stdout
    assert 'will be shown with name "Priya"' in result.stderr
    Path("bad.csv").write_text(text.replace(",,,\n", ",perhaps,,\n"), "utf-8")
    said = at("comments", closed, "--import", "bad.csv", code=1).stderr
    assert "13 faults found" in said
    assert "row 2" in said


def test_what_may_never_be_quoted_is_apart_and_moves_no_cursor(at, closed):
    said = at("comments", closed, "--background").output
    assert "do not want to be quoted" in said
    assert "Never print this." in said
    assert "\x1b" not in said
    told = json.loads(at("comments", closed, "--background", "--json").output)
    assert len(told["never_to_be_quoted"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--withhold", "x"), "Add --reason: one of person"),
        (("--reason", "person"), "belongs to --withhold"),
        (("--show", "x", "--withhold", "x", "--reason", "person"), "Decide once"),
        (("--show", "x", "--import", "sheet.csv"), "Decide once"),
    ],
)
def test_options_that_do_not_go_together_are_refused(at, closed, words, said):
    assert said in at("comments", closed, *words, code=2).stderr


def test_an_unknown_comment_decides_nothing(at, closed):
    known = handle(at, closed, "number 1.")
    assert "no comment" in at("comments", closed, "--show", known, "--show", "zzzz", code=1).stderr
    assert "13 to read" in at("comments", closed).output
