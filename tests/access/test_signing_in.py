"""Signing in: two factors, a new token at every step, and the same work for those we do not know."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from readiness.access import keys, passwords, signing_in, totp
from readiness.access.faults import Refused, Unfit, Wait, WrongSignIn
from readiness.access.signing_in import Signed
from readiness.records import accounts
from readiness.records import audit as log
from readiness.records.account_tables import Account
from tests.access.conftest import PASSWORD, SECRET, Office


@pytest.fixture
def jo(office: Office) -> Account:
    """Somebody with a password and no second factor yet."""
    return office.join("jo@example.org", passwords.hashed(PASSWORD))


@pytest.fixture
def codes(office: Office, jo: Account) -> list[str]:
    """Jo's recovery codes, once the authenticator has been set up."""
    _, half = office.signed_in(jo, whole=False)
    with office.desk(jo) as acting:
        return signing_in.set_factor(acting, half, SECRET, office.code())[1]


def password(office: Office, email: str, typed: str, known: str = "") -> tuple[Account, str]:
    return signing_in.with_password(office.database, office.settings, email, typed, office.now, known)


def factor(office: Office, half: Signed, typed: str) -> str | None:
    with office.desk(half.account, half.sign_in.id) as acting:
        return signing_in.with_factor(acting, half, typed)


def acts(office: Office) -> list[str]:
    with office.database.read() as session:
        return [one.action for one in log.entries(session)]


def test_a_password_is_half_a_sign_in_and_the_code_the_other_half(
    office: Office, jo: Account, codes: list[str]
) -> None:
    office.now += 60
    _, token = password(office, "Jo@Example.org", PASSWORD)
    half = office.current(token)
    assert not half.sign_in.whole
    whole = factor(office, half, f" {office.code()[:3]} {office.code()[3:]} ")
    assert whole is not None
    assert office.current(whole).sign_in.whole
    assert office.found(token) is None, "the token before the code is worth nothing after it"
    assert acts(office)[-1] == "signed in"


def test_a_code_is_taken_once(office: Office, jo: Account, codes: list[str]) -> None:
    office.now += 60
    _, half = office.signed_in(jo, whole=False)
    code = office.code()
    assert factor(office, half, code)
    _, half = office.signed_in(jo, whole=False)
    assert factor(office, half, code) is None
    assert acts(office)[-1] == "second factor failed"
    office.now -= 30
    assert factor(office, half, office.code()) is None, "nor one of before"


def test_the_code_that_set_it_up_is_not_taken_again(office: Office, jo: Account, codes: list[str]) -> None:
    _, half = office.signed_in(jo, whole=False)
    assert factor(office, half, office.code()) is None


def test_of_many_who_send_one_code_at_once_one_is_let_in(
    office: Office, jo: Account, codes: list[str]
) -> None:
    office.now += 60
    halves = [office.signed_in(jo, whole=False)[1] for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda half: factor(office, half, office.code()), halves))
    assert sum(one is not None for one in found) == 1


def test_a_recovery_code_is_good_once_however_it_is_typed(
    office: Office, jo: Account, codes: list[str]
) -> None:
    assert len(set(codes)) == 10
    _, half = office.signed_in(jo, whole=False)
    assert factor(office, half, codes[3].upper().replace("-", " "))
    _, half = office.signed_in(jo, whole=False)
    assert factor(office, half, codes[3]) is None
    with office.database.read() as session:
        assert accounts.recovery_codes(session, jo) == 9


def test_nobody_elses_recovery_code_is_good(office: Office, jo: Account, codes: list[str]) -> None:
    other = office.join("other@example.org")
    _, half = office.signed_in(other, whole=False)
    assert factor(office, half, codes[0]) is None


