"""Runs as a process of its own: sends answers one by one and says each receipt once it is confirmed."""

from __future__ import annotations

import sys
from pathlib import Path

from readiness.fieldwork import submitting
from readiness.instrument.load import load_version
from readiness.records import assessments
from readiness.records.database import Database


def write(url: str, code: str, name: str, count: int) -> None:
    """Send so many answers."""
    database = Database(url)
    instrument = load_version(Path(__file__).parent.parent / "surveys", "tiny", "2026.1")
    with database.read() as session:
        assessment = assessments.by_code(session, code)
        local = assessments.local(session, assessment)
    for n in range(count):
        answers = {"role": "nurse", "areas": ["cardiology"], "aim-1": 1 + n % 3}
        with database.write() as session:
            submitting.submit(session, assessment, instrument, local, answers, f"{name} {n}")
        sys.stdout.write(f"{name} {n}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
