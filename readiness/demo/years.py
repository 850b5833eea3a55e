"""What happens in the made-up system after its baseline: read from a file, and put on a set-up and a turnout."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness.fieldwork.setup_types import Ancestry, Listed, Setup
from readiness.instrument.journey import Local
from readiness.records.following_tables import Action
from readiness.rehearsal.crowds import Population
from readiness.rehearsal.people import Later

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Merged:
    """An area that several became."""

    id: str
    name: str
    came: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """What is true of a later year."""

    number: int
    title: str
    turnout: float
    """How many answer, of 1, of those who answered the baseline."""
    moved: Mapping[tuple[str, str], float]
    """(area, part) to how far views have moved since the baseline."""
    merged: tuple[Merged, ...]
    """Since the year before."""
    actions: tuple[Mapping[str, object], ...]

    def later(self, first: Local) -> Later:
        """Return the year as simulated people live it."""
        return Later(self.number, self.moved, first, {each.id: each.came for each in self.merged})

    def setup(self, before: Setup, code: str) -> Setup:
        """Return the set-up of the year before, carried over to this one; `code` is that of the year before."""
        into = {past: each.id for each in self.merged for past in each.came}
        areas = [area for area in before.areas if area.id not in into]
        areas += [Listed(id=each.id, name=each.name) for each in self.merged]
        became = [Ancestry(kind="area", past=past, now=now) for past, now in into.items()]
        new = [
            one.model_copy(update={"areas": tuple(dict.fromkeys(into.get(area, area) for area in one.areas))})
            for one in before.innovations
        ]
        counts = before.headcounts.model_copy(update={"areas": _together(before.headcounts.areas, into)})
        lists = {"areas": tuple(areas), "innovations": tuple(new), "headcounts": counts}
        return before.model_copy(
            update={**lists, "title": self.title, "became": tuple(became), "follows": code}
        )

    def people(self, before: Population) -> Population:
        """Return who answers, from who answered the year before the first change of areas."""
        areas = _together(before.areas, {past: each.id for each in self.merged for past in each.came})
        counted = {
            area: {role: round(self.turnout * people) for role, people in roles.items()}
            for area, roles in areas.items()
        }
        return Population(counted, before.places)

    def done(self, assessment: int, opened: date) -> list[Action]:
        """Return what was done after the report of an assessment that opened on that day, as it is kept."""
        return [
            Action(
                assessment_id=assessment,
                area=one.get("area"),
                dimension=one.get("dimension"),
                text=one["text"],
                owner=one["owner"],
                started_on=_months_on(opened, int(str(one["month"]))),
                expected=one["expected"],
                state=one["state"],
            )
            for one in self.actions
        ]


def years() -> list[Year]:
    """Return the years after the baseline; what has moved adds up from year to year."""
    moved: dict[tuple[str, str], float] = {}
    found = []
    for number, one in enumerate(tomllib.loads((HERE / "years.toml").read_text("utf-8"))["years"], 1):
        for each in one["moved"]:
            where = (each.get("area", ""), each["part"])
            moved[where] = moved.get(where, 0.0) + each["by"]
        merged = tuple(
            Merged(each["id"], each["name"], tuple(each["from"])) for each in one.get("merged", ())
        )
        found.append(
            Year(number, one["title"], one["turnout"], _carried(moved, merged), merged, tuple(one["actions"]))
        )
    return found


def _carried(
    moved: Mapping[tuple[str, str], float], merged: tuple[Merged, ...]
) -> dict[tuple[str, str], float]:
    """Return what has moved, with what moved in parts of a merged area on its average."""
    carried = dict(moved)
    for each in merged:
        for (area, part), by in moved.items():
            if area in each.came:
                carried[each.id, part] = carried.get((each.id, part), 0.0) + by / len(each.came)
    return carried


def _together(areas: Mapping[str, Mapping[str, int]], into: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return numbers of people by area and role, with those of merged areas added up."""
    found: dict[str, dict[str, int]] = {}
    for area, roles in areas.items():
        of = found.setdefault(into.get(area, area), {})
        for role, people in roles.items():
            of[role] = of.get(role, 0) + people
    return found


def _months_on(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)
