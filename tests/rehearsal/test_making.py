"""What a worker makes of a set-up that is still being filled in: a plan, or documents of simulated answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readiness.config import Settings
from readiness.errors import FileFaults, ReadinessError
from readiness.fieldwork import setup_drafts, setup_file
from readiness.rehearsal import making
from readiness.reporting import kinds
from tests.test_cli_planning import SMALL


@pytest.fixture
def tables(settings: Settings) -> dict[str, Any]:
    """The tables of a set-up of two places and two areas, one of them too small ever to be shown."""
    return setup_drafts.written(setup_file.parsed("small.toml", SMALL.encode(), settings.surveys))


def asked(tables: dict[str, Any], everybody: float = 30.0, **roles: float) -> dict[str, Any]:
    return {
        "tables": tables,
        "system": "Ashdale",
        "rates": {"everybody": everybody, "roles": roles, "source": ""},
        "seed": 1,
    }


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each document in no time: how each is made is tested where it is made."""
    json_form = kinds.KINDS["json"].make
    of = lambda _, __, options: options["area"].encode()  # noqa: E731
    made = {
        "baseline": kinds.Kind("baseline", "Baseline report", "json", json_form),
        "summary": kinds.Kind("summary", "Summary on one page", "txt", lambda *_: b"summary"),
        "area": kinds.Kind("area", "Area report", "txt", of, of_area=True),
    }
    monkeypatch.setattr(kinds, "KINDS", made)


def test_a_plan_is_told_as_json_can_hold_it(settings: Settings, tables: dict[str, Any]) -> None:
    heard: list[tuple[str, int]] = []
    found = json.loads(
        json.dumps(making.plan(asked(tables, gp=40.0), settings, lambda *said: heard.append(said)))
    )
    assert (found["people"], found["rates"]["gp"], found["rates"]["manager"]) == (484, 40.0, 30.0)
    [rare] = [group for group in found["groups"] if group["id"] == "rare"]
    assert rare["verdict"] == "never"
    percents = [percent for _, percent in heard]
    assert percents == sorted(percents)
    assert percents[-1] == 85


def test_a_plan_needs_no_more_than_a_questionnaire(settings: Settings, tables: dict[str, Any]) -> None:
    begun = {key: tables[key] for key in ("instrument", "version")}
    found = making.plan(asked(begun), settings, lambda *_: None)
    assert found["people"] is None
    assert next(each["rule"] for each in found["advice"]) == "headcounts-none"
    with pytest.raises(ReadinessError, match="No questionnaire"):
        making.plan(asked({}), settings, lambda *_: None)


def test_headcounts_that_cannot_be_are_refused(settings: Settings, tables: dict[str, Any]) -> None:
    tables["headcounts"] = {"areas": {"gone": {"gp": 3}}}
    with pytest.raises(FileFaults, match="gone"):
        making.plan(asked(tables), settings, lambda *_: None)


@pytest.mark.usefixtures("quick")
def test_a_trial_makes_a_report_a_summary_and_the_report_of_one_area(
    settings: Settings, tables: dict[str, Any], tmp_path: Path
) -> None:
    heard: list[tuple[str, int]] = []
    at_work = tmp_path / "at-work"
    at_work.mkdir()
    people, made = making.documents(asked(tables, 50.0), settings, at_work, lambda *said: heard.append(said))
    report, summary, area = (document.file for document in made)
    assert (report, summary) == ("simulated-baseline.json", "simulated-summary.txt")
    assert area.startswith("simulated-area-")
    found = json.loads(made[0].data)["findings"]
    assert (found["heading"]["simulated"], found["n"]) == (True, people)
    assert [percent for _, percent in heard] == sorted(percent for _, percent in heard)
    assert list(at_work.iterdir()) == [], "the folder in which they answered is gone"


@pytest.mark.usefixtures("quick")
def test_a_trial_of_a_set_up_that_cannot_be_launched_says_what_is_missing(
    settings: Settings, tables: dict[str, Any], tmp_path: Path
) -> None:
    del tables["opens_on"]
    with pytest.raises(FileFaults, match="opens_on"):
        making.documents(asked(tables), settings, tmp_path, lambda *_: None)
