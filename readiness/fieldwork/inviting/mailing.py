"""Rounds of mail: the invitation, and up to three reminders to those who have not answered.

That a mail is about to be sent is noted before, that it was sent after. Whatever ends the program in between leaves
the note: such a mail may have been sent, and it is not sent again unless somebody asks for it. In a round of reminders
those who have answered are gone through like everybody else, so that the list says nothing about them.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from readiness.config import Settings
from readiness.errors import WrongSetting, WrongState
from readiness.fieldwork import lifecycle
from readiness.fieldwork.inviting import invitations, mail, opting_out, wording
from readiness.fieldwork.inviting.mail import (
    Dropped,
    Letter,
    MailServerAway,
    NotNow,
    Postbox,
    Refused,
    Uncertain,
)
from readiness.fieldwork.inviting.wording import Wording
from readiness.fieldwork.ways import personal
from readiness.instrument.messages import Kind
from readiness.records import assessments, spending
from readiness.records.database import Database
from readiness.records.invited import INVITATION, Invited, Person, Round
from readiness.records.tables import Assessment

MOST_REMINDERS = 3
TRIES = 3
"""So often a mail is tried whose connection ended before it was handed over."""
IN_A_ROW = 10
"""After so many refusals one after the other it is us whom the mail server refuses."""
Progress = Callable[[int], None]


@dataclass
class Pace:
    """Keeps to so many mails a minute."""

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0)

    def wait(self) -> None:
        """Return when the next mail may go."""
        now = self.clock()
        if self._next > now:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 60 / self.per_minute


@dataclass
class Outcome:
    """What became of the mails of one run."""

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    uncertain: int = 0


@dataclass(frozen=True)
class Mailing:
    """All that the mails of one assessment stand on."""

    settings: Settings
    database: Database
    assessment: Assessment
    wording: Wording
    today: date

    @property
    def base(self) -> str:
        """Where all addresses begin."""
        return self.settings.base_url.rstrip("/")

    def test(self, postbox: Postbox, people: Invited, to: str, kind: Kind, language: str | None) -> None:
        """Send one mail as people will get it, marked as a test, with a link that leads to no survey."""
        spoken_in = self.wording.required(language)
        written = self.wording.test(kind, spoken_in, f"{self.base}/l/test")
        try:
            postbox.post(Letter(to, written, secrets.token_hex(20)))
        except (Refused, NotNow) as error:
            raise MailServerAway(
                f"The mail server does not take the test mail: {error}.", "Mend the address or the settings."
            ) from error
        except (Dropped, Uncertain) as error:
            raise _ended() from error
        people.note_test(self.wording.digest(spoken_in))

    def require_tested(self, people: Invited) -> None:
        """Refuse to send words that nobody has looked at in a test mail."""
        used = sorted({self.wording.heard_in(language) for language in people.languages()})
        untested = [language for language in used if not people.tested(self.wording.digest(language))]
        if untested:
            raise WrongState(
                f"No test mail with these words has been sent (language: {', '.join(untested)}).",
                f"Send yourself one: readiness invite test {self.assessment.code} you@example.org "
                f"--language {untested[0]}; or use --without-test.",
            )

    def invitations(self, people: Invited, again: bool = False) -> Run:
        """Return the run that invites everyone who has not been invited yet."""
        self._require_sending()
        return Run(self, people, INVITATION, again, people.due(INVITATION, self.today, again))

    def reminder(self, people: Invited, again: bool = False) -> Run:
        """Return the run that reminds those who have not answered, or goes on with one that was broken off."""
        self._require_sending()
        number, due = next_reminder(people, self.today, again)
        return Run(self, people, number, again, due)

    def round(self, people: Invited, number: int, again: bool = False) -> Run:
        """Return the run through that very round, whoever of it is still to be gone through."""
        self._require_sending()
        return Run(self, people, number, again, people.due(number, self.today, again))

    def _require_sending(self) -> None:
        if self.assessment.state != "open" or not (
            self.assessment.opens_on <= self.today <= self.assessment.closes_on
        ):
            raise WrongState(
                f"{self.assessment.title} ({self.assessment.code}) takes no answers today.",
                f"It takes them from {self.assessment.opens_on} to {self.assessment.closes_on}, once it is open: "
                f"readiness assessment open {self.assessment.code}",
            )
        if mail.is_here(self.settings.host):
            raise WrongSetting(
                f"base_url is {self.settings.base_url}, which leads nowhere on other people's devices.",
                "Set it to the address under which people reach the survey.",
            )
        personal.required_key(self.settings, self.assessment)


@dataclass
class Run:
    """One run through the people of a round."""

    mailing: Mailing
    people: Invited
    number: int
    again: bool
    due: list[Person]
    outcome: Outcome = field(default_factory=Outcome)
    whole: bool = True
    """Whether everyone was gone through."""
    _refused: list[bytes] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """Which of the mails it is."""
        if self.number == INVITATION:
            return "invitation"
        return "last_reminder" if self.number == MOST_REMINDERS else "reminder"

    def go(
        self,
        postbox: Postbox,
        pace: Pace,
        progress: Progress,
        enough: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Go through everyone, or until it is enough; after an error the same command goes on where this one ended."""
        key = personal.required_key(self.mailing.settings, self.mailing.assessment)
        if self.number != INVITATION:
            self.people.begin_round(self.number, self.mailing.today)
        for person in self.due:
            if enough():
                self.whole = False
                return self.outcome
            self._next(person, key, postbox, pace)
            progress(1)
        if self.number != INVITATION:
            self.people.finish_round(self.number, self.mailing.today)
        return self.outcome

    def _next(self, person: Person, key: bytes, postbox: Postbox, pace: Pace) -> None:
        """Write to one person, or note that they need no mail; either takes its time, which must not tell which."""
        pace.wait()
        if self._used(personal.mark(key, person.id)):
            if self.people.claim(person.id, self.number, self.mailing.today, self.again):
                self.people.note(person.id, self.number, "sent")
            return
        postbox.open()
        if self.people.claim(person.id, self.number, self.mailing.today, self.again):
            self._post(person, self._letter(person, key), postbox)

    def _used(self, mark: bytes) -> bool:
        """Say whether the person's link needs no mail any more; refuse to go on once the assessment has ended."""
        with self.mailing.database.read() as session:
            now = assessments.by_code(session, self.mailing.assessment.code)
            lifecycle.require_answering(now, self.mailing.today)
            return spending.mark_state(session, mark) is not None

    def _post(self, person: Person, letter: Letter, postbox: Postbox) -> None:
        """Send one mail and note what became of it."""
        try:
            self._tried(letter, postbox)
        except Refused as error:
            self._note_refusal(person, str(error))
        except NotNow as error:
            self.people.note(person.id, self.number, "waiting", str(error))
            self.outcome.waiting += 1
        except Uncertain:
            self.outcome.uncertain += 1
        except MailServerAway:
            self.people.release([person.id], self.number)
            raise
        else:
            self.people.note(person.id, self.number, "sent")
            self.outcome.sent += 1
            self._refused.clear()

    def _tried(self, letter: Letter, postbox: Postbox) -> None:
        for left in reversed(range(TRIES)):
            try:
                postbox.post(letter)
            except Dropped as error:
                if not left:
                    raise _ended() from error
            else:
                return

    def _note_refusal(self, person: Person, said: str) -> None:
        self.people.note(person.id, self.number, "refused", said)
        self.outcome.refused += 1
        self._refused.append(person.id)
        if len(self._refused) == IN_A_ROW:
            self.people.release(self._refused, self.number)
            raise MailServerAway(
                f"The mail server has refused {IN_A_ROW} mails one after the other, the last with: {said}.",
                "Ask those who run it; these people count as not written to. Then send again.",
            )

    def _letter(self, person: Person, key: bytes) -> Letter:
        mailing, code = self.mailing, self.mailing.assessment.code
        link = f"{mailing.base}/l/{personal.token(key, code, person.id)}{self._choice(person)}"
        no_more = f"{mailing.base}/o/{opting_out.token(key, code, person.id)}"
        written = mailing.wording.mail(self.kind, person.language, link, no_more)
        return Letter(person.address, written, mail.identity(key, person.id, self.number), no_more)

    def _choice(self, person: Person) -> str:
        """Return what opens the survey in the language of the mail, where it is not the survey's own."""
        survey, language = self.mailing.wording.instrument, self.mailing.wording.heard_in(person.language)
        return f"?lang={language}" if language in survey.languages and language != survey.language else ""


