"""Passkeys: only what this browser was asked a moment ago, signed by that very device for this address, is good."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from readiness.access import passkeys, people, signing_in
from readiness.access.faults import Missing, Refused, Unfit, Wait, WrongSignIn
from readiness.access.passkeys import ADD, PROVE, SECOND, SIGN_IN
from readiness.access.signing_in import Signed
from readiness.config import Settings
from readiness.records import accounts, audit
from readiness.records import passkeys as kept
from readiness.records.account_tables import Account
from tests.access.conftest import SECRET, Office
from tests.access.device import PRESENT, Device, written

BASE = "https://survey.example.org"
BROWSER = "b" * 43


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An address at which browsers allow passkeys."""
    return replace(settings, base_url=BASE)


@pytest.fixture
def jo(office: Office) -> Account:
    """Jo, who has joined and has no second factor yet."""
    return office.join("jo@example.org")


@pytest.fixture
def device(office: Office, jo: Account) -> Device:
    """Jo's laptop, with a passkey."""
    return made(office, jo, Device(BASE))


def asked(
    office: Office, purpose: str = SIGN_IN, account: Account | None = None, browser: str = BROWSER
) -> str:
    """Give a browser a challenge and return what it is asked."""
    with office.database.write() as session:
        passkeys.ask(session, browser, purpose, office.now, "Work laptop")
        pending = passkeys.asked(session, browser, purpose, office.now)
        assert pending is not None
        if purpose == ADD:
            assert account is not None
            return passkeys.to_make(session, office.settings, account, pending)
        return passkeys.to_show(session, office.settings, account, pending)


def made(office: Office, account: Account, device: Device, whole: bool = False, **lies: Any) -> Device:
    """Let a device make a passkey for an account."""
    answer = device.make(asked(office, ADD, account), **lies)
    _, signed = office.signed_in(account, whole)
    added(office, signed, answer)
    return device


def added(office: Office, signed: Signed, answer: str) -> tuple[str, list[str]]:
    """Add what a device has made."""
    with office.desk(signed.account, signed.sign_in.id) as acting:
        pending = passkeys.spent(acting.session, BROWSER, ADD, office.now)
        assert pending is not None
        return passkeys.add(acting, signed, passkeys.made(office.settings, pending, answer))


def shown(
    office: Office,
    answer: str,
    account: Account | None = None,
    purpose: str = SIGN_IN,
    browser: str = BROWSER,
) -> passkeys.Shown:
    """Take an answer, once."""
    with office.database.write() as session:
        pending = passkeys.spent(session, browser, purpose, office.now)
    return passkeys.shown(office.database, office.settings, account, pending, answer)


def taken(office: Office, answer: str) -> bool:
    """Take an answer and note that the passkey was used."""
    found = shown(office, answer)
    with office.desk(found.account) as acting:
        return passkeys.take(acting, found)


def acts(office: Office) -> list[str]:
    with office.database.read() as session:
        return [one.action for one in audit.entries(session)]


def test_what_a_device_is_asked_names_us_and_demands_that_it_knows_its_owner(
    office: Office, jo: Account, device: Device
) -> None:
    options = json.loads(asked(office, ADD, jo))
    assert options["rp"]["id"] == "survey.example.org"
    assert options["attestation"] == "none"
    selection = options["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert [one["id"] for one in options["excludeCredentials"]] == [written(device.id)]
    assert "jo" not in str(passkeys.handle(office.settings, jo))
    options = json.loads(asked(office))
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == []
    assert [one["id"] for one in json.loads(asked(office, SECOND, jo))["allowCredentials"]] == [
        written(device.id)
    ]


def test_a_passkey_tells_whose_it_is_and_that_it_was_used(
    office: Office, jo: Account, device: Device
) -> None:
    answer = device.show(asked(office))
    with office.database.read() as session:
        owner = passkeys.whose(session, answer)
    assert owner is not None
    assert owner.id == jo.id
    assert taken(office, answer)
    with office.database.read() as session:
        (passkey,) = kept.of(session, jo)
    assert (passkey.name, passkey.added_at, passkey.used_at, passkey.uses) == (
        *("Work laptop", office.now, office.now),
        1,
    )


def test_an_answer_is_good_once(office: Office, device: Device) -> None:
    answer = device.show(asked(office))
    assert taken(office, answer)
    with pytest.raises(WrongSignIn):
        shown(office, answer)


def test_an_answer_to_an_older_challenge_is_none_to_a_newer(office: Office, device: Device) -> None:
    answer = device.show(asked(office))
    asked(office)
    with pytest.raises(WrongSignIn):
        shown(office, answer)


def test_of_many_who_answer_one_challenge_at_once_one_is_heard(office: Office, device: Device) -> None:
    answer = device.show(asked(office))

    def tried(_: int) -> bool:
        try:
            return bool(shown(office, answer))
        except WrongSignIn:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tried, range(4))) == 1


