"""What stands above each part of what moved, in one sentence, on paper and on screen."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.baseline.years import Changes, Line
from readiness.reporting.words.change_lines import measure, named, why
from readiness.reporting.words.printed import Printer


def system(changes: Changes, printer: Printer) -> str:
    """Say the largest move of the whole system."""
    lines = changes.of("system")
    return _largest(lines, changes, printer) or _none("lead", lines, printer)


def areas(changes: Changes, printer: Printer) -> str:
    """Say the largest move of an area's readiness."""
    lines = changes.of("areas")
    return _largest(lines, changes, printer) or _none("areas_lead", lines, printer)


def area(line: Line, changes: Changes, printer: Printer) -> str:
    """Say how far one area's readiness moved, or why that cannot be told."""
    step, say = line.last, printer.wording.say
    values = {"name": measure(line.measure, line.measure_name, printer), "year": str(changes.years[-2])}
    if step is None:
        return say("change.screen.apart", holds=say(f"change.why.{why(line)}"), **values)
    if step.told:
        key = f"change.page.lead_{'rose' if step.rose else 'fell'}"
        return say(key, difference=printer.points(step.difference), **values)
    if step.verdict == "no change":
        return say("change.screen.still", **values)
    return say("change.screen.few", **{**values, "name": printer.inside(values["name"])})


def how_many(key: str, lines: Sequence[Line], printer: Printer) -> str:
    """Say how many of these moved; `key` is inside, groups or items."""
    total = sum(one.last is not None for one in lines)
    told = sum(one.last is not None and one.last.told for one in lines)
    if not told:
        return _none(f"{key}_lead", lines, printer)
    count = printer.wording.count(told)
    return printer.wording.sentence(
        f"change.page.{key}_lead", count=count, total=printer.wording.count(total)
    )


def done(changes: Changes, printer: Printer) -> str:
    """Say what moved where something was done."""
    key = "done_lead" if changes.outcomes else "done_none_lead"
    if changes.effect:
        apart = changes.effect.low > 0 or changes.effect.high < 0
        key = f"done_{('more' if changes.effect.difference > 0 else 'less') if apart else 'level'}"
    return printer.wording.say(f"change.page.{key}")


def _largest(lines: Sequence[Line], changes: Changes, printer: Printer) -> str:
    """Say the largest move of these lines in a few words; nothing where none is told."""
    found = [(one, one.last) for one in lines if one.last and one.last.told]
    if not found:
        return ""
    line, step = max(found, key=lambda pair: abs(pair[1].difference))
    return printer.wording.sentence(
        f"change.page.lead_{'rose' if step.rose else 'fell'}",
        name=named(line, changes, printer),
        difference=printer.points(step.difference),
        year=str(step.since),
    )


def _none(key: str, lines: Sequence[Line], printer: Printer) -> str:
    """Say that no change is to be seen, or that there is nothing to see it by."""
    seen = any(one.last for one in lines)
    return printer.wording.say(f"change.page.{key}_none" if seen else "change.message.hidden")
