"""Signing in at the organisation's identity provider: OpenID Connect, by authorization code with PKCE.

State, nonce and verifier come by keyed hashes from one secret, which the browser alone holds for ten minutes: nobody
can finish in another browser what was begun in this one. The provider says who somebody is and nothing more: rights and
accounts are made here. It is linked to an account that was invited, by an e-mail address that it has verified, once;
after that only its own number for the person counts.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from readiness.access import keys, provider, signing_in
from readiness.access.acting import Acting
from readiness.access.faults import Refused, Unfit, WrongSignIn
from readiness.access.people import fit_name
from readiness.access.provider import AGAIN, Provider
from readiness.access.rights import Role
from readiness.config import Settings
from readiness.records import accounts, grants, outside, passkeys
from readiness.records.account_tables import Account, OutsideIdentity
from readiness.records.database import Session

SECONDS = 10 * 60
LEEWAY = 120
LONGEST_TOKEN = 20_000
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Signatures by a key that the provider alone holds; nothing that our own secret, or nobody, could have signed."""
REFUSED = "The identity provider's answer cannot be used here."


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who the provider says it is."""

    issuer: str
    subject: str
    email: str
    """Empty where the provider has not verified it."""
    name: str
    strong: bool
    """Whether the provider has asked for a second factor, as far as the settings believe it."""


def begun(now: int) -> str:
    """Return the secret that the browser keeps until it comes back."""
    return f"{secrets.token_urlsafe(32)}.{now + SECONDS}"


def leading(settings: Settings, provider: Provider, secret: str, wish: str) -> str:
    """Return the provider's address to which a browser with that secret is sent; `wish` is the page it wants then."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": back(settings),
        "scope": "openid email profile",
        "state": _state(settings, secret, wish),
        "nonce": _part(settings, "nonce", secret),
        "code_challenge": create_s256_code_challenge(_part(settings, "verifier", secret)),
        "code_challenge_method": "S256",
    }
    glue = "&" if "?" in provider.authorization else "?"
    return f"{provider.authorization}{glue}{urlencode(asked)}"


def back(settings: Settings) -> str:
    """Return where the provider sends people back to."""
    return f"{settings.base_url.rstrip('/')}/console/sso/back"


def wish_of(settings: Settings, secret: str, state: str, now: int) -> str:
    """Return the page that was wanted, if this very browser began this a moment ago."""
    _, _, ends = secret.partition(".")
    _, _, written = state.partition(".")
    try:
        wish = urlsafe_b64decode(written).decode()
    except ValueError:
        wish = ""
    fresh = ends.isascii() and ends.isdigit() and len(ends) < 15 and now < int(ends)
    if not fresh or not compare_digest(_state(settings, secret, wish).encode(), state.encode()):
        raise WrongSignIn(
            "This sign-in was not begun in this browser, or it took longer than ten minutes.", AGAIN
        )
    return wish


def take_once(session: Session, secret: str, now: int) -> None:
    """Refuse to finish a second time what a browser began once."""
    if not passkeys.first(session, keys.hashed(f"single sign-on {secret}"), now, now + SECONDS):
        raise WrongSignIn("This sign-in was finished already.", AGAIN)


def somebody(settings: Settings, secret: str, code: str, now: int) -> Somebody:
    """Exchange the code, which is good once, and return who the provider says it is."""
    found = provider.of(settings)
    given = provider.tokens(settings, found, code, _part(settings, "verifier", secret), back(settings))
    token = given.get("id_token")
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise WrongSignIn(REFUSED, AGAIN)
    claims = _claims(settings, found, token, secret, str(given.get("access_token") or ""), now)
    return _read(settings, claims)


def enter(acting: Acting, who: Somebody) -> tuple[Account, str, bool]:
    """Return the account, the token of its sign-in and whether that is whole; link the account the first time."""
    kept = outside.found(acting.session, who.issuer, who.subject)
    account = accounts.held(acting.session, kept[1]) if kept else _by_email(acting, who)
    if not account.active and kept is None:
        _join(acting, account, who)
    if not account.active:
        raise _unknown()
    link = kept[0] if kept else _link(acting, account, who)
    protected = signing_in.protected(acting.session, account)
    if not protected:
        link.waits_for = None
    whole = who.strong and link.waits_for is None
    token = signing_in.begin(acting.session, account, acting.now, whole)
    if link.waits_for is not None:
        begun = signing_in.current(acting.session, token, acting.now)
        link.waits_for = begun.sign_in.id if begun else link.waits_for
    if whole:
        by = Acting(acting.session, acting.settings, acting.now, account)
        by.note("signed in", account, by="single sign-on")
    return account, token, whole


def may_use_password(session: Session, settings: Settings, account: Account) -> bool:
    """Say whether the account may sign in without the provider; where it is required, administrators alone may."""
    if not settings.oidc_required:
        return True
    held = grants.of(session, account)
    return any(one.role == Role.ADMINISTRATOR and not one.waiting for one in held)


