"""What the system knows of processes: memory and processor time, read from /proc."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Process(NamedTuple):
    """One line of /proc/<id>/stat."""

    pid: int
    parent: int
    cpu: float
    """Seconds."""
    resident: int
    """Bytes."""


def family(pid: int) -> list[Process]:
    """Return a process and all that it has started, as far as they live."""
    known = {one.pid: one for one in _all()}
    found = [known[pid]] if pid in known else []
    for one in found:
        found.extend(child for child in known.values() if child.parent == one.pid)
    return found


def cpu(pid: int) -> float:
    """Return the processor seconds of a process and all that it has started."""
    return sum(one.cpu for one in family(pid))


def memory(pid: int) -> int:
    """Return the resident bytes of a process and all that it has started; what they share counts for each."""
    return sum(one.resident for one in family(pid))


def _all() -> list[Process]:
    return [found for path in Path("/proc").glob("[0-9]*/stat") if (found := _read(path))]


def _read(path: Path) -> Process | None:
    try:
        pid, _, rest = path.read_text("utf-8", "replace").partition(" (")
    except OSError:  # it has just ended
        return None
    fields = rest.rpartition(") ")[2].split()
    return Process(
        int(pid), int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICK, int(fields[21]) * _PAGE
    )
