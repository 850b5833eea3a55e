"""The one table of rights: what each role may do, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from readiness.access import rights
from readiness.access.rights import MEANINGS, NAMES, TABLE, Action, Reach, Role, Scope
from readiness.cli import users
from readiness.records.account_tables import ROLES, Grant

DAY = date(2026, 11, 10)
ASHDALE, ELSEWHERE = 1, 2
EXPECTED = {
    Role.ADMINISTRATOR: {Action.MANAGE_PEOPLE, Action.READ_LOG, Action.CHANGE_SETTINGS},
    Role.SYSTEM_LEAD: {
        *(Action.SET_UP, Action.INVITE_STAFF, Action.SEE_RATES),
        *(Action.MODERATE, Action.SEE_RESULTS, Action.SEE_PUBLISHED, Action.RECORD_ACTIONS),
    },
    Role.AREA_LEAD: {
        *(Action.SEE_RATES, Action.SEE_RESULTS, Action.SEE_PUBLISHED, Action.RECORD_ACTIONS),
    },
    Role.ORGANISATION_LEAD: {Action.SEE_RATES, Action.SEE_PUBLISHED},
    Role.VIEWER: {Action.SEE_PUBLISHED},
}
"""Written down a second time: a change of the table is a decision."""
SCOPES = (
    Scope(),
    Scope(ASHDALE),
    Scope(ELSEWHERE),
    Scope(ASHDALE, area="cardiology"),
    Scope(ASHDALE, area="diabetes"),
    Scope(ELSEWHERE, area="cardiology"),
    Scope(ASHDALE, organisation="mill-lane"),
    Scope(ASHDALE, organisation="hospital"),
)


def grant(role: Role, **changes: object) -> Grant:
    made = Grant(role=str(role), system_id=None if role is Role.ADMINISTRATOR else ASHDALE, approved_at=1)
    made.area = "cardiology" if role is Role.AREA_LEAD else None
    made.organisation = "mill-lane" if role is Role.ORGANISATION_LEAD else None
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def allowed(held: list[Grant]) -> Iterator[tuple[Action, Scope]]:
    for action, scope in product(Action, SCOPES):
        if rights.may(held, action, scope, DAY):
            yield action, scope


def test_the_table_is_what_was_decided() -> None:
    assert {role: set(actions) for role, actions in TABLE.items()} == EXPECTED
    assert set(NAMES) == set(MEANINGS) == set(Role)
    assert set(users.ROLES) == {str(role) for role in Role}
    assert all(f"'{role}'" in ROLES for role in Role)


def test_an_administrator_sees_no_results_by_that() -> None:
    held = [grant(Role.ADMINISTRATOR)]
    assert {action for action, _ in allowed(held)} == EXPECTED[Role.ADMINISTRATOR]
    assert rights.sight(held, ASHDALE, DAY) == rights.Sight()


def test_a_system_lead_has_the_system_with_all_its_parts_and_no_other() -> None:
    scopes = {scope for _, scope in allowed([grant(Role.SYSTEM_LEAD)])}
    assert scopes == {scope for scope in SCOPES if scope.system == ASHDALE}


def test_an_area_lead_has_one_area() -> None:
    held = [grant(Role.AREA_LEAD)]
    found = {scope for action, scope in allowed(held) if action is Action.SEE_RESULTS}
    assert found == {Scope(ASHDALE, area="cardiology")}
    seen = rights.sight(held, ASHDALE, DAY)
    assert seen.shows("cardiology", published=False)
    assert seen.shows("diabetes", published=True)
    assert not seen.shows("diabetes", published=False)
    assert not seen.shows(None, published=False)
    assert rights.sight(held, ELSEWHERE, DAY) == rights.Sight()


def test_an_organisation_lead_has_rates_of_one_organisation_and_what_is_published() -> None:
    held = [grant(Role.ORGANISATION_LEAD)]
    rates = {scope for action, scope in allowed(held) if action is Action.SEE_RATES}
    assert rates == {Scope(ASHDALE, organisation="mill-lane")}
    assert not rights.sight(held, ASHDALE, DAY).shows("cardiology", published=False)


def test_a_viewer_has_what_is_published_and_nothing_else() -> None:
    held = [grant(Role.VIEWER)]
    assert {action for action, _ in allowed(held)} == {Action.SEE_PUBLISHED}
    assert rights.sight(held, ASHDALE, DAY) == rights.Sight(published=True)


@pytest.mark.parametrize(
    "changes",
    [{"approved_at": None}, {"ended_at": 2}, {"ends_on": DAY - timedelta(days=1)}],
    ids=["waiting", "taken back", "ended"],
)
@pytest.mark.parametrize("role", Role)
def test_a_grant_that_is_not_in_force_allows_nothing(role: Role, changes: dict[str, object]) -> None:
    assert list(allowed([grant(role, **changes)])) == []


def test_a_grant_holds_on_its_last_day() -> None:
    assert list(allowed([grant(Role.VIEWER, ends_on=DAY)]))


def test_two_areas_show_two_areas() -> None:
    held = [grant(Role.AREA_LEAD), grant(Role.AREA_LEAD, area="diabetes")]
    assert rights.sight(held, ASHDALE, DAY).areas == {"cardiology", "diabetes"}


def test_every_role_but_the_administrators_needs_a_second_yes_because_it_shows_something() -> None:
    assert {role for role in Role if rights.sees_results(role)} == set(Role) - {Role.ADMINISTRATOR}


def test_only_administrators_reach_everywhere() -> None:
    wide = {role for role, actions in TABLE.items() if Reach.EVERYWHERE in actions.values()}
    assert wide == {Role.ADMINISTRATOR}
