"""What a plan is made for: a set-up, from a file or kept, and the response rate that somebody expects."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readiness.baseline.planning.kinds import Asked, Assumed, Rates
from readiness.config import FLOOR
from readiness.errors import ReadinessError
from readiness.fieldwork import setup_file
from readiness.fieldwork.rates.expecting import expected
from readiness.fieldwork.setup_file import Setup
from readiness.instrument.plain import nearest
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.database import Session
from readiness.records.tables import Assessment, Headcount

_PERCENT = re.compile(r"^[0-9]{1,3}(\.[0-9]+)?%?$")
_HOW = "Write a percentage such as 25, or one of a role such as gp=30."


def asked(setup: Setup, instrument: Instrument, threshold: int) -> Asked:
    """Return what a plan needs of a set-up; its threshold is never under that of the installation."""
    kept = (part for part in setup_file.parts(setup) if isinstance(part, Headcount))
    return Asked(
        title=setup.title,
        system=setup.system,
        instrument=instrument,
        local=setup_file.local(setup),
        headcounts=assessments.counted(kept),
        threshold=max(setup.threshold or 0, threshold, FLOOR),
        days=(setup.closes_on - setup.opens_on).days + 1,
    )


def rates(written: Iterable[str], instrument: Instrument) -> Rates:
    """Return expected response rates as they are typed: `25` for everybody, `gp=30` for a role."""
    everybody: float | None = None
    roles: dict[str, float] = {}
    for each in written:
        role, equals, percent = each.rpartition("=")
        if equals:
            _require_role(role, instrument)
            roles[role] = _part(percent, each)
        else:
            everybody = _part(percent, each)
    if everybody is None and not {role.id for role in instrument.roles} <= roles.keys():
        raise ReadinessError("No response rate is given for everybody.", f"Add --rate 25. {_HOW}")
    return Rates(everybody or 0.0, roles)


def last_year(session: Session, before: Assessment, instrument: Instrument) -> Rates:
    """Return the rates of an assessment that has closed, by role as far as they were shown."""
    found = expected(session, before, {role.id for role in instrument.roles})
    roles = {role: rate / 100 for role, rate in found.roles.items()}
    return Rates(found.everybody / 100, roles, found.source)


def assumed(sd: float | None = None, iccs: Iterable[float] = ()) -> Assumed:
    """Return the assumptions, with some of them changed."""
    usual, wanted = Assumed(), tuple(dict.fromkeys(iccs))
    if sd is not None and not 0 < sd <= 50:
        raise ReadinessError(
            f"A standard deviation of {sd:g} points is impossible.", "Write one over 0 and up to 50."
        )
    if not all(0 < icc < 1 for icc in wanted):
        raise ReadinessError("An ICC must lie between 0 and 1.", "Write one such as .05.")
    return Assumed(usual.sd if sd is None else sd, wanted or usual.iccs)


def _require_role(role: str, instrument: Instrument) -> None:
    roles = [each.id for each in instrument.roles]
    if role not in roles:
        raise ReadinessError(
            f'There is no role "{role}".', f"Write one of: {', '.join(roles)}{nearest(role, roles)}"
        )


def _part(percent: str, written: str) -> float:
    if not _PERCENT.match(percent) or float(percent.rstrip("%")) > 100:
        raise ReadinessError(f'"{written}" is no response rate.', f"It lies between 0 and 100. {_HOW}")
    found = float(percent.rstrip("%"))
    if 0 < found < 1:
        raise ReadinessError(f"A rate of {found:g}% would be less than one in a hundred.", _HOW)
    return found / 100
