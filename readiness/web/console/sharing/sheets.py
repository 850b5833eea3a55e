"""Comments in a spreadsheet: given to be read there, and its decisions taken back, all or nothing."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access.faults import Missing
from readiness.errors import FileFaults, ReadinessError
from readiness.fieldwork.inviting import sheets
from readiness.fieldwork.moderating import moderation, sheet
from readiness.fieldwork.moderating.moderation import NotDecided, Reading, Readings
from readiness.records.comments import Decision
from readiness.web.console import gate, scoped, uploading
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing import moderating
from readiness.web.console.sharing.publishing import about

LARGEST = sheets.LARGEST + 64 * 1024
"""Bytes: what was given as a file must be taken back, with the little that comes beside it."""
SHOWN = 50
"""So many faults of a file are told; the rest is counted."""
KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def give(code: str, form: str) -> Response:
    """Give all comments that may be quoted as a file."""
    of = scoped.require_stage(CLOSED)
    if form not in KINDS:
        raise Missing("There is no such file.", "Choose CSV or Excel on the page of the spreadsheet.")
    with current_app.extensions["database"].read() as session:
        found = moderating.found(session, of)
    with gate.desk() as acting:
        acting.note("comments exported", about(of), comments=len(found.readings), form=form)
    return Response(
        sheet.as_bytes(found.readings, form == "xlsx"),
        mimetype=KINDS[form],
        headers={"Content-Disposition": f'attachment; filename="comments-{of.code}.{form}"'},
    )


def ask(code: str) -> Response:
    """Offer the file, and ask for it back."""
    scoped.require_stage(CLOSED)
    return _page(code)


def take(code: str) -> Response:
    """Take the decisions of a file."""
    uploading.allow(LARGEST)
    took(YesForm)
    of = scoped.require_stage(CLOSED)
    name, data = uploading.received("sheet")
    if not data:
        return _page(code, ["Select a file"])
    try:
        with current_app.extensions["database"].read() as session:
            found = moderating.found(session, of)
        decided = sheet.decisions(sheet.opened(name, data), found)
        with (
            gate.desk() as acting
        ):  # only now: nobody may wait for a large file and for the clues in all comments
            decided = _still(decided, moderating.found(acting.session, of, alone=True))
            moderation.keep(acting.session, decided)
            acting.note("comments decided in a sheet", about(of), comments=len(decided))
    except FileFaults as error:
        return _page(code, _told(error))
    except ReadinessError as error:
        return _page(code, [str(error)])
    warned = [(one.handle, left) for one, decision in decided.items() if (left := found.left(one, decision))]
    return _page(code, done=len(decided), warned=warned)


def _still(decided: dict[Reading, Decision], now: Readings) -> dict[Reading, Decision]:
    """Return the decisions about the comments as they are now; refuse where words were published meanwhile.

    What is decided depends on what was published, and takes the place of what others have decided since.
    """
    by = {one.handle: one for one in now.readings}
    if any(one.handle not in by or by[one.handle].public != one.public for one in decided):
        raise NotDecided("Results were published while the file was read.", "Give the file back once more.")
    return {by[one.handle]: decision for one, decision in decided.items()}


def _told(error: FileFaults) -> list[str]:
    """Return what is wrong in the file; of very much the first."""
    told = [f"{one.place}: {one.problem} {one.remedy}".removeprefix(": ") for one in error.faults[:SHOWN]]
    more = len(error.faults) - SHOWN
    return [*told, f"And {more:,} more."] if more > 0 else told


def _page(
    code: str,
    faults: list[str] | None = None,
    done: int | None = None,
    warned: list[tuple[str, tuple[str, ...]]] | None = None,
) -> Response:
    return drawn(
        "sharing/sheet",
        section="assessments",
        subject=scoped.here(),
        action=url_for("console.comment_decisions", code=code),
        faults=[(one, "#sheet") for one in faults or ()],
        done=done,
        warned=warned or [],
        reasons=moderation.REASONS,
    )
