"""The words of an assessment's mails: a subject, a plain and an HTML part, for us to send or for the Trust's mailer.

Everything is filled in here: the survey's title in the reader's language, its last day, and the promise that goes with
the way in which people are invited.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, StrictUndefined, Template

from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle
from readiness.fieldwork.inviting import own_words
from readiness.fieldwork.inviting.own_words import OwnWords
from readiness.fieldwork.ways import modes
from readiness.instrument import messages
from readiness.instrument.language import spoken
from readiness.instrument.messages import KINDS, Kind, Message, Messages
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment

_GAP = re.compile(r"\{[a-z_]+\}")
_LINK = "{link}"


@dataclass(frozen=True, slots=True)
class Mail:
    """What a person reads."""

    language: str
    subject: str
    plain: str
    html: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The mails of one assessment, in every language that they are written in."""

    assessment: Assessment
    system: str
    instrument: Instrument
    messages: Mapping[str, Messages]
    own: Mapping[str, OwnWords] = field(default_factory=dict)
    """What the lead puts into them, by language."""

    @property
    def language(self) -> str:
        """The language of those for whom none is named."""
        own = self.instrument.language
        return own if own in self.messages else next(iter(self.messages))

    def heard_in(self, language: str | None) -> str:
        """Return the language if there are mails in it, else the assessment's own."""
        return language if language is not None and language in self.messages else self.language

    def required(self, language: str | None) -> str:
        """Return the language, or say in which ones there are mails."""
        if language is not None and language not in self.messages:
            raise ReadinessError(
                f"There are no mails in {language!r}.",
                f"Choose one of: {', '.join(self.messages)}; or add messages/{language}.toml to the surveys.",
            )
        return self.heard_in(language)

    def mail(self, kind: Kind, language: str | None, link: str, opt_out: str = "") -> Mail:
        """Return a mail with that link, and with the address for those who want no more where there is one."""
        spoken_in = self.heard_in(language)
        return self._written(spoken_in, self._message(kind, spoken_in), link, opt_out)

    def test(self, kind: Kind, language: str | None, link: str) -> Mail:
        """Return the mail as a test, which says so at its top."""
        spoken_in = self.heard_in(language)
        said = self.messages[spoken_in]
        tested = self._message(kind, spoken_in)
        subject = said.test.subject.replace("{subject}", tested.subject)
        marked = tested.model_copy(update={"subject": subject})
        return self._written(spoken_in, marked, link, link, before=said.test.paragraphs)

    def for_mailer(self, language: str | None, field: str) -> dict[Kind, Mail]:
        """Return the mails for somebody else's mailer, which puts each person's link where its merge field stands."""
        if self.assessment.mode == "open":
            modes.require(self.assessment, "codes")
        spoken_in = self.required(language)
        return {kind: _with_field(self.mail(kind, spoken_in, _LINK), field) for kind in KINDS}

    def digest(self, language: str) -> bytes:
        """Return a digest of all that people will read in that language: another word, another digest."""
        written = [self.mail(kind, language, _LINK, _LINK) for kind in KINDS]
        return hashlib.sha256("\n".join(one.subject + one.plain for one in written).encode()).digest()

    def _message(self, kind: Kind, language: str) -> Message:
        """Return a mail with the lead's own words in it: a paragraph above the link, and the invitation's subject."""
        said: Message = getattr(self.messages[language], kind)
        own, at = self.own.get(language, OwnWords()), said.paragraphs.index(_LINK)
        added = (own.paragraph,) if own.paragraph else ()
        subject = own.subject if own.subject and kind == "invitation" else said.subject
        paragraphs = (*said.paragraphs[:at], *added, *said.paragraphs[at:])
        return said.model_copy(update={"subject": subject, "paragraphs": paragraphs})

    def _written(
        self, language: str, message: Message, link: str, opt_out: str, before: tuple[str, ...] = ()
    ) -> Mail:
        said, values = self.messages[language], self._values(language)
        subject = " ".join(_filled(message.subject, values).split())
        paragraphs = [None if text == _LINK else _filled(text, values) for text in message.paragraphs]
        no_more = f"{said.opt_out} {opt_out}" if opt_out else ""
        plain = [*before, *(link if text is None else text for text in paragraphs), no_more]
        html = _template().render(
            language=language,
            subject=subject,
            before=before,
            paragraphs=paragraphs,
            link=link,
            button=said.button,
            opt_out=opt_out,
            asked_no_more=said.opt_out,
        )
        return Mail(language, subject, "\n\n".join(filter(None, plain)) + "\n", html)

    def _values(self, language: str) -> dict[str, str]:
        said = self.messages[language]
        promised = said.codes if self.assessment.mode == "codes" else said.personal
        survey = (
            spoken(self.instrument, language) if language in self.instrument.languages else self.instrument
        )
        values = {
            "{survey}": survey.title,
            "{system}": self.system,
            "{minutes}": str(survey.minutes),
            "{day}": format_date(self.assessment.closes_on, "d MMMM y", locale=language),
            "{threshold}": str(self.assessment.threshold),
        }
        return values | {
            "{promise}": _filled(promised.promise, values),
            "{reminded}": _filled(promised.reminded, values),
        }


def of_no_assessment(subject: str, paragraphs: Iterable[str | None], link: str, button: str) -> Mail:
    """Return a mail in English to somebody who runs assessments; the link stands where a paragraph is None."""
    told = tuple(paragraphs)
    html = _template().render(
        language="en", subject=subject, before=(), paragraphs=told, link=link, button=button, opt_out=""
    )
    plain = "\n\n".join(link if text is None else text for text in told)
    return Mail("en", subject, f"{plain}\n", html)


def of(session: Session, settings: Settings, assessment: Assessment) -> Wording:
    """Return the words of the assessment's mails."""
    return Wording(
        assessment=assessment,
        system=assessments.system(session, assessment).name,
        instrument=lifecycle.locked_instrument(assessment, settings),
        messages=messages.load(settings.messages),
        own=own_words.of(assessment),
    )


def _with_field(mail: Mail, field: str) -> Mail:
    return replace(mail, plain=mail.plain.replace(_LINK, field), html=mail.html.replace(_LINK, field))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the gaps once: what is put in is not looked at again."""
    return _GAP.sub(lambda gap: values.get(gap[0], gap[0]), text)


@cache
def _template() -> Template:
    """Return the frame of the HTML part; whatever is put in stands there as text."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string((Path(__file__).parent / "message.html").read_text("utf-8"))
