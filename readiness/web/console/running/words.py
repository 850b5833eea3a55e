"""The words of the mails of this assessment: to be read, and to be taken to somebody else's mailer."""

from __future__ import annotations

from flask import Response, make_response, request

from readiness.access.faults import Missing, Refused
from readiness.fieldwork.inviting import wording as mails_of
from readiness.fieldwork.inviting.wording import Mail, Wording
from readiness.instrument.messages import KINDS, Kind
from readiness.records import assessments
from readiness.web.console import gate, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.running import asking
from readiness.web.console.running.links import named

FIELD = "{{link}}"
TITLES: dict[Kind, str] = {
    "invitation": "The invitation",
    "reminder": "A reminder",
    "last_reminder": "The last reminder",
}


def show(code: str) -> Response:
    """Show them in one of their languages."""
    words = wording()
    language = spoken(words)
    return drawn(
        "running/words",
        section="assessments",
        subject=scoped.here(),
        mails=[(TITLES[kind], kind, mail) for kind, mail in _mails(words, language).items()],
        language=language,
        languages=[(one, named(one)) for one in words.messages],
        mode=words.assessment.mode,
        field=FIELD,
        page="asking",
        own=language in words.own,
        without=[named(one) for one in words.messages if words.own and one not in words.own],
    )


def as_file(code: str, kind: str, ending: str) -> Response:
    """Give one mail as plain text, with its subject on top, or as HTML."""
    words = wording()
    if kind not in KINDS or ending not in ("txt", "html"):
        raise Missing("There is no such mail.", "Go back to the words of the mails.")
    language = spoken(words)
    mail = next(one for which, one in _mails(words, language).items() if which == kind)
    with gate.desk() as acting:
        acting.note("downloaded the words of a mail", asking.about(), mail=kind, language=language)
    made = make_response(f"Subject: {mail.subject}\n\n{mail.plain}" if ending == "txt" else mail.html)
    made.mimetype = "text/plain" if ending == "txt" else "application/octet-stream"
    name = f"{kind.replace('_', '-')}.{language}.{ending}"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


def wording() -> Wording:
    """Return the words of the mails of the assessment that this page is about."""
    of = asking.unclosed()
    if of.mode == "open":
        raise Refused(
            "Open links go by no mail of ours.",
            "Write your own words around the link, as you would in a newsletter.",
        )
    with asking.said(), asking.database().read() as session:
        return mails_of.of(session, asking.settings(), assessments.by_code(session, of.code))


def spoken(words: Wording) -> str:
    """Return the language that the address asks for, or the mails' own."""
    asked = request.args.get("language", "")
    return asked if asked in words.messages else words.language


def _mails(words: Wording, language: str) -> dict[Kind, Mail]:
    if words.assessment.mode == "codes":
        return words.for_mailer(language, FIELD)
    base = asking.settings().base_url.rstrip("/")
    return {kind: words.mail(kind, language, f"{base}/l/…", f"{base}/o/…") for kind in KINDS}
