"""In what an area is called stronger or weaker than the whole system: beyond chance, and by enough to matter."""

from __future__ import annotations

import pytest

from readiness.baseline.areas import beside
from readiness.baseline.findings import AreaFinding, Cell, Mean

WHOLE = Mean(50.0, 49.9, 50.1, 0.05, 20.0, 50_000)


def mean(value: float, se: float) -> Mean:
    return Mean(value, value - 1.96 * se, value + 1.96 * se, se, 20.0, 400)


@pytest.mark.parametrize(
    ("value", "se", "above", "below"),
    [
        (53.0, 0.4, ("route",), ()),
        (52.9, 0.4, (), ()),  # beyond chance, and not enough to matter
        (53.0, 1.6, (), ()),  # enough to matter, and perhaps chance
        (47.0, 0.4, (), ("route",)),
        (47.1, 0.4, (), ()),
    ],
)
def test_what_is_beyond_chance_and_three_points_or_more_is_named(
    value: float, se: float, above: tuple[str, ...], below: tuple[str, ...]
) -> None:
    area = AreaFinding("a", "A", 400, None, dimensions=(("route", Cell(mean(value, se))),))
    (found,) = beside((area,), {"route": WHOLE})
    assert (found.above, found.below) == (above, below)


def test_largest_difference_is_named_first_and_what_is_hidden_not_at_all() -> None:
    cells = (("route", 58.0), ("safety", 61.0), ("skills", 54.0))
    area = AreaFinding(
        "a",
        "A",
        400,
        None,
        dimensions=(*((key, Cell(mean(value, 0.4))) for key, value in cells), ("hidden", Cell())),
        components=(("commitment", "Commitment", Cell(mean(30.0, 0.4))),),
    )
    whole = {"route": None, "safety": WHOLE, "skills": WHOLE, "hidden": WHOLE, "commitment": WHOLE}
    (found,) = beside((area,), whole)
    assert (found.above, found.below) == (("safety", "skills"), ("commitment",))
