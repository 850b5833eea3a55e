"""How often something is claimed where nothing moved: 200 systems, each asked twice, with other people each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from readiness.baseline.door import findings
from readiness.baseline.subject import subject
from readiness.baseline.years import Changes, Line, Round, changes, history
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.records import wave
from readiness.records.assessments import Headcounts
from readiness.rehearsal.people import Later, Person, answers
from tests.baseline.conftest import as_row
from tests.baseline.years.conftest import heading

pytestmark = pytest.mark.slow
TINY = load_version(Path(__file__).parents[2] / "surveys", "tiny", "2026.1")
SYSTEMS, PEOPLE = 200, 120
STAFF = Headcounts(roles={"nurse": 600, "manager": 400}, places={}, areas={})
MOST = stats.binom.ppf(0.999, SYSTEMS, 0.05)
"""So many systems may claim something by chance, if each does with the nominal one in twenty."""


@pytest.fixture(scope="module")
def quiet() -> tuple[Changes, ...]:
    """The systems in which nothing has moved."""
    return tuple(changes([_year(0, seed), _year(1, seed)]) for seed in range(SYSTEMS))


@pytest.mark.parametrize("family", ["system", "items"])
def test_nothing_is_claimed_beyond_the_nominal_rate_where_nothing_moved(
    quiet: tuple[Changes, ...], family: str
) -> None:
    assert sum(any(told(found, family, _claimed)) for found in quiet) <= MOST


def test_counting_each_interval_without_its_nought_claims_far_more(quiet: tuple[Changes, ...]) -> None:
    """Which shows that the bound above can be broken."""
    assert sum(any(told(found, "system", _without_nought)) for found in quiet) > MOST


def test_intervals_hold_the_truth_as_often_as_they_say(quiet: tuple[Changes, ...]) -> None:
    missed = [each for found in quiet for each in told(found, "system", _without_nought)]
    assert 0.03 < np.mean(missed) < 0.07


def told(found: Changes, family: str, claim: Callable[[Line], bool]) -> Iterator[bool]:
    """Return for each figure of a family whether it is claimed to have moved."""
    return (claim(line) for line in found.of(family) if line.last)


def _claimed(line: Line) -> bool:
    return line.last is not None and line.last.told


def _without_nought(line: Line) -> bool:
    return line.last is not None and not line.last.low <= 0 <= line.last.high


def _year(number: int, seed: int) -> Round:
    rng = np.random.default_rng([seed, number])
    staff = [Person(str(role), None, ()) for role in rng.choice(["nurse", "manager"], PEOPLE, p=[0.6, 0.4])]
    given = answers(TINY, Local(), staff, seed, Later(number, {}))
    built = wave.built(TINY, Local(), [[as_row(one) for one in given]])
    of_it = subject(TINY, Local(), built, STAFF, 11, STAFF)
    return Round(findings(of_it, heading(2026 + number), STAFF.total), "codes", *history.statements(TINY))
