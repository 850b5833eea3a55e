"""Years in which the truth is known: what the change report finds, misses and claims wrongly.

    python -m benchmarks.change

Simulated staff answer in two years, other people in each, and their answers take the product's own way to findings and
to what moved. `none` is 200 systems in which nothing has moved: how many figures are said to have changed, and in how
many systems is any. `power` is the whole system at 30, 100 and 400 answers a year, with time and resources moved by
nothing, and by half, one and two times the smallest change that is printed: coverage of the interval, and how often
the change is told.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from readiness import config
from readiness.baseline.door import findings
from readiness.baseline.findings import Heading
from readiness.baseline.subject import subject
from readiness.baseline.years import Changes, Line, Round, changes, history
from readiness.errors import ReleaseRefused
from readiness.fieldwork.submitting import checked
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.instrument.types import Option
from readiness.records import wave
from readiness.records.assessments import Headcounts
from readiness.rehearsal.people import Later, Person, answers

ROLES = {"gp": 0.3, "clinician": 0.5, "manager": 0.2}
AREAS = ("skin", "heart", "lung", "stroke", "kidney")
PLACES = ("north", "south")
MOVED = "resources"
TIMES = (0.0, 0.5, 1.0, 2.0)
ANSWERS = (30, 100, 400)
WORLD = 9
"""The seed of the places of areas in `power`, which no figure there depends on."""
MANY = 20_000
"""So many people stand for everybody."""
INSTRUMENT = load_version(config.load().surveys, "innovation-readiness", "2026.1")
Shifts = Mapping[tuple[str, str], float]


def main() -> None:
    """Print both."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.change", description=__doc__)
    words.add_argument("--systems", type=int, default=200)
    words.add_argument("--only", choices=["none", "power"])
    given = words.parse_args()
    if given.only != "power":
        none(given.systems)
    if given.only != "none":
        for people in ANSWERS:
            power(people, given.systems)


def none(systems: int) -> None:
    """Ask systems of 480 people twice in which nothing has moved."""
    told = {"system": 0, "areas": 0, "parts": 0, "roles": 0, "places": 0, "items": 0, "barriers": 0}
    figures, any_ = dict.fromkeys(told, 0), dict.fromkeys(told, 0)
    for seed in range(systems):
        found = _two(480, seed, {}, AREAS)
        for family in told:
            lines = [line for line in found.of(family) if line.last]
            wrong = sum(bool(line.last and line.last.told) for line in lines)
            figures[family] += len(lines)
            told[family] += wrong
            any_[family] += wrong > 0
    print(f"nothing moved, {systems} systems of 480 answers a year")
    for family in told:
        share = 100 * told[family] / max(figures[family], 1)
        print(
            f"  {family:10} {told[family]:5} of {figures[family]:6} figures told wrongly ({share:.2f}%), "
            f"in {100 * any_[family] / systems:.1f}% of systems"
        )


def power(people: int, systems: int) -> None:
    """Move time and resources in systems of so many people."""
    printed = np.mean([step.detectable for step in _steps(people, range(20), 0.0)])
    print(f"{people} answers a year: smallest change printed {printed:.1f} points")
    for times in TIMES:
        shift = _shift_for(times * float(printed))
        truth = _truth(shift)
        steps = list(_steps(people, range(1000, 1000 + systems), shift))
        inside = np.mean([step.low <= truth <= step.high for step in steps])
        told = np.mean([step.told for step in steps])
        same = np.mean([step.verdict == "no change" for step in steps])
        print(
            f"  true change {truth:5.1f} ({times:.1f} times): interval covers it in {100 * inside:.1f}%, "
            f"told in {100 * told:.1f}%, called no change in {100 * same:.1f}% of {len(steps)} systems"
        )


class _Told:
    """The step of the line that was moved."""

    def __init__(self, line: Line) -> None:
        assert line.last is not None
        self.low, self.high, self.detectable = line.last.low, line.last.high, line.last.detectable
        self.told, self.verdict = line.last.told, line.last.verdict


def _steps(people: int, seeds: range, shift: float) -> Iterator[_Told]:
    """Ask a system of so many people for each seed; one of 30 may be too small to be released, and is left out."""
    for seed in seeds:
        with contextlib.suppress(ReleaseRefused):
            found = _two(people, seed, {("", MOVED): shift}, AREAS[:1])
            yield _Told(next(line for line in found.of("system") if line.measure == MOVED))


_KNOWN: dict[float, float] = {}


def _truth(shift: float) -> float:
    """Return by how many points a shift moves everybody's mean."""
    if shift not in _KNOWN:
        levels = [_mean(at, WORLD + 1 + number) for number, at in enumerate((0.0, shift))]
        _KNOWN[shift] = levels[1] - levels[0] if shift else 0.0
    return _KNOWN[shift]


def _shift_for(points: float) -> float:
    """Return about which shift moves the mean by so many points; `_truth` says by how many it really does."""
    return points * 0.5 / _truth(0.5) if points else 0.0


def _mean(shift: float, number: int) -> float:
    one = _year(number, MANY, WORLD, {("", MOVED): shift}, AREAS[:1])
    cell = next(each.cell.mean for each in one.findings.dimensions if each.id == MOVED)
    assert cell is not None
    return cell.value


def _two(people: int, seed: int, shifts: Shifts, areas: tuple[str, ...]) -> Changes:
    return changes([_year(0, people, seed, {}, areas), _year(1, people, seed, shifts, areas)])


def _year(number: int, people: int, seed: int, shifts: Shifts, areas: tuple[str, ...]) -> Round:
    local = Local(places=_options(PLACES), areas=_options(areas))
    rng = np.random.default_rng([seed, number, people])
    staff = list(_staff(rng, people, areas))
    given = answers(INSTRUMENT, local, staff, seed, Later(number + 1, shifts))
    rows = []
    for one in given:
        kept = checked(INSTRUMENT, local, one)
        strata = (kept.strata.get(name) for name in wave.STRATA)
        rows.append((*strata, kept.hasty, _json(kept.answers), _json(kept.areas)))
    built = wave.built(INSTRUMENT, local, [rows])
    headcounts = Headcounts({role: int(4 * share * people) for role, share in ROLES.items()})
    of_it = subject(INSTRUMENT, local, built, headcounts, 11, headcounts)
    opened = date(2026 + number, 11, 2)
    heading = Heading(
        *("code", "Simulated", "System", 2026 + number, opened, opened),
        *("innovation-readiness", "2026.1", "", "en", True, 11, "0", "", 1),
    )
    return Round(findings(of_it, heading, headcounts.total), "codes", *history.statements(INSTRUMENT))


def _json(answers: object) -> str:
    """Return answers as the records hold them."""
    return json.dumps(answers, sort_keys=True)


def _staff(rng: np.random.Generator, people: int, areas: tuple[str, ...]) -> Iterator[Person]:
    for role in rng.choice(list(ROLES), people, p=list(ROLES.values())).tolist():
        here = (str(rng.choice(areas)),) if areas else ()
        yield Person(role, str(rng.choice(PLACES)), here)


def _options(ids: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(id=each, text=each.title()) for each in ids)


if __name__ == "__main__":
    main()
