"""How far the answers can be trusted: flags, blanks, "don't know", and what was done about them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from readiness.analysis import weights
from readiness.baseline import system
from readiness.baseline.findings import AreaFinding, Mean, Quality
from readiness.baseline.gate import Gate
from readiness.baseline.grouping import Floats, unstandardised
from readiness.baseline.subject import Subject


def quality(subject: Subject, gate: Gate, areas: tuple[AreaFinding, ...]) -> Quality:
    """Return what a reader must know before trusting the figures."""
    flagged = subject.people.flagged
    everyone = subject.everyone()
    return Quality(
        flagged=gate.shares(np.where(flagged, 100.0, 0.0)[:, np.newaxis], everyone)[0][0]
        if subject.wave.n
        else None,
        without_flagged=_without(subject, gate, flagged),
        dont_know=gate.shares(_over_all(subject, "unsure"), everyone)[0][0],
        blank=gate.shares(_over_all(subject, "blank"), everyone)[0][0],
        unstandardised=_before_standardising(subject, gate),
        weighting_effect=_weighting_effect(subject),
        areas_each=_areas_each(subject, gate),
        notes=_notes(subject, areas),
    )


def _without(subject: Subject, gate: Gate, flagged: NDArray[np.bool_]) -> tuple[tuple[str, Mean], ...]:
    """Return dimension means without the flagged, where these may stand beside the means with them."""
    if not subject.shown.unflagged or not flagged.any():
        return ()
    kept = np.where(flagged[:, np.newaxis], np.nan, subject.work.dimensions)
    means = gate.means(kept, subject.everyone())[0]
    ids = [dimension.id for dimension in subject.instrument.dimensions]
    return tuple((dimension, mean) for dimension, mean in zip(ids, means, strict=True) if mean)


def _over_all(subject: Subject, what: str) -> Floats:
    """Return each person's percentage of the items they were asked that they left blank or did not know."""
    asked, found = subject.work.asked, subject.work.unsure if what == "unsure" else subject.work.blank
    known = (asked > 0) & (subject.roles >= 0)
    percent: Floats = np.divide(100.0 * found, asked, out=np.full(len(asked), np.nan), where=known)
    return percent[:, np.newaxis]


def _before_standardising(subject: Subject, gate: Gate) -> Mean | None:
    """Return general readiness of those who answered; with a role hidden, two weightings of one whole would tell it."""
    if not (subject.everyone().standardised and subject.shown.roles.all()):
        return None
    one = np.zeros(subject.wave.n, dtype=np.int64)
    as_answered = unstandardised(one, subject.population.system.sum(keepdims=True), np.ones(1, np.bool_))
    return system.general(subject.work.dimensions, as_answered, gate)[0]


def _weighting_effect(subject: Subject) -> float | None:
    """Return the price of standardising: how much wider intervals get because some roles answered less than others."""
    everyone = subject.everyone()
    if not (everyone.standardised and subject.shown.roles.all()):
        return None
    inside = everyone.cells[everyone.cells >= 0]
    answered = np.bincount(inside, minlength=everyone.shares.shape[1])
    share = np.divide(everyone.shares[0], answered, out=np.zeros(len(answered)), where=answered > 0)
    return round(weights.kish_effect(share[inside]), 2)


def _areas_each(subject: Subject, gate: Gate) -> float | None:
    # With an area hidden, its people would be all answers for areas less those of the areas shown.
    if not subject.shown.areas.all():
        return None
    people = int(np.count_nonzero(np.bincount(subject.wave.block_person, minlength=1)))
    return len(subject.wave.block_person) / people if people >= gate.threshold else None


def _notes(subject: Subject, areas: tuple[AreaFinding, ...]) -> tuple[str, ...]:
    """Return ids of what the method page must say of this assessment; the report holds the words."""
    notes = []
    if not subject.population.known:
        notes.append("not-standardised")
    if not np.isfinite(subject.population.areas).all() and subject.instrument.area:
        notes.append("area-headcounts-unknown")
    if any(area.unshown_roles for area in areas):
        notes.append("roles-joined")
    return tuple(notes)
