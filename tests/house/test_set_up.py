"""Setting up says exactly what is missing, and the commands that people read about exist."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ_BY_PEOPLE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture
def machine() -> ModuleType:
    """setup/machine.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("machine", ROOT / "setup" / "machine.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def no_root(machine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "root_prefix", lambda: None)


def test_what_is_missing_is_named_in_one_line_with_the_command(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_root(machine, monkeypatch)
    parts = (
        machine.Part("no-such-command", machine.command, "a"),
        machine.Part("libno.so", machine.library, "b"),
    )
    monkeypatch.setattr(machine, "PURPOSES", {"run": parts})
    assert machine.main(["install", "run"]) == 1
    assert capsys.readouterr().err == "Missing on this machine: a b. Please run: sudo apt-get install a b\n"


def test_where_nothing_is_missing_nothing_is_said_or_done(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "install", lambda _packages: pytest.fail("nothing was missing"))
    monkeypatch.setattr(machine, "PURPOSES", {"run": (machine.Part("json", machine.module, "a"),)})
    assert machine.main(["install", "run"]) == 0
    assert capsys.readouterr() == ("", "")


def test_where_we_may_the_missing_is_installed_and_looked_for_again(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: set[str] = set()
    monkeypatch.setattr(machine, "install", lambda packages: bool(here.update(packages) or True))
    monkeypatch.setattr(machine, "PURPOSES", {"run": (machine.Part("a", here.__contains__, "a"),)})
    assert machine.main(["install", "run"]) == 0
    assert here == {"a"}


def test_an_old_python_is_told_so(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "OLDEST_PYTHON", (99, 0))
    assert machine.main(["install", "run"]) == 1
    assert "make PYTHON=" in capsys.readouterr().err


def test_an_old_node_is_passed_over_for_the_one_of_the_wheel(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = node(tmp_path / "old", "v18.20.4"), node(tmp_path / "new", "v24.1.0")
    monkeypatch.setattr(machine, "_machines_node", lambda: old)
    monkeypatch.setattr(machine, "_wheels_node", lambda: new)
    assert machine.node_folder() == new


def test_without_any_node_npm_says_what_is_needed(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "node_folder", lambda: None)
    assert machine.main(["npm", "ci"]) == 1
    assert "Node.js 20.19 or newer" in capsys.readouterr().err


def test_the_command_that_checks_our_changes_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_make_alone_lists_every_command() -> None:
    listed = make_help()
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) - {"again"} == listed


@pytest.mark.parametrize("page", READ_BY_PEOPLE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_command_in(page: Path) -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", page.read_text("utf-8"), re.MULTILINE))
    assert named <= make_help()


@pytest.mark.parametrize("page", READ_BY_PEOPLE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_of_ours_leads_somewhere_in(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def make_help() -> set[str]:
    """The commands that `make` alone lists."""
    if shutil.which("make") is None:
        pytest.skip("make is not on this machine")
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^  make ([a-z-]+)", done.stdout, re.MULTILINE))


def node(folder: Path, version: str) -> Path:
    """A folder with a Node.js that only knows its version."""
    folder.mkdir()
    (folder / "node").write_text(f"#!/bin/sh\necho {version}\n", "utf-8")
    (folder / "node").chmod(0o755)
    return folder
