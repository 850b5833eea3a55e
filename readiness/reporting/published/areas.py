"""Tables about clinical areas: how they stand, their parts, dimensions, statements, roles, barriers and innovations."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.baseline.findings import AreaFinding, Cell, Findings, GroupFinding, ItemFinding, Mean, Named
from readiness.reporting.published.fields import ENDS, Field, cell, key, mean, one, score, share, span, table
from readiness.reporting.published.kinds import Slot, Table, Unit, Value
from readiness.reporting.published.system import asked_of
from readiness.reporting.words import headlines
from readiness.reporting.words.printed import Printer

Within = tuple[AreaFinding, str, str, Cell]
"""An area, the id and the name of something in it, and what was said of that."""
HeatRow = tuple[str, str, Sequence[tuple[str, Cell]], Mean | None]
"""Id and name of a group, its dimensions, and the mean of them."""


def tables(findings: Findings, printer: Printer) -> list[Table]:
    """Return every table about clinical areas."""
    return [
        areas(findings, printer),
        heat(findings, printer),
        parts(findings, printer),
        dimensions(findings, printer),
        statements(findings, printer),
        roles(findings, printer),
        barriers(findings, printer),
        innovations(findings, printer),
    ]


def areas(findings: Findings, printer: Printer) -> Table:
    """Say of each area how ready it is, how much it matters to people, and how it stands among all."""
    say = printer.wording.say
    asked: tuple[Field[AreaFinding], ...] = (
        key("area", Slot.GROUP, lambda row: (row.id, row.name)),
        one("people", Unit.COUNT, lambda row: row.n),
        one("headcount", Unit.COUNT, lambda row: row.headcount),
        one("rate", Unit.RATE, _rate),
        mean("readiness", lambda row: row.readiness),
        one("tier", Unit.TEXT, lambda row: say(f"tier.{row.need.tier}") if row.need else None),
        one("chance", Unit.CHANCE, lambda row: row.need.probability if row.need else None),
        span(
            "position",
            Unit.COUNT,
            lambda row: (row.need.rank_low, row.need.rank_high) if row.need else (None, None),
            ENDS,
        ),
        span(
            "position_unpooled",
            Unit.COUNT,
            lambda row: (row.need.set_low, row.need.set_high) if row.need else (None, None),
            ENDS,
            detail=True,
        ),
        span("gap", Unit.SCORE, _gap, detail=True),
        mean("importance", lambda row: row.importance, Unit.TEN, ends=False),
        one("limiting", Unit.TEXT, lambda row: _part_name(row, printer)),
        one("standardised", Unit.YES, lambda row: row.standardised if row.readiness else None, detail=True),
        one("unshown_roles", Unit.TEXT, lambda row: ", ".join(row.unshown_roles) or None, detail=True),
    )
    finding = f"{headlines.need(findings, printer)}."
    return table("areas", printer.wording, findings.areas, asked, finding)


def _rate(area: AreaFinding) -> float | None:
    return 100 * area.n / area.headcount if area.n is not None and area.headcount else None


def _gap(area: AreaFinding) -> tuple[Value, ...]:
    return (area.need.gap, area.need.gap_low, area.need.gap_high) if area.need else (None,) * 3


def _part_name(area: AreaFinding, printer: Printer) -> str | None:
    if area.limiting is None:
        return printer.wording.say("export.close") if _parts_known(area) else None
    names = {key: name for key, name, _ in area.components}
    return names.get(area.limiting, printer.wording.say("label.general"))


def _parts_known(area: AreaFinding) -> bool:
    """Say whether the parts of an area's readiness are shown, so that none being the lowest says they are close."""
    return area.general is not None and any(cell.mean for _, _, cell in area.components)


def heat(findings: Findings, printer: Printer) -> Table:
    """Return areas by dimensions, to be shaded."""
    rows = [(one.id, one.name, one.dimensions, one.general) for one in findings.areas]
    asked = (key("area", Slot.GROUP, lambda row: (row[0], row[1])), *heat_fields(findings, printer))
    finding = f"{headlines.heat_map(findings, printer)}."
    return table("area_heat", printer.wording, rows, asked, finding, heat=True, view=True)


def heat_fields(findings: Findings, printer: Printer) -> list[Field[HeatRow]]:
    """Return a column for each dimension, and one for the mean of all."""
    divided = printer.wording.say("area.divided")

    def of(row: HeatRow, dimension: str) -> Value:
        found = dict(row[2]).get(dimension, Cell())
        return divided if found.divided else found.mean.value if found.mean else None

    asked: list[Field[HeatRow]] = [
        score(one.id, one.name, lambda row, key=one.id: of(row, key))  # type: ignore[misc]
        for one in findings.dimensions
    ]
    title = printer.wording.say("label.general")
    return [*asked, score("general", title, lambda row: row[3].value if row[3] else None)]


