"""From the invitation to the last day."""

from __future__ import annotations

import pytest

from readiness.access import keys, people
from readiness.access.faults import LinkGone, Refused, Unfit
from readiness.records import accounts
from readiness.records import audit as log
from readiness.records.account_tables import Account
from tests.access.conftest import HASHED, PASSWORD, Office


def test_an_invited_person_sets_their_own_name_and_password_once(office: Office) -> None:
    token = office.invite("Jo.Bloggs@Example.org ")
    with office.desk() as acting:
        account = people.join(acting, token, "  Jo   Bloggs ", HASHED)
    assert (account.email, account.name, account.state) == ("jo.bloggs@example.org", "Jo Bloggs", "active")
    with pytest.raises(LinkGone), office.desk() as acting:
        people.join(acting, token, "Somebody Else", HASHED)


def test_the_link_is_kept_as_its_hash(office: Office) -> None:
    token = office.invite("jo@example.org")
    with office.database.read() as session:
        link, _ = people.following(session, token, office.now)
    assert link.hash == keys.hashed(token)
    assert len(token) == 43


def test_looking_at_the_link_spends_nothing(office: Office) -> None:
    token = office.invite("jo@example.org")
    for _ in range(3):
        with office.database.read() as session:
            people.following(session, token, office.now)


def test_the_link_ends_after_seven_days(office: Office) -> None:
    token = office.invite("jo@example.org")
    office.now += people.JOIN_SECONDS
    with pytest.raises(LinkGone, match=r"Ask an administrator"), office.database.read() as session:
        people.following(session, token, office.now)


def test_a_newer_invitation_replaces_the_older(office: Office) -> None:
    older, newer = office.invite("jo@example.org"), office.invite("jo@example.org")
    with office.database.read() as session:
        people.following(session, newer, office.now)
        with pytest.raises(LinkGone):
            people.following(session, older, office.now)


def test_who_has_joined_is_not_invited_again(office: Office, lead: Account) -> None:
    with pytest.raises(Refused, match="has an account already"):
        office.invite(lead.email)


def test_a_link_of_one_kind_is_good_for_no_other(office: Office, lead: Account) -> None:
    token = office.invite("jo@example.org")
    with pytest.raises(LinkGone), office.desk() as acting:
        people.renew_password(acting, token, HASHED)
    with office.desk() as acting:
        reset = people.offer_new_password(acting, people.required(acting.session, lead.email))
    with pytest.raises(LinkGone), office.desk() as acting:
        people.join(acting, reset, "Jo", HASHED)


def test_a_new_password_by_link_signs_out_everywhere(office: Office, lead: Account) -> None:
    with office.desk() as acting:
        offered = people.offer_forgotten(acting, lead.email)
    assert offered is not None
    signed, _ = office.signed_in(lead)
    assert office.found(signed), "asking for somebody else does no harm"
    with office.desk() as acting:
        people.renew_password(acting, offered[1], "another hash")
    assert office.found(signed) is None
    with office.database.read() as session:
        assert people.required(session, lead.email).password == "another hash"


def test_forgotten_by_nobody_we_know_makes_no_link(office: Office) -> None:
    office.invite("invited@example.org")
    for email in ("nobody@example.org", "invited@example.org"):
        with office.desk() as acting:
            assert people.offer_forgotten(acting, email) is None


def test_a_deactivated_account_can_do_nothing(office: Office, lead: Account) -> None:
    signed, _ = office.signed_in(lead)
    with office.desk() as acting:
        token = people.offer_new_password(acting, people.required(acting.session, lead.email))
    with office.desk() as acting:
        people.deactivate(acting, people.required(acting.session, lead.email))
    assert office.found(signed) is None
    with office.database.read() as session:
        kept = accounts.by_email(session, lead.email)
        assert kept is not None
        assert (kept.password, kept.factor, kept.state) == (None, None, "deactivated")
        with pytest.raises(LinkGone):
            people.following(session, token, office.now)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "jo", "jo@", "@example.org", "jo@example", "j o@example.org"),
        *("jo@example.org\nBcc: x@example.org", "jo@exa\x00mple.org", "<jo@example.org>"),
        f"{'j' * 250}@example.org",
    ],
)
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(Unfit, match="Enter an email address"):
        people.address(typed)


@pytest.mark.parametrize("typed", ["", "  ", "Jo\x07", "J" * 101])
def test_what_is_no_name_is_said(typed: str) -> None:
    with pytest.raises(Unfit) as told:
        people.fit_name(typed)
    assert told.value.field == "name"


def test_the_first_administrator_is_made_once(office: Office) -> None:
    with office.desk() as acting:
        _, token = people.first(acting, "ada@example.org")
    with office.desk() as acting:  # the link was lost before anybody joined
        _, token = people.first(acting, "ada@example.org")
        people.join(acting, token, "Ada", HASHED)
    with pytest.raises(Refused, match=r"administrator already: ada@example.org"), office.desk() as acting:
        people.first(acting, "eve@example.org")


def test_no_password_token_or_hash_is_in_the_log(office: Office) -> None:
    token = office.invite("jo@example.org")
    hashed = people.fit_password(PASSWORD)
    with office.desk() as acting:
        people.join(acting, token, "Jo Bloggs", hashed)
    with office.database.read() as session:
        written = " ".join(
            f"{one.about} {one.details} {one.actor} {one.action}" for one in log.entries(session)
        )
    assert "joined" in written
    for secret in (token, PASSWORD, hashed, keys.hashed(token).hex()):
        assert secret not in written
