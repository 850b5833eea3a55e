"""Asking for documents on the command line: what is printed while they are built, and what came of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from readiness import config
from readiness.building import worker
from readiness.cli import building, readiness
from readiness.config import Settings
from readiness.records.tables import Assessment
from tests.building import conftest as given

pytestmark = [
    pytest.mark.usefixtures("quick", "finding"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
closed, quick, finding, work = given.closed, given.quick, given.finding, given.work
Types = Callable[..., Result]


@pytest.fixture
def here(tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Types:
    """Type a command in the installation that has the closed assessment."""
    for name, value in config.environment(tiny_settings).items():
        monkeypatch.setenv(name, value)

    def types(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(readiness, words, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return types


@pytest.fixture
def worked_on(work: Callable[[], worker.Worker], monkeypatch: pytest.MonkeyPatch) -> None:
    """While a command waits, a worker works."""
    monkeypatch.setattr(building, "_pause", work)


def test_what_is_asked_for_is_numbered_and_waits(here: Types, closed: Assessment) -> None:
    assert here("build", closed.code, "--kind", "note").stdout == "1  Note: waiting for a worker\n"
    asked = here("build", closed.code, "--kind", "leaf", "--area", "diabetes").stdout
    assert asked == "2  Leaf: Diabetes: waiting for a worker\n"
    listed = here("builds", closed.code).stdout.splitlines()
    assert listed == ["    2  Leaf: Diabetes: Waiting for a worker", "    1  Note: Waiting for a worker"]


@pytest.mark.usefixtures("worked_on")
def test_who_waits_is_told_of_each_and_gets_the_files(
    here: Types, closed: Assessment, tmp_path: Path
) -> None:
    said = here(
        "build", closed.code, "--kind", "leaf", "--area", "diabetes", "--out", str(tmp_path / "out")
    ).stdout
    path = tmp_path / "out" / f"leaf-{closed.code}-diabetes.pdf"
    assert said.splitlines() == ["Leaf: Diabetes: Ready", str(path)]
    assert path.read_bytes() == b"%PDF diabetes"


@pytest.mark.usefixtures("worked_on")
def test_of_all_documents_those_that_failed_are_named_with_their_reason(
    here: Types, closed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.reporting import kinds

    monkeypatch.setattr(
        kinds, "KINDS", {name: kinds.KINDS[name] for name in ("note", "leaf", "refused", "mistaken")}
    )
    result = here("build", closed.code, "--all", "--wait", code=1)
    assert set(result.stdout.splitlines()) == {
        "Note: Ready",
        "Leaf: Cardiology: Ready",
        "Leaf: Respiratory: Ready",
        "Leaf: Diabetes: Ready",
        "Refused: Could not be built. The paper is out. Buy some.",
        "Mistaken: Could not be built. A mistake in this program stopped it: KeyError.",
    }
    assert "Refused: Could not be built. The paper is out." in result.stderr
    assert "`readiness builds --retry NUMBER`" in result.stderr


def test_who_waits_for_nobody_is_told_how_to_start_a_worker(
    here: Types,
    closed: Assessment,
    work: Callable[[], worker.Worker],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses = iter([lambda: None, work])
    monkeypatch.setattr(building, "WORKER_DUE_SECONDS", -1)
    monkeypatch.setattr(building, "_pause", lambda: next(pauses)())
    result = here("build", closed.code, "--kind", "note", "--wait")
    assert result.stderr.count("`readiness worker` starts one") == 1
    assert result.stdout == "Note: Ready\n"


def test_who_waits_without_a_worker_is_told_what_to_do_and_waits_no_longer(
    here: Types, closed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "WORKER_GIVEN_UP_SECONDS", -1)
    result = here("build", closed.code, "--kind", "note", "--wait", code=1)
    assert "There is no worker to build them" in result.stderr
    assert "start `readiness worker`, then give this command again" in result.stderr
    assert "Note: Waiting for a worker" in here("builds", closed.code).stdout


def test_document_that_lies_ready_is_given_at_once_and_without_a_worker(
    here: Types,
    closed: Assessment,
    work: Callable[[], worker.Worker],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("readiness.building.making.holds", lambda *_: True)
    here("build", closed.code, "--kind", "note")
    work()
    monkeypatch.setattr(building, "_pause", lambda: pytest.fail("it waited"))
    out = tmp_path / "out"
    said = here("build", closed.code, "--kind", "note", "--out", str(out)).stdout
    assert said.splitlines() == ["Note: Ready", str(out / f"note-{closed.code}.pdf")]
    monkeypatch.setattr("readiness.building.making.holds", lambda *_: False)
    monkeypatch.setattr(building, "_pause", work)
    here("build", closed.code, "--kind", "note", "--wait")
    assert len(here("builds", closed.code).stdout.splitlines()) == 2


def test_a_build_is_called_off_and_tried_again(here: Types, closed: Assessment) -> None:
    here("build", closed.code, "--kind", "note")
    assert "Note: Called off" in here("builds", "--cancel", "1").stdout
    assert "has ended" in here("builds", "--cancel", "1", code=1).stderr
    assert "Note: Waiting for a worker" in here("builds", "--retry", "1").stdout
    assert "There is no build 9" in here("builds", "--retry", "9", code=1).stderr


def test_builds_as_json_name_the_file(
    here: Types, closed: Assessment, work: Callable[[], worker.Worker]
) -> None:
    here("build", closed.code, "--kind", "note")
    work()
    (found,) = json.loads(here("builds", "--json").stdout)
    assert (found["number"], found["kind"], found["state"], found["percent"]) == (1, "note", "done", 100)
    assert Path(found["file"]).read_bytes() == b"%PDF 1204"


def test_an_open_assessment_has_no_documents(here: Types, assessment: Assessment) -> None:
    assert "there are no reports before it closes" in here("build", assessment.code, code=1).stderr


def test_bars_are_drawn_on_a_terminal(
    here: Types,
    closed: Assessment,
    work: Callable[[], worker.Worker],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from readiness.building import Order, Status

    states = iter(
        [
            [Status(1, Order(), "Baseline report", "waiting", "", 0, 0, "", None)],
            [Status(1, Order(), "Baseline report", "running", "layout", 35, 1, "", None)],
            [Status(1, Order(), "Baseline report", "done", "", 100, 1, "", "a" * 64)],
        ]
    )
    monkeypatch.setattr(building, "_pause", lambda: None)
    (ended,) = building._on_a_terminal(lambda: next(states), lambda: True)
    assert ended.state == "done"
    assert "Baseline report" in capsys.readouterr().err
