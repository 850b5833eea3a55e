"""The small instrument in a folder of its own, with changes laid over it, and an assessment to ask it in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.types import Option

SURVEYS = Path(__file__).resolve().parents[1] / "surveys"
TINY = SURVEYS / "tiny" / "2026.1"
FAULTS = SURVEYS / "faults"
VALID = SURVEYS / "valid"

Build = Callable[..., Path]
"""Takes a folder to lay over the small instrument, files to write into it, or both; returns the new folder."""


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Copy the small instrument to `tiny/2026.1` of an empty folder and lay changes over it."""

    def built(overlay: Path | None = None, files: Mapping[str, str] | None = None) -> Path:
        folder = tmp_path / "tiny" / "2026.1"
        shutil.copytree(TINY, folder)
        if overlay:
            lay(overlay, folder)
        for name, text in (files or {}).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        return folder

    return built


def lay(overlay: Path, folder: Path) -> None:
    """Copy the overlay's TOML files over the folder's; `<name>.removed` removes a file."""
    shutil.copytree(
        overlay, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("faults.txt", "*.removed")
    )
    for removed in overlay.glob("*.removed"):
        (folder / removed.stem).unlink()


@pytest.fixture
def local() -> Local:
    """Two places, three areas, one innovation of one area and one of all."""
    return Local(
        places=(Option(id="north", text="North"), Option(id="south", text="South")),
        areas=(
            Option(id="heart", text="heart care"),
            Option(id="lungs", text="lung care"),
            Option(id="skin", text="skin {where}"),
        ),
        innovations=(LocalInnovation("monitor", "Monitor", ("heart",)), LocalInnovation("app", "App")),
    )


def changed(name: str, *changes: tuple[str, str]) -> str:
    """Return a file of the small instrument with pieces of its text replaced."""
    text = (TINY / name).read_text("utf-8")
    for old, new in changes:
        assert old in text, f"{name} no longer holds {old!r}"
        text = text.replace(old, new, 1)
    return text
