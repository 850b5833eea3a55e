"""A plan as a terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cli.tables import Page, empty, row, short
from readiness.rehearsal import wording

if TYPE_CHECKING:
    from rich.table import Table

    from readiness.baseline.planning import Group, Plan

WIDTH = 100
NAMES = 28
NONE = "not known"
TABLES = (("role", "By role"), ("place", "By place"), ("area", "By clinical area"))


def as_text(plan: Plan) -> str:
    """Return the whole plan, what to do about it first."""
    page = Page(WIDTH)
    page.add(f"{plan.asked.title}, {plan.asked.system}")
    page.add(_expected(plan))
    page.add("What to do about it", apart=True)
    for advice in plan.advice:
        page.point(advice.sentence)
    if any(group.people is not None for group in plan.groups):
        _shown_groups(page, plan)
        _exactness(page, plan)
    page.add(_rests_on(plan), apart=True)
    return page.text()


def _expected(plan: Plan) -> str:
    rates = {role.plural: plan.rates.of(role.id) for role in plan.asked.instrument.roles}
    same = len(set(rates.values())) == 1
    told = _rate(plan.rates.everybody if not same else next(iter(rates.values())))
    if not same:
        told = ", ".join(f"{name} {_rate(rate)}" for name, rate in rates.items())
    source = f", as in {plan.rates.source}" if plan.rates.source else ""
    if plan.people is None:
        return f"Expected response rate: {told}{source}. How many people are asked is not known."
    return f"{plan.people:,} people are asked; about {plan.answers:,} answer (expected: {told}{source})."


def _shown_groups(page: Page, plan: Plan) -> None:
    page.add(f"Who can be shown: a figure needs {plan.asked.threshold} answers", apart=True)
    for table, title in TABLES:
        groups = [group for group in plan.groups if group.table == table]
        if groups:
            page.add(_groups(title, groups), apart=True)
    if plan.of("area-role"):
        page.add(_by_role(plan), apart=True)
    page.add(_cover(plan), apart=True)


def _groups(title: str, groups: list[Group]) -> Table:
    table = empty(title, ("Group", "People", "Answers", "95% between", "Shown", "Safe from"), NAMES)
    for group in groups:
        row(
            table,
            short(group.name, NAMES),
            _count(group.people, group.complete),
            _count(group.answers, True),
            NONE if group.low is None else f"{group.low:,} to {group.high:,}",
            _shown(group),
            _safe_from(group),
        )
    return table


def _by_role(plan: Plan) -> Table:
    roles = plan.asked.instrument.roles
    table = empty("Roles within each area", ("Area", *(role.plural for role in roles)), NAMES)
    cells = {group.id: group for group in plan.of("area-role")}
    for area in plan.asked.local.areas:
        shown = (_shown(cells[f"{area.id} {role.id}"]) for role in roles)
        row(table, short(area.text, NAMES), *shown)
    return table


def _shown(group: Group) -> str:
    if group.likelihood is None:
        return NONE
    if group.verdict == "never":
        return "never"
    return f"{group.verdict} {wording.chance(group.likelihood)}"


def _safe_from(group: Group) -> str:
    if group.people is None:
        return NONE
    return "-" if group.needed is None else f"{group.needed}%"


def _cover(plan: Plan) -> str:
    if plan.cover is None:
        return (
            "What protecting small groups costs was not tried out: that needs headcounts, and no more than about 30 "
            "areas and 20,000 answers. The chances above are those of enough answers."
        )
    return (
        f"Shown is the chance of enough answers, or less where a group is hidden so that a small one cannot be worked "
        f"out by subtraction. In {plan.cover.turnouts} simulated turnouts {plan.cover.few:.0f} groups on average had "
        f"too few answers, and {plan.cover.cover:.0f} more were hidden for their sake. Safe from: the response rate of "
        "everybody at which the group is likely (9 in 10) to have enough answers."
    )


def _exactness(page: Page, plan: Plan) -> None:
    if plan.precision:
        page.add(_precision(plan), apart=True)
        page.add(
            "Margin: half of the 95% interval, in points of 100. Change: the smallest difference to next year that is "
            "more than chance, with as many answers then; sure: a true change that would be found in 8 of 10 cases."
        )
    if plan.exact("area"):
        page.add(_reliability(plan), apart=True)
        page.add(_apart(plan), apart=True)
        page.add(
            "Told apart: areas of which the report would say that they are a clear priority, or not among those in "
            "most need. Reliable: the answers that give an area's mean a reliability of .70."
        )
    if plan.parts:
        page.add(_parts(plan), apart=True)


def _precision(plan: Plan) -> Table:
    table = empty("How exact means will be", ("Group", "Answers", "Margin", "Change", "Sure"), NAMES)
    for each in plan.precision:
        figures = (wording.points(figure) for figure in (each.margin, each.change, each.change_sure))
        row(table, short(each.name, NAMES), f"{each.answers:,}", *figures)
    return table


def _reliability(plan: Plan) -> Table:
    heads = (f"at ICC {wording.icc(icc)}" for icc in plan.assumed.iccs)
    table = empty("How reliably an area's mean tells it from others", ("Area", "Answers", *heads), NAMES)
    for each in plan.exact("area"):
        row(table, short(each.name, NAMES), f"{each.answers:,}", *map(wording.icc, each.reliability))
    return table


def _apart(plan: Plan) -> Table:
    heads = ("Where areas differ", "Spread", "Reliable", "Told apart", "Any clear priority")
    table = empty("How many areas can probably be told apart", heads, NAMES)
    for each in plan.apart:
        told = "no order" if each.told is None else f"{each.told:.1f} of {each.areas}"
        some = "-" if each.some is None else wording.chance(each.some)
        points = f"{each.spread:.1f} points"
        row(table, f"by an ICC of {wording.icc(each.icc)}", points, f"{each.needed} each", told, some)
    return table


def _parts(plan: Plan) -> Table:
    table = empty("Parts of the report that need many answers", ("Part", "Needs", "Chance"), NAMES)
    for part in plan.parts:
        row(table, wording.PARTS[part.id], str(part.least), wording.chance(part.chance))
    return table


def _rests_on(plan: Plan) -> str:
    return (
        "This rests on: each person answering or not without regard to others; people who differ by "
        f"{plan.assumed.sd:g} points of 100 (standard deviation); headcounts as given. Real response rates differ more "
        "between groups than chance alone would have it, so take a rate that you would bet on. docs/planning.md says "
        "more."
    )


def _count(number: int | None, complete: bool) -> str:
    if number is None:
        return NONE
    return f"{number:,}{'' if complete else ' or more'}"


def _rate(part: float) -> str:
    return f"{100 * part:g}%"
