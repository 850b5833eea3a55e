"""What leads put into mails in words of their own: the subject of the invitation, and one paragraph of every mail.

People must find one link in a mail, their own, and know it from any other: so nothing that a mail program would make a
link of may stand here, no markup, and no sign that another mailer fills in. What is promised stays as it is, below.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass

from readiness.errors import ReadinessError
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment

LONGEST = {"subject": 100, "paragraph": 600}
"""Letters: a subject that a phone shows, and a paragraph that somebody reads."""
_DOT = "[.\u3002\uff61]"
_LINK = re.compile(
    rf"(?i)://|@|\b(?:https?|ftp|mailto|tel|data|file|javascript):|\bwww{_DOT}|\w{_DOT}(?:[^\W\d_]{{2,}}|xn--)|\d{_DOT}\d+{_DOT}\d+{_DOT}\d"
)
_MARKUP = re.compile(r"<\s*[^\W\d_/!?]|<\s*[/!?]|\]\s*\(|&#|&\w+;")
_FILLED_IN = re.compile(r"[{}«»]|%%|\*\||\|\*|\[\[|\]\]|\$\(")
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Kinds of signs that nobody sees, such as those that turn the direction of writing."""
_RULES = (
    (
        _LINK,
        "holds something that mail programs make a link of",
        "Take it out: the only link is the person's own",
    ),
    (_MARKUP, "holds markup", "Write plain text"),
    (_FILLED_IN, "holds signs that mailers fill in", "Take them out"),
)


class Unusable(ReadinessError):
    """Words that may not stand in a mail; `field` says which."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.field = field


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A lead's own words in one language; empty where the mail keeps its own."""

    subject: str = ""
    paragraph: str = ""

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.subject or self.paragraph)


def of(assessment: Assessment) -> dict[str, OwnWords]:
    """Return them by language."""
    return {language: OwnWords(**kept) for language, kept in (assessment.mail_words or {}).items()}


def fitted(subject: str, paragraph: str) -> OwnWords:
    """Return what was typed as it may stand in mails, each in one line, or say what is wrong with it."""
    return OwnWords(_fit("subject", subject), _fit("paragraph", paragraph))


def keep(session: Session, code: str, language: str, words: OwnWords) -> None:
    """Keep them for one language, in place of those before; a new test mail is needed then."""
    assessment = assessments.held(session, code, alone=True)
    others = {one: kept for one, kept in (assessment.mail_words or {}).items() if one != language}
    assessment.mail_words = others | ({language: asdict(words)} if words.any else {}) or None


def _fit(field: str, typed: str) -> str:
    text, name = " ".join(typed.split()), f"The {field}"
    if len(text) > LONGEST[field]:
        raise Unusable(field, f"{name} must have {LONGEST[field]} letters or fewer", f"It has {len(text)}")
    if any(unicodedata.category(letter) in _UNSEEN for letter in text):
        raise Unusable(field, f"{name} holds a sign that nobody sees", "Type it instead of pasting it")
    for rule, problem, remedy in _RULES:
        found = rule.search(text) or rule.search(unicodedata.normalize("NFKC", text))
        if found:
            raise Unusable(field, f"{name} {problem}: “{found[0]}”", remedy)
    return text
