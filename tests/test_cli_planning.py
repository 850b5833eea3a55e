"""Planning from the command line: from a file and from an assessment, in words and for a program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from readiness.cli import plan_text
from tests.conftest import around_today

At = Callable[..., Result]
ONCE = ("--simulations", "1")
SMALL = """\
system = "Ashdale"
title = "Ashdale [2026]"
year = 2026
instrument = "innovation-readiness"
version = "2026.1"
opens_on = 2026-11-02
closes_on = 2026-11-15
places = [{ id = "north", name = "North" }, { id = "south", name = "South" }]
areas = [{ id = "skin", name = "Dermatology" }, { id = "rare", name = "Rare diseases" }]

[headcounts.places]
north = { gp = 60, clinician = 200, manager = 20 }
south = { gp = 40, clinician = 150, manager = 14 }

[headcounts.areas]
skin = { gp = 40, clinician = 60, manager = 20 }
rare = { gp = 1, clinician = 6, manager = 1 }
"""


@pytest.fixture
def small(at: At) -> str:
    """A set-up file in an empty folder."""
    Path("small.toml").write_text(around_today(SMALL), "utf-8")
    return "small.toml"


def test_a_plan_of_a_file_needs_no_installation(at: At, small: str) -> None:
    said = at("plan", small, "--rate", "25", "--rate", "gp=40", *ONCE).output
    assert "484 people are asked; about 136 answer" in said
    assert "GPs 40%, Hospital clinicians 25%" in said
    assert "Ashdale [2026]" in said
    assert "Rare diseases: fewer than 11 people work there" in said
    assert not Path("instance").exists()


def test_every_line_fits_and_no_heading_is_cut(at: At, small: str) -> None:
    lines = at("plan", small, "--rate", "25", *ONCE).output.splitlines()
    assert max(map(len, lines)) <= plan_text.WIDTH
    assert sum(line.endswith("Safe from") for line in lines) == len(plan_text.TABLES)


def test_a_plan_of_an_assessment_is_that_of_its_file(at: At, small: str) -> None:
    at("init")
    code = at("assessment", "create", small).output.split()[0]
    of_file, of_code = (
        json.loads(at("plan", name, "--rate", "25", "--json", *ONCE).output) for name in (small, code)
    )
    assert of_file == of_code
    assert of_file["rates"] == {"gp": 25.0, "clinician": 25.0, "manager": 25.0}
    assert {group["verdict"] for group in of_file["groups"]} <= {"likely", "in doubt", "unlikely", "never"}
    assert of_file["cover"]["turnouts"] == 1


def test_assumptions_can_be_changed(at: At, small: str) -> None:
    told = json.loads(at("plan", small, "--rate", "25", "--sd", "9", "--icc", ".2", "--json", *ONCE).output)
    assert told["assumed"] == {"sd": 9.0, "iccs": [0.2]}
    assert [each["needed"] for each in told["apart"]] == [10]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("small.toml",), "Add --rate 25"),
        (("small.toml", "--rate", "125"), '"125" is no response rate'),
        (("small.toml", "--rate", "25", "--rate", "gps=3"), 'did you mean "gp"?'),
        (("small.toml", "--rate", "25", "--sd", "0"), "standard deviation"),
        (("nowhere.toml", "--rate", "25", *ONCE), "nowhere.toml cannot be read"),
        (("nowhere", "--rate", "25", *ONCE), "readiness init"),
    ],
)
def test_what_cannot_be_planned_is_said_on_standard_error(
    at: At, small: str, words: tuple[str, ...], said: str
) -> None:
    result = at("plan", *words, code=1)
    assert said in result.stderr
    assert result.stdout == ""


def test_an_unknown_code_points_to_the_list(at: At, small: str) -> None:
    at("init")
    assert "assessment list" in at("plan", "nope", "--rate", "25", code=1).stderr


def test_rates_are_typed_or_last_years_and_not_both(at: At, small: str) -> None:
    assert "not both" in at("plan", small, "--like", "code", "--rate", "2", code=2).stderr


def test_rates_of_an_open_assessment_are_no_guide(at: At, small: str) -> None:
    at("init")
    code = at("assessment", "create", small).output.split()[0]
    at("assessment", "open", code)
    assert "no response rate to go by" in at("plan", small, "--like", code, code=1).stderr
