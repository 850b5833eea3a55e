"""Signing in: a password, then a second factor; and staying signed in, for a while.

A sign-in is a random token in a cookie, kept here by its hash. It gets a new token at every step, so that nobody can
plant one beforehand; it ends after half an hour without a page, and after twelve hours in any case. What takes long,
the password, is never looked at inside a transaction, since those who answer wait for the same database.
"""

from __future__ import annotations

from dataclasses import dataclass

from readiness.access import keys, passwords, recovery, slowing, totp
from readiness.access.acting import Acting
from readiness.access.faults import Refused, Unfit, Wait, WrongSignIn
from readiness.config import Settings
from readiness.records import accounts, outside, passkeys, sign_ins
from readiness.records.account_tables import Account, SignIn
from readiness.records.database import Database, Session

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60
HALF_SECONDS = 10 * 60
"""So long somebody may take from the password to the second factor."""
TOUCH_SECONDS = 60
FACTOR = "authenticator"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is signed in, and in which sign-in."""

    account: Account
    sign_in: SignIn


def with_password(
    database: Database, settings: Settings, typed: str, password: str, now: int, known: str = ""
) -> tuple[Account, str]:
    """Return the account and the token of half a sign-in; `known` marks a browser that was signed in before."""
    email = typed.strip().lower()[:254]
    key = _tries(settings, email, known)
    with database.write() as session:
        slowing.count(session, key, now)
        if not known:
            slowing.count_stranger(session, keys.keyed(settings, "tries of strangers"), now)
        account = accounts.by_email(session, email)
    able = account if account and account.active else None
    # Always one verification: the time it takes must not tell whether there is such an account.
    fits = passwords.right(able.password if able else None, password)
    with database.write() as session:
        # As it is by now: it may have been deactivated, or its password changed, while that was looked at.
        found = accounts.held(session, able) if able else None
        good = fits and able is not None and found is not None and found.password == able.password
        if good and found is not None:
            slowing.forget(session, key)
            return found, begin(session, found, now, whole=False)
        slowing.write_again(session, key)
        if found:
            Acting(session, settings, now, name="somebody not signed in").note("sign-in failed", found)
    raise WrongSignIn("Email address or password is wrong.")


def with_factor(acting: Acting, half: Signed, typed: str) -> str | None:
    """Return the token of the whole sign-in after a code of the app, or a recovery code; None where it is wrong.

    Count the try before, in a transaction of its own: `count_factor`.
    """
    account = accounts.held(acting.session, half.account)
    way = _way(acting, account, typed)
    if way is None:
        acting.note("second factor failed", account)
        return None
    slowing.forget(acting.session, _codes(acting.settings, account))
    acting.note("signed in", account, by=way)
    outside.believe(acting.session, half.sign_in.id)
    return renew(acting, Signed(account, half.sign_in), whole=True)


def count_factor(session: Session, settings: Settings, account: Account, now: int) -> None:
    """Count one try of a second factor, or say how long to wait."""
    slowing.count(session, _codes(settings, account), now)


def count_passkey(
    session: Session, settings: Settings, account: Account | None, now: int, known: str = ""
) -> None:
    """Count one try to sign in with a passkey alone, or say how long to wait, as for passwords."""
    if not known:
        slowing.count_stranger(session, keys.keyed(settings, "tries of strangers"), now)
    if account is not None:
        slowing.count(session, _passkey_tries(settings, account, known), now)


def with_passkey(acting: Acting, account: Account, half: Signed | None, known: str = "") -> str:
    """Return the token of the whole sign-in after a passkey: alone, or as the second factor of half a sign-in."""
    acting.note("signed in", account, by="passkey")
    slowing.forget(acting.session, _passkey_tries(acting.settings, account, known))
    if half is None:
        return begin(acting.session, account, acting.now, whole=True)
    slowing.forget(acting.session, _codes(acting.settings, account))
    outside.believe(acting.session, half.sign_in.id)
    return renew(acting, Signed(account, half.sign_in), whole=True)


def protected(session: Session, account: Account) -> bool:
    """Say whether the account has a second factor, of whichever kind."""
    return account.factor is not None or passkeys.count(session, account) > 0


def count_proof(session: Session, settings: Settings, account: Account, now: int) -> None:
    """Count one try of somebody who is signed in to prove who they are, or say how long to wait."""
    slowing.count(session, _proofs(settings, account), now)


def forget_proofs(session: Session, settings: Settings, account: Account) -> None:
    """Let who has proved it start afresh."""
    slowing.forget(session, _proofs(settings, account))


def prove(database: Database, settings: Settings, account: Account, password: str, now: int) -> None:
    """Ask who is signed in for the password once more, counted as at the door, or say what is wrong with it."""
    try:
        with database.write() as session:
            count_proof(session, settings, account, now)
    except Wait as wait:
        raise Unfit("current", wait.message.removesuffix("."), wait.remedy) from wait
    if not passwords.right(account.password, password):
        raise Unfit("current", "Password is wrong", "Enter the one with which you sign in here")
    with database.write() as session:
        forget_proofs(session, settings, account)


def begin(session: Session, account: Account, now: int, whole: bool) -> str:
    """Sign an account in and return the token."""
    token = keys.token()
    made = SignIn(hash=keys.hashed(token), account_id=account.id, whole=whole, began_at=now, seen_at=now)
    made.ends_at = now + (LONGEST_SECONDS if whole else HALF_SECONDS)
    sign_ins.add(session, made)
    return token


def renew(acting: Acting, signed: Signed, whole: bool) -> str:
    """Go on under a new token; the old one is worth nothing from now on."""
    sign_ins.end(acting.session, signed.sign_in.id)
    return begin(acting.session, signed.account, acting.now, whole)


def current(session: Session, token: str, now: int) -> Signed | None:
    """Return who is signed in with that token, unless the sign-in has ended."""
    found = sign_ins.found(session, keys.hashed(token)) if token else None
    if found is None:
        return None
    sign_in, account = found
    idle = now - sign_in.seen_at >= IDLE_SECONDS
    if idle or now >= sign_in.ends_at or not account.active:
        return None
    return Signed(account, sign_in)


def needs_touch(signed: Signed, now: int) -> bool:
    """Say whether it is time to note that the sign-in is in use; once a minute is enough."""
    return now - signed.sign_in.seen_at >= TOUCH_SECONDS


def out(acting: Acting, signed: Signed) -> None:
    """End the sign-in."""
    sign_ins.end(acting.session, signed.sign_in.id)
    acting.note("signed out", signed.account)


def out_everywhere(acting: Acting, signed: Signed) -> None:
    """End every other sign-in of the account."""
    sign_ins.end_all(acting.session, signed.account, but=signed.sign_in.id)
    acting.note("signed out everywhere else", signed.account)


def others(session: Session, account: Account, now: int) -> list[SignIn]:
    """Return where the account is signed in."""
    return sign_ins.of(session, account, now, now - IDLE_SECONDS)


def change_password(acting: Acting, signed: Signed, hashed: str) -> str:
    """Set a new password, sign out everywhere, and return this browser's new token."""
    account = accounts.held(acting.session, signed.account)
    account.password = hashed
    acting.note("password changed", account)
    sign_ins.end_all(acting.session, account)
    return begin(acting.session, account, acting.now, whole=True)


