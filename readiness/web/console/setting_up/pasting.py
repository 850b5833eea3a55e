"""Headcounts from a spreadsheet: pasted or uploaded, shown as they were understood, and taken only after a yes."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from readiness.errors import Fault, FileFaults
from readiness.fieldwork.counting import merging, tables
from readiness.fieldwork.counting.tables import MOST_ROWS, Understood
from readiness.fieldwork.counting.template import as_text
from readiness.fieldwork.inviting import sheets
from readiness.fieldwork.setup_drafts import Overtaken
from readiness.web.console import gate, uploading
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import counting
from readiness.web.console.setting_up.counting import Counted

UNPACKED = 16 * 2**20
"""Bytes of a workbook once it is unpacked: a request reads it, so it must be small."""
LONGEST = 250
"""Characters of a cell that are looked at."""
SHOWN = 40
"""So many faults are listed; the rest is counted."""


def ask(code: str) -> Response:
    """Ask for a table."""
    return _asked(counting.here(), "")


def take(code: str) -> Response:
    """Show the table as it was understood; nothing is kept yet."""
    uploading.allow(counting.LARGEST)
    try:
        took(YesForm)
    except RequestEntityTooLarge:
        return _asked(counting.here(), "", "This is larger than 3 MB. Keep the headcounts alone in it.")
    here = counting.here()
    try:
        text = _text()
    except FileFaults as error:
        return _asked(here, "", _said(error))
    if not text.strip():
        return _asked(here, "", "Paste a table, or choose a file.")
    return _shown(here, text)


def take_yes(code: str) -> Response:
    """Take the numbers of the table that was shown, if it still has no faults."""
    uploading.allow(counting.LARGEST)
    took(YesForm)
    here = counting.here()
    text = request.form.get("table", "")
    found = _understood(here, text)
    if isinstance(found, str) or found.faults:
        return _shown(here, text)
    try:
        misfits = counting.keep(here, merging.counts(found), request.form.get("looked", ""))
    except Overtaken as error:
        misfits = [(f"{error.message} {error.remedy}", "#take")]
    if misfits:
        return _shown(here, text, [said for said, _ in misfits])
    return gate.leading(url_for("console.headcounts", code=code, saved="yes"))


def _text() -> str:
    """Return what was pasted, or a file as it would have been pasted; where there are both, the file."""
    name, data = uploading.received("file")
    if not name:
        return request.form.get("table", "").replace("\0", "")
    sheet = sheets.parsed(name, data, LONGEST, UNPACKED)
    return as_text(sheet.rows, MOST_ROWS + 20)


def _understood(here: Counted, text: str) -> Understood | str:
    """Return the table, or why its text is none."""
    try:
        return tables.understood(sheets.copied("table", text, LONGEST), here.known)
    except FileFaults as error:
        return _said(error)


def _asked(here: Counted, text: str, wrong: str = "") -> Response:
    page = drawn(
        "setting_up/paste",
        section="assessments",
        code=here.code,
        text=text,
        faults=[(wrong, "#table")] if wrong else [],
        roles=[role.plural for role in here.known.roles],
        examples=_examples(here),
    )
    page.status_code = 422 if wrong else 200
    return page


def _examples(here: Counted) -> list[list[str]]:
    """Return the first rows of a table that fits this set-up."""
    heads = ["Name", *(role.plural for role in here.known.roles)]
    parts = [*here.known.of("place")[:2], *here.known.of("area")[:1]] or list(here.known.of("whole"))
    return [heads, *([part.name, *(["120", "35", "8", "60"] * 3)[: len(heads) - 1]] for part in parts)]


def _shown(here: Counted, text: str, misfits: Iterable[str] = ()) -> Response:
    """Show the table, with what is wrong in it, and let it be mended or taken."""
    found = _understood(here, text)
    if isinstance(found, str):
        return _asked(here, text, found)
    told = [(_fault(fault), "#table") for fault in found.faults]
    more = len(told) - SHOWN
    faults = [*told[:SHOWN], *([(f"And {more} more.", "#table")] if more > 0 else [])]
    faults += [(said, "#table") for said in misfits]
    page = drawn(
        "setting_up/pasted",
        section="assessments",
        code=here.code,
        text=text,
        faults=faults,
        found=found,
        heads=[here.known.heading(column) for column in found.columns],
        numbers=sum(cell.people is not None for line in found.lines for cell in line.cells),
        mark=here.mark,
    )
    page.status_code = 422 if faults else 200
    return page


def _said(error: FileFaults) -> str:
    return " ".join(map(_fault, error.faults))


def _fault(fault: Fault) -> str:
    place = f"{fault.place[:1].upper()}{fault.place[1:]}: " if fault.place else ""
    return f"{place}{fault.problem} {fault.remedy}"
