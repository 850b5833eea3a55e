"""What was done beside what moved: difference in differences.

Where something was done was not drawn by lot, so this is no trial: areas that were chosen because they were low rise by
themselves, and whoever acts may differ in other ways, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readiness.analysis.grouped import Z95
from readiness.baseline.years.lines import GENERAL, READINESS
from readiness.baseline.years.types import Action, Effect, Line, Outcome, Step

DONE = ("running", "done")


@dataclass(frozen=True, slots=True)
class _Moved:
    """How far a line moved, with its standard error."""

    difference: float
    se: float


def outcomes(
    actions: Sequence[Action], lines: Sequence[Line], names: dict[str, str]
) -> tuple[tuple[Outcome, ...], Effect | None]:
    """Return each action beside what moved there and elsewhere, and over all of them what moved beyond elsewhere."""
    found = tuple(_outcome(action, actions, lines, names) for action in actions)
    return found, _effect(found)


def measured(action: Action) -> str:
    """Return what an action was to move."""
    return action.dimension or (GENERAL if action.area is None else READINESS)


def _outcome(
    action: Action, actions: Sequence[Action], lines: Sequence[Line], names: dict[str, str]
) -> Outcome:
    measure = measured(action)
    of_measure = [line for line in lines if line.measure == measure and line.kind == "area"]
    if action.area is None:
        whole = next((line for line in lines if line.kind == "system" and line.measure == measure), None)
        return Outcome(
            action, "", names.get(measure, measure), whole.last if whole else None, None, 0, None, None, None
        )
    lines_there = [line for line in of_measure if action.area in line.group.split("+")]
    here = min(lines_there, key=lambda line: (line.last is None, line.group.count("+")), default=None)
    name = here.group_name if here else action.area
    there = here.last if here else None
    untouched = [line for line in of_measure if line.last and not _acted(line, measure, actions)]
    if there is None or action.state not in DONE or not untouched:
        return Outcome(
            action, name, names.get(measure, measure), there, None, len(untouched), None, None, None
        )
    elsewhere = _mean([_moved(line.last) for line in untouched if line.last])
    mine = _moved(there)
    beyond, se = mine.difference - elsewhere.difference, float(np.hypot(mine.se, elsewhere.se))
    return Outcome(
        action,
        name,
        names.get(measure, measure),
        there,
        elsewhere.difference,
        len(untouched),
        beyond,
        beyond - Z95 * se,
        beyond + Z95 * se,
    )


def _acted(line: Line, measure: str, actions: Sequence[Action]) -> bool:
    """Say whether anything was done in that area, or everywhere, to move this."""
    groups = line.group.split("+")
    return any(
        action.state in DONE
        and (action.dimension or READINESS) == measure
        and (action.area is None or action.area in groups)
        for action in actions
    )


def _effect(found: Sequence[Outcome]) -> Effect | None:
    """Return the mean of what moved beyond elsewhere, each area and measure once.

    The areas elsewhere are shared, so the errors go together; they are taken as if they did so wholly.
    """
    judged = {(one.action.area, measured(one.action)): one for one in found if one.beyond is not None}
    if not judged:
        return None
    each = list(judged.values())
    difference = sum(one.beyond for one in each if one.beyond is not None) / len(each)
    reach = sum(
        (one.high - one.low) / 2 for one in each if one.high is not None and one.low is not None
    ) / len(each)
    return Effect(len(each), difference, difference - reach, difference + reach)


def _moved(step: Step) -> _Moved:
    return _Moved(step.difference, step.detectable / Z95)


def _mean(moved: Sequence[_Moved]) -> _Moved:
    """Return the mean of several moves; people may stand in several areas, so errors are taken as going together."""
    return _Moved(
        sum(one.difference for one in moved) / len(moved), sum(one.se for one in moved) / len(moved)
    )
