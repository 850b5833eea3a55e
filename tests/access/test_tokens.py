"""Tokens: what their owner may see, never more and never for longer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from readiness.access import grants, keys, people, tokens
from readiness.access.faults import Missing, NotAllowed, Refused, Unfit
from readiness.access.rights import Role
from readiness.access.tokens import Held, TooOften, Wanted, WrongToken
from readiness.records import audit as log
from readiness.records import grants as kept_grants
from readiness.records import tokens as kept
from readiness.records.account_tables import Account
from tests.access.conftest import Office

Given = Callable[..., int]
Admins = tuple[Account, Account]


def today(office: Office) -> date:
    return datetime.fromtimestamp(office.now, UTC).date()


def approved(office: Office, given: Given, admins: Admins, role: Role = Role.SYSTEM_LEAD, **part: str) -> int:
    number = given(role, **part)
    with office.desk(admins[1]) as acting:
        grants.approve(acting, number)
    return number


def made(office: Office, owner: Account, **changes: object) -> tuple[int, str]:
    """Make a token and return its number and text."""
    with office.desk(owner) as acting:
        system = kept_grants.system(acting.session, "Ashdale")
        assert system is not None
        wanted = {
            "name": "Notebook",
            "system": system.id,
            "scopes": ("instruments", "results"),
            "ends_on": acting.today + timedelta(days=tokens.DAYS),
        }
        token, text = tokens.make(acting, owner, Wanted(**{**wanted, **changes}))  # type: ignore[arg-type]
        return token.id, text


def held(office: Office, text: str, later: int = 0) -> Held:
    with office.database.read() as session:
        return tokens.held(session, text, today(office) + timedelta(days=later))


def acts(office: Office, action: str) -> list[tuple[str, dict[str, str]]]:
    with office.database.read() as session:
        return [(one.about, one.details) for one in log.entries(session) if one.action == action]


def test_a_token_can_be_found_by_scanners_and_is_kept_as_its_hash(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins)
    number, text = made(office, lead, name="  My   notebook ")
    assert re.fullmatch(r"rdy_[A-Za-z0-9_-]{43}", text)
    here = held(office, text)
    assert (here.token.id, here.token.name, here.token.hash) == (number, "My notebook", keys.hashed(text))
    assert (here.account.email, here.system.name) == ("lea@example.org", "Ashdale")
    ((about, details),) = acts(office, "token made")
    assert about == f"token {number} (My notebook)"
    assert details["scopes"] == "instruments, results"
    assert text[4:] not in str(details)


@pytest.mark.parametrize("text", ["", "rdy_", "rdy_" + "a" * 43, "ghp_" + "a" * 43, "rdy_" + "ä" * 43])
def test_any_other_text_is_no_token(office: Office, draft_assessment: object, text: str) -> None:
    with pytest.raises(WrongToken, match=r"no such token\. Check that all of it was copied"):
        held(office, text)


def test_it_ends_after_its_last_day(office: Office, given: Given, admins: Admins, lead: Account) -> None:
    approved(office, given, admins)
    _, text = made(office, lead)
    assert held(office, text, later=90)
    with pytest.raises(WrongToken, match=r"ended after \d{4}-\d\d-\d\d\. Make a new one"):
        held(office, text, later=91)


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"name": "  "}, "name", "Enter a name"),
        ({"name": "n" * 61}, "name", "60 letters or fewer"),
        ({"name": "a\x07b"}, "name", "Enter a name"),
        ({"system": 999}, "system", "Select a system that you have a right to"),
        ({"scopes": ()}, "scopes", "Select what"),
        ({"scopes": ("results", "everything")}, "scopes", "Select what"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on", "today or in the future"),
        ({"ends_on": date(2099, 1, 1)}, "ends_on", "a year from now"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    office: Office,
    given: Given,
    admins: Admins,
    lead: Account,
    changes: dict[str, object],
    field: str,
    why: str,
) -> None:
    approved(office, given, admins)
    with pytest.raises(Unfit, match=why) as caught:
        made(office, lead, **changes)
    assert caught.value.field == field
    assert acts(office, "token made") == []


def test_a_year_is_the_longest_and_today_the_shortest(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins)
    for days in (0, 365):
        made(office, lead, ends_on=today(office) + timedelta(days=days))
    with pytest.raises(Unfit):
        made(office, lead, ends_on=today(office) + timedelta(days=366))


def test_nobody_makes_one_without_a_right_that_holds(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    given()  # it waits for the second person
    for owner in (lead, admins[0]):
        with pytest.raises(Unfit, match="a right to"):
            made(office, owner)


def test_a_viewer_makes_none_for_response_rates(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins, Role.VIEWER)
    made(office, lead)
    with pytest.raises(Unfit, match="Select what"):
        made(office, lead, scopes=("rates",))


def test_it_ends_with_the_right_that_it_stems_from_for_good(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    number = approved(office, given, admins)
    _, text = made(office, lead)
    with office.desk(admins[0]) as acting:
        grants.take_back(acting, number)
    with pytest.raises(NotAllowed, match=r"The right to Ashdale .* has ended"):
        held(office, text)
    office.now += 60
    approved(office, given, admins)
    with pytest.raises(NotAllowed):
        held(office, text)
    _, text = made(office, lead)
    assert held(office, text)


def test_it_gains_nothing_by_a_right_that_came_later(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins, Role.VIEWER)
    _, text = made(office, lead)
    office.now += 60
    approved(office, given, admins, Role.SYSTEM_LEAD)
    assert [one.role for one in held(office, text).grants] == ["viewer"]


def test_it_dies_with_the_account_and_does_not_rise_with_it(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins)
    _, text = made(office, lead)
    with office.desk(admins[0]) as acting:
        people.deactivate(acting, people.required(acting.session, lead.email))
    with pytest.raises(WrongToken):
        held(office, text)
    office.now += 60
    office.join(lead.email)
    approved(office, given, admins)
    with pytest.raises(WrongToken, match="was revoked"):
        held(office, text)


def test_it_sees_nothing_while_rights_wait_again(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    number = approved(office, given, admins)
    _, text = made(office, lead)
    office.now += 60
    with office.desk(admins[0]) as acting:
        people.offer_new_password(acting, people.required(acting.session, lead.email), factor_too=True)
    with pytest.raises(NotAllowed):
        held(office, text)
    with office.desk(admins[1]) as acting:
        grants.approve(acting, number)
    with pytest.raises(NotAllowed):
        held(office, text)


def test_the_owner_and_administrators_revoke_and_nobody_else(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins)
    mine, also = made(office, lead), made(office, lead)
    other = office.join("eve@example.org")
    with pytest.raises(Missing), office.desk(other) as acting:
        tokens.revoke(acting, mine[0])
    for by, (number, text) in ((lead, mine), (admins[0], also)):
        with office.desk(by) as acting:
            assert tokens.revoke(acting, number).email == lead.email
        with pytest.raises(WrongToken, match="was revoked"):
            held(office, text)
        with pytest.raises(Missing), office.desk(by) as acting:
            tokens.revoke(acting, number)
    assert len(acts(office, "token revoked")) == 2


def test_there_is_a_most(
    office: Office, given: Given, admins: Admins, lead: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 2)
    approved(office, given, admins)
    made(office, lead)
    number, _ = made(office, lead)
    with pytest.raises(Refused, match="Revoke one"):
        made(office, lead)
    with office.desk(lead) as acting:
        tokens.revoke(acting, number)
    made(office, lead)


def test_requests_are_counted_in_the_database_by_minute(
    office: Office, given: Given, admins: Admins, lead: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 3)
    approved(office, given, admins)
    _, text = made(office, lead)
    old, now = held(office, text), office.now - office.now % 60 + 20
    for _ in range(3):
        tokens.count(office.database, held(office, text), now, today(office))
    for known in (old, held(office, text)):  # whatever a process remembers, the database decides
        with pytest.raises(TooOften) as caught:
            tokens.count(office.database, known, now, today(office))
        assert caught.value.seconds == 40
    tokens.count(office.database, held(office, text), now + 40, today(office))
    assert held(office, text).token.requests == 1
    assert held(office, text).token.used_on == today(office)


def test_reading_is_in_the_log_once_an_hour_and_resource(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins)
    number, text = made(office, lead)
    here, hour = held(office, text), office.now - office.now % 3600
    for resource, at in (
        ("findings", 0),
        ("findings", 3599),
        ("rates", 5),
        ("findings", 3600),
        ("rates", 3599),
    ):
        tokens.note_use(office.database, office.settings, here, resource, hour + at)
    told = {"token": f"{number} (Notebook)"}
    assert acts(office, "token used") == [("findings", told), ("rates", told), ("findings", told)]


def test_tokens_are_listed_for_their_owner(
    office: Office, given: Given, admins: Admins, lead: Account
) -> None:
    approved(office, given, admins)
    made(office, lead, name="One")
    made(office, lead, name="Two")
    with office.database.read() as session:
        assert [one.name for one, *_ in kept.of(session, lead)] == ["Two", "One"]
        assert kept.of(session, admins[0]) == []