def test_secrets_are_kept_sealed_and_hashed(office: Office, jo: Account, codes: list[str]) -> None:
    with office.database.read() as session:
        kept = accounts.by_id(session, jo.id)
    assert kept is not None
    assert kept.factor is not None
    assert SECRET not in kept.factor
    assert keys.opened(office.settings, signing_in.FACTOR, kept.factor, jo.id) == SECRET
    assert keys.opened(office.settings, signing_in.FACTOR, kept.factor, jo.id + 1) is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "email",
    ["jo@example.org", "nobody@example.org", "invited@example.org", "gone@example.org", "", "x\x00@y"],
)
def test_every_wrong_try_costs_one_verification_and_is_told_the_same(
    office: Office, jo: Account, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    office.invite("invited@example.org")
    office.join("gone@example.org")
    with office.database.write() as session:
        found = accounts.by_email(session, "gone@example.org")
        assert found is not None
        found.deactivated_at = 1
    passwords.right(None, "")  # the hash of nobody is made
    hasher = passwords._hasher()
    done: list[Any] = []

    class Counting:
        def verify(self, kept: str, typed: str) -> bool:
            done.append(kept)
            return bool(hasher.verify(kept, typed))

    monkeypatch.setattr(passwords, "_hasher", Counting)
    with pytest.raises(WrongSignIn) as told:
        password(office, email, "not the password")
    assert len(done) == 1
    assert str(told.value) == "Email address or password is wrong."
    costs = {kept.rpartition("$")[0].rpartition("$")[0] for kept in done}
    assert costs == {"$argon2id$v=19$m=19456,t=2,p=1"}


@pytest.mark.parametrize("email", ["jo@example.org", "nobody@example.org"])
def test_guessing_is_slowed_whether_there_is_an_account_or_not(
    office: Office, jo: Account, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "right", lambda kept, typed: kept is not None and typed == PASSWORD)
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            password(office, email, "wrong")
    with pytest.raises(Wait) as told:
        password(office, email, PASSWORD)
    assert told.value.seconds == 10


def test_a_browser_that_was_signed_in_before_does_not_wait_for_others_failures(
    office: Office, jo: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "right", lambda kept, typed: kept is not None and typed == PASSWORD)
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            password(office, "jo@example.org", "wrong")
    assert password(office, "jo@example.org", PASSWORD, known="this browser")


def test_a_flood_of_strangers_does_not_keep_a_known_browser_out(
    office: Office, jo: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in.slowing, "MOST_A_MINUTE", 3)
    monkeypatch.setattr(passwords, "right", lambda kept, typed: kept is not None and typed == PASSWORD)
    for number in range(3):
        with pytest.raises(WrongSignIn):
            password(office, f"nobody{number}@example.org", "wrong")
    with pytest.raises(Wait):
        password(office, "jo@example.org", PASSWORD)
    assert password(office, "jo@example.org", PASSWORD, known="this browser")


def test_codes_are_slowed_too(office: Office, jo: Account) -> None:
    for _ in range(5):
        with office.database.write() as session:
            signing_in.count_factor(session, office.settings, jo, office.now)
    with pytest.raises(Wait), office.database.write() as session:
        signing_in.count_factor(session, office.settings, jo, office.now)


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(
    office: Office, jo: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def right(kept: str | None, typed: str) -> bool:
        with office.database.write() as session:
            found = accounts.by_id(session, jo.id)
            assert found is not None
            found.password = "another"
        return True

    monkeypatch.setattr(passwords, "right", right)
    with pytest.raises(WrongSignIn):
        password(office, "jo@example.org", PASSWORD)


@pytest.mark.parametrize(("whole", "longest"), [(True, 12 * 3600), (False, 600)])
def test_a_sign_in_ends_however_busy(office: Office, jo: Account, whole: bool, longest: int) -> None:
    token, signed = office.signed_in(jo, whole)
    ends = office.now + longest
    while office.now < ends - 300:
        office.now += 300
        with office.database.write() as session:
            signing_in.sign_ins.touch(session, signed.sign_in.id, office.now)
        assert office.found(token)
    office.now = ends
    assert office.found(token) is None


def test_a_sign_in_ends_after_half_an_hour_without_a_page(office: Office, jo: Account) -> None:
    token, signed = office.signed_in(jo)
    assert not signing_in.needs_touch(signed, office.now + 59)
    assert signing_in.needs_touch(signed, office.now + 60)
    office.now += 30 * 60 - 1
    assert office.found(token)
    office.now += 1
    assert office.found(token) is None


def test_the_token_is_kept_as_its_hash(office: Office, jo: Account) -> None:
    token, signed = office.signed_in(jo)
    assert signed.sign_in.hash == keys.hashed(token)
    assert office.found(signed.sign_in.hash.hex()) is None
    assert office.found("") is None


def test_a_changed_password_signs_out_every_other_browser(office: Office, jo: Account) -> None:
    (elsewhere, _), (here, signed) = office.signed_in(jo), office.signed_in(jo)
    with office.desk(jo, signed.sign_in.id) as acting:
        new = signing_in.change_password(acting, signed, "a new hash")
    assert office.found(new)
    assert [office.found(one) for one in (elsewhere, here)] == [None, None]


def test_a_changed_second_factor_signs_out_every_other_browser(office: Office, jo: Account) -> None:
    (elsewhere, _), (here, signed) = office.signed_in(jo), office.signed_in(jo)
    with office.desk(jo, signed.sign_in.id) as acting:
        new, _ = signing_in.set_factor(acting, signed, SECRET, office.code())
    assert office.found(new)
    assert [office.found(one) for one in (elsewhere, here)] == [None, None]


def test_sign_out_everywhere_leaves_this_browser(office: Office, jo: Account) -> None:
    (elsewhere, _), (here, signed) = office.signed_in(jo), office.signed_in(jo)
    with office.database.read() as session:
        assert len(signing_in.others(session, jo, office.now)) == 2
    with office.desk(jo, signed.sign_in.id) as acting:
        signing_in.out_everywhere(acting, signed)
    assert office.found(elsewhere) is None
    assert office.found(here)


def test_half_a_sign_in_cannot_replace_an_authenticator(
    office: Office, jo: Account, codes: list[str]
) -> None:
    _, half = office.signed_in(jo, whole=False)
    with pytest.raises(Refused, match="has an authenticator already"), office.desk(jo) as acting:
        signing_in.set_factor(acting, half, totp.new_secret(), "123456")


def test_an_authenticator_is_set_up_only_once_it_shows_a_code(office: Office, jo: Account) -> None:
    _, half = office.signed_in(jo, whole=False)
    with pytest.raises(Unfit, match="Code is wrong"), office.desk(jo) as acting:
        signing_in.set_factor(acting, half, SECRET, "000000")
    with office.database.read() as session:
        kept = accounts.by_id(session, jo.id)
    assert kept is not None
    assert kept.factor is None
