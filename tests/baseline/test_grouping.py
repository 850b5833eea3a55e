"""Who is counted where: labels of people of no role and no group, and the smallest kinds of people."""

from __future__ import annotations

import numpy as np
import pytest

from readiness.baseline.grouping import Hosts, Population, by_role_mix
from readiness.baseline.release import People

KNOWN = Population(("gp", "manager"), {}, np.array([10.0, 30.0]), np.ones((3, 2)), np.ones((0, 2)))


def test_people_of_no_role_or_no_group_are_left_out():
    groups, roles = np.array([0, 1, 2, -1, 1, -1]), np.array([0, 1, 0, 1, -1, -1])
    home = Hosts(np.array([[0, 1], [0, 0], [1, 1]]), ((), (), ()))
    found = by_role_mix(groups, roles, KNOWN.places, home, KNOWN, np.ones(3, dtype=np.bool_))
    assert found.cells.tolist() == [0, 2, 5, -1, -1, -1]
    assert found.of_row.tolist() == [0, 1, 2, -1, -1, -1]
    assert found.shares.tolist() == [[0.25, 0.75], [1, 0], [0, 1]]
    assert found.merged(np.arange(6)).tolist() == [1, 5, 9]


@pytest.mark.parametrize("areas", [0, 1, 8, 19])
def test_kinds_of_people_are_the_different_rows(areas):
    random = np.random.default_rng(areas)
    n = 400
    roles, places = random.integers(-1, 3, n), random.integers(-1, 2, n)
    chosen, flagged = random.random((n, areas)) < 0.1, random.random(n) < 0.2
    answered = (random.random(n) < 0.5, random.random(n) < 0.9)
    nobody = np.zeros((1, 3), dtype=np.int64)
    none = np.zeros((2, areas, 3), dtype=np.int64)
    people = People(roles, places, chosen, flagged, answered, 3, 2, nobody, nobody, nobody, np.ones(3), none)
    kinds, sizes = people.atoms
    rows = np.column_stack([roles, places, flagged, chosen]).astype(np.int64)
    assert sorted(map(tuple, kinds)) == sorted(set(map(tuple, rows)))
    for kind, count, *with_score in zip(kinds, *sizes, strict=True):
        same = (rows == kind).all(axis=1)
        assert count == same.sum()
        assert with_score == [(same & each).sum() for each in answered]