def test_after_five_minutes_it_is_too_late(office: Office, device: Device) -> None:
    answer = device.show(asked(office))
    office.now += passkeys.SECONDS
    with pytest.raises(WrongSignIn):
        shown(office, answer)


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://survey.example.org.evil.example"},
        {"origin": "http://survey.example.org"},
        {"origin": "https://survey.example.org:8443"},
        {"origin": "https://sub.survey.example.org"},
        {"host": "evil.example"},
        {"type": "webauthn.create"},
        {"challenge": written(bytes(32))},
        {"challenge": ""},
        {"flags": PRESENT},
        {"flags": 0},
        {"owner": b"somebody else"},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
    ids=lambda lies: "-".join(f"{name}-{str(value)[:24]}" for name, value in lies.items()),
)
def test_a_lie_is_found_out(office: Office, device: Device, lies: dict[str, Any]) -> None:
    with pytest.raises(WrongSignIn):
        shown(office, device.show(asked(office), **lies))


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: "",
        lambda answer: "{",
        lambda answer: "[]",
        lambda answer: "[" * 20_000,
        lambda answer: answer + " " * 20_000,
        lambda answer: answer.replace("rawId", "raw"),
        lambda answer: answer.replace('"type": "public-key"', '"type": "password"'),
        lambda answer: answer.replace('"signature": "', '"signature": "AAAA'),
        lambda answer: answer.replace('"authenticatorData": "', '"authenticatorData": "AAAA'),
        lambda answer: answer.replace('"response": {', '"response": null, "x": {'),
        lambda answer: json.dumps({**json.loads(answer), "id": written(b"other")}),
        lambda answer: json.dumps({**json.loads(answer), "rawId": "é"}),
        lambda answer: json.dumps({**json.loads(answer), "rawId": 7}),
    ],
    ids=range(13),
)
def test_what_was_changed_on_the_way_is_refused(
    office: Office, device: Device, change: Callable[[str], str]
) -> None:
    with pytest.raises(WrongSignIn):
        shown(office, change(device.show(asked(office))))


def test_an_answer_for_another_purpose_or_from_another_browser_is_none(
    office: Office, jo: Account, device: Device
) -> None:
    for purpose, browser in ((SECOND, BROWSER), (PROVE, BROWSER), (SIGN_IN, "c" * 43)):
        answer = device.show(asked(office))
        with pytest.raises(WrongSignIn):
            shown(office, answer, jo, purpose, browser)


def test_the_second_factor_is_ones_own_passkey(office: Office, jo: Account, device: Device) -> None:
    other = office.join("other@example.org")
    answer = device.show(asked(office, SECOND, other))
    with pytest.raises(WrongSignIn):
        shown(office, answer, other, SECOND)
    assert shown(office, device.show(asked(office, SECOND, jo)), jo, SECOND).account.id == jo.id


def test_a_count_that_does_not_grow_stops_the_passkey_for_good_and_is_in_the_log(
    office: Office, jo: Account, device: Device
) -> None:
    assert taken(office, device.show(asked(office)))
    twin = replace(device, uses=0)
    assert not taken(office, twin.show(asked(office)))
    assert acts(office)[-1] == "passkey may have been copied"
    with pytest.raises(WrongSignIn):
        shown(office, device.show(asked(office), uses=99))


def test_a_forged_count_stops_nobodys_passkey(office: Office, device: Device) -> None:
    assert taken(office, device.show(asked(office)))
    forged = device.show(asked(office), uses=0, key=ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(WrongSignIn):
        shown(office, forged)
    assert taken(office, device.show(asked(office)))


def test_a_device_that_counts_nothing_is_taken_every_time(office: Office, jo: Account) -> None:
    device = made(office, jo, Device(BASE, counts=False))
    assert taken(office, device.show(asked(office)))
    assert taken(office, device.show(asked(office)))


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"type": "webauthn.get"},
        {"challenge": written(bytes(32))},
        {"flags": PRESENT},
    ],
)
def test_a_passkey_that_was_made_elsewhere_or_without_its_owner_is_not_kept(
    office: Office, jo: Account, lies: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="made no passkey that we can use"):
        made(office, jo, Device(BASE), **lies)
    with office.database.read() as session:
        assert kept.count(session, jo) == 0


def test_the_first_second_factor_brings_recovery_codes_and_signs_out_elsewhere(
    office: Office, jo: Account
) -> None:
    (elsewhere, _), (_, half) = office.signed_in(jo), office.signed_in(jo, whole=False)
    token, codes = added(office, half, Device(BASE).make(asked(office, ADD, jo)))
    assert len(codes) == 10
    assert office.current(token).sign_in.whole
    assert office.found(elsewhere) is None
    assert acts(office)[-2:] == ["passkey added", "recovery codes made"]
    _, whole = office.signed_in(jo)
    assert added(office, whole, Device(BASE).make(asked(office, ADD, jo)))[1] == []
    with office.database.read() as session:
        assert accounts.recovery_codes(session, jo) == 10


