"""How long the figures of a wave take from the matrix in memory, next to a hand-written floor and pandas.

Waves of 44 items over 20 areas, 3 roles and 3 places. All need: counts of every code of every item in all 180 cells,
ten dimension scores a person, their sums in all cells, and readiness of each area with its standard error. The floor
does the same sums by hand with nothing checked and no interval. Run: python -m benchmarks.scoring [largest wave]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from readiness.analysis import grouped, scoring

AREAS, ROLES, PLACES = 20, 3, 3
CELLS = AREAS * ROLES * PLACES
DIMENSIONS = np.array([d for d in range(10) for _ in range(3)] + [-1] * 14)
WEIGHTS = np.array([1 / 24] * 8 + [1 / 3] * 2)
Codes = npt.NDArray[np.int8]
Cells = npt.NDArray[np.int64]


def wave(people: int) -> tuple[Codes, Cells]:
    """Return codes with some blanks and "don't know", and each person's cell: area, then place and role."""
    random = np.random.default_rng(people)
    return random.integers(-1, 6, (people, 44), dtype=np.int8), random.integers(0, CELLS, people)


def ours(codes: Codes, cells: Cells) -> None:
    """Find the figures as the package does."""
    grouped.code_counts(codes, cells, CELLS)
    scoring.straight_lined(codes)
    scores = scoring.dimension_scores_from_codes(codes, DIMENSIONS)
    grouped.group_sums(scores, cells, CELLS)
    strata = ROLES * PLACES
    unknown = np.full((AREAS, strata), np.nan)
    grouped.composite(scores, cells, AREAS, WEIGHTS, np.full((AREAS, strata), 1 / strata), unknown)


def floor(codes: Codes, cells: Cells) -> None:
    """Do the same sums by hand."""
    for item in range(codes.shape[1]):
        np.bincount(cells * 7 + codes[:, item] + 1, minlength=CELLS * 7)
    for dimension in range(10):
        block = codes[:, dimension * 3 : dimension * 3 + 3]
        answered = (block > 0).sum(axis=1)
        score = 25 * (np.maximum(block, 0).sum(axis=1) / np.maximum(answered, 1) - 1)
        kept = answered >= 2
        for weight in (None, score[kept], score[kept] ** 2):
            np.bincount(cells[kept], weight, minlength=CELLS)


def with_pandas(codes: Codes, cells: Cells) -> None:
    """Take only the means and deviations of items and dimensions by groupby."""
    ratings = pd.DataFrame(codes).astype(np.float32).where(codes > 0)
    dimensions = pd.DataFrame({d: ratings.iloc[:, d * 3 : d * 3 + 3].mean(axis=1) for d in range(10)})
    for table in (ratings, dimensions):
        table.groupby(cells).agg(["count", "mean", "std"])


def seconds(work: Callable[[Codes, Cells], None], codes: Codes, cells: Cells) -> float:
    """Return the least processor time of three runs, or of one where a run is long."""
    best = np.inf
    for _ in range(3):
        start = time.process_time()
        work(codes, cells)
        best = min(best, time.process_time() - start)
        if best > 3:
            break
    return best


def main(largest: int) -> None:
    """Print a row for every size of wave."""
    print("people      ours s   floor s   ours/floor   pandas s   memory MiB")
    people = 1_000
    while people <= largest:
        codes, cells = wave(people)
        mine, least = seconds(ours, codes, cells), seconds(floor, codes, cells)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        peer = seconds(with_pandas, codes, cells)
        print(f"{people:9,}  {mine:7.3f}  {least:8.3f}  {mine / least:10.1f}  {peer:9.3f}  {memory:10.0f}")
        people *= 10


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
