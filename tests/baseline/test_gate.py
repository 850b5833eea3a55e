"""What the gate lets out, and what it keeps."""

from __future__ import annotations

import numpy as np
import pytest

from readiness.baseline.gate import Gate
from readiness.baseline.grouping import unstandardised


def one_group(n: int):
    return unstandardised(np.zeros(n, dtype=np.int64), np.array([np.nan]), np.ones(1, dtype=np.bool_))


def spread(n: int) -> np.ndarray:
    return np.linspace(0, 100, n)[:, np.newaxis]


@pytest.mark.parametrize(("n", "shown"), [(0, False), (1, False), (10, False), (11, True), (500, True)])
def test_a_mean_needs_eleven_people(n, shown):
    assert bool(Gate(11).means(spread(n), one_group(n))[0][0]) is shown


@pytest.mark.parametrize(("n", "shown"), [(10, False), (11, True)])
def test_a_share_and_a_composite_need_eleven_people_too(n, shown):
    assert bool(Gate(11).shares(spread(n) * 0 + 100, one_group(n))[0][0]) is shown
    assert bool(Gate(11).composites(np.hstack([spread(n), spread(n)]), one_group(n), [0.5, 0.5])[0]) is shown


def test_every_column_of_a_composite_needs_eleven_people():
    values = np.hstack([spread(20), spread(20)])
    values[:10, 1] = np.nan
    assert Gate(11).composites(values, one_group(20), [0.5, 0.5]) == [None]


def test_a_mean_to_which_everybody_gave_the_same_answer_is_hidden():
    assert Gate(11).means(np.full((30, 1), 75.0), one_group(30))[0][0] is None


@pytest.mark.parametrize(("value", "text"), [(0.0, "under 5%"), (100.0, "over 95%")])
def test_nobody_and_everybody_are_never_told(value, text):
    share = Gate(11).shares(np.full((40, 1), value), one_group(40))[0][0]
    assert str(share) == text
    assert 5 <= share.low <= share.percent <= share.high <= 95


def test_a_threshold_under_ten_is_refused():
    with pytest.raises(ValueError, match="set it to 10 or more"):
        Gate(9)


@pytest.mark.parametrize(
    ("sizes", "total", "shown"),
    [
        ([40, 30, 20], 90, [40, 30, 20]),
        ([40, 30, 5], 75, [40, None, None]),  # 75 - 70 would give the 5 away, so the next smallest goes too
        ([40, 30, 5, 3], 78, [40, None, None, None]),  # 5 + 3 hidden are still fewer than 11
        ([40, 30, 6, 6], 82, [40, 30, None, None]),  # two hidden that hold 12: neither follows
        ([5, 3], 8, [None, None]),
        ([40, 0, 30], 70, [40, None, 30]),  # empty looks hidden, and takes nobody along
        ([40, 30, 9], 100, [40, None, None]),  # 21 who gave no answer do not make one hidden group safe
    ],
)
def test_no_count_follows_from_the_total(sizes, total, shown):
    assert Gate(11).counts(sizes, total) == shown
