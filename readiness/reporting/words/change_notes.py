"""What stands beside what moved: what was done, what broke a line, what else changed, and what chance would bring."""

from __future__ import annotations

from readiness.baseline.years import Banner, Break, Changes, Effect, Line, Outcome
from readiness.reporting.words.change_lines import (
    group,
    groups,
    interval,
    measure,
)
from readiness.reporting.words.printed import Printer

MOST = 3
"""So many actions are told on the first page."""
MODES = ("open", "codes")
MASKS = {"under 5%": "format.share_low", "over 95%": "format.share_high"}
"""Shares of which no figure is told, as findings write them."""
LEAST = 0.5
"""Less than this prints as nought points."""


def by_chance(line: Line, changes: Changes, printer: Printer) -> str:
    """Say what rise would be expected in an area that was among the lowest, if nothing had changed there."""
    if line.by_chance is None:
        return ""
    area = group(line, groups(changes)["area"], printer)
    values = {"area": area, "from": str(changes.years[-2])}
    if line.by_chance < LEAST:
        return printer.wording.sentence("change.by_chance_little", **values)
    return printer.wording.sentence("change.by_chance", difference=printer.points(line.by_chance), **values)


# ------------------------------------------------------------------------------------------------ what was done


def done(changes: Changes, printer: Printer) -> tuple[str, ...]:
    """Say what was done, what moved beside it, and that none of it is a trial."""
    say = printer.wording.say
    if not changes.outcomes:
        return (say("change.done.none", year=str(changes.years[-2])),)
    texts = [action(one, printer) for one in changes.outcomes[:MOST]]
    if (rest := len(changes.outcomes) - MOST) > 0:
        texts.append(printer.wording.counted("change.done.others", rest))
    if changes.effect and changes.effect.actions > 1:
        texts.append(effect(changes.effect, printer))
    return (*texts, say("change.trial"))


def action(outcome: Outcome, printer: Printer) -> str:
    """Say what was done and how far it has come, and what moved beside it."""
    say, of = printer.wording.say, outcome.action
    text = say(
        f"change.done.action{'' if of.owner else '_unowned'}",
        title=printer.choice(of.text),
        name=printer.short(of.owner),
        part=say(f"change.state.{of.state}"),
        holds=f"{came(outcome, printer)}{compared(outcome, printer)}",
    )
    expected = say("change.done.expected", difference=printer.points(of.expected)) if of.expected else ""
    return text + expected


def came(outcome: Outcome, printer: Printer) -> str:
    """Say what moved where the action was."""
    step, key = outcome.there, "apart"
    if step:
        key = {"no change": "no", "too few answers to tell": "few"}.get(step.verdict, "")
        key = key or ("rose" if step.rose else "fell")
    return printer.wording.say(
        f"change.done.{key}",
        name=about(outcome, printer),
        difference=printer.points(step.difference) if step else "",
        interval=interval(step, printer) if step else "",
        margin=printer.points(step.detectable) if step else "",
    )


def about(outcome: Outcome, printer: Printer) -> str:
    """Return what the action was to move, and where."""
    own = "readiness" if outcome.action.dimension is None else ""
    what = printer.inside(measure(own, outcome.measure_name, printer))
    if outcome.action.area is None:
        return what
    return printer.wording.say("change.of.area", name=what, area=printer.short(outcome.area_name))


def compared(outcome: Outcome, printer: Printer) -> str:
    """Say how that compares with where nothing was done."""
    say = printer.wording.say
    if outcome.beyond is None or outcome.low is None or outcome.high is None:
        everywhere = outcome.action.area is None and outcome.there is not None
        return say("change.done.alone" if everywhere else "change.done.ended")
    apart = outcome.low > 0 or outcome.high < 0
    key = ("more" if outcome.beyond > 0 else "less") if apart else "level"
    ends = printer.size(outcome.low, outcome.high) if apart else printer.range(outcome.low, outcome.high)
    return say(f"change.done.{key}", difference=printer.points(outcome.beyond), interval=ends)


def effect(found: Effect, printer: Printer) -> str:
    """Say what moved beyond elsewhere over all actions together."""
    apart = found.low > 0 or found.high < 0
    key = ("more" if found.difference > 0 else "less") if apart else "level"
    ends = printer.size(found.low, found.high) if apart else printer.range(found.low, found.high)
    return printer.wording.say(
        f"change.done.effect_{key}",
        difference=printer.points(found.difference),
        interval=ends,
        number=str(found.actions),
    )


# -------------------------------------------------------------------------------------- breaks, and what else changed


def broken(found: Break, printer: Printer) -> str:
    """Say what cannot be set beside the year before, or how it is."""
    is_item = found.what == "item"
    name = printer.wording.quoted(printer.choice(found.name)) if is_item else printer.short(found.name)
    return printer.wording.sentence(
        f"change.break.{found.kind}",
        name=name,
        year=str(found.year),
        names=printer.wording.joined([printer.short(one) for one in found.others]),
    )


def banner(found: Banner, changes: Changes, printer: Printer) -> str:
    """Say what changed beside the answers."""
    before, after = (_detail(found, text, printer) for text in (found.before, found.after))
    values = {"from": before, "to": after}
    return printer.wording.sentence(
        f"change.banner.{found.kind}",
        name=printer.short(found.group_name),
        part=_measured(found, changes, printer),
        title=printer.short(found.before),
        year=str(found.year),
        **values,
    )


def meaning(found: Banner, printer: Printer) -> str:
    """Say what such a change means for the reader."""
    return printer.wording.say(f"change.means.{found.kind}")


def _measured(found: Banner, changes: Changes, printer: Printer) -> str:
    now = changes.now
    names = {one.id: one.name for one in now.dimensions} | {id: name for id, name, _ in now.components}
    return printer.inside(names[found.measure]) if found.measure in names else printer.short(found.measure)


def _detail(found: Banner, text: str, printer: Printer) -> str:
    """Return a detail of a banner in the report's language."""
    say = printer.wording.say
    if found.kind == "mode":
        return say(f"change.mode.{text if text in MODES else 'other'}")
    if found.kind == "season":
        months: list[str] = printer.wording.texts["format"]["months"]
        return months[int(text) - 1]
    if found.kind == "reliability":
        return printer.number(float(text), 2)
    return say(MASKS[text]) if text in MASKS else text
