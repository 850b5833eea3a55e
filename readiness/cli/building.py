"""Commands that have documents built outside any request: the worker, and asking for builds."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.cli.group import database_of, plain_faults, readiness, settings_of
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from readiness.building import Status
    from readiness.config import Settings
    from readiness.records.tables import Assessment

LOOK_SECONDS = 0.5
WORKER_DUE_SECONDS = 5
WORKER_GIVEN_UP_SECONDS = 60
"""Without a worker nothing is ever built: who waits so long is told so instead of waiting for good."""


@readiness.command()
@click.option(
    "--processes", default=2, show_default=True, help="Documents made at a time; at most one a core."
)
@click.option("--until-idle", is_flag=True, help="End when nothing waits any more.")
@click.pass_context
@plain_faults
def worker(ctx: click.Context, processes: int, until_idle: bool) -> None:
    """Build the documents and send the mails that are asked for in the console, until it is stopped.

    Example: readiness worker --processes 2
    """
    from readiness.building.worker import Worker, warm

    settings = settings_of(ctx)
    database_of(settings).dispose()
    warm()
    said = "Building what waits." if until_idle else "Waiting for documents to build (Ctrl+C ends it)."
    Worker(settings, max(1, processes)).run(until_idle, ready=lambda: click.echo(said))


@readiness.command()
@click.argument("code")
@click.option("--kind", default="baseline", show_default=True, help="Which document.")
@click.option("--area", default="", help="The id of the clinical area, for documents about one.")
@click.option(
    "--language", default="", help="In this language of the questionnaire and not in its own, such as cy."
)
@click.option("--published", is_flag=True, help="Of the published results, as they were published.")
@click.option("--all", "every", is_flag=True, help="Every document of the assessment, of every area.")
@click.option("--wait", is_flag=True, help="Show how far they are until all have ended.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Wait, then copy the files into this folder.",
)
@click.pass_context
@plain_faults
def build(ctx: click.Context, code: str, every: bool, wait: bool, out: Path | None, **given: Any) -> None:
    """Ask for documents of a closed assessment; workers build them.

    Example: readiness build CODE --all --wait
    """
    from readiness import building
    from readiness.records import assessments

    database = database_of(settings_of(ctx))
    with database.write() as session:
        of = assessments.by_code(session, code)
        language, edition = _language(ctx, of, given["language"]), _edition(session, of, given["published"])
        alone = building.Order(given["kind"], given["area"], language, edition)
        orders = building.everything(session, of, (language,), edition) if every else [alone]
        there = [_there(ctx, session, of, order) if wait or out else None for order in orders]
        asked = [
            one or building.request(session, of, order) for one, order in zip(there, orders, strict=True)
        ]
    if not wait and out is None:
        for one in asked:
            click.echo(f"{one.number}  {one.name}: {one.told.lower()}")
        return
    ended = _waited(database, [one.number for one in asked])
    if out:
        _copied(settings_of(ctx), ended, code, out)
    _say_failures(ended)


def _there(ctx: click.Context, session: Any, of: Assessment, order: Any) -> Status | None:
    """Return the build of a document that lies ready and is what would be made now; a worker need not look at it."""
    from readiness import building

    found = building.latest(session, of, order)
    if found is None or found.state != "done" or building.fetched(settings_of(ctx), found) is None:
        return None
    from readiness.building import making

    return found if making.holds(session, of, found.order, found.key, settings_of(ctx)) else None


def _language(ctx: click.Context, of: Assessment, wanted: str) -> str:
    """Return the language as documents are asked for: nothing where it is the questionnaire's own."""
    from readiness.fieldwork import lifecycle
    from readiness.instrument.language import require

    if not wanted:
        return ""
    instrument = lifecycle.locked_instrument(of, settings_of(ctx))
    require(instrument, wanted)
    return "" if wanted == instrument.language else wanted


def _edition(session: Any, of: Assessment, wanted: bool) -> int:
    from readiness.fieldwork import publishing

    return publishing.required(session, of).id if wanted else 0


