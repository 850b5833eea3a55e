"""What is done about results, as it is written down: the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from readiness.config import Settings
from readiness.errors import WrongState
from readiness.fieldwork import lifecycle, undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import UnknownAction, Unwritten, Wanted
from readiness.instrument.types import Instrument
from readiness.records import actions
from readiness.records.database import Database
from readiness.records.tables import Assessment

WANTED = Wanted(
    "Two protected hours a month",
    "cardiology",
    "time",
    "Clinical lead",
    date(2027, 3, 1),
    5,
    "planned",
    "",
)


@pytest.fixture
def closed(database: Database, tiny_settings: Settings, assessment: Assessment) -> Assessment:
    return lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))


@pytest.fixture
def later(database: Database, tiny_settings: Settings, tiny_setup: Setup, closed: Assessment) -> Assessment:
    """The assessment of the year after, closed as well."""
    changes = {"title": "Ashdale 2027", "year": 2027, "follows": closed.code}
    with database.write() as session:
        made = lifecycle.create(session, tiny_setup.model_copy(update=changes), tiny_settings)
        lifecycle.open_(session, made.code, tiny_settings, made.opens_on)
    return made


def test_what_is_written_down_is_kept_changed_and_forgotten(
    database: Database, closed: Assessment, tiny: Instrument
) -> None:
    with database.write() as session:
        number = undertaken.add(
            session, closed, tiny, replace(WANTED, text=" Two protected hours a month ")
        ).id
    with database.write() as session:
        (kept,) = actions.after(session, closed)
        assert undertaken.as_wanted(kept) == WANTED
        everywhere = replace(WANTED, area=None, dimension=None, state="done", note="All have it")
        changed = undertaken.change(session, closed, tiny, number, everywhere)
        assert changed == {"area": None, "dimension": None, "state": "done", "note": "All have it"}
        assert undertaken.change(session, closed, tiny, number, everywhere) == {}
    with database.write() as session:
        assert undertaken.as_wanted(undertaken.required(session, closed, number)) == everywhere
        assert undertaken.remove(session, closed, number) == everywhere
    with database.write() as session:
        assert actions.after(session, closed) == []
        with pytest.raises(UnknownAction, match=f"no action {number}"):
            undertaken.required(session, closed, number)


def test_an_open_assessment_has_no_results_to_do_something_about(
    database: Database, assessment: Assessment, tiny: Instrument
) -> None:
    with database.write() as session, pytest.raises(WrongState, match="once it has closed"):
        undertaken.add(session, assessment, tiny, WANTED)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text": "  "}, "text", "Enter what is to be done"),
        ({"text": "a" * 501}, "text", "501 letters"),
        ({"owner": "a" * 201}, "owner", "200 at most"),
        ({"note": "a" * 2001}, "note", "2,000 at most"),
        ({"area": "dermatology"}, "area", "cardiology, diabetes, respiratory"),
        ({"dimension": "overall"}, "dimension", "commitment"),
        ({"state": "over"}, "state", "planned, running, done, stopped"),
        ({"expected": 0}, "expected", "1 to 100"),
        ({"expected": 101}, "expected", "1 to 100"),
        ({"started": date(2025, 12, 1)}, "started", "2026 to 2031"),
        ({"started": date(2032, 1, 1)}, "started", "2026 to 2031"),
    ],
)
def test_what_cannot_be_written_down_is_refused_at_its_field(
    database: Database,
    closed: Assessment,
    tiny: Instrument,
    changes: dict[str, object],
    field: str,
    said: str,
) -> None:
    with database.write() as session:
        with pytest.raises(Unwritten, match=said) as refused:
            undertaken.add(session, closed, tiny, replace(WANTED, **changes))  # type: ignore[arg-type]
        assert refused.value.field == field
        assert actions.after(session, closed) == []


def test_once_the_next_assessment_has_closed_nobody_can_fit_what_was_expected_to_what_came(
    database: Database, tiny_settings: Settings, closed: Assessment, later: Assessment, tiny: Instrument
) -> None:
    with database.write() as session:
        number = undertaken.add(session, closed, tiny, WANTED).id  # the next one is open: there is still time
    lifecycle.close(database, tiny_settings, later.code, date(2026, 11, 30))
    with database.write() as session:
        told = replace(WANTED, state="done", owner="Somebody else", note="It came")
        assert set(undertaken.change(session, closed, tiny, number, told)) == {"state", "owner", "note"}
        for name, value in (
            ("expected", 2),
            ("area", None),
            ("dimension", "aim"),
            ("text", "Something else"),
        ):
            with pytest.raises(Unwritten, match="Ashdale 2027 has closed") as refused:
                undertaken.change(session, closed, tiny, number, replace(told, **{name: value}))  # type: ignore[arg-type]
            assert refused.value.field == name
        with pytest.raises(WrongState, match="after Ashdale 2027"):
            undertaken.add(session, closed, tiny, WANTED)
        with pytest.raises(WrongState, match="nothing can be added or removed"):
            undertaken.remove(session, closed, number)
        assert len(actions.after(session, closed)) == 1
