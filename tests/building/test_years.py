"""What changed, found from what is kept of several years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness import building
from readiness.baseline.findings import Findings
from readiness.building import years
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle, undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments
from readiness.records.database import Database, Session
from readiness.records.following_tables import Action
from readiness.records.tables import Assessment
from tests.reporting.believable import believable


def test_an_assessment_that_follows_none_has_no_change(
    database: Database, tiny_settings: Settings, assessment: Assessment
) -> None:
    closed = lifecycle.close(database, tiny_settings, assessment.code, assessment.closes_on)
    with database.read() as session, pytest.raises(ReadinessError, match="follows no other"):
        years.changes_of(session, closed.code, tiny_settings)
    with database.write() as session:
        of = assessments.by_code(session, closed.code)
        assert not any(one.kind.startswith("change") for one in building.everything(session, of))
        with pytest.raises(ReadinessError, match="follows no other"):
            building.request(session, of, building.Order("change"))
        with pytest.raises(ReadinessError, match="What moved is not published"):
            building.request(session, of, building.Order("change", edition=1))


def test_two_years_are_set_side_by_side(
    database: Database,
    tiny_settings: Settings,
    tiny_setup: Setup,
    assessment: Assessment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found_of(session: Session, code: str, *_: object) -> Findings:
        one = believable()
        none: dict[str, tuple[()]] = dict.fromkeys(
            ("dimensions", "components", "areas", "roles", "places"), ()
        )
        return replace(one, heading=replace(one.heading, code=code), **none)  # type: ignore[arg-type]

    monkeypatch.setattr(years, "findings_of", found_of)
    first = lifecycle.close(database, tiny_settings, assessment.code, assessment.closes_on)
    given = {"year": tiny_setup.year + 1, "follows": first.code}
    with database.write() as session:
        second = lifecycle.create(session, tiny_setup.model_copy(update=given), tiny_settings)
        lifecycle.open_(session, second.code, tiny_settings, second.opens_on)
    lifecycle.close(database, tiny_settings, second.code, second.closes_on)
    with database.read() as session:
        found = years.changes_of(session, second.code, tiny_settings)
    assert [one.findings.heading.code for one in found.rounds] == [first.code, second.code]
    assert {line.last.difference for line in found.of("barriers") if line.last} == {0.0}
    with database.read() as session:
        of = assessments.by_code(session, second.code)
        orders = {one.kind for one in building.everything(session, of)}
        published = {one.kind for one in building.everything(session, of, edition=1)}
        names = [building.called(session, year, "baseline") for year in (first, of)]
        with pytest.raises(ReadinessError, match="What moved is not published with the results of"):
            building.request(session, of, building.Order("change", edition=1))
    assert {"change", "change-xlsx", "baseline"} <= orders
    assert names == ["Baseline report", "Readiness report"]
    assert not any(kind.startswith("change") for kind in published)
    said: list[str] = []
    key = years.made_of_years(of.id, tiny_settings, "change-json", {}, said.append)
    assert years.made_of_years(of.id, tiny_settings, "change-json", {}, said.append) == key
    with database.write() as session:
        actions.add(session, Action(assessment_id=first.id, text="Time", owner="Lead", state="done"))
    assert years.made_of_years(of.id, tiny_settings, "change-json", {}, said.append) != key


def test_a_change_report_is_out_of_date_once_an_action_is_and_not_for_comments(
    database: Database, tiny_settings: Settings, tiny_setup: Setup, assessment: Assessment, tiny: Instrument
) -> None:
    first = lifecycle.close(database, tiny_settings, assessment.code, assessment.closes_on)
    with database.write() as session:
        kept = undertaken.add(session, first, tiny, Wanted("Two hours a month", "cardiology", "time")).id
    given = {"year": tiny_setup.year + 1, "follows": first.code}
    with database.write() as session:
        made = lifecycle.create(session, tiny_setup.model_copy(update=given), tiny_settings)
        lifecycle.open_(session, made.code, tiny_settings, made.opens_on)
    second = lifecycle.close(database, tiny_settings, made.code, made.closes_on)
    with database.write() as session:
        asked = {
            kind: building.request(session, second, building.Order(kind)) for kind in ("change", "baseline")
        }

    def stale() -> list[str]:
        with database.read() as session:
            of = assessments.by_code(session, second.code)
            return [kind for kind, one in asked.items() if building.stale(session, of, one)]

    assert stale() == []
    with database.write() as session:
        undertaken.change(
            session, first, tiny, kept, Wanted("Two hours a month", "cardiology", "time", note="Liked")
        )
    assert stale() == [], "a note stands in no report"
    with database.write() as session:
        undertaken.change(
            session, first, tiny, kept, Wanted("Two hours a month", "cardiology", "time", state="done")
        )
    assert stale() == ["change"]
    with database.write() as session:
        of = assessments.by_code(session, second.code)
        assert building.latest(session, of, building.Order("change")) is None, "it is asked for anew"
        asked = {
            "change": building.request(session, of, building.Order("change")),
            "baseline": asked["baseline"],
        }
        of.revision += 1
    assert stale() == ["baseline"], "what moved quotes nobody"
