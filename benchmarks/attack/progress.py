"""What became of each system, kept in a file, so that a long run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from benchmarks.attack.assault import Outcome

ROOT = Path(__file__).resolve().parents[2]
JUDGED = (
    "readiness/analysis/**/*.py",
    "readiness/baseline/*.py",
    "readiness/reporting/exports/json.py",
    "surveys/innovation-readiness/2026.1/**/*.toml",
    "benchmarks/attack/*.py",
)
"""What the outcome depends on, besides seed and threshold."""


@dataclass(frozen=True)
class Progress:
    """A file with a line of JSON for every system; what other code came to is passed over."""

    file: Path | None = None

    def read(self) -> dict[tuple[int, int], Outcome]:
        """Return outcomes by seed and threshold."""
        now = code()
        if self.file is None or not self.file.exists():
            return {}
        # A run that was killed may have left half a line.
        lines = [line for line in self.file.read_text().splitlines() if line.endswith("}")]
        kept = [json.loads(line) for line in lines]
        found = [Outcome(**each["outcome"]) for each in kept if each["code"] == now]
        return {(each.seed, each.threshold): each for each in found}

    def add(self, outcome: Outcome) -> None:
        """Write down what became of a system."""
        if self.file is not None:
            with self.file.open("a") as lines:
                lines.write(json.dumps({"code": code(), "outcome": asdict(outcome)}) + "\n")


@cache
def code() -> str:
    """Return a digest of what is attacked and attacks, as it was when the run began."""
    found = hashlib.sha256()
    for part in JUDGED:
        for file in sorted(ROOT.glob(part)):
            found.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]
