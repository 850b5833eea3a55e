"""The systems that reports are looked at with: analysed as real ones are, and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reports import systems


def test_two_areas_of_forty_people_go_through_the_one_door(tmp_path: Path) -> None:
    found = systems.found("two-areas", tmp_path)
    assert (found.n, len(found.areas)) == (40, 2)
    assert found.heading.simulated
    counts = [one.n for one in (*found.areas, *found.roles, *found.places)]
    assert None in counts
    assert all(n is None or n >= found.heading.threshold for n in counts)


def test_findings_are_kept_and_are_the_same_when_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = systems.found("two-areas", tmp_path)
    assert systems.analysed(systems.SYSTEMS["two-areas"]) == first
    monkeypatch.setattr(systems, "analysed", None)
    assert systems.found("two-areas", tmp_path) == first


def test_thirty_areas_have_names_of_their_own_though_some_are_alike() -> None:
    assert len(set(systems.AREAS)) == systems.SYSTEMS["thirty-areas"].areas == 30
