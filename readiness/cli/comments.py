"""The command by which people's own words are read, shortened, shown or withheld."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of

if TYPE_CHECKING:
    from readiness.fieldwork.moderating.moderation import Reading, Readings
    from readiness.records.comments import Decision

WIDTH = 100
FILE = click.Path(path_type=Path, dir_okay=False)


@readiness.command()
@click.argument("code")
@click.option(
    "--show", multiple=True, metavar="ID", help="Approve this comment as it was written; may be repeated."
)
@click.option(
    "--cut",
    nargs=2,
    multiple=True,
    metavar="ID TEXT",
    help="Show only these of its words; [...] for what is left out.",
)
@click.option(
    "--withhold", multiple=True, metavar="ID", help="Show nothing of this comment; may be repeated."
)
@click.option("--reason", default="", help="Why it is withheld: a word of the list that this command prints.")
@click.option(
    "--export", type=FILE, help="Write all comments into a new .csv or .xlsx file, to read in a spreadsheet."
)
@click.option("--import", "sheet", type=FILE, help="Take the decisions of such a file, all or nothing.")
@click.option("--all", "everything", is_flag=True, help="List those that have been decided about, too.")
@click.option("--background", is_flag=True, help="List what may be read and never be quoted.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def comments(ctx: click.Context, code: str, as_json: bool, **given: Any) -> None:
    """Read people's own words after closing, and decide which may be shown.

    Example: readiness comments CODE --show k7fq2mxp --withhold w3hmx9ta --reason person
    """
    from readiness.fieldwork import lifecycle
    from readiness.fieldwork.moderating import moderation, sheet
    from readiness.records import assessments

    settings = settings_of(ctx)
    database = database_of(settings)
    deciding = any(given[name] for name in ("show", "cut", "withhold", "sheet"))
    with database.write() if deciding else database.read() as session:
        of = assessments.by_code(session, code)
        instrument = lifecycle.locked_instrument(of, settings)
        if given["background"]:
            _say_background(moderation.background(session, of, instrument), as_json)
            return
        found = moderation.to_read(session, of, instrument)
        decided = _decided(found, given)
        moderation.keep(session, decided)
        _warn(found, decided)
        found = moderation.to_read(session, of, instrument) if decided else found
    if given["export"]:
        sheet.write(given["export"], found.readings)
        click.echo(
            f"{len(found.readings):,} comments are in {given['export']}. Delete it when you have read it."
        )
    elif as_json:
        click.echo(_json(found, given["everything"]))
    else:
        for line in _lines(found, given["everything"], quiet=bool(decided)):
            click.echo(line)


def _decided(found: Readings, given: dict[str, Any]) -> dict[Reading, Decision]:
    """Return what the options decide; the same comment twice is refused."""
    from readiness.fieldwork.moderating import moderation, sheet

    if given["withhold"] and not given["reason"]:
        raise click.UsageError(f"Add --reason: one of {', '.join(moderation.REASONS)}.")
    if given["reason"] and not given["withhold"]:
        raise click.UsageError("A reason belongs to --withhold.")
    named = [*given["show"], *(handle for handle, _ in given["cut"]), *given["withhold"]]
    if len(set(named)) < len(named) or (named and given["sheet"]):
        raise click.UsageError("Decide once about each comment, here or in a file.")
    decided = {found.of(handle): moderation.withhold(given["reason"]) for handle in given["withhold"]}
    for handle, wanted in [*((handle, None) for handle in given["show"]), *given["cut"]]:
        reading = found.of(handle)
        decided[reading] = moderation.show(reading, wanted)
    return sheet.read(given["sheet"], found) if given["sheet"] else decided


def _warn(found: Readings, decided: dict[Reading, Decision]) -> None:
    """Say what will be shown although it may tell who somebody is."""
    for reading, decision in decided.items():
        if left := found.left(reading, decision):
            click.echo(
                _seen(f"{reading.handle} will be shown with {'; '.join(left)}. Is that right?"), err=True
            )


def _json(found: Readings, everything: bool) -> str:
    listed = [_plainly(one) for one in found.readings if everything or one.state == "waiting"]
    counts = {state: found.count(state) for state in ("waiting", "shown", "withheld")}
    return json.dumps(
        {**counts, "unneeded": found.unneeded, "comments": listed}, indent=2, ensure_ascii=False
    )


def _plainly(reading: Reading) -> dict[str, Any]:
    comment = reading.comment
    return {
        "id": reading.handle,
        "question": comment.question,
        "words": comment.text,
        "clues": [{"kind": one.kind, "start": one.start, "end": one.end} for one in reading.clues],
        "state": reading.state,
        "reason": comment.reason,
        "cut": comment.cut,
    }


def _lines(found: Readings, everything: bool, quiet: bool) -> Iterator[str]:
    """Yield the list by question, then how far the reading has come; only the latter after a decision."""
    listed = (
        []
        if quiet and not everything
        else [one for one in found.readings if everything or one.state == "waiting"]
    )
    for question in dict.fromkeys(reading.asked for reading in listed):
        yield from (_seen(question), "")
        for reading in (each for each in listed if each.asked == question):
            yield from _entry(reading)
    yield from _progress(found, listed)


def _entry(reading: Reading) -> Iterator[str]:
    comment = reading.comment
    state = {"waiting": "", "shown": "  shown", "withheld": f"  withheld: {comment.reason}"}[reading.state]
    yield f"{reading.handle}{state}"
    yield from _wrapped(comment.text)
    if comment.cut:
        yield from _wrapped(f"Shown: {comment.cut}")
    if reading.clues:
        yield from _wrapped(f"Look at: {'; '.join(reading.looked_at)}")
    yield ""


def _progress(found: Readings, listed: list[Reading]) -> Iterator[str]:
    from readiness.fieldwork.moderating.moderation import REASONS

    waiting, shown, withheld = (found.count(state) for state in ("waiting", "shown", "withheld"))
    yield f"{waiting:,} to read, {shown:,} to be shown, {withheld:,} withheld."
    if waiting and not listed:
        yield "No comment to a question is shown before all comments to it are decided about."
    if listed:
        yield f"Reasons to withhold: {', '.join(REASONS)}."
    for question in found.unneeded:
        yield (
            f'Fewer than {found.threshold} people gave words to quote for "{_seen(question)}": none is shown, so none '
            "need be read."
        )


def _say_background(given: list[tuple[str, str]], as_json: bool) -> None:
    if as_json:
        listed = [{"question": question, "words": words} for question, words in given]
        click.echo(json.dumps({"never_to_be_quoted": listed}, indent=2, ensure_ascii=False))
        return
    click.echo("These people do not want to be quoted. Read, learn, and repeat no words of theirs.")
    for question in dict.fromkeys(question for question, _ in given):
        click.echo(f"\n{_seen(question)}\n")
        for _, words in (each for each in given if each[0] == question):
            click.echo("\n".join(_wrapped(words)) + "\n")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(_seen(text), WIDTH, initial_indent="    ", subsequent_indent="    ")


def _seen(text: str) -> str:
    """Return the text without letters that could move a terminal's cursor or turn the reading direction."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
