"""All faults of all instruments, and of the mails and published figures beside them, at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from readiness.errors import Fault
from readiness.instrument import messages, yardsticks
from readiness.instrument.files import HEAD
from readiness.instrument.load import inspect

BESIDE = (messages.FOLDER, yardsticks.FOLDER)
"""Folders beside the instruments that hold something else."""


def check(surveys: Path) -> tuple[Fault, ...]:
    """Return every fault of everything in the folder, sorted by file and place."""
    surveys = Path(surveys)
    if not surveys.is_dir():
        remedy = "Make it, or set `surveys` to the folder of your instruments."
        return (Fault(str(surveys), "", "There is no such folder.", remedy),)
    instruments = [folder for folder in _inside(surveys) if folder.name not in BESIDE]
    folders = [version for instrument in instruments for version in _inside(instrument)]
    empty = [fault for instrument in instruments for fault in _without_version(instrument)]
    faults = [fault for folder in folders for fault in inspect(folder)]
    if not folders and not empty:
        faults.append(Fault(str(surveys), "", "There is no instrument here.", f"Add <id>/<version>/{HEAD}."))
    faults += messages.check(surveys / messages.FOLDER)
    faults += yardsticks.check(surveys / yardsticks.FOLDER, surveys)
    return tuple(sorted([*faults, *empty]))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the folders in a folder, but for those that a tool keeps for itself."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith((".", "__")):
            yield path


def _without_version(instrument: Path) -> Iterator[Fault]:
    if not list(_inside(instrument)):
        problem = "This instrument has no version."
        yield Fault(f"{instrument.name}/", "", problem, f"Add a folder such as 2026.1/ with its {HEAD}.")
