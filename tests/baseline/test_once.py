"""Figures over all areas beside those of areas: what few people's answers for two areas would follow from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from readiness.baseline import once
from readiness.baseline.findings import Mean, Named, Share
from readiness.errors import ReleaseRefused
from readiness.records.assessments import Headcounts
from tests.baseline.conftest import person

UNKNOWN = Headcounts()


def asked(*groups: tuple[tuple[str, ...], int], named: bool = False) -> list[dict]:
    """Return so many people of each set of areas with varied answers, who named a barrier in each or left it blank."""
    drawn = np.random.default_rng(3)
    return [
        person(
            "gp",
            areas,
            int(drawn.integers(1, 6)),
            **{f"{each}__barriers": ["time"] for each in areas if named},
        )
        for areas, n in groups
        for _ in range(n)
    ]


FEW = ((("skin",), 30), (("heart",), 30), (("skin", "lung"), 5))
MANY = ((("skin",), 30), (("heart",), 30), (("skin", "lung"), 15))


@pytest.mark.parametrize(("groups", "told"), [(FEW, False), (MANY, True)])
@pytest.mark.parametrize("headcounts", [UNKNOWN, Headcounts({"gp": 400, "clinician": 300, "manager": 100})])
def test_the_whole_is_told_where_enough_people_stand_behind_every_difference(
    subject_of, groups, told, headcounts
):
    of_it = subject_of(asked(*groups), headcounts=headcounts)
    assert [once.component_told(of_it, column, 11) for column in (0, 1)] == [told, told]


def test_finished_findings_that_tell_of_few_are_refused(subject_of, findings_of):
    people = asked(*FEW)
    of_it, found = subject_of(people, headcounts=UNKNOWN), findings_of(people, headcounts=UNKNOWN)
    once.audit(of_it, found, 11)
    told = tuple(
        (part, name, replace(cell, mean=Mean(50, 45, 55, 2, 20, 65))) for part, name, cell in found.components
    )
    with pytest.raises(ReleaseRefused, match="said of one area"):
        once.audit(of_it, replace(found, components=told), 11)


def test_finished_findings_that_tell_of_few_peoples_barriers_are_refused(subject_of, findings_of):
    people = asked((("skin",), 40), (("heart",), 30), (("lung",), 10), named=True) + asked((("lung",), 1))
    of_it, found = subject_of(people, headcounts=UNKNOWN), findings_of(people, headcounts=UNKNOWN)
    share = (Named("time", "Time", Share(40, 30, 50, 30)),)
    areas = tuple(replace(area, barriers=share) if area.id == "heart" else area for area in found.areas)
    with pytest.raises(ReleaseRefused, match="said of one area"):
        once.audit(of_it, replace(found, areas=areas), 11)
    once.audit(of_it, replace(found, areas=areas, barriers=()), 11)


def test_barriers_of_people_of_two_areas_are_no_sum_of_their_areas(subject_of):
    """They count in the whole if they named it anywhere, so that the twelve of two areas hide the ten."""
    people = asked((("skin",), 40), (("heart",), 30), (("lung",), 10), named=True) + asked((("lung",), 1))
    people += asked((("skin", "heart"), 12), named=True)
    told, whole = once.barriers_told(subject_of(people, headcounts=UNKNOWN), 11)
    assert told.tolist() == [True, True, False]
    assert whole
