"""Passkeys: key pairs that a device keeps and opens with a finger, a face or a PIN, so that one is two factors at once.

A browser is given a challenge, which is kept here by the hash of its token, for one purpose, for five minutes and for
one answer. The answer is verified outside any transaction. A device signs for this very address alone, so that a page
elsewhere that looks like ours gets nothing that is good here.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from readiness.access import keys, names, recovery, signing_in
from readiness.access.acting import Acting
from readiness.access.faults import Missing, Refused, WrongSignIn
from readiness.access.signing_in import Signed
from readiness.config import Settings
from readiness.records import accounts, passkeys, sign_ins
from readiness.records.account_tables import Account, Passkey, Pending
from readiness.records.database import Database, Session

SECONDS = 5 * 60
MOST = 10
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000
SIGN_IN, SECOND, PROVE, ADD = "sign in", "second factor", "prove", "add"
"""What a challenge is for; an answer to one of them is no answer to another."""
PROVED = "proved"
WRONG = "This passkey cannot be used here."


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that has signed our challenge: whose it is, and how often its device says that it was used."""

    account: Account
    number: int
    uses: int


def possible(settings: Settings) -> bool:
    """Say whether browsers allow passkeys at our address: it must have a name, and https unless it is this machine."""
    try:
        ipaddress.ip_address(settings.host)
    except ValueError:
        return settings.secure or settings.host == "localhost"
    return False


def fit_name(typed: str) -> str:
    """Return what a passkey is to be called."""
    return names.fit(typed, "Enter a name, such as the device that keeps it", LONGEST_NAME)


def ask(session: Session, browser: str, purpose: str, now: int, note: str = "") -> None:
    """Give a browser a challenge; an older one for the same purpose is worth nothing from now on."""
    made = Pending(hash=_hash(browser, purpose), challenge=secrets.token_bytes(32), note=note)
    made.ends_at = now + SECONDS
    passkeys.ask(session, made, now)


def asked(session: Session, browser: str, purpose: str, now: int) -> Pending | None:
    """Return the challenge that a browser was given for that, if it may still answer; changes nothing."""
    return passkeys.asked(session, _hash(browser, purpose), now)


def spent(session: Session, browser: str, purpose: str, now: int) -> Pending | None:
    """Return the challenge, once."""
    return passkeys.spend(session, _hash(browser, purpose), now)


