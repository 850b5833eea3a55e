"""The first page of a change report, decided by rules: what moved, what did not, what cannot be told, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.baseline.years import Changes, Line, Step
from readiness.reporting.words import change_notes
from readiness.reporting.words.change_lines import group as whose
from readiness.reporting.words.change_lines import groups, margin, moved, named, why
from readiness.reporting.words.printed import Printer

FEW = 3
"""So many of each family are named before the rest is counted."""
MOST = 4
"""So many moves are told on the first page."""
ALSO = 2
"""So many moves over all years."""
NAMED = 4
"""A list of so many names is still read."""
YEARS = 2
"""So many years show a difference and no trend."""
TOLD_BY_ITSELF = ("system", "areas", "parts")
"""Families whose moves are told one by one, the widest first."""
FINER = ("places", "roles", "items", "barriers")
"""Those that are told where none of the wider ones moved."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a lead reads first."""

    message: str
    moved: tuple[str, ...]
    still: tuple[str, ...]
    untold: tuple[str, ...]
    done: tuple[str, ...]

    @property
    def blocks(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The four questions by their keys, each with its answer."""
        return (("moved", self.moved), ("still", self.still), ("untold", self.untold), ("done", self.done))


def told(changes: Changes, printer: Printer) -> Told:
    """Return the first page."""
    return Told(
        message(changes, printer),
        (*_moved(changes, printer), *_beside(changes, printer)),
        still(changes, printer),
        untold(changes, printer),
        change_notes.done(changes, printer),
    )


def message(changes: Changes, printer: Printer) -> str:
    """Return the one sentence to remember: what rose and what fell, and if nothing did, why that is so."""
    lines = largest(changes)
    ends = [_direction(lines, rose, changes, printer) for rose in (True, False)]
    ends = [end for end in ends if end]
    if len(ends) > 1:
        first, last = ends
        return printer.wording.sentence("change.message.both", first=first, last=_inside(last, printer))
    if ends:
        return _capital(ends[0])
    steps = [line.last for line in changes.lines if line.last]
    verdicts = {step.verdict for step in steps}
    key = "hidden" if not steps else "untold" if verdicts == {"too few answers to tell"} else "mostly"
    return printer.wording.say(f"change.message.{'still' if verdicts == {'no change'} else key}")


def _direction(lines: Sequence[Line], rose: bool, changes: Changes, printer: Printer) -> str:
    """Say what rose, or fell, by name; from four on by their number."""
    found = [line for line in lines if line.last and line.last.rose == rose]
    key = f"change.message.{'rose' if rose else 'fell'}"
    if len(found) > FEW:
        return printer.wording.say(f"{key}_count", count=printer.wording.count(len(found)))
    names = printer.wording.joined([named(line, changes, printer) for line in found])
    return printer.wording.say(key, names=names) if found else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inside(text: str, printer: Printer) -> str:
    """Return the second half of a sentence; a language whose halves are sentences of their own keeps its capital."""
    return text if printer.wording.say("format.lower_names") == "yes" else _capital(text)


def largest(changes: Changes) -> list[Line]:
    """Return what moved since the year before: the widest families first, in each the largest moves first.

    A part of an area goes without saying where the same moved the same way in the whole system; roles, places,
    statements and barriers are told where nothing wider moved.
    """
    found = [line for family in TOLD_BY_ITSELF for line in _told_of(changes, family)]
    wide = {_way(line) for line in found if line.kind == "system"}
    found = [line for line in found if line.kind == "system" or _way(line) not in wide]
    return found or [line for family in FINER for line in _told_of(changes, family)]


def _way(line: Line) -> tuple[str, bool]:
    """Return what moved, and whether it rose."""
    return line.measure, bool(line.last and line.last.rose)


def _told_of(changes: Changes, family: str) -> list[Line]:
    found = [(line, line.last) for line in changes.of(family) if line.last and line.last.told]
    return [line for line, step in sorted(found, key=lambda one: -abs(one[1].difference))]


def _moved(changes: Changes, printer: Printer) -> list[str]:
    """Say what moved, since the year before and, from three years on, since the first."""
    say, year = printer.wording.say, str(changes.years[-2])
    lines = largest(changes)
    texts = [
        moved(line, line.last, changes, printer) + _of_chance(line, changes, printer)
        for line in lines[:MOST]
        if line.last
    ]
    if not texts:
        any_step = any(line.last for line in changes.lines)
        texts = [say(f"change.moved.{'none' if any_step else 'none_told'}", year=year)]
    everything = sum(bool(line.last and line.last.told) for line in changes.lines)
    if lines and (rest := everything - min(len(lines), MOST)):
        texts.append(printer.wording.counted("change.moved.more", rest))
    since = [(line, line.whole) for line in changes.of("system") if line.whole and _only_since(line)]
    since.sort(key=lambda one: -abs(one[1].difference))
    texts += [moved(line, step, changes, printer) for line, step in since[:ALSO]]
    return texts if len(changes.years) > YEARS else [*texts, _of_two(changes, printer)]


def _of_two(changes: Changes, printer: Printer) -> str:
    """Say what two years can show: all that there are so far, or some of more that are not set beside them here."""
    earlier = changes.now.heading.earlier
    key = "two" if earlier is None else "first" if earlier < YEARS else "some"
    return printer.wording.say(f"change.moved.{key}")


def _only_since(line: Line) -> bool:
    """Say whether a move is to be seen over all years, but not since the year before."""
    return bool(line.whole and line.whole.told and not (line.last and line.last.told))


def _of_chance(line: Line, changes: Changes, printer: Printer) -> str:
    """Say beside a rise that chance alone would have brought a part of it."""
    rose = line.last is not None and line.last.rose
    return f" {change_notes.by_chance(line, changes, printer)}" if rose and line.by_chance is not None else ""


def _beside(changes: Changes, printer: Printer) -> list[str]:
    """Name the kinds of banner that this year has."""
    kinds = dict.fromkeys(one.kind for one in changes.banners if one.year == changes.years[-1])
    names = printer.wording.joined([printer.wording.say(f"change.short.{kind}") for kind in kinds])
    return [printer.wording.say("change.beside", names=names)] if kinds else []


# ------------------------------------------------------------------------------------------ neither, and not known


def still(changes: Changes, printer: Printer) -> tuple[str, ...]:
    """Say of what a change of five points can be ruled out."""
    whole, areas, parts = (_with(changes, family, "no change") for family in ("system", "areas", "parts"))
    texts = []
    if whole:
        texts.append(_of_the_whole("still", whole, changes, printer))
    if areas:
        texts.append(printer.wording.say("change.still.areas", areas=_areas(areas, changes, printer)))
    if parts:
        texts.append(_of_insides("still", parts, changes, printer))
    return tuple(texts or [printer.wording.say("change.still.none")])


def untold(changes: Changes, printer: Printer) -> tuple[str, ...]:
    """Say for what there are too few answers, what could have been seen, and what cannot be compared at all."""
    whole, areas, parts = (
        _with(changes, family, "too few answers to tell") for family in ("system", "areas", "parts")
    )
    texts = []
    if whole:
        texts.append(_of_the_whole("untold", whole, changes, printer))
    if areas:
        names, least = _areas(areas, changes, printer), margin(_steps(areas), printer)
        texts.append(printer.wording.say("change.untold.areas", areas=names, margin=least))
    if parts:
        texts.append(_of_insides("untold", parts, changes, printer))
    texts += _apart(changes, printer)
    nothing = not any(line.last for line in changes.lines)
    return tuple(texts or [printer.wording.say(f"change.untold.{'nothing' if nothing else 'none'}")])


def _with(changes: Changes, family: str, verdict: str) -> list[Line]:
    return [line for line in changes.of(family) if line.last and line.last.verdict == verdict]


def _of_the_whole(kind: str, lines: Sequence[Line], changes: Changes, printer: Printer) -> str:
    """Say of the whole system what stood still or cannot be told, by name where a name or four are enough."""
    total = sum(line.last is not None for line in changes.of("system"))
    names = printer.wording.joined([named(line, changes, printer) for line in lines[:FEW]])
    values = {"margin": margin(_steps(lines), printer)} if kind == "untold" else {}
    if len(lines) <= NAMED:
        names = printer.wording.joined([named(line, changes, printer) for line in lines])
        return printer.wording.say(f"change.{kind}.whole", names=names, **values)
    counts = {"count": printer.wording.count(len(lines)), "total": printer.wording.count(total)}
    return printer.wording.say(f"change.{kind}.whole_many", names=names, **counts, **values)


def _of_insides(kind: str, lines: Sequence[Line], changes: Changes, printer: Printer) -> str:
    total = sum(line.last is not None for line in changes.of("parts"))
    return printer.wording.say(f"change.{kind}.parts", number=str(len(lines)), total=str(total))


def _areas(lines: Sequence[Line], changes: Changes, printer: Printer) -> str:
    names = groups(changes)["area"]
    return printer.wording.joined([whose(line, names, printer) for line in lines])


def _apart(changes: Changes, printer: Printer) -> list[str]:
    """Say which areas, and which figures of the whole, cannot be set beside the year before, and why."""
    found: dict[str, list[str]] = {}
    for line in (*changes.of("system"), *changes.of("areas")):
        if reason := why(line):
            what = (
                named(line, changes, printer)
                if line.kind == "system"
                else whose(line, groups(changes)["area"], printer)
            )
            found.setdefault(reason, []).append(what)
    year = str(changes.years[-2])
    return [
        printer.wording.sentence(
            "change.untold.apart",
            name=printer.wording.joined(names),
            year=year,
            holds=printer.wording.say(f"change.why.{reason}"),
        )
        for reason, names in found.items()
    ]


def _steps(lines: Sequence[Line]) -> list[Step]:
    return [line.last for line in lines if line.last]