def parts(findings: Findings, printer: Printer) -> Table:
    """Return the three parts of each area's readiness."""
    general = printer.wording.say("label.general")
    rows: list[Within] = []
    for area in findings.areas:
        rows.append((area, "general", general, Cell(area.general)))
        rows += [(area, key, name, found) for key, name, found in area.components]
    asked: tuple[Field[Within], ...] = (
        *_within("part"),
        *cell(lambda row: row[3]),
        one("compared", Unit.TEXT, lambda row: _compared(row, printer)),
        one("lowest", Unit.YES, _lowest),
    )
    return table("area_parts", printer.wording, rows, asked)


def _within(name: str, slot: Slot = Slot.TOPIC) -> tuple[Field[Within], ...]:
    """Name a row by its area and by something in it."""
    return (
        key("area", Slot.GROUP, lambda row: (row[0].id, row[0].name)),
        key(name, slot, lambda row: (row[1], row[2])),
    )


def _lowest(row: Within) -> bool | None:
    return row[0].limiting == row[1] if row[0].limiting or _parts_known(row[0]) else None


def _compared(row: Within, printer: Printer) -> str | None:
    """Say whether it scores higher or lower here than in the whole system, beyond chance."""
    area, key, _, found = row
    if key in area.above:
        return printer.wording.say("area.tag_above")
    if key in area.below:
        return printer.wording.say("area.tag_below")
    return printer.wording.say("export.alike") if found.mean else None


def dimensions(findings: Findings, printer: Printer) -> Table:
    """Return every dimension in every area."""
    names = {one.id: one.name for one in findings.dimensions}
    rows: list[Within] = [
        (area, key, names.get(key, key), found) for area in findings.areas for key, found in area.dimensions
    ]
    asked: tuple[Field[Within], ...] = (
        *_within("dimension"),
        *cell(lambda row: row[3]),
        one("compared", Unit.TEXT, lambda row: _compared(row, printer)),
        one("among_highest", Unit.COUNT, lambda row: _place(row, row[0].strengths)),
        one("among_lowest", Unit.COUNT, lambda row: _place(row, row[0].gaps)),
    )
    return table("area_dimensions", printer.wording, rows, asked)


def _place(row: Within, ids: Sequence[str]) -> int | None:
    """Return the place among the ends of an area, 0 for none."""
    if row[1] in ids:
        return ids.index(row[1]) + 1
    return 0 if row[3].mean else None


def statements(findings: Findings, printer: Printer) -> Table:
    """Return every statement about every area."""
    rows = [(area, item) for area in findings.areas for item in area.items]
    asked = asked_of({role.id: role.name for role in findings.roles}, printer)
    columns: tuple[Field[tuple[AreaFinding, ItemFinding]], ...] = (
        key("area", Slot.GROUP, lambda row: (row[0].id, row[0].name)),
        key("statement", Slot.TOPIC, lambda row: (row[1].id, row[1].text)),
        Field(asked.specs, lambda row: asked.values(row[1])),
        *cell(lambda row: row[1].cell),
    )
    return table("area_statements", printer.wording, rows, columns)


def roles(findings: Findings, printer: Printer) -> Table:
    """Return how the roles see each area."""
    rows = [(area, role) for area in findings.areas for role in area.roles]
    asked: tuple[Field[tuple[AreaFinding, GroupFinding]], ...] = (
        key("area", Slot.GROUP, lambda row: (row[0].id, row[0].name)),
        key("role", Slot.TOPIC, lambda row: (row[1].id, row[1].name)),
        one("people", Unit.COUNT, lambda row: row[1].n),
        one("headcount", Unit.COUNT, lambda row: row[1].headcount, detail=True),
        one("rate", Unit.RATE, lambda row: row[1].rate, detail=True),
        mean("readiness", lambda row: row[1].general),
    )
    return table("area_roles", printer.wording, rows, asked)


def barriers(findings: Findings, printer: Printer) -> Table:
    """Return what gets in the way in each area."""
    rows = [(area, named) for area in findings.areas for named in area.barriers]
    asked: tuple[Field[tuple[AreaFinding, Named]], ...] = (
        key("area", Slot.GROUP, lambda row: (row[0].id, row[0].name)),
        key("barrier", Slot.TOPIC, lambda row: (row[1].id, row[1].name)),
        share("share", lambda row: row[1].share, ends=True),
    )
    return table("area_barriers", printer.wording, rows, asked)


def innovations(findings: Findings, printer: Printer) -> Table:
    """Return how well each local innovation is known in each area."""
    rows = [
        (area, (innovation.id, innovation.name), step)
        for area in findings.areas
        for innovation in area.innovations
        for step in innovation.steps
    ]
    asked: tuple[Field[tuple[AreaFinding, tuple[str, str], Named]], ...] = (
        key("area", Slot.GROUP, lambda row: (row[0].id, row[0].name)),
        key("innovation", Slot.TOPIC, lambda row: row[1]),
        key("answer", Slot.DETAIL, lambda row: (row[2].id, row[2].name)),
        share("share", lambda row: row[2].share, ends=True),
    )
    return table("innovations", printer.wording, rows, asked)
