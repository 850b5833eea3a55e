"""Commands for people who are invited by personal links, and for the words of mails.

No command tells who has answered, nor how many have: of reminders no number is printed but that of people on the list.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from readiness.cli.group import Whole, database_of, plain_faults, readiness, settings_of

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
YES = click.option("--yes", is_flag=True, help="Do not ask before sending.")
LANGUAGE = click.option("--language", help="The language of the mail (default: that of the survey).")
AGAIN = click.option(
    "--also-uncertain",
    is_flag=True,
    help="Also write to those whose mail may have been sent when the command was broken off.",
)


@readiness.group(cls=Whole)
def invite() -> None:
    """Invite people by personal links, remind them, and print the words of mails.

    Example: readiness invite status CODE
    """


@invite.command()
@click.argument("code")
@click.argument("people", type=click.Path(path_type=Path, dir_okay=False))
@JSON
@click.pass_context
@plain_faults
def add(ctx: click.Context, code: str, people: Path, as_json: bool) -> None:
    """Put the people of a CSV or XLSX file on the list, all or nothing; those who are on it already stay.

    Example: readiness invite add CODE people.csv
    """
    from readiness.fieldwork.inviting import invitations, people_file

    settings = settings_of(ctx)
    assessment, known = _known(settings, code)
    invitations.require_listing(assessment)
    read = people_file.read(people, known)
    done = invitations.add(settings, database_of(settings), code, read.people)
    for note in read.notes:
        click.echo(note, err=True)
    before = f" On it before: {done.already:,}." if done.already else ""
    told = f"Added to the list: {_people(done.added)}.{before} Next: readiness invite test {code} you@example.org"
    _say(as_json, told, {"added": done.added, "already": done.already})


@invite.command()
@click.argument("code")
@click.pass_context
@plain_faults
def template(ctx: click.Context, code: str) -> None:
    """Print the columns of a list of people, with one made-up person.

    Example: readiness invite template CODE
    """
    from readiness.fieldwork.inviting import people_file

    click.echo(people_file.template(_known(settings_of(ctx), code)[1]), nl=False)


@invite.command()
@click.argument("code")
@click.argument("address")
@LANGUAGE
@click.option(
    "--text",
    type=click.Choice(["invitation", "reminder", "last_reminder"]),
    default="invitation",
    show_default=True,
    help="Which mail to show.",
)
@click.pass_context
@plain_faults
def test(ctx: click.Context, code: str, address: str, language: str | None, text: Any) -> None:
    """Send one mail to yourself as people will get it; its links lead to no survey.

    Example: readiness invite test CODE you@example.org
    """
    from readiness.fieldwork.inviting import invitations
    from readiness.fieldwork.inviting.mail import Postbox
    from readiness.records import invited

    mailing = _mailing(ctx, code)
    to = invitations.cleaned(address)
    invitations.make(mailing.settings, mailing.database, code)
    with (
        invited.opened(mailing.settings.lists, code) as people,
        Postbox(mailing.settings) as postbox,
    ):
        mailing.test(postbox, people, to, text, language)
    click.echo(f"A test mail is on its way to {to}. Look at it. Next: readiness invite send {code}")


@invite.command()
@click.argument("code")
@YES
@AGAIN
@click.option("--without-test", is_flag=True, help="Send although no test mail with these words was sent.")
@JSON
@click.pass_context
@plain_faults
def send(
    ctx: click.Context, code: str, yes: bool, also_uncertain: bool, without_test: bool, as_json: bool
) -> None:
    """Invite everyone who has not been invited yet; run again, it goes on where it ended.

    Example: readiness invite send CODE
    """
    mailing = _mailing(ctx, code)
    with _listed(mailing) as people:
        run = mailing.invitations(people, also_uncertain)
        if run.due and not without_test:
            mailing.require_tested(people)
        if run.due and not yes:
            click.confirm(f"Invite {_people(len(run.due))} to {_named(mailing)}?", abort=True, err=True)
        done = _gone_through(run)
    told = [f"Invited: {_people(done.sent)}."]
    if done.refused or done.waiting:
        told.append(
            f"Refused by the mail server: {done.refused:,}; not taken for now: {done.waiting:,}. "
            f"Their addresses: readiness invite status {code}"
        )
    if done.uncertain:
        told.append(f"May have been sent, since the connection ended in their midst: {done.uncertain:,}.")
    _say(as_json, "\n".join(told), vars(done))


@invite.command()
@click.argument("code")
@YES
@AGAIN
@JSON
@click.pass_context
@plain_faults
def remind(ctx: click.Context, code: str, yes: bool, also_uncertain: bool, as_json: bool) -> None:
    """Remind those who have not answered: at most three times, and never twice on a day.

    How many these are is told by nothing that this prints.

    Example: readiness invite remind CODE
    """
    mailing = _mailing(ctx, code)
    with _listed(mailing) as people:
        run = mailing.reminder(people, also_uncertain)
        if not yes:
            among = f"those of {_people(len(run.due))} invited to {_named(mailing)} who have not answered"
            click.confirm(f"Send reminder {run.number} of 3 to {among}?", abort=True, err=True)
        done = _gone_through(run)
    found = _reminded(run, done, mailing.assessment.threshold)
    told = [
        f"Reminder {run.number} of 3 has gone to those of {_people(len(run.due))} who have not answered.",
        "How many these are is not told; response rates are worked out once a day: readiness rates " + code,
    ]
    if done.refused or done.waiting or done.uncertain:
        told.append(
            f"Refused by the mail server: {found['refused']}; not taken for now: {found['waiting']}; "
            f"may have been sent: {found['uncertain']}."
        )
    _say(as_json, "\n".join(told), found)


@invite.command()
@click.argument("code")
@JSON
@click.pass_context
@plain_faults
def status(ctx: click.Context, code: str, as_json: bool) -> None:
    """Say how far the invitations are, and which addresses the mail server refuses.

    Example: readiness invite status CODE --json
    """
    from readiness.fieldwork.inviting import invitations
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        assessment = assessments.by_code(session, code)
    found = invitations.told(invitations.status(settings, assessment), assessment.threshold)
    _say(as_json, "\n".join(_status(found, f"{assessment.title} ({code})")), found)


@invite.command()
@click.argument("code")
@click.argument("address")
@click.pass_context
@plain_faults
def remove(ctx: click.Context, code: str, address: str) -> None:
    """Take a person off the list for good, and their link out of use.

    Example: readiness invite remove CODE a.person@example.org
    """
    from readiness.fieldwork.inviting import invitations

    settings = settings_of(ctx)
    invitations.remove(settings, database_of(settings), code, address)
    click.echo("That person is no longer on the list, and their link can no longer be used.")


@invite.command()
@click.argument("code")
@LANGUAGE
@click.option(
    "--field", default="{{link}}", show_default=True, help="Your mailer's merge field for the link."
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write text and HTML files to."
)
@click.pass_context
@plain_faults
def texts(ctx: click.Context, code: str, language: str | None, field: str, out: Path | None) -> None:
    """Print the words of invitation and reminders for your organisation's own mailer.

    Example: readiness invite texts CODE --language cy --out mails
    """
    from readiness.fieldwork.inviting import wording
    from readiness.records import assessments

    settings = settings_of(ctx)
    with database_of(settings).read() as session:
        words = wording.of(session, settings, assessments.by_code(session, code))
    written = words.for_mailer(language, field)
    if out is None:
        click.echo("\n".join(f"Subject: {one.subject}\n\n{one.plain}" for one in written.values()), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for kind, one in written.items():
        name = f"{kind.replace('_', '-')}.{one.language}"
        (out / f"{name}.txt").write_text(f"Subject: {one.subject}\n\n{one.plain}", "utf-8")
        (out / f"{name}.html").write_text(one.html, "utf-8")
    click.echo(f"Text and HTML of {len(written)} mails are in {out}. Their subjects are on top of the texts.")


def _known(settings: Any, code: str) -> tuple[Any, Any]:
    from readiness.fieldwork import lifecycle
    from readiness.fieldwork.inviting import invitations
    from readiness.instrument import messages
    from readiness.records import assessments

    with database_of(settings).read() as session:
        assessment = assessments.by_code(session, code)
        instrument = lifecycle.locked_instrument(assessment, settings)
        languages = tuple(messages.load(settings.messages))
        return assessment, invitations.known(session, assessment, instrument, languages)


def _mailing(ctx: click.Context, code: str) -> Any:
    from readiness.fieldwork.inviting import mailing

    settings = settings_of(ctx)
    return mailing.prepared(settings, database_of(settings), code, date.today())


@contextmanager
def _listed(mailing: Any) -> Iterator[Any]:
    """Open the list, for one sending command at a time."""
    from readiness.records import invited

    folder, code = mailing.settings.lists, mailing.assessment.code
    with invited.opened(folder, code) as people, invited.alone(folder, code):
        yield people


def _gone_through(run: Any) -> Any:
    """Send, with a bar that counts everyone who is gone through, whether they need the mail or not."""
    from readiness.fieldwork.inviting.mail import Postbox
    from readiness.fieldwork.inviting.mailing import Pace

    settings = run.mailing.settings
    bar = click.progressbar(length=len(run.due), label="People", file=sys.stderr)
    with Postbox(settings) as postbox, bar as shown:
        return run.go(postbox, Pace(settings.mail_per_minute), shown.update)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _named(mailing: Any) -> str:
    return f"{mailing.assessment.title} ({mailing.assessment.code})"


def _reminded(run: Any, done: Any, threshold: int) -> dict[str, object]:
    from readiness.fieldwork.inviting.invitations import about

    failed = {name: about(getattr(done, name), threshold) for name in ("refused", "waiting", "uncertain")}
    return {"reminder": run.number, "people": len(run.due), **failed}


def _status(found: dict[str, Any], name: str) -> Iterator[str]:
    yield f"{name}: {_people(found['people'])} on the list"
    yield f"  invited                     {found['invited']:,}"
    yield f"  not invited yet             {found['pending']:,}"
    yield f"  refused by the mail server  {found['refused']:,}"
    yield f"  may have been invited       {found['uncertain']:,}"
    yield f"  want no more mail           {found['opted_out']}"
    for one in found["reminders"]:
        ended = "" if one["finished"] else ", broken off: run readiness invite remind again"
        yield f"  reminder {one['number']} of 3               on {one['day']}{ended}"
    for one in found["refusals"]:
        yield f"  {one['address']}: {one['said']}"


def _say(as_json: bool, told: str, found: dict[str, Any]) -> None:
    click.echo(json.dumps(found, indent=2) if as_json else told)
