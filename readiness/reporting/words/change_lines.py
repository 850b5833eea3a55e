"""How a line through the years is called, and how far it moved, as words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.baseline.years import Changes, Line, Step
from readiness.reporting.words.printed import Printer

OURS = ("general", "readiness", "criterion")
"""What has no name in the questionnaire."""
VERDICTS = {
    "large change": "large",
    "changed": "changed",
    "no change": "no",
    "too few answers to tell": "few",
}
"""From the verdict to its key in the wording."""


def measure(id: str, name: str, printer: Printer) -> str:
    """Return what is measured."""
    return printer.wording.say(f"change.measure.{id}") if id in OURS else printer.choice(name)


def group(line: Line, names: Mapping[str, str], printer: Printer) -> str:
    """Return whose line it is; of groups that are taken together, all."""
    each = [printer.short(names[one]) for one in line.group.split("+") if one in names]
    return printer.wording.joined(each) if each else printer.short(line.group_name)


def groups(changes: Changes) -> dict[str, dict[str, str]]:
    """Return the newest names of areas, roles and places by their ids."""
    now = changes.now
    return {
        "system": {},
        "area": {one.id: one.name for one in now.areas},
        "role": {one.id: one.name for one in now.roles},
        "place": {one.id: one.name for one in now.places},
    }


def named(line: Line, changes: Changes, printer: Printer) -> str:
    """Return what a line is about, as it stands inside a sentence."""
    say = printer.wording.say
    if line.family in ("items", "barriers"):
        return say(f"change.of.{line.family}", name=printer.wording.quoted(printer.choice(line.measure_name)))
    what = printer.inside(measure(line.measure, line.measure_name, printer))
    whose = group(line, groups(changes)[line.kind], printer)
    if line.kind == "role":
        return say("change.of.role", name=what, roles=whose)
    return what if line.kind == "system" else say(f"change.of.{line.kind}", name=what, area=whose)


def verdict(step: Step | None, printer: Printer) -> str:
    """Return what may be said of a step in two or three words."""
    return printer.wording.say(f"change.verdict.{VERDICTS[step.verdict] if step else 'none'}")


def signed(value: float | None, printer: Printer, places: int = 0) -> str:
    """Return a difference with its sign; one that prints as nought has none."""
    number = printer.number(value, places)
    return f"+{number}" if value and value > 0 and number.strip("0.,") else number


def interval(step: Step, printer: Printer) -> str:
    """Return a step's interval: of one that is told without its sign, since the word says which way it goes."""
    return printer.size(step.low, step.high) if step.told else printer.range(step.low, step.high)


def margin(steps: Sequence[Step], printer: Printer) -> str:
    """Return the smallest change that several comparisons could have shown, or the range of them."""
    least, most = (end(step.detectable for step in steps) for end in (min, max))
    if printer.number(least) == printer.number(most):
        return printer.points(most)
    return printer.wording.say("format.points", number=printer.range(least, most))


def moved(line: Line, step: Step, changes: Changes, printer: Printer) -> str:
    """Return the sentence on a line that moved: how far, with its interval and the least that could be seen."""
    direction = "rose" if step.rose else "fell"
    values = {
        "name": named(line, changes, printer),
        "difference": printer.points(step.difference),
        "interval": interval(step, printer),
        "margin": printer.points(step.detectable),
    }
    if step.since != changes.years[-2]:
        return printer.wording.sentence(f"change.moved.{direction}_since", year=str(step.since), **values)
    before, after = (printer.score(point.mean) for point in line.points[-2:])
    return printer.wording.sentence(f"change.moved.{direction}", **values, **{"from": before, "to": after})


def why(line: Line) -> str:
    """Return the reason for which a line cannot be set beside the year before; empty where it can."""
    if line.last:
        return ""
    return next((point.why for point in reversed(line.points[-2:]) if point.why), "hidden")
