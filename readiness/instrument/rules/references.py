"""Rules about what points at something else: it must be there, come earlier and be of the right kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readiness.errors import Fault
from readiness.instrument.files import AREA, HEAD
from readiness.instrument.plain import nearest
from readiness.instrument.reading import Part, Reading, Spot, spots
from readiness.instrument.types import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Choices,
    Comment,
    Condition,
    Instrument,
    Is,
    Item,
    Not,
    Number,
)

Leaf = Is | AtLeast
YES = "yes"
"""The option by which a person allows comments to be quoted."""


def scales_exist(reading: Reading) -> Iterator[Fault]:
    """Say which item is rated on a scale that is not there."""
    known = [scale.id for scale in reading.instrument.scales]
    for spot, item in _items(reading):
        if item.scale not in known:
            problem = f'There is no scale "{item.scale}".'
            remedy = f"Add it to {HEAD}, or name one of: {', '.join(known)}{nearest(item.scale, known)}"
            yield reading.fault(spot.file, (*spot.steps, "scale"), problem, remedy)


def roles_exist(reading: Reading) -> Iterator[Fault]:
    """Say which item is asked of a role that is not there."""
    known = [role.id for role in reading.instrument.roles]
    for spot, item in _items(reading):
        if item.role is not None and item.role not in known:
            problem = f'There is no role "{item.role}", so nobody would be asked this.'
            remedy = f"Add it to {HEAD}, or name one of: {', '.join(known)}{nearest(item.role, known)}"
            yield reading.fault(spot.file, (*spot.steps, "role"), problem, remedy)


def nearest_is_another_role(reading: Reading) -> Iterator[Fault]:
    """Say which role would be joined to itself or to one that is not there."""
    known = [role.id for role in reading.instrument.roles]
    for n, role in enumerate(reading.instrument.roles):
        others = [name for name in known if name != role.id]
        if role.nearest is not None and role.nearest not in others:
            problem = f'"{role.nearest}" is no other role.'
            remedy = f"Name one of: {', '.join(others)}; or remove nearest." if others else "Remove it."
            yield reading.fault(HEAD, ("roles", n, "nearest"), problem, remedy)


def conditions_look_back(reading: Reading) -> Iterator[Fault]:
    """Say which condition looks at a question that is not there, or not answered when it is needed."""
    asked = {spot.question.id: spot for spot in spots(reading.instrument)}
    for spot, leaf in _leaves(reading):
        target = asked.get(leaf.question)
        if target is None:
            problem = f'There is no question "{leaf.question}".'
            remedy = f"Name a question of an earlier page{nearest(leaf.question, asked)}"
            yield reading.fault(spot.file, (*spot.steps, "when"), problem, remedy)
        elif target.page >= spot.page:
            where = "stands on the same page" if target.page == spot.page else "comes later"
            problem = f'"{leaf.question}" {where}, so it is not answered yet.'
            remedy = "Name a question of an earlier page."
            yield reading.fault(spot.file, (*spot.steps, "when"), problem, remedy)
        elif spot.part == "closing" and target.part in ("views", "area"):
            problem = f'"{leaf.question}" is asked once for each clinical area, so it has many answers.'
            remedy = "Name a question that is asked once."
            yield reading.fault(spot.file, (*spot.steps, "when"), problem, remedy)


def conditions_can_be_true(reading: Reading) -> Iterator[Fault]:
    """Say which condition waits for an answer that nobody can give."""
    asked = {spot.question.id: spot.question for spot in spots(reading.instrument)}
    for spot, leaf in _leaves(reading):
        target = asked.get(leaf.question)
        said = _impossible(reading.instrument, leaf, target) if target else None
        if said:
            yield reading.fault(spot.file, (*spot.steps, "when"), *said)


def named_questions_fit(reading: Reading) -> Iterator[Fault]:
    """Say which key names a question that is not there, not in its place or not of the right kind."""
    for named in NAMED:
        name = named.name(reading.instrument)
        fitting = [spot.question.id for spot in spots(reading.instrument) if _fits(named, spot)]
        if name is not None and name not in fitting:
            problem = f'"{name}" is no question of {named.wanted}.'
            remedy = (
                f"Name one of: {', '.join(fitting)}; or remove {named.key}."
                if fitting
                else f"Add such a question, or remove {named.key}."
            )
            yield reading.fault(named.file, named.key, problem, remedy)


def consent_can_be_given(reading: Reading) -> Iterator[Fault]:
    """Say where no answer would allow a comment to be quoted."""
    for spot in spots(reading.instrument):
        if spot.question.id != reading.instrument.consent or not isinstance(spot.question, Choice):
            continue
        if YES not in [option.id for option in spot.question.options]:
            problem = f'No option has the id "{YES}", so no comment could ever be quoted.'
            remedy = f'Give the option that allows it the id "{YES}".'
            yield reading.fault(spot.file, (*spot.steps, "options"), problem, remedy)


@dataclass(frozen=True, slots=True)
class Named:
    """A key that names a question: where both must stand, and of which kind it is."""

    key: str
    file: str
    part: Part
    kind: type[Number | Choice | Choices]
    wanted: str
    name: Callable[[Instrument], str | None]
    for_each: bool = False


NAMED = (
    Named("criterion", HEAD, "closing", Number, 'closing.toml with kind = "number"', lambda i: i.criterion),
    Named("adopted", HEAD, "closing", Choice, 'closing.toml with kind = "choice"', lambda i: i.adopted),
    Named("consent", HEAD, "closing", Choice, 'closing.toml with kind = "choice"', lambda i: i.consent),
    Named(
        "importance",
        AREA,
        "area",
        Number,
        'pages here with kind = "number"',
        lambda i: i.area.importance if i.area else None,
    ),
    Named(
        "barriers",
        AREA,
        "area",
        Choices,
        'pages here with kind = "choices"',
        lambda i: i.area.barriers if i.area else None,
    ),
    Named(
        "awareness",
        AREA,
        "area",
        Choice,
        'pages here with kind = "choice" and for_each = "innovations"',
        lambda i: i.area.awareness if i.area else None,
        for_each=True,
    ),
)


def _fits(named: Named, spot: Spot) -> bool:
    if spot.part != named.part or not isinstance(spot.question, named.kind):
        return False
    return bool(getattr(spot.question, "for_each", None)) == named.for_each


def _items(reading: Reading) -> Iterator[tuple[Spot, Item]]:
    for spot in spots(reading.instrument):
        if isinstance(spot.question, Item):
            yield spot, spot.question


def _leaves(reading: Reading) -> Iterator[tuple[Spot, Leaf]]:
    for spot in spots(reading.instrument):
        if spot.question.when is not None:
            for leaf in _looked_at(spot.question.when):
                yield spot, leaf


def _looked_at(condition: Condition) -> Iterator[Leaf]:
    match condition:
        case AnyOf():
            for part in condition.any_:
                yield from _looked_at(part)
        case AllOf():
            for part in condition.all_:
                yield from _looked_at(part)
        case Not():
            yield from _looked_at(condition.not_)
        case _:
            yield condition


def _impossible(instrument: Instrument, leaf: Leaf, target: object) -> tuple[str, str] | None:
    """Return what keeps the condition from ever being true, and the remedy."""
    if isinstance(target, Comment):
        return f'"{leaf.question}" is a comment, and nothing is decided by words.', "Name another question."
    if isinstance(target, Choice) and target.for_each:
        return (
            f'"{leaf.question}" is asked for each innovation, so it has many answers.',
            "Name a question that is asked once.",
        )
    if isinstance(leaf, Is):
        return _never_is(instrument, leaf, target)
    return _never_least(instrument, leaf, target)


def _never_is(instrument: Instrument, leaf: Is, target: object) -> tuple[str, str] | None:
    offered = _answers(instrument, target)
    if offered is None:
        problem = f'The answers to "{leaf.question}" belong to the assessment, not to the instrument.'
        return problem, "Name another question."
    if leaf.is_ not in offered:
        problem = f'"{leaf.is_}" is no answer to "{leaf.question}".'
        return problem, f"Write one of: {', '.join(offered)}{nearest(leaf.is_, offered)}"
    return None


def _never_least(instrument: Instrument, leaf: AtLeast, target: object) -> tuple[str, str] | None:
    if isinstance(target, Choice):
        return f'"{leaf.question}" has no number to count.', "Write is instead of at_least."
    most = target.at_most if isinstance(target, Choices) else _highest(instrument, target)
    if leaf.at_least > most:
        return f'The answer to "{leaf.question}" is never more than {most}.', f"Write {most} or less."
    return None


def _highest(instrument: Instrument, target: object) -> int:
    answers = _answers(instrument, target) or ["0"]
    return max(int(answer) for answer in answers)


def _answers(instrument: Instrument, target: object) -> list[str] | None:
    """Return the answers that a condition may compare with; None where only the assessment knows them."""
    match target:
        case Item():
            points = [scale.points for scale in instrument.scales if scale.id == target.scale]
            return ["0", *(str(point.code) for found in points for point in found)]
        case Number():
            return [str(step) for step in range(target.low, target.high + 1)]
        case Choice(source="roles"):
            return [role.id for role in instrument.roles]
        case Choice(source=None) | Choices(source=None):
            return [option.id for option in target.options]
        case _:
            return None
