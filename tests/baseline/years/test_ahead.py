"""What next year's answers could show, told this year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.baseline.years import Round, changes
from readiness.baseline.years.ahead import smallest
from tests.baseline.years.conftest import heading, without


def test_it_is_what_the_change_report_prints_where_next_year_is_as_this_one(three: tuple[Round, ...]) -> None:
    one = three[0]
    same = replace(one, findings=replace(one.findings, heading=heading(2027)))
    for line in changes((one, same)).lines:
        if line.family not in ("system", "areas", "parts") or line.measure in ("general", "criterion"):
            continue
        area, measure = line.group or None, None if line.measure == "readiness" else line.measure
        assert line.last is not None
        assert smallest(one.findings, area, measure) == pytest.approx(line.last.detectable, rel=1e-6), line
    whole = next(line.last for line in changes((one, same)).lines if line.measure == "general")
    assert whole is not None
    assert smallest(one.findings, None, None) == pytest.approx(whole.detectable, rel=1e-6)


def test_of_a_hidden_figure_nothing_is_told(three: tuple[Round, ...]) -> None:
    found = without(three[0], "heart").findings
    assert smallest(found, "heart", None) is None
    assert smallest(found, "heart", "resources") is None
    assert smallest(found, "elsewhere", None) is None
    assert smallest(found, None, "unknown") is None
