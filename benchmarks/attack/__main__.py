"""Attack many systems and print what came of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from multiprocessing import Pool
from pathlib import Path

from benchmarks.attack.assault import ATTACKS, Outcome, assault
from benchmarks.attack.progress import Progress

THRESHOLDS = (10, 11, 20)
CONTROL = 0.25
BEYOND = 0.01
MISREAD = 1e-6


def main(given: Sequence[str]) -> int:
    """Print a row for every threshold, or a line of JSON for every system; return 0 only if every bar is met."""
    asked = _asked(given)
    seeds = range(asked.first, asked.first + asked.systems)
    tasks = [(seed, asked.threshold or THRESHOLDS[seed % 3]) for seed in seeds]
    kept = Progress(asked.progress)
    known = kept.read()
    outcomes = [known[task] for task in tasks if task in known]
    with Pool(asked.jobs) as pool:
        for outcome in pool.imap(_one, [task for task in tasks if task not in known]):
            outcomes.append(outcome)
            kept.add(outcome)
            if asked.json:
                print(json.dumps(asdict(outcome)), flush=True)
            elif not outcome.safe:
                where = f"system {outcome.seed} at {outcome.threshold}"
                print(f"{where}: {_told(outcome)}", file=sys.stderr, flush=True)
    if not asked.json:
        print("\n".join(table(outcomes)))
    failed = failures(outcomes)
    print("\n".join(failed), file=sys.stderr)
    return 1 if failed else 0


def _asked(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    parser.add_argument("--systems", type=int, default=1000, help="how many systems")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first system")
    parser.add_argument(
        "--threshold",
        type=int,
        choices=range(10, 101),
        metavar="T",
        help="10, 11 and 20 by turns if left out",
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument(
        "--progress",
        type=Path,
        metavar="FILE",
        help="keep a line for each system there, and go on where the last run stopped",
    )
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each system")
    return parser.parse_args(given)


def _one(task: tuple[int, int]) -> Outcome:
    return assault(*task)


def _told(outcome: Outcome) -> str:
    return "; ".join(
        f"{attack}: {found[0]} ({len(found)})" for attack, found in outcome.broken.items() if found
    )


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the result as a table, a row a threshold and one for all."""
    heads = [
        "threshold",
        "systems",
        "refused",
        *ATTACKS,
        "control broken",
        "groups",
        "primary",
        "complementary",
    ]
    lines = [[*heads, "beyond need", "s a system"], ["---"] * (len(heads) + 2)]
    for threshold in sorted({each.threshold for each in outcomes}):
        lines.append([str(threshold), *_row([each for each in outcomes if each.threshold == threshold])])
    lines.append(["all", *_row(outcomes)])
    return [f"| {' | '.join(line)} |" for line in lines]


def _row(outcomes: Sequence[Outcome]) -> list[str]:
    groups = sum(each.groups for each in outcomes)
    hidden = (
        sum(getattr(each, part) for each in outcomes) for part in ("primary", "complementary", "beyond")
    )
    return [
        str(len(outcomes)),
        str(sum(each.refused for each in outcomes)),
        *(str(sum(bool(each.broken[attack]) for each in outcomes)) for attack in ATTACKS),
        f"{sum(each.control for each in outcomes)} ({100 * control_share(outcomes):.0f}%)",
        str(groups),
        *(f"{each} ({100 * each / max(groups, 1):.1f}%)" for each in hidden),
        f"{sum(each.seconds for each in outcomes) / max(len(outcomes), 1):.2f}",
    ]


def control_share(outcomes: Sequence[Outcome]) -> float:
    """Return the share of released systems in which a program that only counts gives few people away."""
    released = [each for each in outcomes if not each.refused]
    return sum(each.control for each in released) / max(len(released), 1)


def failures(outcomes: Sequence[Outcome]) -> list[str]:
    """Return every bar that is not met, in words."""
    found = []
    for attack in ATTACKS:
        broken = [each.seed for each in outcomes if each.broken[attack]]
        if broken:
            found.append(f"{attack}: {len(broken)} systems are broken, the first is {broken[0]}.")
    if max((each.misread for each in outcomes), default=0.0) > MISREAD:
        found.append("The attacker misread a published figure, so the attack proves nothing.")
    if control_share(outcomes) < CONTROL:
        found.append(
            f"The control breaks in {100 * control_share(outcomes):.0f}% only: the systems are too easy."
        )
    beyond, groups = sum(each.beyond for each in outcomes), sum(each.groups for each in outcomes)
    if beyond > BEYOND * groups:
        found.append(f"{beyond} of {groups} groups are hidden beyond need, more than 1%.")
    return found


if __name__ == "__main__":
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    sys.exit(main(sys.argv[1:]))
