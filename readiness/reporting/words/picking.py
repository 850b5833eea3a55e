"""Which advice fits what was found: a few pieces for an area and for the whole system, never two that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness.baseline.findings import AreaFinding, Findings, Named
from readiness.reporting.words.advice import Advice, AdviceBook
from readiness.reporting.words.area import held_back
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.sentences import FEW, reached, strongest_and_weakest, top_barriers


@dataclass(frozen=True)
class Piece:
    """A piece of advice, what it is about, and why it was picked."""

    name: str
    """The dimension, barrier or part as the findings name it."""
    reason: str
    """below, gap, barrier, next, limiting or weakest: the end of a text's key in [advice] of the wording."""
    advice: Advice


def picked(area: AreaFinding, findings: Findings, book: AdviceBook) -> tuple[Piece, ...]:
    """Pick at most three pieces for an area; one place is kept for what people there name as being in the way.

    In this order: what is weaker here than in the whole system, what holds the area back, the barrier at the top,
    the lowest part of readiness.
    """
    names = _names(findings)
    parts = _distinct((*_on(area.below, "below", names, book), *_on(held_back(area), "gap", names, book)))
    limiting = _on([area.limiting] if area.limiting else [], "limiting", names, book)
    return _with_barrier(parts, area.barriers, limiting, book)


def picked_for_system(findings: Findings, book: AdviceBook) -> tuple[Piece, ...]:
    """Pick at most three pieces for the whole system: its weakest dimensions, if under the target, and its barrier."""
    names = _names(findings)
    found = strongest_and_weakest(findings)
    weakest = [
        one.id for one in (found[1] if found else []) if one.cell.mean and not reached(one.cell.mean.value)
    ]
    parts = _distinct(_on(weakest, "weakest", names, book))
    return _with_barrier(parts, findings.barriers, (), book)


def why(piece: Piece, printer: Printer) -> str:
    """Say why a piece was picked; its name stands above."""
    return printer.wording.say(f"advice.why_{piece.reason}")


def _with_barrier(
    parts: Sequence[Piece], barriers: Sequence[Named], rest: Iterable[Piece], book: AdviceBook
) -> tuple[Piece, ...]:
    """Put the first of the barriers at the top that says something new behind the parts, then fill up with the rest.

    Where none at the top does, a place that stays empty goes to the next most named.
    """
    kept = parts[: FEW - 1]
    top, after = top_barriers(barriers)
    barrier = next((one for one in _barriers(top, "barrier", book) if _new(one, kept)), None)
    if barrier:
        return _distinct((*kept, barrier, *rest))[:FEW]
    filled = _distinct((*parts, *rest))
    following = [one for one in _barriers(after, "next", book) if _new(one, filled)]
    return (*filled, *following[:1])[:FEW]


def _barriers(barriers: Iterable[Named], reason: str, book: AdviceBook) -> tuple[Piece, ...]:
    """Return the advice there is on barriers."""
    found = ((one.name, book.on("barriers", one.id)) for one in barriers)
    return tuple(Piece(name, reason, advice) for name, advice in found if advice)


def _on(ids: Iterable[str], reason: str, names: dict[str, str], book: AdviceBook) -> tuple[Piece, ...]:
    """Return the advice there is on dimensions and parts of readiness."""
    found = ((one, book.on("dimensions", one) or book.on("components", one)) for one in ids)
    return tuple(Piece(names.get(one, one), reason, advice) for one, advice in found if advice)


def _distinct(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces without those that say what an earlier one says."""
    kept: list[Piece] = []
    for piece in pieces:
        if _new(piece, kept):
            kept.append(piece)
    return tuple(kept)


def _new(piece: Piece, kept: Iterable[Piece]) -> bool:
    said = {(one.advice.kind, one.advice.subject) for one in kept}
    return not said & {(piece.advice.kind, piece.advice.subject), *piece.advice.same}


def _names(findings: Findings) -> dict[str, str]:
    """Return the names of dimensions and of parts of readiness by id."""
    parts = (*findings.components, *(part for area in findings.areas for part in area.components))
    return {key: name for key, name, _ in parts} | {one.id: one.name for one in findings.dimensions}
