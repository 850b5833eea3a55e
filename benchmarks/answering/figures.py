"""The figures of one measurement."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.answering import machine
from benchmarks.answering.crowd import Tally
from benchmarks.answering.stored import Held

CORES = 2


@dataclass(frozen=True)
class Kind:
    """How long one kind of request took, in milliseconds, and how much it brought."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float
    mean_bytes: float
    most_bytes: int


@dataclass
class Load:
    """What server, database and the people themselves used of the machine while it was measured."""

    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    """Processor seconds."""
    memory: int = 0
    """The most bytes that all processes of the server held at once."""

    def start(self, watched: dict[str, list[int]]) -> None:
        """Begin to count."""
        self.seconds = -time.monotonic()
        self.cpu = {name: -_cpu(pids) for name, pids in watched.items()}

    def sample(self, watched: dict[str, list[int]]) -> None:
        """Look how much memory is in use."""
        self.memory = max(self.memory, sum(machine.memory(pid) for pid in watched["server"]))

    def finish(self, watched: dict[str, list[int]]) -> None:
        """End counting."""
        self.seconds += time.monotonic()
        self.cpu = {name: self.cpu[name] + _cpu(pids) for name, pids in watched.items()}


@dataclass(frozen=True)
class Figures:
    """All that is told of one number of people on one database."""

    database: str
    people: int
    seconds: float
    answers: int
    """Confirmed within these seconds."""
    kinds: dict[str, Kind]
    first: dict[str, Kind]
    """Of the first view alone."""
    load: Load
    held: Held
    """Of all answers, those before and after these seconds too."""
    errors: list[str]
    complaints: str
    """What the server wrote to its log."""
    floor: float
    """Requests a second of an application that does nothing."""
    load_before: float
    """The machine's load before it began: other work makes all figures worse."""

    @property
    def rate(self) -> float:
        """Completed answers a second."""
        return self.answers / self.seconds

    @property
    def requests(self) -> float:
        """Requests a second."""
        return sum(kind.count for kind in self.kinds.values()) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor that server and database take for an answer."""
        used = self.load.cpu["server"] + self.load.cpu["database"]
        return 1000 * used * self.seconds / self.load.seconds / max(1, self.answers)

    def as_dict(self) -> dict[str, Any]:
        """Return everything, to be written as JSON."""
        counted = {
            "answers_per_second": self.rate,
            "requests_per_second": self.requests,
            "cpu_ms": self.cpu_ms,
        }
        return asdict(self) | counted | {"floor_ratio": self.requests / self.floor}


def kinds_of(tallies: Iterable[Tally], inside: tuple[float, float]) -> dict[str, Kind]:
    """Return the figures of each kind of request that ended inside that time."""
    together: dict[str, list[tuple[float, int]]] = {}
    for tally in tallies:
        for kind, samples in tally.samples.items():
            found = [(took, size) for at, took, size in samples if inside[0] <= at <= inside[1]]
            together.setdefault(kind, []).extend(found)
    return {kind: _kind(samples) for kind, samples in together.items() if samples}


def _kind(samples: list[tuple[float, int]]) -> Kind:
    times = sorted(1000 * took for took, _ in samples)
    sizes = [size for _, size in samples]
    p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * part))] for part in (0.5, 0.95, 0.99))
    return Kind(len(times), p50, p95, p99, times[-1], sum(sizes) / len(sizes), max(sizes))


def _cpu(pids: list[int]) -> float:
    return sum(machine.cpu(pid) for pid in pids)
