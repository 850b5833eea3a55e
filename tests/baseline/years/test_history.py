"""The years that an assessment goes back to, from the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from readiness.baseline.subject import staff
from readiness.baseline.years import Descent, Move, Round, history
from readiness.config import Settings
from readiness.fieldwork import lifecycle, setup_kept
from readiness.fieldwork.setup_types import Ancestry, Counts, ListedOrganisation, Setup
from readiness.instrument.journey import Local
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import actions, assessments, following
from readiness.records.assessments import Headcounts
from readiness.records.database import Database
from readiness.records.following_tables import Action
from readiness.records.tables import Assessment


@pytest.fixture
def two(
    database: Database, tiny_settings: Settings, tiny_setup: Setup, assessment: Assessment
) -> tuple[Assessment, Assessment]:
    """A year and the year after, in which an organisation moved and an area ended."""
    past = lifecycle.close(database, tiny_settings, assessment.code, assessment.closes_on)
    one, *others = tiny_setup.organisations
    elsewhere = next(place.id for place in tiny_setup.places if place.id != one.place)
    moved = one.model_copy(update={"place": elsewhere, "people": 6})
    given = {
        "year": tiny_setup.year + 1,
        "follows": past.code,
        "links": "open",
        "organisations": (moved, *others),
        "became": (Ancestry(kind="area", past=tiny_setup.areas[0].id),),
    }
    with database.write() as session:
        return past, lifecycle.create(session, tiny_setup.model_copy(update=given), tiny_settings)


def test_rounds_tell_what_was_asked_how_and_what_changed(
    database: Database,
    tiny_settings: Settings,
    tiny_setup: Setup,
    two: tuple[Assessment, Assessment],
    year: Callable[..., Round],
) -> None:
    some = year(0, {}, 60).findings

    def instrument(of: Assessment) -> Instrument:
        return load_version(tiny_settings.surveys, of.instrument, of.version)

    with database.read() as session:
        now = assessments.by_code(session, two[1].code)
        found = history.rounds(
            session, following.chain(session, now), lambda of: replace(some, n=of.year), instrument
        )
    assert [one.findings.n for one in found] == [tiny_setup.year, tiny_setup.year + 1]
    assert found[1].mode == "open"
    assert found[1].descents == (Descent("area", tiny_setup.areas[0].id, None),)
    (move,) = found[1].moves
    assert isinstance(move, Move)
    assert move.past == tiny_setup.organisations[0].place
    assert move.share is None or 0 < move.share < 1
    statements, own = found[0].statements, found[0].own
    assert statements.keys() == own.keys() >= {each.id for each in instrument(two[0]).dimensions}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((), []),
        ((Ancestry(kind="organisation", past="elm", now="oak"),), [("Elm", "north", "south", 0.25)]),
        (
            (Ancestry(kind="organisation", past="elm", now="oak", part=True),),
            [("Elm", "north", "south", None)],
        ),
        ((Ancestry(kind="organisation", past="elm"),), [("Elm", "north", None, 0.2)]),
    ],
)
def test_organisations_are_followed_into_others_and_to_their_end(
    database: Database,
    tiny_settings: Settings,
    tiny_setup: Setup,
    told: tuple[Ancestry, ...],
    expected: list[tuple[str, str, str | None, float | None]],
) -> None:
    """Elm has 40 of the 200 people of the north and goes into Oak in the south, where 160 work; or only ends."""
    counts = Counts(places={"north": {"nurse": 200}, "south": {"nurse": 160}})
    type_ = tiny_setup.organisations[0].type
    elm = ListedOrganisation(id="elm", name="Elm", type=type_, place="north", people=40)
    oak = ListedOrganisation(id="oak", name="Oak", type=type_, place="south", people=90)
    same = {"headcounts": counts, "organisations": (elm, oak)}
    left = (elm, oak) if told and told[0].part else (oak,)
    with database.write() as session:
        first = lifecycle.create(session, tiny_setup.model_copy(update=same), tiny_settings)
        lifecycle.open_(session, first.code, tiny_settings, first.opens_on)
    past = lifecycle.close(database, tiny_settings, first.code, first.closes_on)
    given = {**same, "year": tiny_setup.year + 1, "follows": past.code, "organisations": left, "became": told}
    with database.write() as session:
        now = lifecycle.create(session, tiny_setup.model_copy(update=given), tiny_settings)
        assert setup_kept.kept(session, now).became == told
        moves = tuple(history._moves(session, past, now, history.descents(session, now)))
    assert [(one.name, one.past, one.now, one.share) for one in moves] == expected


def test_what_was_done_after_the_report_before_is_what_counts(
    database: Database, two: tuple[Assessment, Assessment]
) -> None:
    with database.write() as session:
        actions.add(
            session, Action(assessment_id=two[0].id, text="Train", started_on=date(2027, 3, 1), state="done")
        )
        actions.add(session, Action(assessment_id=two[1].id, text="Later", state="planned"))
    with database.read() as session:
        past, now = (assessments.by_code(session, one.code) for one in two)
        (act,) = history.acts(history.done(session, now))
        assert (act.text, act.started) == ("Train", date(2027, 3, 1))
        assert history.done(session, past) == []


def test_a_later_year_stands_on_the_role_mix_of_the_first(instrument: Instrument) -> None:
    then, now = Headcounts({"gp": 100, "clinician": 100, "manager": 200}), Headcounts({"gp": 300})
    people = staff(instrument, Local(), now, then)
    assert dict(zip(people.roles, people.shares.tolist(), strict=True)) == {
        "gp": 0.25,
        "clinician": 0.25,
        "manager": 0.5,
    }


@pytest.mark.parametrize("then", [None, Headcounts({"gp": 100}), Headcounts(), Headcounts({"nurse": 1})])
def test_without_a_first_mix_of_the_same_roles_it_is_the_years_own(
    instrument: Instrument, then: Headcounts | None
) -> None:
    now = Headcounts({"gp": 100, "clinician": 200, "manager": 100})
    assert (
        staff(instrument, Local(), now, then).shares.tolist()
        == staff(instrument, Local(), now).shares.tolist()
    )
