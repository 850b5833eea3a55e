"""Several years side by side, made by hand, for every case that a change report has to put into words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from readiness.baseline.findings import Findings, Mean
from readiness.baseline.years import (
    Action,
    Banner,
    Break,
    Changes,
    Effect,
    Line,
    Outcome,
    Point,
    Round,
    Standing,
    Step,
    Trend,
)
from tests.reporting import believable as made

FEW, STILL, CHANGED, LARGE = "too few answers to tell", "no change", "changed", "large change"
YEARS = (2024, 2025, 2026)
STATEMENT = "Where I work, new ideas are tried."


@cache
def believable() -> Findings:
    """Return the believable system, made once."""
    return made.believable()


def step(difference: float, verdict: str, since: int = 2025, detectable: float = 2.4) -> Step:
    low, high = difference - detectable, difference + detectable
    return Step(since, difference, low, high, detectable, 0.5 if verdict in (FEW, STILL) else 0.001, verdict)


def points(*values: float | str) -> tuple[Point, ...]:
    """Return a point for each value, and none with its reason for each text."""
    return tuple(
        Point(year, None, one)
        if isinstance(one, str)
        else Point(year, Mean(one, one - 2, one + 2, 1, 18, 300), se=1.1)
        for year, one in zip(YEARS[-len(values) :], values, strict=True)
    )


def line(measure: str, last: Step | None = None, of: str = "system", **given: object) -> Line:
    """Return a line of the whole system, or of `kind:id` such as area:cancer."""
    now = believable()
    names = {one.id: one.name for one in now.dimensions} | {id: name for id, name, _ in now.components}
    groups = {one.id: one.name for one in (*now.areas, *now.roles, *now.places)}
    kind, _, group = of.partition(":")
    families = {"area": "areas" if measure == "readiness" else "parts", "role": "roles", "place": "places"}
    found = Line(
        families.get(kind, "system"),
        measure,
        names.get(measure, measure),
        kind,
        group,
        " and ".join(groups[one] for one in group.split("+")) if group else now.heading.system,
        points(50.0, 51.0, 51.0 + (last.difference if last else 0)) if last else points(50.0, 51.0, "hidden"),
        last,
    )
    return replace(found, **given)  # type: ignore[arg-type]


def changes(
    lines: Sequence[Line],
    years: int = 2,
    breaks: Sequence[Break] = (),
    banners: Sequence[Banner] = (),
    outcomes: Sequence[Outcome] = (),
    effect: Effect | None = None,
    language: str = "en",
    earlier: int | None = None,
) -> Changes:
    """Return what moved in the last years, of which there were so many before the newest as are shown, or more."""
    cut = tuple(replace(one, points=one.points[-years:]) for one in lines)
    before = years - 1 if earlier is None else earlier
    rounds = tuple(
        _round(year, language, None if before < 0 else before - years + 1 + number)
        for number, year in enumerate(YEARS[-years:])
    )
    return Changes(rounds, cut, tuple(breaks), tuple(banners), tuple(outcomes), effect)


def _round(year: int, language: str, earlier: int | None) -> Round:
    found = believable()
    told = {"year": year, "code": f"code{year}", "language": language, "earlier": earlier}
    heading = replace(found.heading, data_digest=f"{year}" * 16, **told)  # type: ignore[arg-type]
    return Round(replace(found, heading=heading), "open", {}, {})


def outcome(
    there: Step | None,
    beyond: float | None = None,
    reach: float = 3.0,
    area: str | None = "cancer",
    **given: object,
) -> Outcome:
    """Return what came of an action about commitment, in an area or everywhere."""
    done = Action(1, area, "commitment", "Show results to all", "Clinical lead", date(2025, 12, 1), 4, "done")
    ends = (None, None) if beyond is None else (beyond - reach, beyond + reach)
    return Outcome(
        replace(done, **given),  # type: ignore[arg-type]
        "Cancer" if area else "",
        "Commitment",
        there,
        None if beyond is None else 0.4,
        5,
        beyond,
        *ends,
    )


def _still() -> list[Line]:
    areas = [line("readiness", step(0.5, STILL), f"area:{each}") for each in ("cancer", "stroke")]
    parts = [line("commitment", step(0.5, STILL), "area:cancer")]
    return [line(each, step(0.3, STILL)) for each in ("general", "safety", "route")] + areas + parts


def _untold(verdict: str = FEW) -> list[Line]:
    wide = {"detectable": 9.4}
    areas = [
        line("readiness", step(3.5, verdict, **wide), "area:cancer"),
        line("readiness", None, "area:stroke"),
    ]
    parts = [line("commitment", step(2.5, verdict, **wide), "area:cancer")]
    finer = [
        line("route", step(2.0, FEW), "role:gp"),
        line("x1", step(2.0, FEW), family="items", measure_name=STATEMENT),
    ]
    return [
        line("general", step(2.0, verdict)),
        line("safety", step(4.0, verdict, **wide)),
        *areas,
        *parts,
        *finer,
    ]


def _many(rise: float) -> list[Line]:
    names = ("direction", "safety", "resources", "evidence", "skills", "recognition", "route")
    return [line(each, step(rise + i, LARGE)) for i, each in enumerate(names)]


def _mixed() -> list[Line]:
    """Return a rise, a fall, one that moved over all years only, an area that was low, and the rest unsure or still."""
    low = line("readiness", step(5.5, LARGE), "area:mental-health", by_chance=1.6)
    little = line("readiness", step(-5.5, LARGE), "area:children", by_chance=0.2)
    older = line("resources", step(1.0, STILL), whole=step(6.2, LARGE, 2024), trend=Trend(3.1, 2, 4, False))
    fallen = line(
        "evidence", step(-1.0, STILL), whole=step(-6.2, LARGE, 2024), trend=Trend(-3.1, -4, -2, False)
    )
    together = line(
        "readiness",
        step(0.2, STILL),
        "area:cardiology+stroke",
        joined=("Heart care", "Stroke"),
        cautious=True,
        standings=(Standing(2025, 2, 5, 9, "untold"), Standing(2026, 3, 6, 9, "other")),
    )
    inside = line("capability", step(-9.0, LARGE), "area:cancer")
    items = line("x1", step(5.0, LARGE), family="items", measure_name=STATEMENT)
    barrier = line("time", step(-6.0, LARGE), family="barriers", measure_name="Time")
    group = line("route", step(6.0, LARGE), "role:gp")
    place = line("route", step(6.0, LARGE), "place:north")
    system = [line("route", step(4.2, CHANGED)), line("criterion", step(-3.6, CHANGED)), older, fallen]
    return [*system, low, little, together, inside, items, barrier, group, place, *_untold()[1:]]


def _apart() -> list[Line]:
    reasons = ("hidden", "unasked", "new", "split", "parted", "moved", "reworded")
    areas = [one.id for one in believable().areas]
    return [
        line("readiness", None, f"area:{area}", points=points(50.0, 50.0, why))
        for area, why in zip(areas, reasons, strict=False)
    ]


def _breaks() -> list[Break]:
    of_items = [Break(2026, kind, "item", "x", STATEMENT) for kind in ("reworded", "dropped", "added")]
    of_groups = ("new", "ended", "renamed", "merged", "split", "gave", "regrouped")
    return [
        *of_items,
        Break(2026, "own", "dimension", "safety", "Safety to try"),
        *(
            Break(2026, kind, "area", "cancer", "Cancer", ("Lung cancer", "Breast cancer"))
            for kind in of_groups
        ),
    ]


def _banners() -> list[Banner]:
    told = [
        ("mode", "system", "", "open", "codes"),
        ("mode", "system", "", "personal", "open"),
        ("season", "system", "", "05", "11"),
        ("rate", "area", "", "22%", "41%"),
        ("mix", "system", "", "GPs 40%", "GPs 22%"),
        ("dont-know", "area", "safety", "under 5%", "18%"),
        ("reliability", "system", "safety", "0.84", "0.71"),
        ("organisations", "place", "", "Elm Surgery", "Midford"),
        ("organisation-ended", "place", "", "Elm Surgery", ""),
        ("basis", "system", "", "mix", "answers"),
    ]
    return [
        Banner(i, 2026, kind, group, "cancer" if group == "area" else "", "Cancer", measure, before, after)
        for i, (kind, group, measure, before, after) in enumerate(told, 1)
    ]


def _outcomes() -> list[Outcome]:
    return [
        outcome(step(6, LARGE), 5.0),
        outcome(step(-6, LARGE), -5.0),
        outcome(step(1, STILL), 0.5),
        outcome(step(3, FEW), None, state="planned", expected=None),
        outcome(None, None, state="stopped", owner=""),
        outcome(step(4, CHANGED), None, area=None, state="running"),
    ]


def _simulated(found: Changes) -> Changes:
    heading = replace(found.now.heading, simulated=True)
    last = replace(found.rounds[-1], findings=replace(found.now, heading=heading))
    return replace(found, rounds=(*found.rounds[:-1], last))


CASES: dict[str, Callable[[str], Changes]] = {
    "mixed": lambda of: changes(_mixed(), 3, _breaks(), _banners(), _outcomes(), Effect(3, 4, 1, 7), of),
    "first": lambda of: changes(_mixed(), 2, language=of),
    "two of more": lambda of: changes(_mixed(), 2, language=of, earlier=2),
    "not counted": lambda of: changes(_mixed(), 2, language=of, earlier=-1),
    "still": lambda of: changes(_still(), language=of),
    "untold": lambda of: changes(_untold(), 3, language=of),
    "mostly": lambda of: changes([*_still(), *_untold()], language=of),
    "apart": lambda of: changes(_apart(), language=of),
    "risen": lambda of: changes(_many(5.5), language=of),
    "fallen": lambda of: changes(_many(-15.5), language=of),
    "all untold": lambda of: changes(
        [line(each.id, step(2, FEW)) for each in believable().dimensions], language=of
    ),
    "all still": lambda of: changes(
        [line(each.id, step(1, STILL)) for each in believable().dimensions], language=of
    ),
    "statements": lambda of: changes(
        [
            line("x1", step(5.0, LARGE), family="items", measure_name=STATEMENT),
            line("time", step(-6.0, LARGE), family="barriers", measure_name="Time"),
        ],
        language=of,
    ),
    "a role": lambda of: changes([line("route", step(6.0, LARGE), "role:gp")], language=of),
    "simulated": lambda of: _simulated(changes(_still(), language=of)),
    "finer": lambda of: changes([*_still(), line("route", step(6.0, LARGE), "place:north")], language=of),
    "one more": lambda of: changes(
        [line("route", step(6.0, LARGE)), line("route", step(6.0, LARGE), "role:gp")], language=of
    ),
    "worse": lambda of: changes(
        _still(), outcomes=[outcome(step(1, STILL), 0.5)] * 5, effect=Effect(4, -4, -7, -1), language=of
    ),
    "acted": lambda of: changes(_still(), outcomes=[outcome(step(1, STILL))] * 4, language=of),
    "level": lambda of: changes(
        _still(), outcomes=[outcome(step(1, STILL), 0.5)] * 6, effect=Effect(4, 1, -3, 5), language=of
    ),
    "nothing": lambda of: changes([], language=of),
}
"""By what is so, in a language of the wording."""
