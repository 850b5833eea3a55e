"""Sending: a test mail to oneself, then rounds of mail, which a worker sends while nobody waits for a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, url_for

from readiness.access.faults import Missing, Unfit
from readiness.building import errands
from readiness.building.errands import Progress
from readiness.errors import WrongState
from readiness.fieldwork.inviting import invitations, mailing
from readiness.fieldwork.inviting.mail import Postbox
from readiness.fieldwork.inviting.mailing import Mailing
from readiness.records import invited as lists
from readiness.records.database import Session
from readiness.records.invited import INVITATION, Invited
from readiness.records.tables import Assessment
from readiness.web.console import gate, letters, once, scoped
from readiness.web.console.drawing import FormPage, Link, drawn, form_page, watched
from readiness.web.console.forms import Look, YesForm, offered
from readiness.web.console.running import asking
from readiness.web.console.running.forms import YES, SendForm, TestForm
from readiness.web.console.running.invited import ROUNDS
from readiness.web.console.running.links import named
from readiness.web.console.running.words import TITLES

AGAIN = "Write to them again. They may get a second mail."


@dataclass(frozen=True, slots=True)
class Round:
    """A round of mail that could go now."""

    number: int
    people: int
    """Who have not been invited yet, or for a reminder who have been: never how many of these it goes to."""
    uncertain: int
    """Of the invitations: whose mail may have been sent when sending was broken off."""

    @property
    def name(self) -> str:
        """What people call it."""
        return f"reminder {self.number} of {mailing.MOST_REMINDERS}" if self.number else "the invitations"


def ask_test(code: str) -> Response:
    """Ask which mail to look at."""
    asking.unclosed("personal")
    return _test_page(_test_form(TestForm(data={"kind": "invitation"}), _mailing(code)))


def take_test(code: str) -> Response:
    """Send one mail to who is signed in, as people will get it; its links lead to no survey."""
    sent, back = once.took(TestForm), url_for("console.invited", code=code)
    asking.unclosed("personal")
    made = _mailing(code)
    form = _test_form(sent, made)
    to = gate.signed().account.email
    try:
        _require_choices(form)
        with asking.said(), once.claimed(back):
            invitations.make(made.settings, made.database, code)
            with lists.opened(made.settings.lists, code) as people, _postbox(made) as box:
                made.test(box, people, to, form.kind.data, form.language.data or None)
    except Unfit as fault:
        form.say(fault)
        return _test_page(form)
    with gate.desk() as acting:
        acting.note("sent a test mail to themselves", asking.about(), mail=form.kind.data)
    return gate.leading(back)


def ask_invite(code: str) -> Response:
    """Say how many invitations would go, and ask."""
    return _ask(code, reminder=False)


def take_invite(code: str) -> Response:
    """Have the worker send them."""
    return _take(code, reminder=False)


def ask_remind(code: str) -> Response:
    """Say to whom a reminder would go, and ask."""
    return _ask(code, reminder=True)


def take_remind(code: str) -> Response:
    """Have the worker send it."""
    return _take(code, reminder=True)


def show(code: str, number: int) -> Response:
    """Show how far a round is; nobody of the list is named."""
    of = asking.unclosed("personal")
    with asking.database().read() as session:
        found = _sent(session, of, number)
    return watched(
        "running/round",
        not found.ended,
        section="assessments",
        subject=scoped.here(),
        found=found,
        name=ROUNDS[found.of],
    )


def call_off(code: str, number: int) -> Response:
    """End a round where it is; sending again goes on from there."""
    once.took(YesForm)
    of, back = asking.unclosed("personal"), url_for("console.invited", code=code)
    with once.desk(back) as acting:
        found = _sent(acting.session, of, number)
        if errands.call_off(acting.session, number, acting.now):
            acting.note("stopped sending mails", asking.about(), round=found.of)
    return gate.leading(back)


def _ask(code: str, reminder: bool) -> Response:
    asking.unclosed("personal")
    made = _mailing(code)
    with asking.said(), lists.opened(made.settings.lists, code) as people:
        found = _round(made, people, reminder)
        try:
            made.require_tested(people)
        except WrongState:
            return _untested(code, found)
    return _send_page(SendForm(), found, made)


def _take(code: str, reminder: bool) -> Response:
    form = once.took(SendForm)
    of = asking.unclosed("personal")
    made = _mailing(code)
    again = YES in (form.again.data or [])
    with asking.said(), lists.opened(made.settings.lists, code) as people:
        found = _round(made, people, reminder)
        made.require_tested(people)
        with once.desk(url_for("console.invited", code=code)) as acting:
            sent = errands.send(acting.session, of, found.number, again and not reminder, acting.now)
            acting.note(f"had {found.name} sent", asking.about())
            there = url_for("console.round", code=code, number=sent.number)
            once.leads(acting, there)
    return gate.leading(there)


def _sent(session: Session, of: Assessment, number: int) -> Progress:
    found = errands.of(session, of, number)
    if found is None or found.kind != errands.MAIL:
        raise Missing("There is no such round of mail.", "Go back to the list of invited people.")
    return found


def _mailing(code: str) -> Mailing:
    with asking.said():
        return mailing.prepared(asking.settings(), asking.database(), code, gate.today())


def _postbox(made: Mailing) -> Postbox:
    return Postbox(made.settings, seconds=letters.SECONDS)


def _round(made: Mailing, people: Invited, reminder: bool) -> Round:
    """Return the round that could go now, or say why none can."""
    if reminder:
        run = made.reminder(people)
        return Round(run.number, people.counts().sent, 0)
    run, uncertain = made.invitations(people), people.counts().sending
    if not run.due and not uncertain:
        raise WrongState(
            "Everybody on the list has been invited.", "Add more people, or remind those who are on it."
        )
    return Round(INVITATION, len(run.due), uncertain)


def _send_page(form: SendForm, found: Round, made: Mailing) -> Response:
    of = made.assessment
    title = f"Send {found.name}?"
    texts = [_whom(found), _long(found, made.settings.mail_per_minute)]
    if found.uncertain:
        form.again.choices = [(YES, AGAIN)]
        hint = f"{found.uncertain:,} {'person' if found.uncertain == 1 else 'people'}"
        form.looks = {"again": Look("checkboxes", hint=hint)}
    route = "remind" if found.number else "invite_staff"
    page = FormPage(
        title,
        form,
        url_for(f"console.{route}", code=of.code),
        "Send",
        tuple(texts),
        back=_back(),
        section="assessments",
    )
    return form_page(page)


def _whom(found: Round) -> str:
    if not found.number:
        people = "1 person" if found.people == 1 else f"{found.people:,} people"
        return f"{people} on the list {'has' if found.people == 1 else 'have'} not been invited yet."
    last = " It is the last one, and says so." if found.number == mailing.MOST_REMINDERS else ""
    return (
        f"Of the {found.people:,} people who were invited it goes to those who want mail and have not answered. How "
        f"many these are is told to nobody.{last}"
    )


def _long(found: Round, pace: int) -> str:
    minutes = -(-found.people // pace)
    lasts = (
        "about a minute"
        if minutes < 2
        else f"about {minutes:,} minutes"
        if minutes < 120
        else f"about {round(minutes / 60):,} hours"
    )
    most = " at most" if found.number else ""
    return (
        f"At {pace} a minute this takes {lasts}{most}. It goes on while you do other things or sign out, and whatever "
        "breaks it off, nobody gets a mail twice."
    )


def _untested(code: str, found: Round) -> Response:
    return drawn("running/untested", section="assessments", subject=scoped.here(), name=found.name)


def _test_form(form: TestForm, made: Mailing) -> TestForm:
    offered(form.kind, list(TITLES.items()))
    offered(form.language, [(one, named(one)) for one in made.wording.messages])
    form.language.data = form.language.data or made.wording.language
    if len(made.wording.messages) == 1:
        form.looks = {"kind": Look("radios")}
    return form


def _require_choices(form: TestForm) -> None:
    if form.kind.data not in TITLES:
        raise Unfit("kind", "Choose a mail")
    if form.language.data not in dict(form.language.choices):
        raise Unfit("language", "Choose a language")


def _test_page(form: TestForm) -> Response:
    to = gate.signed().account.email
    texts = (
        f"We send it to you, {to}, as people will get it. It says at its top that it is a test, and its links lead "
        "to no survey. Look at it on a phone too.",
        "Before anybody is invited, one test has to be sent in each language of the list, and again if the words "
        "change.",
    )
    page = FormPage(
        "Send yourself a test mail",
        form,
        url_for("console.test_mail", code=scoped.here().code),
        "Send me the test",
        texts,
        back=_back(),
        section="assessments",
    )
    return form_page(page)


def _back() -> Link:
    return "Invitations and reminders", url_for("console.invited", code=scoped.here().code)