def ending(settings: Settings) -> str:
    """Return where one signs out at the provider; empty where it offers nothing for that, or is away."""
    if not settings.oidc_issuer:
        return ""
    try:
        at = provider.of(settings).ending
    except provider.Away:
        return ""
    after = f"{settings.base_url.rstrip('/')}/console/signed-out"
    asked = {"client_id": settings.oidc_client_id, "post_logout_redirect_uri": after}
    return f"{at}{'&' if '?' in at else '?'}{urlencode(asked)}" if at else ""


def _by_email(acting: Acting, who: Somebody) -> Account:
    account = accounts.by_email(acting.session, who.email) if who.email else None
    if account is None:
        raise _unknown()
    account = accounts.held(acting.session, account)
    other = outside.of(acting.session, account)
    if other is not None and other.waits_for is None:
        raise _unknown()
    return account


def _join(acting: Acting, account: Account, who: Somebody) -> None:
    """Accept the invitation, which must not have ended, without a password."""
    if account.deactivated_at is not None or not outside.invited(acting.session, account, acting.now):
        raise _unknown()
    try:
        name = fit_name(who.name)
    except Unfit:
        name = account.email.partition("@")[0]
    account.name, account.joined_at = name, acting.now
    accounts.drop_links(acting.session, account)
    Acting(acting.session, acting.settings, acting.now, account).note("joined", account, by="single sign-on")


def _link(acting: Acting, account: Account, who: Somebody) -> OutsideIdentity:
    """Link the account; a second factor of its own has to be shown before the provider is believed."""
    made = OutsideIdentity(account_id=account.id, issuer=who.issuer, subject=who.subject)
    made.linked_at = acting.now
    made.waits_for = 0 if signing_in.protected(acting.session, account) else None
    outside.keep(acting.session, made)
    acting.note("linked to single sign-on", account, waits_for_second_factor=made.waits_for is not None)
    return made


def _unknown() -> Refused:
    return Refused(
        "You have no account here that belongs to this sign-in.",
        "Ask an administrator of your organisation to invite you with the address of your organisation's account.",
    )


def _read(settings: Settings, claims: Mapping[str, Any]) -> Somebody:
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise WrongSignIn(REFUSED, AGAIN)
    verified = _verified(claims) and isinstance(email, str)
    said = {str(claims.get("acr") or "")}
    amr = claims.get("amr")
    said |= {str(one) for one in amr} if isinstance(amr, list) else set()
    return Somebody(
        issuer=settings.oidc_issuer,
        subject=subject,
        email=_small(str(email).strip()) if verified else "",
        name=str(claims.get("name") or "")[:200],
        strong=bool(said & set(settings.oidc_second_factor.split())),
    )


def _small(email: str) -> str:
    """Return an address in small letters; only A to Z are made small, so that no other letter becomes one of them."""
    return email.encode(errors="replace").lower().decode()[:254]


def _verified(claims: Mapping[str, Any]) -> bool:
    """Say whether the provider vouches for the address; Microsoft's says so in a claim of its own."""
    if "email_verified" in claims:
        return claims["email_verified"] is True
    return str(claims.get("xms_edov")).lower() in ("true", "1")


def _claims(
    settings: Settings, found: Provider, token: str, secret: str, access: str, now: int
) -> Mapping[str, Any]:
    """Return what a token says once its signature, issuer, audience, times, nonce and at_hash are right."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    try:
        signed = _signed(settings, found, token)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
            },
            {
                "client_id": settings.oidc_client_id,
                "nonce": _part(settings, "nonce", secret),
                "access_token": access,
            },
        )
        claims.validate(now=now, leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise WrongSignIn(REFUSED, AGAIN) from error
    return dict(claims)


def _signed(settings: Settings, found: Provider, token: str) -> Any:
    from joserfc import jwt
    from joserfc.errors import JoseError

    allowed = sorted(ALGORITHMS & set(found.algorithms))
    try:
        return jwt.decode(token, _public(provider.keys(settings, found)), algorithms=allowed)
    except (JoseError, ValueError):  # perhaps the provider has new keys
        return jwt.decode(token, _public(provider.keys(settings, found, again=True)), algorithms=allowed)


def _public(written: list[dict[str, Any]]) -> Any:
    """Return the public keys that sign; what is shared, for secrets only, or of a kind we do not know, is none."""
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry, KeySet

    found = []
    for one in written:
        if one.get("kty") in ("RSA", "EC", "OKP") and one.get("use", "sig") == "sig":
            with suppress(JoseError, ValueError, TypeError, KeyError):
                found.append(JWKRegistry.import_key(one))
    return KeySet(found)


def _state(settings: Settings, secret: str, wish: str) -> str:
    return f"{_part(settings, 'state', secret, wish)}.{urlsafe_b64encode(wish.encode()).decode()}"


def _part(settings: Settings, purpose: str, *parts: str) -> str:
    hashed = keys.keyed(settings, f"single sign-on {purpose}", *parts)
    return urlsafe_b64encode(hashed).decode().rstrip("=")
