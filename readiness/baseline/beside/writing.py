"""From what is published to what another system may have of it: never more, and the same bytes for the same figures."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from readiness.baseline.beside.types import (
    Exchange,
    Figure,
    Group,
    Kind,
    Part,
    Questionnaire,
    Role,
    Statement,
)
from readiness.baseline.findings import AreaFinding, Cell, Findings, GroupFinding, Mean
from readiness.instrument.rules.wording import UNSEEN
from readiness.instrument.types import Instrument
from readiness.instrument.wording import parts, wording

MIX = "Figures stand for this system's own mix of roles, as its headcounts give it; another system has another mix."
NO_MIX = "Figures stand for those who answered, in the mix of roles in which they did."


def exchange(findings: Findings, instrument: Instrument, areas: Iterable[str]) -> Exchange:
    """Return what may be exchanged of published findings; `areas` are the names that all systems share."""
    heading = findings.heading
    standardised = "not-standardised" not in findings.quality.notes
    return Exchange(
        system=_plain(heading.system),
        title=_plain(heading.title),
        year=heading.year,
        opened=heading.opened.isoformat() if heading.opened else None,
        closed=heading.closed.isoformat() if heading.closed else None,
        simulated=heading.simulated,
        questionnaire=Questionnaire(
            id=heading.instrument, version=heading.version, hash=heading.instrument_hash
        ),
        threshold=heading.threshold,
        standardised=standardised,
        note=MIX if standardised else NO_MIX,
        software=_plain(heading.software),
        roles=tuple(_roles(findings.roles)),
        statements=statements(instrument),
        groups=(_whole(findings), *_areas(findings.areas, areas)),
    )


def statements(instrument: Instrument) -> tuple[Statement, ...]:
    """Return all statements of a questionnaire, by what their answers mean."""
    return tuple(
        Statement(part=part.id, id=item.id, role=item.role, wording=wording(instrument, item))
        for part in parts(instrument)
        for item in part.items
    )


def canonical(part: Part) -> bytes:
    """Return a part as JSON in the one way in which we write it: sorted keys, no blanks, ASCII."""
    return as_bytes(part.model_dump(mode="json"))


def as_bytes(told: object) -> bytes:
    """Return JSON in that way; ValueError for numbers that JSON has not."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def slug(name: str) -> str:
    """Return a name as an id."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60].strip("-")


def _roles(roles: Iterable[GroupFinding]) -> Iterator[Role]:
    for one in roles:
        if one.n is not None:
            yield Role(id=one.id, n=one.n, headcount=one.headcount)


def _whole(findings: Findings) -> Group:
    cells = [(one.id, one.cell) for one in findings.dimensions]
    items = [(item.id, item.cell) for one in findings.dimensions for item in one.items if item.role is None]
    figures = (
        *_figure("general", "general", findings.general),
        *_figures("dimension", cells),
        *_figures("component", [(each, cell) for each, _, cell in findings.components]),
        *_figures("item", items),
    )
    return Group(area=None, n=findings.n, headcount=findings.headcount, figures=figures)


def _areas(found: Iterable[AreaFinding], names: Iterable[str]) -> Iterator[Group]:
    """Yield the shown areas that are called as in the shared list; two of one name could not be told apart."""
    shared = {name.casefold(): slug(name) for name in names if slug(name)}
    listed = [(shared[one.name.casefold()], one) for one in found if one.name.casefold() in shared]
    counts = Counter(area for area, _ in listed)
    for area, one in listed:
        if one.n is not None and counts[area] == 1:
            figures = (
                *_figure("readiness", "readiness", one.readiness),
                *_figure("general", "general", one.general),
                *_figures("dimension", one.dimensions),
                *_figures("component", [(each, cell) for each, _, cell in one.components]),
            )
            yield Group(area=area, n=one.n, headcount=one.headcount, figures=figures)


def _figures(kind: Kind, cells: Iterable[tuple[str, Cell]]) -> Iterator[Figure]:
    for each, cell in cells:
        yield from _figure(kind, each, cell.mean)


def _figure(kind: Kind, each: str, mean: Mean | None) -> Iterator[Figure]:
    """Yield a figure as it is published; nothing where it is hidden or does not exist."""
    if mean is not None:
        yield Figure(
            kind=kind,
            id=each,
            n=mean.n,
            mean=mean.value,
            low=mean.low,
            high=mean.high,
            se=mean.se,
            sd=mean.sd,
        )


def _plain(text: str) -> str:
    """Return a name as files may hold it: in one line, without unseen characters, not too long."""
    return " ".join(UNSEEN.sub(" ", text).split())[:300] or "-"
