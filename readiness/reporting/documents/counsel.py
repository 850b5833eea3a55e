"""Advice as it is printed: why each piece was picked, what to change, who can, what is known, and the first step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.reporting.words import advice, picking
from readiness.reporting.words.picking import Piece
from readiness.reporting.words.printed import Printer

Page = dict[str, Any]


def counsel(pieces: Sequence[Piece], printer: Printer) -> Page:
    """Return pieces of advice with their sources, each source once."""
    return {
        "pieces": [_piece(one, printer) for one in pieces],
        "sources": [source.printed for source in advice.sources_of(one.advice for one in pieces)],
    }


def _piece(one: Piece, printer: Printer) -> Page:
    return {
        "name": printer.choice(one.name),
        "why": picking.why(one, printer),
        "short": one.advice.short,
        "first_step": one.advice.first_step,
        "language": _language(printer),
        "changes": [
            {
                "what": change.what,
                "who": change.who,
                "evidence": change.evidence,
                "cited": "; ".join(source.cited for source in change.sources),
            }
            for change in one.advice.changes
        ],
    }


def _language(printer: Printer) -> str:
    """Return the language of advice that stands untranslated in a document of another language."""
    folder = printer.wording.reports / advice.FOLDER if printer.wording.reports else None
    translated = folder is not None and (folder / printer.wording.language).is_dir()
    return "" if translated else advice.OWN
