"""Which areas need change most: the errors of areas with few answers count as what they are, estimates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from readiness.analysis import ranking
from readiness.baseline import need
from readiness.baseline.grouping import Grouping
from readiness.instrument.journey import Local
from readiness.instrument.types import Option
from readiness.records.assessments import Headcounts
from tests.baseline.conftest import LOCAL, person

NAN = np.nan
AREAS = ("skin", "heart", "lung", "bones", "eyes")
FIVE = Local(places=LOCAL.places, areas=tuple(Option(id=each, text=each.title()) for each in AREAS))


def grouping(counts: list[list[int]], shares: list[list[float]], heads: list[list[float]]) -> Grouping:
    """Return groups x strata with so many answers each."""
    cells = np.repeat(np.arange(np.size(counts)), np.ravel(counts))
    shown = np.ones(len(counts), dtype=np.bool_)
    return Grouping(cells, np.array(shares), np.array(heads), ((),) * len(counts), True, shown)


def test_one_stratum_has_one_degree_fewer_than_answers() -> None:
    found = need.degrees_of_freedom(grouping([[12], [90]], [[1.0], [1.0]], [[NAN], [200.0]]))
    assert found.tolist() == pytest.approx([11, 89])


def test_strata_in_proportion_have_one_degree_fewer_each() -> None:
    found = need.degrees_of_freedom(grouping([[20, 20]], [[0.5, 0.5]], [[NAN, NAN]]))
    assert found.tolist() == pytest.approx([38])


def test_a_role_of_great_share_and_few_answers_governs() -> None:
    # By hand: a = .7^2 (1 - 11/33) / 11 and .3^2 (1 - 44/132) / 44.
    a, b = 0.49 * (2 / 3) / 11, 0.09 * (2 / 3) / 44
    found = need.degrees_of_freedom(grouping([[11, 44]], [[0.7, 0.3]], [[33.0, 132.0]]))
    assert found.tolist() == pytest.approx([(a + b) ** 2 / (a**2 / 10 + b**2 / 43)])
    assert found[0] < 12


def test_a_role_that_all_answered_or_none_did_adds_nothing() -> None:
    found = need.degrees_of_freedom(
        grouping([[15, 15], [15, 0], [15, 15]], [[0.5, 0.5]] * 3, [[15.0, NAN], [NAN, NAN], [15.0, 15.0]])
    )
    assert found[:2].tolist() == pytest.approx([14, 14])
    assert np.isnan(found[2])


def test_rows_of_no_group_do_not_count() -> None:
    plain = grouping([[12]], [[1.0]], [[NAN]])
    more = replace(plain, cells=np.append(plain.cells, [-1] * 50))
    assert need.degrees_of_freedom(more).tolist() == pytest.approx([11])


def test_intervals_in_the_findings_are_those_of_estimated_errors(findings_of) -> None:
    drawn = np.random.default_rng(5)
    middle = {area: 2.0 + 0.4 * place for place, area in enumerate(AREAS)}
    people = [
        person("clinician", (area,), int(np.clip(round(middle[area] + drawn.normal()), 1, 5)))
        for area in AREAS
        for _ in range(14)
    ]
    nobody_known = Headcounts()
    found = findings_of(people, headcounts=nobody_known, local=FIVE).areas
    gaps = [100 - area.readiness.value for area in found]
    errors = [area.readiness.se for area in found]
    widened = ranking.pool(gaps, errors, [13.0] * 5)
    assert [area.need.gap_high for area in found] == pytest.approx(widened.high.tolist())
    assert [area.need.gap for area in found] == pytest.approx(widened.mean.tolist())
    as_known = ranking.pool(gaps, errors)
    assert all(area.need.gap_high > high for area, high in zip(found, as_known.high, strict=True))
