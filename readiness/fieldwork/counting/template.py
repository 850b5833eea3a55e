"""A table to fill in, that already carries the parts and roles of a set-up and the numbers that are known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from itertools import islice

from readiness.fieldwork.counting.known import EVERYONE, KINDS, Known
from readiness.fieldwork.counting.tables import trimmed
from readiness.fieldwork.inviting.sheets import Row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template(known: Known, numbers: Mapping[tuple[str, str, str], int]) -> bytes:
    """Return the table as CSV that every spreadsheet opens with its letters whole."""
    columns = [role.id for role in known.roles]
    columns += [EVERYONE] if known.of("organisation") else []
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["Kind", "Name", *map(known.heading, columns)])
    for part in known.parts:
        cells = [numbers.get((part.kind, part.id, column), "") for column in columns]
        rows.writerow([KINDS[part.kind], _harmless(part.name), *cells])
    return written.getvalue().encode("utf-8-sig")


def as_text(rows: Iterable[Row], most: int) -> str:
    """Return rows of a file as a spreadsheet gives them to whoever copies them."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter="\t", lineterminator="\n")
    for row in islice(rows, most):
        cells = [" ".join(cell.split()) for cell in trimmed(row.cells)]
        lines.writerow(
            [*cells, "", ""][: max(2, len(cells))]
        )  # a tab in every line tells how they are kept apart
    return written.getvalue()


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(_FORMULA) else name
