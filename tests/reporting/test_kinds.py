"""Every kind of document is made from findings alone, and an unknown one is refused with those that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError
from readiness.reporting import kinds

BEGINS = {"csv": b"\xef\xbb\xbftable,", "json": b"{"}


@pytest.mark.parametrize("kind", BEGINS)
def test_figures_to_take_away_are_made_in_every_form(kind: str, findings: Findings, reports: Path) -> None:
    assert kinds.make(findings, reports, kind, {}).startswith(BEGINS[kind])


def test_an_unknown_kind_is_refused_with_those_that_there_are(findings: Findings, reports: Path) -> None:
    with pytest.raises(ReadinessError, match=r"no document of the kind 'song'.*There are: baseline"):
        kinds.make(findings, reports, "song", {})


def test_only_the_first_year_has_a_baseline_report() -> None:
    for kind in kinds.KINDS.values():
        assert ("aseline" in kind.called(baseline=False) + kind.stem(baseline=False)) is False
    assert kinds.known("baseline").called(baseline=True) == "Baseline report"
    assert kinds.known("baseline").stem(baseline=True) == "baseline"


def test_ids_are_short_enough_to_be_kept_and_files_end_as_they_should() -> None:
    assert all(0 < len(kind) <= 20 for kind in kinds.KINDS)
    assert all(kind.id == name and kind.suffix.isalpha() for name, kind in kinds.KINDS.items())
