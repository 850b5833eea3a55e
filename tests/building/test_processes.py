"""The real thing: workers as processes, real documents, one of them killed; and reports verified by the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from readiness import building, config
from readiness.building import Order
from readiness.cli import readiness
from readiness.config import Settings
from readiness.fieldwork import submitting
from readiness.instrument.journey import Local
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.queue_tables import Build
from readiness.records.tables import Assessment, Response

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
PEOPLE = 30


@pytest.fixture
def answered(database: Database, assessment: Assessment, tiny: Instrument, local: Local) -> Assessment:
    """The small assessment, answered by a few and closed."""
    for n in range(PEOPLE):
        answers: dict[str, Any] = {
            "role": ("nurse", "manager")[n % 2],
            "place": ("north", "south")[n // 2 % 2],
            "areas": [("cardiology", "respiratory")[n // 15]],
            "aim-1": n % 4,
            "time-1": (n + 1) % 3,
            "time-2": n % 2,
        }
        with database.write() as session:
            submitting.submit(session, assessment, tiny, local, answers, f"person {n}")
    with database.write() as session:
        found = session.get_one(Assessment, assessment.id)
        found.state = "closed"
        return found


def command(settings: Settings, *words: str) -> list[str]:
    return [sys.executable, "-m", "readiness", "--instance", str(settings.instance), *words]


def environment(settings: Settings, **more: str) -> dict[str, str]:
    return {**os.environ, **config.environment(settings), **more}


def typed(settings: Settings, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Type a command and return what came of it."""
    return subprocess.run(
        command(settings, *words),
        env=environment(settings, **more),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def at_work(tiny_settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own."""
    started = command(tiny_settings, "worker")
    with subprocess.Popen(started, env=environment(tiny_settings), stdout=subprocess.DEVNULL) as worker:
        yield worker
        worker.kill()


def test_a_killed_worker_s_build_is_taken_up_by_the_next(
    database: Database,
    answered: Assessment,
    tiny_settings: Settings,
    at_work: subprocess.Popen[bytes],
) -> None:
    with database.write() as session:
        number = building.request(session, answered, Order()).number
    while not _running(database, number):
        assert at_work.poll() is None
    at_work.send_signal(signal.SIGKILL)
    at_work.wait()
    with database.write() as session:  # as if its time were over
        session.execute(update(Build).where(Build.id == number).values(taken_until=1))
    done = typed(tiny_settings, "worker", "--until-idle")
    assert (done.returncode, done.stderr) == (0, "")
    with database.read() as session:
        status = building.status(session, number)
        path = building.fetched(tiny_settings, status)
    assert (status.state, status.attempts) == ("done", 2)
    assert path is not None
    listed = json.loads(typed(tiny_settings, "builds", "--json").stdout)
    assert [(one["state"], one["file"]) for one in listed] == [("done", str(path))]


def _running(database: Database, number: int) -> bool:
    with database.read() as session:
        return building.status(session, number).step != ""


def test_a_worker_that_is_asked_to_stop_ends_without_a_word(
    answered: Assessment, tiny_settings: Settings
) -> None:
    with subprocess.Popen(
        command(tiny_settings, "worker"), env=environment(tiny_settings), stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert "Waiting for documents" in worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait() == 0


def test_a_report_is_verified_by_the_command(
    database: Database,
    answered: Assessment,
    tiny_settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "report.pdf"
    for name, value in config.environment(tiny_settings).items():
        monkeypatch.setenv(name, value)

    def here(*words: str) -> Result:
        return CliRunner().invoke(readiness, ("report", *words), catch_exceptions=False)

    assert here(answered.code, "--out", str(out)).exit_code == 0
    # Another process, seed of hashes, time zone, language and day: the same to the byte.
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "86400"}
    same = typed(tiny_settings, "report", "--verify", str(out), **elsewhere)
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout == "Same: made again from this database, report.pdf is the same byte for byte.\n"

    with database.write() as session:
        session.delete(session.query(Response).filter_by(assessment_id=answered.id).first())
    differs = here("--verify", str(out), "--json")
    assert differs.exit_code == 3
    told = json.loads(differs.stdout)
    assert not told["same"]
    assert told["claim"]["assessment"] == answered.code
    assert told["differences"][0]["what"] == "answers"
    changed = [one for one in told["differences"] if "30 of 240 people answered" in one["printed"]]
    assert changed
    assert all("29 of 240 people answered" in one["recomputed"] for one in changed)

    with database.write() as session:
        session.execute(update(Assessment).values(code="elsewhere"))
    unknown = here("--verify", str(out))
    assert (unknown.exit_code, unknown.stdout) == (1, "")
    assert "which is not in this database. Verify it where the assessment was run." in unknown.stderr
