"""All that can be seen on the way in, and of people, rights and one's own account."""

from __future__ import annotations

from flask import Flask

from readiness.access import grants, passwords, people
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.records import accounts, outside, systems
from readiness.records.account_tables import OutsideIdentity, Passkey
from tests.web.console.conftest import ADMINISTRATOR, AREA_LEAD, LEAD, PASSWORD, VIEWER
from tests.web.console.pages.house import House
from tests.web.console.pages.walking import Album
from tests.web.visitor import Visitor

STRANGER, ADMIN, KEYED, HALF = "a stranger", "an administrator", "somebody with passkeys", "half signed in"


def see_an_empty_house(house: House, album: Album) -> None:
    """Be the first, before there is any system; then lead one that has no assessment yet."""
    number = house.joined("ada", ADMINISTRATOR)
    album.walk(ADMIN, house.browser("ada"), "/console/")
    album.walk(ADMIN, house.browser("ada"), f"/console/people/{number}/right", within="/console/people")
    with house.database.write() as session:
        systems.add(session, "Elsewhere")
    house.joined("eve", Wanted(Role.SYSTEM_LEAD, "Elsewhere"))
    house.joined("vera", Wanted(Role.VIEWER, "Elsewhere"))
    for who in ("eve", "vera"):
        album.walk(who, house.browser(who), "/console/", "/console/assessments", within="/console/a")


def see_the_way_in(house: House, album: Album) -> None:
    """Come without an account, with a link, with half a sign-in."""
    for app in (house.plain, house.full):
        stranger = Visitor(app)
        album.walk(STRANGER, stranger, "/console/sign-in", "/console/signed-out", "/console/passkey")
        album.walk(STRANGER, stranger, "/console/join", "/console/sso", "/console/sso/leave")
        album.walk(
            STRANGER, stranger, "/console/sso/back?error=no", "/console/sso/back", within="/console/sso"
        )
        album.keep(
            STRANGER, stranger.get("/console/sign-in").send("Continue", email="x@y.example", password="z")
        )
    _by_passkey(house.full, album)
    _with_links(house, album)
    for email, keyed in (("hal", False), ("key", True)):
        _half(house, album, email, keyed)


def _by_passkey(app: Flask, album: Album) -> None:
    stranger = Visitor(app).get("/console/sign-in")
    album.keep(STRANGER, stranger.send("Sign in with a passkey"))
    album.keep(STRANGER, stranger.send("Show the passkey", answer="{}"))
    album.keep(
        STRANGER, stranger.get("/console/forgotten").send("Send me a link", email="nobody@ashdale.example")
    )


def _with_links(house: House, album: Album) -> None:
    lost = house.joined("lou")
    with house.desk() as acting:
        _, joining = people.invite(acting, "nora@ashdale.example")
        account = accounts.by_id(acting.session, lost)
        assert account is not None
        renewing = people.offer_new_password(acting, account, factor_too=True)
    for app in (house.plain, house.full):
        for token in (joining, renewing):
            album.walk("who was sent a link", Visitor(app), f"/console/join/{token}", within="/console/join")
    nora = Visitor(house.full)
    album.keep(
        "nora", nora.get(f"/console/join/{joining}").send("Continue", name="Nora New", password=PASSWORD)
    )
    album.keep("nora", nora.send("Continue", code="000000"))
    album.walk("nora", nora, "/console/account/passkeys/add", within="/console/account/passkeys")


def _half(house: House, album: Album, name: str, keyed: bool) -> None:
    """Have given the password, and be asked for what comes second."""
    number = house.joined(name, VIEWER)
    _protect(house, number, factor=not keyed)
    if keyed:
        _give_passkey(house, number, "Phone")
    for app in (house.plain, house.full):
        half = Visitor(app).get("/console/sign-in")
        half.send("Continue", email=f"{name}@ashdale.example", password=PASSWORD)
        album.keep(HALF, half)
        album.keep(HALF, half.send("Sign in", code="000000"))
    if keyed:
        album.keep(HALF, half.get("/console/sign-in/code").send("Use a passkey"))


