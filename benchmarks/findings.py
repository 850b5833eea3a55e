"""All findings of a wave from arrays in memory, next to a hand-written NumPy floor of the same sums and to peers.

Waves of 1,000 to 1,000,000 people with 44 answers each (32 about where they work, 12 about two of 20 clinical areas),
3 roles and 3 places. Drivers sample and omega stops at the first 100,000 by design; everything else is exact.
pandas and statsmodels take only means with their spread, statsmodels those with intervals too.
Run: python -m benchmarks.findings [largest wave [smallest wave]]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from statsmodels.stats.weightstats import DescrStatsW

from readiness import config
from readiness.baseline.door import SEED, findings
from readiness.baseline.findings import Heading
from readiness.baseline.subject import subject
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument, Option
from readiness.records.assessments import Headcounts
from readiness.records.wave import Codes, Wave

AREAS, PLACES = 20, 3
LOCAL = Local(
    places=tuple(Option(id=f"place-{i}", text=f"Place {i}") for i in range(PLACES)),
    areas=tuple(Option(id=f"area-{i}", text=f"Area {i}") for i in range(AREAS)),
)


def wave(instrument: Instrument, people: int, seed: int | None = None) -> Wave:
    """Return random answers with some blanks and "don't know", each role asked its own items only."""
    rng = np.random.default_rng(people if seed is None else seed)
    role, place = rng.integers(0, 3, people), rng.integers(0, PLACES, people)
    codes = rng.integers(-1, 6, (people, len(instrument.items())), dtype=np.int8)
    for column, item in enumerate(instrument.items()):
        if item.role is not None:
            codes[role != [each.id for each in instrument.roles].index(item.role), column] = -1
    first = rng.integers(0, AREAS, people)
    areas = np.column_stack([first, (first + rng.integers(1, AREAS, people)) % AREAS])
    areas.sort(axis=1)
    blocks = 2 * people
    nothing = np.empty((blocks, 0))
    barriers = rng.random((blocks, 13), dtype=np.float32) < 0.2
    return Wave(
        n=people,
        hasty=np.zeros(people, np.bool_),
        strata={
            "role": Codes(role.astype(np.int16), tuple(each.id for each in instrument.roles)),
            "place": Codes(place.astype(np.int16), tuple(each.id for each in LOCAL.places)),
            "organisation_type": Codes(rng.integers(0, 5, people).astype(np.int16), tuple("abcde")),
            "tenure": Codes(rng.integers(0, 3, people).astype(np.int16), tuple("abc")),
        },
        item_ids=tuple(item.id for item in instrument.items()),
        codes=codes,
        area_ids=tuple(area.id for area in LOCAL.areas),
        block_person=np.repeat(np.arange(people, dtype=np.int32), 2),
        block_area=areas.ravel().astype(np.int16),
        block_item_ids=tuple(item.id for item in instrument.area_items()),
        block_codes=rng.integers(-1, 6, (blocks, 6), dtype=np.int8),
        importance=rng.integers(0, 11, blocks).astype(np.float64),
        barrier_ids=tuple("abcdefghijklm"),
        barriers=barriers,
        barriers_asked=np.ones(blocks, dtype=np.bool_),
        innovation_ids=(),
        awareness_ids=(),
        awareness=nothing.astype(np.int8),
        criterion=rng.integers(0, 11, people).astype(np.float64),
        adopted_ids=("none", "one", "more"),
        adopted=rng.integers(0, 3, people).astype(np.int8),
        digest="",
    )


def ours(instrument: Instrument, answers: Wave) -> None:
    """Find everything, protected and all."""
    heading = Heading("code", "t", "s", 2026, None, None, "i", "2026.1", "", "en", True, 11, "0", "", SEED)
    headcounts = Headcounts({"gp": 10**7, "clinician": 10**7, "manager": 10**7})
    findings(subject(instrument, LOCAL, answers, headcounts, 11), heading, None)


def floor(instrument: Instrument, answers: Wave) -> None:
    """Do the same sums by hand: nothing checked, nothing protected, no interval beyond the sums that it needs."""
    role, place = (
        answers.strata["role"].codes.astype(np.int64),
        answers.strata["place"].codes.astype(np.int64),
    )
    person, area = answers.block_person, answers.block_area.astype(np.int64)
    for column in answers.codes.T:
        np.bincount(role * 7 + column + 1, minlength=21)
    slots = []
    for dimension in range(8):
        block = answers.codes[:, dimension * 6 : dimension * 6 + 6]
        own = block[:, 3:].max(axis=1)
        slots.append(np.column_stack([block[:, :3], own]))
    dimensions = [_score(slot) for slot in slots]
    anchors = [_score(slot[:, :3]) for slot in slots]
    parts = [_score(answers.block_codes[:, part * 3 : part * 3 + 3]) for part in range(2)]
    by_area = area * 3 + role[person]
    for score in dimensions:
        _sums(score, role, 3)
        _sums(score, place * 3 + role, 9)
        _sums(score[person], by_area, AREAS * 3)
    for score in anchors:
        _sums(score, role, 3)
        _sums(score[person], by_area, AREAS * 3)
    for slot in slots:
        for cells, count, rows in (
            (role, 3, None),
            (place * 3 + role, 9, None),
            (by_area, AREAS * 3, person),
        ):
            for column in slot.T:
                codes = column if rows is None else column[rows]
                np.bincount(cells * 7 + codes + 1, minlength=count * 7)
    for score in parts:
        _sums(score, by_area, AREAS * 3)
    for column in answers.block_codes.T:
        np.bincount(by_area * 7 + column + 1, minlength=AREAS * 21)
    for column in answers.barriers.T:
        np.bincount(by_area, column, minlength=AREAS * 3)
    whole = np.nansum([score[person] for score in dimensions], axis=0) / 8 + parts[0] + parts[1]
    _sums(whole, by_area, AREAS * 3)
    _sums(whole, by_area, AREAS * 3)


def _score(block: np.ndarray) -> np.ndarray:
    answered = (block > 0).sum(axis=1)
    score = 25 * (np.maximum(block, 0).sum(axis=1) / np.maximum(answered, 1) - 1)
    return np.where(2 * answered >= block.shape[1], score, np.nan)


def _sums(score: np.ndarray, cells: np.ndarray, count: int) -> None:
    kept = ~np.isnan(score)
    for weight in (None, score[kept], score[kept] ** 2):
        np.bincount(cells[kept], weight, minlength=count)


def with_pandas(instrument: Instrument, answers: Wave) -> None:
    """Take only means and deviations of items and dimensions by area and role, by groupby."""
    ratings = pd.DataFrame(answers.codes).astype(np.float32).where(answers.codes > 0)
    dimensions = pd.DataFrame({d: ratings.iloc[:, d * 6 : d * 6 + 6].mean(axis=1) for d in range(8)})
    ratings.groupby(answers.strata["role"].codes).agg(["count", "mean", "std"])
    cells = answers.block_area.astype(np.int64) * 3 + answers.strata["role"].codes[answers.block_person]
    dimensions.iloc[answers.block_person].groupby(cells).agg(["count", "mean", "std"])


def with_statsmodels(instrument: Instrument, answers: Wave) -> None:
    """Take only means with standard errors and intervals: items by role, dimensions by area and role."""
    ratings = np.where(answers.codes > 0, answers.codes, np.nan).astype(np.float32)
    dimensions = np.column_stack([_score(answers.codes[:, d * 6 : d * 6 + 6]) for d in range(8)])
    role = answers.strata["role"].codes.astype(np.int64)
    _describe(ratings, role, 3)
    _describe(
        dimensions[answers.block_person],
        answers.block_area.astype(np.int64) * 3 + role[answers.block_person],
        AREAS * 3,
    )


def _describe(table: np.ndarray, cells: np.ndarray, count: int) -> None:
    order = np.argsort(cells, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(cells, minlength=count))[:-1]):
        for column in table[rows].T:
            found = DescrStatsW(column[~np.isnan(column)])
            if found.nobs > 1:
                found.tconfint_mean()


def seconds(work: Callable[[Instrument, Wave], None], instrument: Instrument, answers: Wave) -> float:
    """Return the least processor time of three runs, or of one where a run is long."""
    best = np.inf
    for _ in range(3):
        start = time.process_time()
        work(instrument, answers)
        best = min(best, time.process_time() - start)
        if best > 20:
            break
    return best


def main(largest: int, smallest: int) -> None:
    """Print a row for every size of wave."""
    instrument = load_version(config.load().surveys, "innovation-readiness", "2026.1")
    print("people      ours s   floor s   ours/floor   pandas s   statsmodels s   memory MiB (wave included)")
    people = smallest
    while people <= largest:
        answers = wave(instrument, people)
        mine = seconds(ours, instrument, answers)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        least = seconds(floor, instrument, answers)
        peers = [seconds(peer, instrument, answers) for peer in (with_pandas, with_statsmodels)]
        print(
            f"{people:9,}  {mine:7.2f}  {least:8.3f}  {mine / least:10.1f}  {peers[0]:9.3f}  {peers[1]:14.3f}"
            f"  {memory:10.0f}",
            flush=True,
        )
        people *= 10


if __name__ == "__main__":
    sizes = [int(each) for each in sys.argv[1:]]
    main(*sizes or [1_000_000], *[1_000] * (len(sizes) < 2))