@readiness.command()
@click.argument("code", required=False)
@click.option("--cancel", type=int, metavar="NUMBER", help="Call a build off.")
@click.option("--retry", type=int, metavar="NUMBER", help="Have a build that failed tried again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON that a program may read.")
@click.pass_context
@plain_faults
def builds(
    ctx: click.Context, code: str | None, cancel: int | None, retry: int | None, as_json: bool
) -> None:
    """List the documents that were asked for, newest first.

    Example: readiness builds CODE
    """
    from readiness import building
    from readiness.records import assessments

    settings, database = settings_of(ctx), database_of(settings_of(ctx))
    if cancel or retry:
        with database.write() as session:
            building.cancel(session, cancel) if cancel else building.retry(session, retry or 0)
    with database.read() as session:
        found = building.listed(session, assessments.by_code(session, code) if code else None)
    shown = [(one, building.fetched(settings, one)) for one in found]
    if as_json:
        click.echo(json.dumps([_plain(one, path) for one, path in shown], ensure_ascii=False, indent=2))
        return
    for one, path in shown:
        click.echo(f"{one.number:>5}  {_line(one)}{f'  {path}' if path else ''}")


def _line(one: Status) -> str:
    told = f"{one.told}, {one.percent}%" if one.state == "running" else one.told
    return f"{one.name}: {told}" + (f". {one.problem}" if one.problem else "")


def _plain(one: Status, path: Path | None) -> dict[str, Any]:
    names = ("number", "name", "state", "step", "percent", "attempts", "problem")
    order = {name: getattr(one.order, name) or None for name in ("kind", "area", "language", "edition")}
    return {**{name: getattr(one, name) for name in names}, **order, "file": str(path) if path else None}


def _waited(database: Any, numbers: Sequence[int]) -> list[Status]:
    """Show a bar a document until all have ended; without a terminal, a line whenever one has."""
    from readiness import building

    def look() -> list[Status]:
        with database.read() as session:
            return [building.status(session, number) for number in numbers]

    def there() -> bool:
        with database.read() as session:
            return building.workers(session)

    return _on_a_terminal(look, there) if sys.stderr.isatty() else _in_lines(look, there)


def _on_a_terminal(look: Callable[[], list[Status]], there: Callable[[], bool]) -> list[Status]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=Console(stderr=True)) as bars:
        rows = {one.number: bars.add_task(one.name, total=100, told="") for one in look()}

        def show(found: Iterable[Status]) -> None:
            for one in found:
                bars.update(rows[one.number], completed=one.percent, told=one.step or one.told.lower())

        return _until_ended(look, there, show)


def _in_lines(look: Callable[[], list[Status]], there: Callable[[], bool]) -> list[Status]:
    said: set[int] = set()

    def show(found: Iterable[Status]) -> None:
        for one in found:
            if one.ended and one.number not in said:
                said.add(one.number)
                click.echo(_line(one))

    return _until_ended(look, there, show)


def _until_ended(
    look: Callable[[], list[Status]], there: Callable[[], bool], show: Callable[[Iterable[Status]], None]
) -> list[Status]:
    begun, warned = time.monotonic(), False
    while True:
        found = look()
        show(found)
        if all(one.ended for one in found):
            return found
        waited = time.monotonic() - begun
        if not warned and waited > WORKER_DUE_SECONDS and not there():
            warned = True
            click.echo("No worker is there yet: `readiness worker` starts one.", err=True)
        if waited > WORKER_GIVEN_UP_SECONDS and not there():
            raise ReadinessError(
                f"There is no worker to build them, and none came in {WORKER_GIVEN_UP_SECONDS} seconds.",
                "What was asked for stays asked for: start `readiness worker`, then give this command again.",
            )
        _pause()


def _pause() -> None:
    time.sleep(LOOK_SECONDS)


def _copied(settings: Settings, ended: Iterable[Status], code: str, out: Path) -> None:
    from readiness import building

    out.mkdir(parents=True, exist_ok=True)
    for one in ended:
        path = building.fetched(settings, one)
        if path:
            named = "-".join(filter(None, (one.order.kind, code, one.order.area, one.order.language)))
            click.echo(str(shutil.copyfile(path, out / f"{named}{path.suffix}")))


def _say_failures(ended: Iterable[Status]) -> None:
    failed = [one for one in ended if one.state != "done"]
    if failed:
        raise ReadinessError(
            "\n".join(_line(one) for one in failed),
            "\n`readiness builds --retry NUMBER` has one tried again.",
        )
