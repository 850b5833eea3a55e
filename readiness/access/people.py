"""From the invitation to the last day: accounts are made by invitation, joined by a one-time link, and deactivated."""

from __future__ import annotations

import re
import unicodedata

from readiness.access import grants, keys, names, passwords
from readiness.access.acting import Acting
from readiness.access.faults import LinkGone, Missing, Refused, Unfit
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.records import accounts, outside, passkeys, sign_ins, tokens
from readiness.records import grants as kept_grants
from readiness.records.account_tables import Account, AccountLink
from readiness.records.database import Session

JOIN_SECONDS = 7 * 24 * 60 * 60
PASSWORD_SECONDS = 60 * 60
LONGEST_NAME = 100
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\]+@[a-z0-9.-]+\.[a-z0-9-]+")


def address(typed: str) -> str:
    """Return an e-mail address as it is kept, or say that it is none."""
    email = unicodedata.normalize("NFKC", typed).strip().lower()
    if not email:
        raise Unfit("email", "Enter an email address")
    if len(email) > 254 or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise Unfit("email", "Enter an email address in the correct format, like name@example.com")
    return email


def invite(acting: Acting, typed: str) -> tuple[Account, str]:
    """Make an account and the token of its one-time link; who was invited before gets a new link."""
    email = address(typed)
    found = accounts.by_email(acting.session, email)
    if found is not None and found.active:
        raise Refused(f"{email} has an account already.", "Give a right to it, or reset its password.")
    account = found or accounts.add(acting.session, email, acting.now)
    _as_new(account)
    acting.note("invited", account)
    return account, _link(acting, account, "join", JOIN_SECONDS)


def first(acting: Acting, typed: str) -> tuple[Account, str]:
    """Invite the first administrator, where nobody can administer yet."""
    able = [one.email for _, one in kept_grants.administrators(acting.session, alone=True) if one.active]
    if able:
        raise Refused(
            f"There is an administrator already: {', '.join(able)}.", "They invite others in their browser."
        )
    account, token = invite(acting, typed)
    has = any(one.role == Role.ADMINISTRATOR for one in kept_grants.of(acting.session, account))
    if not has:
        grants.give(acting, account, Wanted(Role.ADMINISTRATOR), rescue=True)
    return account, token


def following(session: Session, token: str, now: int) -> tuple[AccountLink, Account]:
    """Return the one-time link and its account; changes nothing, since mail scanners look too."""
    found = accounts.link(session, keys.hashed(token), now)
    if found is None or found[1].deactivated_at is not None:
        raise LinkGone(
            "This link has been used, has ended or was replaced by a newer one.",
            "Ask an administrator of your organisation for a new one.",
        )
    return found


def join(acting: Acting, token: str, name: str, hashed: str) -> Account:
    """Accept an invitation: the person's own name and password, once."""
    account = _spent(acting, token, "join")
    account.name, account.password, account.joined_at = fit_name(name), hashed, acting.now
    _by(acting, account).note("joined", account)
    return account


def renew_password(acting: Acting, token: str, hashed: str) -> Account:
    """Set a new password by a one-time link; the second factor stays as it is."""
    account = _spent(acting, token, "password")
    account.password = hashed
    sign_ins.end_all(acting.session, account)
    _by(acting, account).note("password renewed", account)
    return account


def offer_new_password(acting: Acting, account: Account, factor_too: bool = False) -> str:
    """Make a one-time link for a new password.

    With the second factor gone as well, whoever holds the link is in: so all that shows results waits for a second
    person's yes again, and an administrator's is reset on the command line alone. Nobody comes to results, nor to the
    second yes, by resetting somebody else.
    """
    if not account.active:
        raise Refused(f"{account.email} is {account.state}.", "Invite the person again instead.")
    if factor_too and acting.account is not None and _administers(acting, account):
        raise Refused(
            f"{account.email} is an administrator, whose second factor is not reset here.",
            f"Ask whoever runs the server to type: readiness user reset {account.email} --second-factor",
        )
    waiting = 0
    if factor_too:
        account.factor, account.factor_step = None, 0
        passkeys.remove_all(acting.session, account)
        accounts.keep_recovery_codes(acting.session, account, ())
        waiting = grants.let_wait(acting, account)
    sign_ins.end_all(acting.session, account)
    acting.note("reset", account, second_factor=factor_too, rights_that_wait_again=waiting)
    return _link(acting, account, "password", PASSWORD_SECONDS)


def offer_forgotten(acting: Acting, typed: str) -> tuple[Account, str] | None:
    """Make a one-time link for who has forgotten the password; None where there is no such account.

    Changes nothing else: sign-ins and password stay as they are until the link is used, so that asking for somebody
    else does no harm.
    """
    account = accounts.by_email(acting.session, address(typed))
    if account is None or not account.active:
        return None
    acting.note("new password asked for", account)
    return account, _link(acting, account, "password", PASSWORD_SECONDS)


def deactivate(acting: Acting, account: Account) -> None:
    """Let nobody sign in as this account any more; its rights are gone for good."""
    if account.deactivated_at is not None:
        raise Refused(f"{account.email} is deactivated already.")
    if _administers(acting, account):
        grants.require_another_administrator(acting, account)
    grants.take_all_back(acting, account)
    tokens.revoke_all(acting.session, account, acting.now)
    account.deactivated_at, account.password, account.factor = acting.now, None, None
    accounts.drop_links(acting.session, account)
    passkeys.remove_all(acting.session, account)
    outside.forget(acting.session, account)
    accounts.keep_recovery_codes(acting.session, account, ())
    sign_ins.end_all(acting.session, account)
    acting.note("deactivated", account)


def required(session: Session, email: str) -> Account:
    """Return the account with that address."""
    found = accounts.by_email(session, address(email))
    if found is None:
        raise Missing(f"There is no account {email!r}.", "`readiness user list` shows all of them.")
    return found


def fit_name(typed: str) -> str:
    """Return a name as it is kept."""
    return names.fit(typed, "Enter your name", LONGEST_NAME)


def fit_password(password: str, *own: str) -> str:
    """Return what is kept of a new password, or say why it will not do; takes its time, so outside a transaction."""
    passwords.require_fit(password, *own)
    return passwords.hashed(password)


def _administers(acting: Acting, account: Account) -> bool:
    held = kept_grants.of(acting.session, account)
    return any(one.role == Role.ADMINISTRATOR and not one.waiting for one in held)


def _as_new(account: Account) -> None:
    account.password = account.factor = account.joined_at = account.deactivated_at = None
    account.factor_step = 0


def _link(acting: Acting, account: Account, purpose: str, seconds: int) -> str:
    token = keys.token()
    accounts.keep_link(acting.session, account, keys.hashed(token), purpose, acting.now + seconds)
    return token


def _spent(acting: Acting, token: str, purpose: str) -> Account:
    link, account = following(acting.session, token, acting.now)
    if link.purpose != purpose or not accounts.spend_link(acting.session, link.hash, acting.now):
        raise LinkGone("This link has been used.", "Ask an administrator for a new one.")
    return account


def _by(acting: Acting, account: Account) -> Acting:
    return Acting(acting.session, acting.settings, acting.now, account)
