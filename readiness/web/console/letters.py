"""Mails to those who run assessments: each says one thing and leads to one address of ours."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from typing import NamedTuple

from flask import current_app

from readiness.access import keys
from readiness.access.faults import spoken
from readiness.access.people import JOIN_SECONDS, PASSWORD_SECONDS
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import accounts, grants
from readiness.records.account_tables import Account
from readiness.records.database import Database, Session
from readiness.web.console import gate

LOG = logging.getLogger(__name__)
SECONDS = 10
"""So long the mail server may take for one answer: somebody waits for a page."""


class Letter(NamedTuple):
    """What is said; the address stands between the two."""

    subject: str
    before: str
    button: str
    after: str


INVITATION = Letter(
    "Your Readiness account",
    "{by} has invited you to Readiness, which shows how ready a health and care system is to adopt innovation. "
    "Open this link within {days} and choose your name and your password. Have your phone at hand: you also set "
    "up an authenticator app.",
    "Make your account",
    "The link is good once, and for you alone: do not pass it on. If you did not expect it, ask {by} whether it "
    "is real before you open it.",
)
BY_EITHER = INVITATION._replace(
    before=INVITATION.before + " Or sign in with {outside} there: then you choose no password."
)
"""Where people may sign in at the organisation's provider too."""
OUTSIDE = INVITATION._replace(
    before="{by} has invited you to Readiness, which shows how ready a health and care system is to adopt innovation. "
    "You come in with {outside}, under the very address to which this mail was sent: open this link within {days} and "
    "choose to sign in with {outside}. You choose no password here.{phone}",
    button="Go to the sign-in",
    after="If you did not expect this mail, ask {by} whether it is real before you open the link.",
)
"""Where they have to."""
PHONE = " Have your phone at hand: you also set up an authenticator app."
RESET = Letter(
    "Choose a new password",
    "{by} has made a link with which you can sign in to Readiness again. Open it within {days} and choose a new "
    "password.",
    "Choose a new password",
    "The link is good once, and for you alone. If you did not ask for help, tell {by}.",
)
FORGOTTEN = Letter(
    "Choose a new password",
    "Somebody, probably you, has asked for a new password for your Readiness account. To choose one, open this "
    "link within {days}.",
    "Choose a new password",
    "You also need your second factor. If it was not you who asked, do nothing: your password stays as it is.",
)
WAITING = Letter(
    "A right waits for your yes",
    "A right of {whose} in Readiness waits until a second administrator has approved it. Ask {whose}, in person "
    "or by phone, whether the account is theirs; then sign in and approve or refuse.",
    "See what waits",
    "You get this mail because you are an administrator. One of you is enough.",
)


def one_time(settings: Settings, letter: Letter, to: str, token: str, by: str = "") -> bool:
    """Send a one-time link; say whether the mail server has taken it for certain."""
    seconds = JOIN_SECONDS if letter is INVITATION else PASSWORD_SECONDS
    days = "7 days" if seconds == JOIN_SECONDS else spoken(seconds)
    phone = "" if settings.oidc_second_factor else PHONE
    values = {"by": by, "days": days, "outside": settings.oidc_name, "phone": phone}
    return (
        _sent(settings, _of(settings, letter), (to,), address(settings, token), keys.hashed(token), values)
        == 1
    )


def noted(letter: Letter, account: Account, token: str) -> bool:
    """Send a one-time link to somebody whom who is signed in has invited or helped, and write that in the log."""
    by = gate.signed().account
    settings = current_app.extensions["settings"]
    if not settings.smtp_host or not one_time(settings, letter, account.email, token, _name(by)):
        return False
    with gate.desk() as acting:
        acting.note("one-time link mailed", account)
    return True


def ask_for_a_yes(database: Database, settings: Settings, account: Account) -> str:
    """Ask the other administrators by mail to look at the rights of this account that wait; say what became of it.

    Nothing is said where no right waits for somebody who has joined, or where there is no mail server.
    """
    with database.read() as session:
        mine = accounts.by_id(session, account.id)
        able = _able_to_say_yes(session, mine) if mine and mine.active else []
    if not settings.smtp_host or not able:
        return ""
    link, mark = f"{settings.base_url.rstrip('/')}/console/people", keys.hashed(keys.token())
    sent = _sent(settings, WAITING, able, link, mark, {"whose": account.email})
    return "sent" if sent == len(able) else "failed"


def ask_for_a_yes_later(account: Account) -> None:
    """Do it in a thread of its own: whoever has just joined waits for nobody's mail."""
    app = current_app.extensions
    given = app["database"], app["settings"], account
    threading.Thread(target=ask_for_a_yes, args=given, daemon=True).start()


def address(settings: Settings, token: str) -> str:
    """Return the whole address of a one-time link: of the base address that is set, whatever the request says."""
    return f"{settings.base_url.rstrip('/')}/console/join/{token}"


def _of(settings: Settings, letter: Letter) -> Letter:
    """Return the letter that says how somebody comes in here."""
    if letter is not INVITATION or not settings.oidc_issuer:
        return letter
    return OUTSIDE if settings.oidc_required else BY_EITHER


def _able_to_say_yes(session: Session, account: Account) -> list[str]:
    """Return the addresses of those who could approve a right of this account that waits."""
    givers = {one.given_by for one in grants.of(session, account) if one.waiting}
    able = (one for _, one in grants.administrators(session) if one.active and one.id != account.id)
    return [one.email for one in able if givers - {one.id}]


def _name(account: Account) -> str:
    """Return what a person is called in a mail: never without the address, which nobody chooses freely."""
    return f"{account.name} ({account.email})" if account.name else account.email


def _sent(
    settings: Settings, letter: Letter, to: Iterable[str], link: str, mark: bytes, values: dict[str, str]
) -> int:
    """Hand mails over and return how many were taken for certain; what goes wrong is logged by its kind alone."""
    from readiness.fieldwork.inviting import mail
    from readiness.fieldwork.inviting.wording import of_no_assessment

    texts = letter.before.format(**values), None, letter.after.format(**values)
    written = of_no_assessment(letter.subject, texts, link, letter.button)
    taken = 0
    with mail.Postbox(settings, seconds=SECONDS) as box:
        for number, one in enumerate(to):
            try:
                mail.require(settings)
                box.post(mail.Letter(one, written, f"{mark.hex()[:36]}{number:04d}"))
                taken += 1
            except (mail.Refused, mail.NotNow, mail.Dropped, mail.Uncertain, ReadinessError) as error:
                LOG.error("A mail to a person with an account could not be sent: %s", type(error).__name__)
                if isinstance(error, ReadinessError):
                    break  # the mail server itself is away: the others would wait for it too
    return taken
