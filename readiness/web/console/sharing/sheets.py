"""Comments in a spreadsheet: given to be read there, and its decisions taken back, all or nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Response, url_for

from readiness.access.faults import Missing
from readiness.errors import FileFaults, ReadinessError
from readiness.fieldwork.moderating import moderation, sheet
from readiness.records.comments import Decision
from readiness.web.console import gate, scoped, uploading
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.route import CLOSED
from readiness.web.console.sharing import moderating
from readiness.web.console.sharing.publishing import about

KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def give(code: str, form: str) -> Response:
    """Give all comments that may be quoted as a file."""
    of = scoped.require_stage(CLOSED)
    if form not in KINDS:
        raise Missing("There is no such file.", "Choose CSV or Excel on the page of the spreadsheet.")
    with gate.desk() as acting:
        found = moderating.found(acting.session, of)
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
    uploading.allow()
    took(YesForm)
    of = scoped.require_stage(CLOSED)
    name, data = uploading.received("sheet")
    if not data:
        return _page(code, ["Select a file"])
    try:
        with gate.desk() as acting:
            found = moderating.found(acting.session, of, alone=True)
            decided = _read(name, data, found)
            moderation.keep(acting.session, decided)
            acting.note("comments decided in a sheet", about(of), comments=len(decided))
    except FileFaults as error:
        return _page(
            code, [f"{one.place}: {one.problem} {one.remedy}".removeprefix(": ") for one in error.faults]
        )
    except ReadinessError as error:
        return _page(code, [str(error)])
    warned = [(one.handle, left) for one, decision in decided.items() if (left := found.left(one, decision))]
    return _page(code, done=len(decided), warned=warned)


def _read(name: str, data: bytes, found: moderation.Readings) -> dict[moderation.Reading, Decision]:
    """Read the decisions of an uploaded file, which is nowhere afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"comments{'.xlsx' if name.lower().endswith('.xlsx') else '.csv'}"
        path.write_bytes(data)
        return sheet.read(path, found)


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