def next_reminder(people: Invited, today: date, again: bool = False) -> tuple[int, list[Person]]:
    """Return the number of the reminder that could go today, and whom it would go through, answered or not."""
    numbers = _numbers(people.reminders(), today)
    for number in numbers:
        due = people.due(number, today, again)
        if due:
            return number, due
    raise WrongState(
        f"There is nobody to whom reminder {numbers[-1]} could go today.",
        "People can be reminded from the day after their last mail on; invite them first.",
    )


def _numbers(before: list[Round], today: date) -> list[int]:
    """Return which rounds may go today: the last one, if it is not over, and the next, unless that is too soon."""
    last = before[-1] if before else Round(0, date.min, finished=True)
    found = [last.number] if last.number and (not last.finished or last.day == today) else []
    if last.day < today and last.number < MOST_REMINDERS:
        found.append(last.number + 1)
    if not found:
        raise WrongState(f"All {MOST_REMINDERS} reminders have been sent.", "Nobody is reminded more often.")
    return found


def prepared(settings: Settings, database: Database, code: str, today: date) -> Mailing:
    """Return what the mails of an assessment stand on, or say what is missing."""
    with database.read() as session:
        assessment = assessments.by_code(session, code)
        invitations.require_listing(assessment)
        mail.require(settings)
        return Mailing(settings, database, assessment, wording.of(session, settings, assessment), today)


def _ended() -> MailServerAway:
    return MailServerAway(
        "The mail server has ended the connection again and again.",
        "Ask those who run it whether it takes so much mail at once; mail_per_minute slows us down. "
        "Then send again: it goes on where this ended.",
    )
