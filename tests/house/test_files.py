"""The files speak of the project alone, are short, and leave nothing for later."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 450
LONGEST_FUNCTION = 50

# Written in pieces, so that this file does not find itself.
ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:wo"
    r"rk/(?:main|shared)|ro"
    r"ot/|ho"
    r"me/\w|opt/(?:whe"
    r"els|py"
    r"pi))|/tmp/br"
    r"ief"
)
REGISTRY = re.compile(
    r"registry\.npm"
    r"js|files\.python"
    r"hosted|py"
    r"pi\.org/simple|--(?:extra-)?index-"
    r"url\b|find-"
    r"links",
    re.I,
)
LATER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")


def kept_files() -> Iterator[Path]:
    """Every file that is in git or would be added to it; all that is not ignored where there is no git."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
            "\0"
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("git does not know this folder")
    return (ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file())


def lines() -> Iterator[tuple[str, str]]:
    """Every line of text in the files, with where it stands."""
    for path in kept_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def python_files() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".py"]


@pytest.mark.parametrize("pattern", [ONE_MACHINE, REGISTRY], ids=["paths of one machine", "registries"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    allowed = ("setup/lock.sh:",) if pattern is REGISTRY else ()
    assert [where for where, line in lines() if pattern.search(line) and not where.startswith(allowed)] == []


def test_nothing_is_left_for_later() -> None:
    code = (".py", ".toml", ".cfg", ".html", ".css", ".scss", ".mjs", ".sh", "Makefile")
    marks = [where for where, line in lines() if where.split(":")[0].endswith(code) and LATER.search(line)]
    assert marks == []


def test_every_python_file_is_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in python_files()
    }
    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_every_function_of_the_program_is_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files()
        if path.is_relative_to(ROOT / "readiness")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_of_the_installation_only_its_gitignore_is_kept() -> None:
    kept = [
        path.relative_to(ROOT).as_posix() for path in kept_files() if path.is_relative_to(ROOT / "instance")
    ]
    assert kept == ["instance/.gitignore"]
