"""The command: see the package's own words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from benchmarks.faults.cuts import cuts
from benchmarks.faults.kills import kills
from benchmarks.faults.power import power
from benchmarks.faults.verdict import Verdict

MODES = ["open", "codes", "personal"]
LONG = {"worker": 200, "group": 50, "backend": 50, "reload": 20, "cuts": 300, "power": 50}
"""How often in the long form."""


def main() -> int:
    """Run a series, print its outcome, and return 1 if the promise was broken."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    words.add_argument("series", choices=["kills", "reloads", "power", "cuts"])
    words.add_argument("--of", choices=["worker", "group", "backend"], nargs="+", help="what is killed")
    words.add_argument("--times", type=int, help="how often (default: the long form)")
    words.add_argument(
        "--database", choices=["sqlite", "postgresql"], nargs="+", default=["sqlite", "postgresql"]
    )
    words.add_argument("--mode", choices=MODES, nargs="+", default=MODES)
    words.add_argument("--people", type=int, default=32, help="how many answer while something is killed")
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    broken = 0
    for verdict in SERIES[given.series](given):
        print(verdict, flush=True)
        for error in verdict.errors[:5]:
            print(f"  {error}", file=sys.stderr)
        broken += not verdict.kept
    return 1 if broken else 0


def _kills(given: argparse.Namespace) -> Iterator[Verdict]:
    for database in given.database:
        for mode in given.mode:
            for what in given.of or ("worker", "group", "backend"):
                if what != "backend" or database == "postgresql":
                    yield kills(what, given.times or LONG[what], database, mode, given.people, given.seed)


def _reloads(given: argparse.Namespace) -> Iterator[Verdict]:
    for database in given.database:
        yield kills("reload", given.times or LONG["reload"], database, "open", given.people, given.seed)


def _cuts(given: argparse.Namespace) -> Iterator[Verdict]:
    for database in given.database:
        for mode in given.mode:
            yield from cuts(given.times or LONG["cuts"], database, mode, seed=given.seed)


def _power(given: argparse.Namespace) -> Iterator[Verdict]:
    yield power(given.times or LONG["power"], seed=given.seed)
    yield power(given.times or LONG["power"], synchronous="NORMAL", seed=given.seed)


SERIES = {"kills": _kills, "reloads": _reloads, "cuts": _cuts, "power": _power}

if __name__ == "__main__":
    sys.exit(main())
