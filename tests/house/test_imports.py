"""The import rules of setup.cfg bite: a house with one wrong import for each rule breaks them all."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRONG = {
    "Imports point one way": ("records/database.py", "import readiness.web"),
    "What is asked and what the answers say are pure": ("instrument/types.py", "import flask"),
    "Only records know the database": ("fieldwork/__init__.py", "import sqlalchemy"),
    "Only the web knows Flask and forms": ("reporting/__init__.py", "import wtforms"),
    "Only reporting draws and prints": ("baseline/__init__.py", "import matplotlib"),
    "Baseline is the one door from answers to figures": ("web/__init__.py", "import readiness.analysis"),
    "A report sees protected findings and no rows": ("reporting/__init__.py", "import readiness.records"),
}


def linted(house: Path) -> str:
    """What import-linter says of the house."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(house), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)
    return f"{done.stdout}\n{done.stderr}\nexit {done.returncode}"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy whose imports may be spoiled."""
    code_only = shutil.ignore_patterns("__pycache__", "static", "fonts", "templates")
    shutil.copytree(ROOT / "readiness", tmp_path / "readiness", ignore=code_only)
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    return tmp_path


def test_every_rule_is_tried_here() -> None:
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg", "utf-8")
    rules = {settings[section]["name"] for section in settings if section.startswith("importlinter:contract")}
    assert rules == set(WRONG)


def test_each_wrong_import_breaks_its_rule(house: Path) -> None:
    for place, line in WRONG.values():
        with (house / "readiness" / place).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    said = linted(house)
    for rule in WRONG:
        assert f"{rule} BROKEN" in said, said
    assert said.endswith("exit 1")


def test_a_new_part_of_the_house_needs_a_decision(house: Path) -> None:
    (house / "readiness" / "extras.py").write_text("", "utf-8")
    said = linted(house)
    assert "readiness.extras" in said
    assert said.endswith("exit 1")