def to_make(session: Session, settings: Settings, account: Account, pending: Pending) -> str:
    """Return what a browser needs to make a passkey, as JSON."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import structs

    options = generate_registration_options(
        rp_id=settings.host,
        rp_name=settings.organisation or "Readiness",
        user_id=handle(settings, account),
        user_name=account.email,
        user_display_name=account.name or account.email,
        challenge=pending.challenge,
        timeout=SECONDS * 1000,
        attestation=structs.AttestationConveyancePreference.NONE,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=one.credential) for one in passkeys.of(session, account)
        ],
    )
    return options_to_json(options)


def to_show(session: Session, settings: Settings, account: Account | None, pending: Pending) -> str:
    """Return what a browser needs to show a passkey, as JSON: any of this address, or one of the account's."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import structs

    options = generate_authentication_options(
        rp_id=settings.host,
        challenge=pending.challenge,
        timeout=SECONDS * 1000,
        allow_credentials=[
            structs.PublicKeyCredentialDescriptor(id=one.credential)
            for one in (passkeys.of(session, account) if account else ())
        ],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def whose(session: Session, answer: str) -> Account | None:
    """Return whose passkey an answer says that it is; nothing of it is verified yet."""
    found = passkeys.found(session, _credential(answer))
    return found[1] if found and found[1].active else None


def shown(
    database: Database, settings: Settings, account: Account | None, pending: Pending | None, answer: str
) -> Shown:
    """Verify an answer to a challenge, by one of the account's passkeys where one is named, or say that it is none."""
    with database.read() as session:
        found = passkeys.found(session, _credential(answer))
    if pending is None or found is None or not found[1].active or found[0].copied_at is not None:
        raise WrongSignIn(WRONG)
    passkey, owner = found
    if account is not None and owner.id != account.id:
        raise WrongSignIn(WRONG)
    return Shown(owner, passkey.id, _verified(settings, passkey, owner, pending, answer))


def take(acting: Acting, shown: Shown) -> bool:
    """Note that a passkey was used; False where it is gone by now, or where its count says that there are two of it."""
    passkey = passkeys.held(acting.session, shown.number)
    if passkey is None or passkey.copied_at is not None:
        return False
    if (shown.uses or passkey.uses) and shown.uses <= passkey.uses:
        passkey.copied_at = acting.now
        acting.note("passkey may have been copied", shown.account, passkey=passkey.name)
        return False
    passkey.uses, passkey.used_at = shown.uses, acting.now
    return True


def made(settings: Settings, pending: Pending, answer: str) -> Passkey:
    """Return the passkey that a device has made for our challenge, or say that it is none."""
    from webauthn import verify_registration_response

    try:
        found = verify_registration_response(
            credential=_read(answer),
            expected_challenge=pending.challenge,
            expected_rp_id=settings.host,
            expected_origin=_origin(settings),
            require_user_verification=True,
        )
    except Exception as error:  # as below
        raise Refused(
            "Your device has made no passkey that we can use.", "Go back and try again, perhaps with another."
        ) from error
    return Passkey(
        credential=found.credential_id,
        public_key=found.credential_public_key,
        uses=found.sign_count,
        name=pending.note,
    )


def add(acting: Acting, signed: Signed, made: Passkey) -> tuple[str, list[str]]:
    """Keep a new passkey; return this browser's new token, and ten recovery codes where it is the first second factor.

    Half a sign-in may only add the first second factor there is.
    """
    account = accounts.held(acting.session, signed.account)
    first = not signing_in.protected(acting.session, account)
    if not first and not signed.sign_in.whole:
        raise Refused("This account has a second factor already.", "Sign in with it.")
    if passkeys.count(acting.session, account) >= MOST:
        raise Refused(f"An account has {MOST} passkeys at most.", "Remove one that you no longer use.")
    if passkeys.found(acting.session, made.credential) is not None:
        raise Refused("This device holds a passkey of this account already.")
    made.account_id, made.added_at = account.id, acting.now
    passkeys.add(acting.session, made)
    acting.note("passkey added", account, passkey=made.name)
    sign_ins.end_all(acting.session, account)
    codes = recovery.renew(acting, account) if first else []
    return signing_in.begin(acting.session, account, acting.now, whole=True), codes


def remove(acting: Acting, signed: Signed, number: int) -> str:
    """Remove a passkey, sign out everywhere and return this browser's new token; one second factor has to stay."""
    account = accounts.held(acting.session, signed.account)
    passkey = passkeys.held(acting.session, number)
    if passkey is None or passkey.account_id != account.id:
        raise Missing("There is no such passkey.", "It may have been removed already.")
    if account.factor is None and passkeys.count(acting.session, account) == 1:
        raise Refused(
            "This passkey is your only second factor.", "Add another, or an authenticator app, first."
        )
    acting.note("passkey removed", account, passkey=passkey.name)
    passkeys.remove(acting.session, passkey.id)
    sign_ins.end_all(acting.session, account)
    return signing_in.begin(acting.session, account, acting.now, whole=True)


def handle(settings: Settings, account: Account) -> bytes:
    """Return by what devices know the account: nothing of the person is in it."""
    return keys.keyed(settings, "passkey owner", str(account.id))


def _hash(browser: str, purpose: str) -> bytes:
    return keys.hashed(f"{purpose} {browser}")


def _origin(settings: Settings) -> str:
    parts = urlsplit(settings.base_url)
    port = {"https": 443, "http": 80}.get(parts.scheme)
    named = f":{parts.port}" if parts.port not in (None, port) else ""
    return f"{parts.scheme}://{settings.host}{named}"


def _read(answer: str) -> dict[str, object]:
    """Return an answer as it was sent; what is none becomes an empty one."""
    try:
        found = json.loads(answer) if len(answer) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _credential(answer: str) -> bytes:
    from webauthn import base64url_to_bytes

    written = _read(answer).get("rawId")
    try:
        return base64url_to_bytes(written) if isinstance(written, str) else b""
    except ValueError:
        return b""


def _verified(settings: Settings, passkey: Passkey, owner: Account, pending: Pending, answer: str) -> int:
    """Return how often the passkey was used; the library would look at that before the signature, so we do it after."""
    from webauthn import base64url_to_bytes, verify_authentication_response

    try:
        said = _read(answer)
        found = verify_authentication_response(
            credential=said,
            expected_challenge=pending.challenge,
            expected_rp_id=settings.host,
            expected_origin=_origin(settings),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        response = said["response"]
        told = response.get("userHandle") if isinstance(response, dict) else None
        own = not told or base64url_to_bytes(str(told)) == handle(settings, owner)
    except (
        Exception
    ) as error:  # whatever was sent, it is no passkey: the library lets errors of its parsers through
        raise WrongSignIn(WRONG) from error
    if not own:
        raise WrongSignIn(WRONG)
    return int(found.new_sign_count)
