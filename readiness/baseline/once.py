"""Figures over all areas, in which a person who answered for several counts once: may they stand beside the areas' own?

Whoever answered for two areas stands with an answer in each area's mean and with half of each in that of the whole. The
whole less all other areas may so be what few people said of one area less what they said of another, of which an audit
of groups of people sees nothing. A barrier counts in the whole if it was named for any area: there, people of several
areas have one more answer, and only the others' cancels. So answers are judged one by one (docs/method.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import disclosure
from readiness.baseline.findings import Findings
from readiness.baseline.grouping import Floats, Ints
from readiness.baseline.release import FAULT, kinds_of_people
from readiness.baseline.subject import Subject
from readiness.errors import ReleaseRefused

Flags = NDArray[np.bool_]


def component_told(subject: Subject, column: int, threshold: int) -> bool:
    """Say whether commitment or capability may be told of the whole."""
    given = ~np.isnan(subject.blocks.dimensions[:, column])
    return _safe(subject, given, _enough(subject, given, threshold), threshold)


def barriers_told(subject: Subject, threshold: int) -> tuple[Flags, bool]:
    """Return in which areas barriers may be told, and whether in the whole: as many as can stand side by side."""
    given = subject.wave.barriers_asked
    areas = _enough(subject, given, threshold)
    people = np.bincount(subject.wave.block_area[given], minlength=len(areas))
    # The smallest area that gives cover goes; where none does, the whole.
    choices = [areas] + [
        areas & (np.arange(len(areas)) != area) for area in np.argsort(people, kind="stable") if areas[area]
    ]
    safe = (each for each in choices if _safe(subject, given, each, threshold, apart=True))
    told = next(safe, None)
    return (areas, False) if told is None else (told, True)


def audit(subject: Subject, found: Findings, threshold: int) -> None:
    """Refuse finished findings in which a figure of the whole tells of few people beside those of areas."""
    for column, (_, _, cell) in enumerate(found.components):
        given = ~np.isnan(subject.blocks.dimensions[:, column])
        areas = np.array([bool(area.components and area.components[column][2].mean) for area in found.areas])
        if cell.mean and not _safe(subject, given, areas, threshold):
            raise _refused()
    areas = np.array([any(each.share for each in area.barriers) for area in found.areas], dtype=np.bool_)
    whole = any(each.share for each in found.barriers)
    if whole and not _safe(subject, subject.wave.barriers_asked, areas, threshold, apart=True):
        raise _refused()


def _refused() -> ReleaseRefused:
    return ReleaseRefused(
        "What few people said of one area can be worked out from the whole: not released.", FAULT
    )


def _enough(subject: Subject, given: Flags, threshold: int) -> Flags:
    """Return the areas that are shown and where enough people gave that answer."""
    shown = subject.shown.areas
    return np.asarray(
        shown & (np.bincount(subject.wave.block_area[given], minlength=len(shown)) >= threshold)
    )


def _safe(subject: Subject, given: Flags, areas: Flags, threshold: int, *, apart: bool = False) -> bool:
    """Say whether no combination of the whole and `areas` speaks of few people; `given` is a flag an area block.

    `apart` is that people of several areas have one more answer for the whole, instead of the mean of all.
    """
    key = given.tobytes(), areas.tobytes(), threshold, apart
    if key not in subject.judged:
        subject.judged[key] = _judged_safe(subject, given, areas, threshold, apart=apart)
    return subject.judged[key]


def _judged_safe(subject: Subject, given: Flags, areas: Flags, threshold: int, *, apart: bool) -> bool:
    roles = subject.people.roles[subject.wave.block_person]
    given = given & (roles >= 0)
    person, area = subject.wave.block_person[given], subject.wave.block_area[given].astype(np.int64)
    times = np.bincount(person, minlength=subject.wave.n)
    if _all_many(roles[given], area, np.minimum(times, 2) if apart else times, person, threshold):
        return True
    chosen = np.zeros((subject.wave.n, len(areas)), dtype=np.bool_)
    chosen[person, area] = True
    kinds, kind_of = kinds_of_people((subject.people.roles,), chosen)
    rows, kind = _answers(subject, kinds, np.bincount(kind_of, minlength=len(kinds)), areas, apart=apart)
    return disclosure.few_behind(rows, kind, np.bincount(kind_of, minlength=len(kinds)), threshold) is None


def _all_many(roles: Ints, area: Ints, times: Ints, person: NDArray[np.integer], threshold: int) -> bool:
    """Say whether all answers that count alike are of many people, so that no search need be made."""
    most, areas = int(times.max(initial=0)) + 1, int(area.max(initial=0)) + 1
    alike = np.bincount((roles * most + times[person]) * areas + area)
    return bool(((alike == 0) | (alike >= threshold)).all())


def _answers(
    subject: Subject, kinds: Ints, sizes: Ints, areas: Flags, *, apart: bool
) -> tuple[Floats, NDArray[np.intp]]:
    """Return means x answers, what each answer counts in the whole and in every area told; the kind that gives it."""
    people, role, chosen = subject.people, kinds[:, 0], kinds[:, 1:] == 1
    times = chosen.sum(axis=1)
    whole = _weights(people.system_hosts[0], people.shares, role, np.where(times > 0, sizes, 0))
    kind, area = np.nonzero(chosen)
    alone = times[kind] == 1
    once = np.where(alone, whole[kind], 0.0) if apart else whole[kind] / times[kind]
    rows = [once]
    for each in np.flatnonzero(areas):
        here = _weights(people.area_hosts[each], people.shares, role, np.where(chosen[:, each], sizes, 0))
        rows.append(np.where(area == each, here[kind], 0.0))
    several = np.flatnonzero(times > 1) if apart else np.zeros(0, dtype=np.intp)
    more = np.zeros((len(rows), len(several)))
    more[0] = whole[several]
    return np.hstack([np.array(rows), more]), np.r_[kind, several]


def _weights(home: Ints, shares: Floats, role: Ints, sizes: Ints) -> Floats:
    """Return what one person of each kind counts in a mean on the role mix."""
    share, host = np.bincount(home, shares, minlength=len(shares)), home[role]
    people = np.bincount(host, sizes, minlength=len(shares))
    return np.asarray((share / np.maximum(people, 1))[host])
