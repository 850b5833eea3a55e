"""The command: see the package's own words."""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.answering import run
from benchmarks.answering.report import as_text, faults


def main() -> int:
    """Run what was asked for, print it, and return 1 if anything went wrong on the way."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.answering", description=__doc__)
    words.add_argument("--people", type=int, nargs="+", default=[1, 8, 32, 128], help="how many at once")
    words.add_argument("--seconds", type=float, default=20, help="how long to measure for each")
    words.add_argument("--answers", type=int, help="end after so many answers instead")
    words.add_argument(
        "--database", choices=["sqlite", "postgresql"], nargs="+", default=["sqlite", "postgresql"]
    )
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--threads", type=int, default=4, help="threads of each worker")
    words.add_argument("--json", action="store_true", help="print JSON")
    given = words.parse_args()
    plan = run.Plan(given.seconds, given.answers, given.workers, given.threads)
    measured = []
    for database in given.database:
        for figures in run.measured(database, given.people, plan):
            measured.append(figures)
            if not given.json:
                print(as_text(figures), flush=True)
    if given.json:
        print(json.dumps([figures.as_dict() for figures in measured], indent=2))
    wrong = [fault for figures in measured for fault in faults(figures)]
    for fault in wrong[:20]:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