def set_factor(acting: Acting, signed: Signed, secret: bytes, typed: str) -> tuple[str, list[str]]:
    """Set the authenticator up once it has shown a code; return this browser's new token and ten recovery codes."""
    account = accounts.held(acting.session, signed.account)
    if protected(acting.session, account) and not signed.sign_in.whole:
        has = "an authenticator" if account.factor is not None else "a passkey"
        raise Refused(f"This account has {has} already.", "Sign in with it.")
    step = totp.step(secret, plain(typed), acting.now)
    if step is None:
        raise Unfit("code", "Code is wrong: enter the six numbers that your app shows now")
    account.factor, account.factor_step = keys.sealed(acting.settings, FACTOR, secret, account.id), step
    acting.note("authenticator set up", account)
    sign_ins.end_all(acting.session, account)
    codes = recovery.renew(acting, account)
    return begin(acting.session, account, acting.now, whole=True), codes


def plain(typed: str) -> str:
    """Return a code without the spaces that people put in it."""
    return "".join(typed.split())


def _way(acting: Acting, account: Account, typed: str) -> str | None:
    """Return by what the second factor was given; None where it was not."""
    code = plain(typed)
    if len(code) == totp.DIGITS and code.isascii() and code.isdigit():
        secret = keys.opened(acting.settings, FACTOR, account.factor, account.id) if account.factor else None
        step = totp.step(secret, code, acting.now) if secret else None
        return FACTOR if step is not None and accounts.take_step(acting.session, account, step) else None
    return "recovery code" if recovery.spend(acting, account, typed) else None


def _tries(settings: Settings, email: str, known: str) -> bytes:
    return keys.keyed(settings, "tries", email, known)


def _codes(settings: Settings, account: Account) -> bytes:
    return keys.keyed(settings, "tries of codes", str(account.id))


def _passkey_tries(settings: Settings, account: Account, known: str) -> bytes:
    return keys.keyed(settings, "tries of passkeys", str(account.id), known)


def _proofs(settings: Settings, account: Account) -> bytes:
    return keys.keyed(settings, "tries once signed in", str(account.id))
