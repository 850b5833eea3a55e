"""Passkeys as somebody meets them in a browser whose device is played by the test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from readiness.access import passwords
from readiness.records import audit
from tests.access.device import Device
from tests.web.console.conftest import PASSWORD, VIEWER, WRONG, Join, Person, token_on
from tests.web.console.test_people import approve, give
from tests.web.visitor import Visitor

BASE = "http://localhost:8000"
UNUSABLE = (
    "That passkey could not be used: it is none of this account's, or it took longer than five minutes. Try again, or "
    "choose the other way below"
)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An application at an address at which browsers allow passkeys."""
    return make_app(base_url=BASE)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no time over passwords: it is not they that are tried."""
    monkeypatch.setattr(passwords, "right", lambda kept, typed: kept is not None and typed == PASSWORD)


def options(page: Visitor) -> str:
    """Return what this page has the browser ask its device."""
    (found,) = page.page.xpath("//form/@data-options")
    return str(found)


def add(person: Person, name: str = "Work laptop") -> Device:
    """Add a passkey under My account."""
    person.browser.get("/console/account/passkeys/add").send("Continue", name=name, current=PASSWORD)
    return make(person.browser)


def make(page: Visitor) -> Device:
    """Let a new device make the passkey that this page asks for."""
    device = Device(BASE)
    page.send("Make the passkey", answer=device.make(options(page)))
    return device


def show(page: Visitor, device: Device, button: str = "Sign in with a passkey") -> Visitor:
    """Press the button and let the device answer."""
    page.send(button)
    return page.send("Show the passkey", answer=device.show(options(page)))


def stranger(app: Flask) -> Visitor:
    """Somebody at the door with a new browser."""
    return Visitor(app).get("/console/sign-in")


@pytest.fixture
def device(ada: Person) -> Device:
    """The laptop of somebody who has an authenticator app too."""
    return add(ada)


def test_a_passkey_is_added_with_a_name_and_signs_in_alone_in_one_step(
    app: Flask, ada: Person, device: Device
) -> None:
    page = ada.browser
    assert page.heading == "My account"
    assert "Work laptop Added on" in page.text
    assert "not used yet" in page.text
    page = show(stranger(app), device)
    assert page.heading == "Welcome, Ada"
    assert "last used on" in page.get("/console/account").text
    assert acts(app)[-1] == ("signed in", {"by": "passkey"})
    assert "Second factor Authenticator app and a passkey" in page.get(f"/console/people/{ada.number}").text


def test_it_leads_to_the_page_that_was_wanted(app: Flask, device: Device) -> None:
    assert show(Visitor(app).get("/console/account/password"), device).heading == "Change your password"


def test_it_is_the_second_factor_after_a_password(app: Flask, ada: Person, device: Device) -> None:
    page = stranger(app).send("Continue", email=ada.email, password=PASSWORD)
    assert page.heading == "Enter your security code"
    assert show(page, device, "Use a passkey").heading == "Welcome, Ada"


def test_adding_one_signs_out_elsewhere_and_asks_for_the_password(app: Flask, ada: Person) -> None:
    here, ada.browser = ada.browser, Visitor(app)
    ada.sign_in()
    elsewhere, ada.browser = ada.browser, here
    page = here.get("/console/account/passkeys/add").send("Continue", name="", current=PASSWORD)
    assert page.faults == [("Enter a name, such as the device that keeps it", "#name")]
    page.send("Continue", name="Laptop", current="wrong")
    assert page.faults == [(WRONG, "#current")]
    assert page.get("/console/account/passkeys/new").heading == "Add a passkey"
    before = ada.token()
    page.send("Continue", name="Laptop", current=PASSWORD)
    make(page)
    assert ada.token() != before
    assert elsewhere.get("/console/").heading == "Sign in"
    assert acts(app)[-1] == ("passkey added", {"passkey": "Laptop"})


def test_another_passkey_proves_it_as_well_as_the_password_once(ada: Person, device: Device) -> None:
    page = ada.browser.get("/console/account/passkeys/add").send("Continue", name="", current="")
    show(page, device, "Use a passkey instead of the password")
    assert page.heading == "Add a passkey"
    assert "current" not in page.names
    page.send("Continue", name="Security key")
    make(page)
    page.get(page.link("Remove the passkey Security key"))
    assert "current" in page.names, "the proof was used up"
    show(page, device, "Use a passkey instead of the password")
    assert page.heading == "Remove the passkey Security key?"
    assert page.send("Remove").heading == "My account"
    assert "Security key" not in page.text


def test_a_proof_is_good_for_five_minutes(ada: Person, device: Device) -> None:
    page = ada.browser.get("/console/account/passkeys/add")
    show(page, device, "Use a passkey instead of the password")
    ada.clock.pass_(minutes=5)
    page.send("Continue", name="Security key")
    assert page.heading == "Add a passkey"
    assert page.faults


def test_it_stands_in_for_the_password_when_a_token_is_made_once(join: Join) -> None:
    vic = join("vic@example.org", VIEWER)
    device, page = add(vic), vic.browser
    page.get("/console/account/tokens/new")
    show(page, device, "Use a passkey instead of the password")
    assert page.heading == "Make a token"
    assert "current" not in page.names
    page.send("Make the token", name="Notebook", scopes=["results"])
    assert page.heading == "Copy your token"
    assert "current" in page.get("/console/account/tokens/new").names
    page.send("Make the token", name="Another", scopes=["results"], current="")
    assert page.faults == [(WRONG, "#current")]


def test_removing_one_asks_and_signs_out_elsewhere(app: Flask, ada: Person, device: Device) -> None:
    elsewhere = show(stranger(app), device)
    page = ada.browser
    page.get(page.link("Remove the passkey Work laptop"))
    assert "can no longer sign in with it" in page.text
    page.send("Remove", current="wrong")
    assert page.faults == [(WRONG, "#current")]
    assert page.send("Remove", current=PASSWORD).heading == "My account"
    assert elsewhere.get("/console/").heading == "Sign in"
    assert show(stranger(app), device).faults == [(UNUSABLE, "#show")]
    assert ("passkey removed", {"passkey": "Work laptop"}) in acts(app)


def test_a_forged_answer_gets_nobody_in_and_is_in_the_log(app: Flask, device: Device) -> None:
    page = stranger(app).send("Sign in with a passkey")
    asked = options(page)
    page.send("Show the passkey", answer=device.show(asked, origin="http://localhost.evil.example:8000"))
    assert page.faults == [(UNUSABLE, "#show")]
    assert acts(app)[-1] == ("sign-in failed", {"by": "passkey"})
    assert page.get("/console/").heading == "Sign in"


def test_an_answer_that_was_overheard_is_good_nowhere(app: Flask, device: Device) -> None:
    page = stranger(app).send("Sign in with a passkey")
    answer = device.show(options(page))
    thief = stranger(app).send("Sign in with a passkey")
    assert thief.send("Show the passkey", answer=answer).faults == [(UNUSABLE, "#show")]
    assert page.send("Show the passkey", answer=answer).heading == "Welcome, Ada"
    again = stranger(app).send("Sign in with a passkey")
    assert again.send("Show the passkey", answer=answer).faults == [(UNUSABLE, "#show")]


def test_nothing_from_the_device_is_said_kindly_and_one_can_begin_again(app: Flask, device: Device) -> None:
    page = stranger(app).send("Sign in with a passkey").send("Show the passkey")
    assert page.faults == [(UNUSABLE, "#show")]
    assert show(page, device, "Try again").heading == "Welcome, Ada"


def test_a_copied_passkey_is_warned_of_and_refused(app: Flask, ada: Person, device: Device) -> None:
    show(stranger(app), device)
    device.uses = 0
    page = show(stranger(app), device)
    assert "may have been copied" in page.faults[0][0]
    assert page.get("/console/").heading == "Sign in"
    assert ("passkey may have been copied", {"passkey": "Work laptop"}) in acts(app)
    assert "It may have been copied" in ada.browser.get("/console/account").text


def test_guessing_is_slowed_and_told(app: Flask, ada: Person, device: Device) -> None:
    page = stranger(app)
    for _ in range(5):
        page.get("/console/passkey").send("Continue")
        page.send("Show the passkey", answer=device.show(options(page), flags=1))
    page.get("/console/passkey").send("Continue")
    page.send("Show the passkey", answer=device.show(options(page)))
    assert page.status == 429
    assert page.faults == [("Too many tries have failed. Wait 10 seconds, then try again", "#show")]


def test_the_second_step_is_slowed_with_codes(app: Flask, ada: Person, device: Device) -> None:
    page = stranger(app).send("Continue", email=ada.email, password=PASSWORD)
    for _ in range(5):
        page.get("/console/sign-in/code").send("Sign in", code="000000")
    show(page, device, "Use a passkey")
    assert page.status == 429


def test_somebody_elses_passkey_is_no_second_factor(
    app: Flask, ada: Person, ben: Person, device: Device
) -> None:
    page = stranger(app).send("Continue", email=ben.email, password=PASSWORD)
    page.get("/console/passkey").send("Continue")
    page.send("Show the passkey", answer=device.show(options(page)))
    assert page.faults == [(UNUSABLE, "#show")]
    assert page.get("/console/").heading == "Enter your security code"


def test_a_passkey_may_be_the_only_second_factor(app: Flask, ada: Person) -> None:
    ada.browser.get("/console/people/invite").send("Make the link", email="new@example.org")
    page = Visitor(app).get(f"/console/join/{token_on(ada.browser)}").send(name="New", password=PASSWORD)
    assert page.heading == "Set up an authenticator app"
    page.get(page.link("Set up a passkey instead")).send("Continue", name="Ward computer")
    device = make(page)
    assert page.heading == "Your passkey is set up"
    codes = page.page.xpath("//ol//span/text()")
    assert len(codes) == 10
    assert "With your password and a passkey, or with the passkey alone" in page.get("/console/account").text
    assert show(stranger(app), device).heading == "Welcome, New"
    page.get("/console/account")
    page.get(page.link("Remove the passkey")).send("Remove", current=PASSWORD)
    assert page.status == 409
    assert "only second factor" in page.text
    page = stranger(app).send("Continue", email="new@example.org", password=PASSWORD)
    assert "If you have lost it, enter a recovery code" in page.text
    assert page.get("/console/authenticator").heading == "Enter your security code"
    assert page.get("/console/account/passkeys/add").heading == "Enter your security code"
    assert page.send("Sign in", code=codes[0]).heading == "Welcome, New"


def test_a_reset_second_factor_takes_passkeys_too_and_rights_wait_again(
    app: Flask, ada: Person, ben: Person, join: Join
) -> None:
    new = join("new@example.org")
    give(ada, new, "viewer")
    approve(ben)
    new.sign_in()
    device = add(new)
    ben.browser.get(f"/console/people/{new.number}/reset").send("Make the link", lost="both")
    assert show(stranger(app), device).faults == [(UNUSABLE, "#show")]
    page = Visitor(app).get(f"/console/join/{token_on(ben.browser)}")
    page.send(password="lanterns over the harbour")
    assert page.heading == "Set up an authenticator app"
    assert "Approve or refuse" in ada.browser.get("/console/").text


def test_where_browsers_allow_none_nothing_is_said_of_passkeys(
    make_app: Callable[..., Flask], ada: Person
) -> None:
    plain = make_app()
    page = Visitor(plain).get("/console/sign-in")
    assert "passkey" not in page.text
    assert "allow no passkeys" in page.get("/console/passkey").text
    ada.app, ada.browser = plain, page
    assert "passkey" not in ada.sign_in().get("/console/account").text


def test_the_script_is_a_file_of_ours_and_loaded_only_where_it_is_needed(app: Flask, ada: Person) -> None:
    response = ada.browser.client.get("/static/passkey.js", buffered=True)
    assert response.mimetype in ("text/javascript", "application/javascript")
    for address in ("/console/sign-in", "/console/passkey", "/console/account"):
        assert not Visitor(app).get(address).page.xpath("//script")


def acts(app: Flask) -> list[tuple[str, dict[str, str]]]:
    """Return every act in the log with its details."""
    with app.extensions["database"].read() as session:
        return [(one.action, one.details) for one in audit.entries(session)]