def test_half_a_sign_in_adds_no_second_factor_beside_another(
    office: Office, jo: Account, device: Device
) -> None:
    _, half = office.signed_in(jo, whole=False)
    with pytest.raises(Refused, match="second factor already"):
        added(office, half, Device(BASE).make(asked(office, ADD, jo)))
    with pytest.raises(Refused, match="has a passkey already"), office.desk(jo) as acting:
        signing_in.set_factor(acting, half, SECRET, office.code())


def test_a_device_is_kept_once_and_ten_are_enough(
    office: Office, jo: Account, device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="holds a passkey of this account already"):
        made(office, jo, device, whole=True)
    monkeypatch.setattr(passkeys, "MOST", 1)
    with pytest.raises(Refused, match="1 passkeys at most"):
        made(office, jo, Device(BASE), whole=True)


def test_the_only_second_factor_stays(office: Office, jo: Account, device: Device) -> None:
    _, signed = office.signed_in(jo)
    with office.database.read() as session:
        (passkey,) = kept.of(session, jo)
    with pytest.raises(Refused, match="only second factor"), office.desk(jo) as acting:
        passkeys.remove(acting, signed, passkey.id)
    made(office, jo, Device(BASE), whole=True)
    elsewhere, _ = office.signed_in(jo)
    with office.desk(jo) as acting:
        token = passkeys.remove(acting, signed, passkey.id)
    assert office.found(elsewhere) is None
    assert office.found(token)
    with pytest.raises(WrongSignIn):
        shown(office, device.show(asked(office)))


def test_nobody_removes_the_passkey_of_somebody_else(office: Office, jo: Account, device: Device) -> None:
    other = office.join("other@example.org")
    _, signed = office.signed_in(other)
    with office.database.read() as session:
        (passkey,) = kept.of(session, jo)
    with pytest.raises(Missing), office.desk(other) as acting:
        passkeys.remove(acting, signed, passkey.id)


def test_a_reset_second_factor_and_a_deactivated_account_have_no_passkeys(
    office: Office, jo: Account, device: Device
) -> None:
    with office.desk() as acting:
        account = accounts.held(acting.session, jo)
        people.offer_new_password(acting, account, factor_too=True)
    with office.database.read() as session:
        assert kept.count(session, jo) == 0
        assert not signing_in.protected(session, jo)
    made(office, jo, Device(BASE))
    with office.desk() as acting:
        people.deactivate(acting, accounts.held(acting.session, jo))
    with office.database.read() as session:
        assert kept.count(session, jo) == 0


def test_a_lost_password_leaves_passkeys_as_they_are(office: Office, jo: Account, device: Device) -> None:
    with office.desk() as acting:
        people.offer_new_password(acting, accounts.held(acting.session, jo))
    assert taken(office, device.show(asked(office)))


def test_tries_are_slowed_as_those_of_passwords_are(office: Office, jo: Account) -> None:
    def tried(known: str = "") -> None:
        with office.database.write() as session:
            signing_in.count_passkey(session, office.settings, jo, office.now, known)

    for _ in range(5):
        tried()
    with pytest.raises(Wait):
        tried()
    tried("this browser")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_strangers_have_so_many_tries_a_minute_together(
    office: Office, jo: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in.slowing, "MOST_A_MINUTE", 2)
    for _ in range(2):
        with office.database.write() as session:
            signing_in.count_passkey(session, office.settings, None, office.now)
    with pytest.raises(Wait), office.database.write() as session:
        signing_in.count_passkey(session, office.settings, None, office.now)


@pytest.mark.parametrize(
    ("base", "can"),
    [
        ("https://survey.example.org", True),
        ("http://localhost:8000", True),
        ("http://survey.example.org", False),
        ("http://127.0.0.1:8000", False),
        ("https://192.0.2.1", False),
        ("https://[2001:db8::1]", False),
    ],
)
def test_browsers_allow_passkeys_only_where_the_address_has_a_name(
    tiny_settings: Settings, base: str, can: bool
) -> None:
    assert passkeys.possible(replace(tiny_settings, base_url=base)) is can


@pytest.mark.parametrize("name", ["", "  ", "a" * 61, "a\x00b", "a\u202eb"])
def test_a_passkey_needs_a_name_that_can_be_read(name: str) -> None:
    with pytest.raises(Unfit):
        passkeys.fit_name(name)
    assert passkeys.fit_name("  Work   laptop ") == "Work laptop"