def _protect(house: House, number: int, factor: bool) -> None:
    with house.database.write() as session:
        account = accounts.by_id(session, number)
        assert account is not None
        account.password, account.factor = passwords.hashed(PASSWORD), bytes(48) if factor else None


def _give_passkey(house: House, number: int, name: str, **given: int) -> None:
    key = {"credential": name.encode(), "public_key": b"key", "uses": 0, "added_at": house.now}
    with house.database.write() as session:
        session.add(Passkey(account_id=number, name=name, **key, **given))


def see_people(house: House, album: Album) -> None:
    """Look after people and rights, as administrators do."""
    house.joined("ben", ADMINISTRATOR)
    with house.desk() as acting:
        people.invite(acting, "invited@ashdale.example")
        gone, wil = (people.invite(acting, f"{name}@ashdale.example")[0] for name in ("gone", "wil"))
        gone.joined_at = gone.deactivated_at = wil.joined_at = acting.now
        grants.give(acting, wil, VIEWER)
        of_two = wil.id
    house.joined("una")
    for who in ("wil", "una"):
        album.walk(who, house.browser(who), "/console/", within="/console/a")
    ada = house.browser("ada")
    ada.get(f"/console/people/{of_two}/right/area-lead/2").send("Give this right", part="cardiology")
    album.walk("wil", house.browser("wil"), "/console/", within="/console/a")
    for name, app in (("ada", house.plain), ("ben", house.full)):
        album.walk(ADMIN, house.browser(name, app), "/console/")
    _send_links(house, album)


def _send_links(house: House, album: Album) -> None:
    """Send links by mail, or by oneself, or find that no mail goes."""
    away = house.app(**house.mail(1))
    for name, app, button in (
        ("tim", house.plain, "Make the link"),
        ("tom", house.full, "Send the invitation"),
        ("tam", away, "Send the invitation"),
    ):
        ada = house.browser("ada", app).get("/console/people/invite")
        album.keep(ADMIN, ada.send(button, email="lin@ashdale.example"))
        number = house.joined(name)
        album.keep(ADMIN, ada.get(f"/console/people/{number}/right/viewer/2"))
        album.keep(ADMIN, ada.send("Give this right"))
        ada.get(f"/console/people/{number}/reset").send(button.replace("invitation", "link"), lost="both")
        album.keep(ADMIN, ada)


def see_the_own_account(house: House, album: Album) -> None:
    """Have passkeys, tokens, a password or none."""
    number = house.joined("pat", LEAD)
    _protect(house, number, factor=True)
    _give_passkey(house, number, "Work laptop", used_at=house.now)
    _give_passkey(house, number, "Old phone", copied_at=house.now)
    pat = house.browser("pat", house.full)
    pat.get("/console/account/tokens/new")
    album.keep(KEYED, pat.send("Make the token", name="Notebook", scopes=["rates"], current=PASSWORD))
    album.walk(KEYED, pat, "/console/account", within="/console/account")
    album.keep(KEYED, pat.get("/console/account/passkeys/add").send("Continue", name="Key", current=PASSWORD))
    pat.get("/console/account/passkeys/add")
    album.keep(KEYED, pat.send("Use a passkey instead of the password"))
    album.walk(ADMIN, house.browser("ada"), f"/console/people/{number}", within="/console/people/")
    _without_password(house, album)


def _without_password(house: House, album: Album) -> None:
    """Be somebody who signs in only by single sign-on."""
    number = house.joined("sam", AREA_LEAD)
    of = OutsideIdentity(account_id=number, issuer="http://127.0.0.1:1", subject="7", linked_at=house.now)
    with house.database.write() as session:
        outside.keep(session, of)
    sam = house.browser("sam", house.full)
    album.walk("sam", sam, "/console/account", within="/console/account")
    album.keep("sam", sam.get("/console/account/recovery-codes").send("Get new codes"))
    album.walk("sam", sam, "/console/account", within="/console/account")
    album.keep("sam", sam.get("/console/").send("Sign out"))
