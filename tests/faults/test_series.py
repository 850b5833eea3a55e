"""Short forms of `python -m benchmarks.faults` and `python -m benchmarks.answering`: real servers, real kills."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def run(*words: str) -> str:
    """Run a benchmark; what it says is shown where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("database", DATABASES)
def test_answers_are_kept_once_while_workers_are_killed(database: str) -> None:
    words = ("kills", "--of", "worker", "--times", "6", "--people", "8", "--mode", "codes")
    assert "KEPT" in run("benchmarks.faults", *words, "--database", database)


@pytest.mark.parametrize("database", DATABASES)
def test_answers_are_kept_once_while_the_whole_server_is_killed(database: str) -> None:
    words = ("kills", "--of", "group", "--times", "3", "--people", "8", "--mode", "open")
    assert "KEPT" in run("benchmarks.faults", *words, "--database", database)


@pytest.mark.postgresql
def test_answers_are_kept_once_while_backends_of_postgresql_are_killed() -> None:
    words = ("kills", "--of", "backend", "--times", "4", "--people", "8", "--mode", "codes")
    assert "KEPT" in run("benchmarks.faults", *words, "--database", "postgresql")


def test_answers_are_kept_once_while_the_server_reloads() -> None:
    words = ("reloads", "--times", "2", "--people", "8", "--database", "sqlite")
    assert "KEPT" in run("benchmarks.faults", *words)


def test_power_cuts_lose_nothing_and_the_control_does() -> None:
    kept, control = run("benchmarks.faults", "power", "--times", "6").splitlines()
    assert "synchronous=FULL" in kept
    assert "KEPT" in kept
    assert "synchronous=NORMAL" in control
    assert "LOSES, AS IT MUST" in control


@pytest.mark.parametrize("database", DATABASES)
def test_each_counts_once_when_connections_are_cut_and_forms_sent_twice(database: str) -> None:
    said = run("benchmarks.faults", "cuts", "--times", "10", "--mode", "codes", "--database", database)
    assert said.count("KEPT") == 2


def test_the_benchmark_completes_journeys_and_counts_them() -> None:
    words = ("--people", "2", "--answers", "4", "--database", "sqlite", "--json")
    (figures,) = json.loads(run("benchmarks.answering", *words))
    assert figures["held"]["confirmed"] == figures["held"]["rows"] >= figures["answers"] == 4
    assert figures["kinds"]["save"]["count"] >= 4 * 10
    assert sum(kind["count"] * kind["mean_bytes"] for kind in figures["first"].values()) < 50_000
    assert figures["kinds"]["view"]["most_bytes"] < 10_000
