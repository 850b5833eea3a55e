"""Nobody comes to results alone: not by giving, approving, resetting, inviting or deactivating."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from readiness.access import grants, people
from readiness.access.faults import Missing, Refused, Unfit
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.records import accounts
from readiness.records import audit as log
from readiness.records import grants as kept
from readiness.records.account_tables import Account, Grant
from tests.access.conftest import Office

Give = Callable[..., int]
Admins = tuple[Account, Account]


def held(office: Office, account: Account) -> list[Grant]:
    with office.database.read() as session:
        return kept.of(session, account)


def acts(office: Office) -> list[tuple[str, str]]:
    with office.database.read() as session:
        return [(one.actor, one.action) for one in log.entries(session)]


def approve(office: Office, number: int, by: Account | None) -> Grant:
    with office.desk(by) as acting:
        return grants.approve(acting, number)


def test_a_right_waits_for_a_second_administrator_and_both_acts_are_in_the_log(
    office: Office, admins: Admins, lead: Account, given: Give
) -> None:
    number = given()
    assert held(office, lead)[0].waiting
    approve(office, number, by=admins[1])
    assert held(office, lead)[0].holds(date(2026, 11, 18))
    assert acts(office)[-2:] == [
        ("ada@example.org", "right given"),
        ("ben@example.org", "right approved"),
    ]


def test_who_gave_a_right_cannot_approve_it(office: Office, admins: Admins, given: Give) -> None:
    number = given()
    with pytest.raises(Refused, match="cannot approve it too"):
        approve(office, number, by=admins[0])


def test_nobody_approves_their_own(office: Office, admins: Admins, given: Give) -> None:
    number = given(to=admins[1])
    with pytest.raises(Refused, match="of their own"):
        approve(office, number, by=admins[1])


def test_what_the_command_line_gave_the_command_line_cannot_approve(
    office: Office, admins: Admins, lead: Account, draft_assessment: object
) -> None:
    with office.desk() as acting:
        mine = people.required(acting.session, lead.email)
        number = grants.give(acting, mine, Wanted(Role.VIEWER, "Ashdale")).id
    with pytest.raises(Refused, match="cannot approve it too"):
        approve(office, number, by=None)
    assert approve(office, number, by=admins[0]).approved_by == admins[0].id


def test_nothing_is_approved_before_the_person_has_accepted(
    office: Office, admins: Admins, given: Give
) -> None:
    office.invite("new@example.org")
    with office.database.read() as session:
        new = people.required(session, "new@example.org")
    number = given(to=new)
    with pytest.raises(Refused, match="not accepted the invitation yet"):
        approve(office, number, by=admins[1])


def test_a_right_is_approved_once(office: Office, admins: Admins, given: Give) -> None:
    number = given()
    approve(office, number, by=admins[1])
    with pytest.raises(Refused, match="does not wait"):
        approve(office, number, by=admins[1])


def test_the_third_administrator_needs_a_yes_even_when_only_one_is_left(
    office: Office, admins: Admins, lead: Account
) -> None:
    with office.desk(admins[0]) as acting:
        people.deactivate(acting, people.required(acting.session, admins[1].email))
    with office.desk(admins[0]) as acting:
        mine = people.required(acting.session, lead.email)
        number = grants.give(acting, mine, Wanted(Role.ADMINISTRATOR)).id
    assert held(office, lead)[0].waiting
    with pytest.raises(Refused, match="cannot approve it too"):
        approve(office, number, by=admins[0])
    assert approve(office, number, by=None).approved_at, "whoever runs the server is the second person"


def test_an_administrator_cannot_become_the_second_one_by_a_reset(office: Office, admins: Admins) -> None:
    said = r"readiness user reset ben@example\.org --second-factor"
    with office.desk(admins[0]) as acting:
        ben = people.required(acting.session, admins[1].email)
        with pytest.raises(Refused, match=said):
            people.offer_new_password(acting, ben, factor_too=True)


def test_with_the_second_factor_reset_results_wait_for_a_second_yes_again(
    office: Office, admins: Admins, lead: Account, given: Give
) -> None:
    number = given()
    approve(office, number, by=admins[1])
    with office.desk(admins[1]) as acting:
        people.offer_new_password(acting, people.required(acting.session, lead.email), factor_too=True)
    assert held(office, lead)[0].waiting
    with pytest.raises(Refused, match="cannot approve it too"):
        approve(office, number, by=admins[1])
    approve(office, number, by=admins[0])


def test_a_reset_of_the_password_alone_leaves_rights_and_second_factor(
    office: Office, admins: Admins, lead: Account, given: Give
) -> None:
    number = given()
    approve(office, number, by=admins[1])
    with office.desk(admins[0]) as acting:
        mine = people.required(acting.session, lead.email)
        mine.factor = b"sealed"
        people.offer_new_password(acting, mine)
    assert not held(office, lead)[0].waiting
    with office.database.read() as session:
        assert people.required(session, lead.email).factor == b"sealed"


def test_who_is_invited_again_after_being_deactivated_has_no_rights(
    office: Office, admins: Admins, lead: Account, given: Give
) -> None:
    approve(office, given(), by=admins[1])
    with office.desk(admins[0]) as acting:
        people.deactivate(acting, people.required(acting.session, lead.email))
    again = office.join(lead.email)
    assert again.id == lead.id
    assert held(office, lead) == []


def test_the_last_administrator_who_can_sign_in_stays(office: Office) -> None:
    only = office.administrator("ada@example.org")
    office.invite("ben@example.org")
    with office.desk() as acting:
        ben = people.required(acting.session, "ben@example.org")
        grants.give(acting, ben, Wanted(Role.ADMINISTRATOR))
    number = held(office, only)[0].id
    for act in (
        lambda desk: grants.take_back(desk, number),
        lambda desk: people.deactivate(desk, people.required(desk.session, only.email)),
    ):
        with pytest.raises(Refused, match="only administrator who can sign in"), office.desk() as acting:
            act(acting)


def test_a_right_that_is_taken_back_is_gone(
    office: Office, admins: Admins, lead: Account, given: Give
) -> None:
    number = given()
    approve(office, number, by=admins[1])
    with office.desk(admins[0]) as acting:
        grants.take_back(acting, number)
    assert held(office, lead) == []
    with pytest.raises(Missing, match=f"no right {number}"), office.desk(admins[0]) as acting:
        grants.take_back(acting, number)


def test_the_same_right_is_not_given_twice(given: Give) -> None:
    given(Role.AREA_LEAD, area="cardiology")
    given(Role.AREA_LEAD, area="diabetes")
    with pytest.raises(Refused, match="given this already"):
        given(Role.AREA_LEAD, area="cardiology")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(Role.VIEWER, "Elsewhere"), "system"),
        (Wanted(Role.AREA_LEAD, "Ashdale"), "area"),
        (Wanted(Role.AREA_LEAD, "Ashdale", area="mill-lane"), "area"),
        (Wanted(Role.ORGANISATION_LEAD, "Ashdale", organisation="cardiology"), "organisation"),
        (Wanted(Role.VIEWER, "Ashdale", ends_on=date(2026, 11, 1)), "ends_on"),
    ],
)
def test_what_cannot_be_given_is_said_at_its_field(
    office: Office, draft_assessment: object, lead: Account, wanted: Wanted, field: str
) -> None:
    with pytest.raises(Unfit) as told, office.desk() as acting:
        grants.give(acting, people.required(acting.session, lead.email), wanted)
    assert told.value.field == field
    assert held(office, lead) == []


def test_a_change_of_rights_signs_the_person_out(
    office: Office, admins: Admins, lead: Account, given: Give
) -> None:
    token, _ = office.signed_in(lead)
    number = given()
    assert office.found(token) is None
    token, _ = office.signed_in(lead)
    approve(office, number, by=admins[1])
    assert office.found(token) is None
    token, _ = office.signed_in(lead)
    with office.desk(admins[0]) as acting:
        grants.take_back(acting, number)
    assert office.found(token) is None


def test_a_right_may_end_on_a_day(office: Office, admins: Admins, lead: Account, given: Give) -> None:
    last = date(2027, 1, 31)
    number = given(Role.VIEWER, ends_on=last)
    approve(office, number, by=admins[1])
    (grant,) = held(office, lead)
    assert grant.holds(last)
    assert not grant.holds(last + timedelta(days=1))


def test_a_deactivated_account_is_given_nothing(office: Office, admins: Admins, lead: Account) -> None:
    with office.desk(admins[0]) as acting:
        people.deactivate(acting, people.required(acting.session, lead.email))
    with pytest.raises(Refused, match="is deactivated"), office.desk(admins[0]) as acting:
        grants.give(acting, accounts.held(acting.session, lead), Wanted(Role.ADMINISTRATOR))
