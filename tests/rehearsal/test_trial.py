"""A trial: the same for the same seed, marked as simulated, bounded, and kept apart from all that is real."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.baseline import planning
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import setup_file
from readiness.fieldwork.setup_types import Counts, Setup
from readiness.instrument.load import load_version
from readiness.rehearsal import trial
from readiness.reporting import kinds
from tests.conftest import around_today
from tests.test_cli_planning import SMALL


@pytest.fixture
def setup(settings: Settings) -> Setup:
    """A set-up of two places and two areas, one of them too small ever to be shown."""
    return setup_file.parsed("small.toml", SMALL.encode(), settings.surveys)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all documents make only the quickest one: how each is made is tested where it is made."""
    monkeypatch.setattr(kinds, "KINDS", {"json": kinds.KINDS["json"]})


def prepared(settings: Settings, setup: Setup, *rates: str, seed: int = 1) -> trial.Trial:
    instrument = load_version(settings.surveys, setup.instrument, setup.version)
    asked = planning.asked(setup, instrument, settings.threshold)
    return trial.prepared(setup, asked, planning.rates(rates, instrument), seed)


def run(settings: Settings, setup: Setup, out: Path, *rates: str, seed: int = 1) -> bytes:
    counted: list[int] = []
    tried = prepared(settings, setup, *rates, seed=seed)
    [made] = trial.run(settings, tried, out, counted.append)
    assert sum(counted) == len(tried.people)
    return made.read_bytes()


@pytest.mark.usefixtures("quick")
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(settings, setup, tmp_path):
    first, again = (run(settings, setup, tmp_path / name, "20") for name in ("a", "b"))
    assert first == again
    assert run(settings, setup, tmp_path / "c", "20", seed=2) != first


@pytest.mark.usefixtures("quick")
def test_what_is_tried_is_marked_and_says_what_was_expected(settings, setup, tmp_path):
    found = json.loads(run(settings, setup, tmp_path / "out", "gp=60", "20"))["findings"]
    assert found["heading"]["simulated"]
    assert found["heading"]["code"] == "simulated"
    assert found["headcount"] == 484
    assert abs(found["n"] - (0.6 * 100 + 0.2 * 384)) < 4 * 9.3  # four standard deviations of that count


@pytest.mark.usefixtures("quick")
def test_a_second_year_is_tried_out_without_the_first_and_is_called_no_baseline(settings, setup, tmp_path):
    later = setup.model_copy(update={"follows": "k7fq2x9m4p"})
    found = json.loads(run(settings, later, tmp_path / "out", "50"))["findings"]
    assert found["heading"]["earlier"] is None


def test_documents_of_an_area_are_made_of_every_area_that_is_shown(settings, setup, tmp_path, monkeypatch):
    of_area = kinds.Kind(
        "area", "An area", "txt", lambda _, __, options: options["area"].encode(), of_area=True
    )
    monkeypatch.setattr(kinds, "KINDS", {"area": of_area, "json": kinds.KINDS["json"]})
    made = trial.run(settings, prepared(settings, setup, "50"), tmp_path / "out", lambda _: None)
    found = json.loads((tmp_path / "out" / "simulated.json").read_text("utf-8"))["findings"]
    shown = [area["id"] for area in found["areas"] if area["n"] is not None]
    assert [path.name for path in made] == [
        *(f"simulated-area-{area}.txt" for area in shown),
        "simulated.json",
    ]
    assert shown
    assert [path.read_text("utf-8") for path in made[:-1]] == shown


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("mode", ["codes", "personal"])
def test_no_list_and_no_key_is_needed_whatever_the_real_one_asks_by(settings, setup, tmp_path, mode):
    assert run(settings, setup.model_copy(update={"links": mode}), tmp_path / "out", "20")
    assert list(settings.instance.iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_the_settings_database_is_never_opened(settings, setup, tmp_path):
    """Its address leads nowhere: whoever opened it would fail."""
    elsewhere = replace(settings, database="postgresql://nobody@192.0.2.1/none", instance=tmp_path / "none")
    assert run(elsewhere, setup, tmp_path / "out", "20")
    assert not (tmp_path / "none").exists()


def test_after_a_failure_nothing_is_left(settings, setup, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    tried = prepared(settings, setup, "20")

    def stopped(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trial.run(settings, tried, tmp_path / "out", stopped)
    assert [path.name for path in tmp_path.iterdir()] == ["instance"]


def test_a_folder_that_exists_is_left_alone(settings, setup, tmp_path):
    with pytest.raises(ReadinessError, match="exists already"):
        trial.run(settings, prepared(settings, setup, "20"), tmp_path, lambda _: None)


@pytest.mark.parametrize(
    ("changes", "rate", "said"),
    [
        ({}, "1", "are needed for a report. Try a higher response rate"),
        ({}, "0", "Only 0 simulated people"),
        ({"headcounts": Counts()}, "25", "No headcount is known"),
        ({"headcounts": Counts(roles={"gp": 40_000})}, "50", "Try a rate of 25% or less"),
        ({"headcounts": Counts(roles={"gp": 10_000_000})}, "100", "10,000,000 simulated people"),
    ],
)
def test_what_cannot_be_tried_is_said_with_what_to_do(settings, setup, changes, rate, said):
    with pytest.raises(ReadinessError) as refused:
        prepared(settings, setup.model_copy(update=changes), rate)
    assert said in str(refused.value)


def test_a_trial_of_a_real_assessment_changes_nothing_of_it(at, quick):
    """Its database holds an open assessment with an answer; afterwards it holds the same, byte for byte."""
    at("init")
    Path("small.toml").write_text(around_today(SMALL), "utf-8")
    code = at("assessment", "create", "small.toml").output.split()[0]
    at("assessment", "open", code)
    template = at("import", code, "--template").output
    Path("answers.csv").write_text(template.replace(",2,2,2,", ",2,1,2,", 1), "utf-8")
    at("import", code, "answers.csv")
    before = state()
    said = at("try", code, "--rate", "20", "--out", "trial").output
    assert state() == before
    assert "simulated.json" in said
    assert "no real answer is touched" in said
    assert code not in Path("trial/simulated.json").read_text("utf-8")


def state() -> tuple[bytes, list[str], list[str]]:
    """The database's bytes, what it says, and which files there are, but for SQLite's own two beside it."""
    path = Path("instance/readiness.db")
    connection = sqlite3.connect(path)
    said = list(connection.iterdump())
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    names = sorted(str(one) for one in Path("instance").rglob("*") if not one.name.endswith(("-wal", "-shm")))
    return path.read_bytes(), said, names


@pytest.mark.slow
def test_every_document_there_is_is_written_and_every_page_says_simulated(at):
    Path("small.toml").write_text(SMALL, "utf-8")
    at("try", "small.toml", "--rate", "25", "--out", "trial")
    names = {path.name for path in Path("trial").iterdir()}
    assert all(name.startswith("simulated") for name in names)
    assert {kind.suffix for kind in kinds.KINDS.values()} == {name.rsplit(".", 1)[1] for name in names}
    pages = {(path.name, n): page for path in Path("trial").glob("*.pdf") for n, page in text_of(path)}
    assert len(pages) > 10
    assert [where for where, page in pages.items() if "simulated" not in page.lower()] == []


def text_of(path: Path) -> Iterator[tuple[int, str]]:
    """The text of each page, with its number."""
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True)
    yield from enumerate(done.stdout.rstrip("\f").split("\f"), 1)
