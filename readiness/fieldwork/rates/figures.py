"""Response rates while an assessment is open, and as they stood when it closed.

What a lead may see of who has answered: counts by role, place, organisation and clinical area, how evenly the groups
have answered, and how many reached each page. They are worked out at most once a day and kept: whoever asks again the
same day is shown the very same figures, however many have answered since.

Who reads them may know a great deal: who was at work today, who has told them, what all figures were yesterday. Five
things keep one person's answer from being told by them:

1. Every count is blurred and then rounded to 5 (`blurring`, with what it promises and why). Each figure has a blur of
   its own, so that what is subtracted from a total is blurred as well: of two one-way tables over one total, or of a
   total and all groups but one, the difference is off by a dozen people and more, never by a few.
2. No count under the assessment's threshold is shown, and none that the blur could have lifted over it.
3. Where all groups of a table but one are shown, the smallest of those shown is hidden too: without it the total would
   give the hidden one away, blurred as it is. (Areas have no total: one person may be in several.)
4. No table crosses another one: roles are shown over all places, and places over all roles.
5. Nobody is ever shown to be among all or nearly all: from 95% on a rate is "95% or more".

Every rate comes from the rounded count and so tells nothing that the count does not. The same holds for
representativeness, which is worked out from blurred counts alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from readiness.errors import ReadinessError, WrongState
from readiness.fieldwork.rates import blurring
from readiness.fieldwork.rates.blurring import STEP, Blur
from readiness.fieldwork.rates.counting import TABLES, Counted, counted
from readiness.fieldwork.rates.representative import Balance, Stratum, balance
from readiness.instrument.types import Instrument
from readiness.records import turnout
from readiness.records.database import Session
from readiness.records.tables import Assessment, Turnout

MOST = 95
"""The highest rate, in percent, that is told apart from those above it."""
WIDEST = 0.30
"""Representativeness with an interval wider than this says nothing and is not shown."""
WITH_TOTAL = ("role", "place", "organisation")
"""The tables whose groups add up to the total."""
PUSHED = 3
"""How many groups are named where it would help most to ask again."""
Invited = Mapping[str, tuple[int, int]]
"""By organisation: how many people are on the list, and how many of them have answered."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people: how many answered, as shown, and how many there are. None is not shown, or not known."""

    id: str
    name: str
    answered: int | None
    asked: int | None
    or_more: bool = False
    """Whether so nearly all have answered that only this bound is told."""

    @property
    def rate(self) -> int | None:
        """The response rate in whole percent, from the count as shown; never over 95."""
        if self.answered is None or not self.asked:
            return None
        return min(MOST, round(100 * self.answered / self.asked))


@dataclass(frozen=True, slots=True)
class Rates:
    """Response rates as they are shown on a day and, once the assessment has closed, for good."""

    day: date
    closed: bool
    total: Group
    tables: Mapping[str, tuple[Group, ...]]
    """By `role`, `place`, `organisation`, `area` and `page`; a page has no number of people asked."""
    balance: Balance | None
    """Representativeness, 0 to 1; None where it would say nothing."""
    blur: int
    """The standard deviation of the blur of one count, in people."""
    page_blur: int
    """The same of the count of a page, which is blurred more: one person stands in many of them."""

    def lowest(self) -> tuple[tuple[str, Group], ...]:
        """Return the shown groups, with their tables, that lie under the whole by more than the blur explains."""
        whole = self.total.rate
        if whole is None:
            return ()
        found = [
            (group.rate, table, group)
            for table in ("role", "place", "area", "organisation")
            for group in self.tables[table]
            if group.rate is not None and group.asked and whole - group.rate > 200 * self.blur / group.asked
        ]
        return tuple((table, group) for _, table, group in sorted(found, key=lambda one: one[0])[:PUSHED])


def of_today(
    session: Session,
    assessment: Assessment,
    instrument: Instrument,
    today: date,
    secret: str,
    invited: Invited | None = None,
) -> Rates:
    """Return the rates of an open assessment as worked out today, or of a closed one as they stood at its closing.

    `session` must be one that writes. `secret` is the installation's secret key; `invited` counts the people of a list
    by organisation.
    """
    if assessment.state == "closed":
        return latest(session, assessment)
    if assessment.state == "draft":
        raise WrongState(
            f"{assessment.title} ({assessment.code}) is still a draft: nobody can have answered.",
            f"Open it first: readiness assessment open {assessment.code}.",
        )
    step, kept = _step(assessment, today), turnout.latest(session, assessment)
    if kept is None or kept.shown["step"] < step:
        found = counted(session, assessment, instrument, invited)
        turnout.keep(session, assessment, today, _protected(assessment, found, step, secret, kept))
    return latest(session, assessment)


def at_closing(
    session: Session,
    assessment: Assessment,
    instrument: Instrument | None,
    today: date,
    secret: str,
    invited: Invited | None = None,
) -> Rates:
    """Work the rates out for the last time, before codes, marks and the list are destroyed, and keep them for good.

    Closing twice shows what the first time showed. Where the instrument's files cannot be read any more it is None:
    roles then go by their ids, and pages are left out.
    """
    kept = turnout.latest(session, assessment)
    if kept is None or not kept.shown["closed"]:
        found, last = counted(session, assessment, instrument, invited), _steps(assessment) - 1
        day = max(today, kept.day) if kept else today
        # The last figure need not hold still: nobody compares it with one of the next day.
        turnout.keep_last(session, assessment, day, _protected(assessment, found, last, secret, None))
    return latest(session, assessment)


def latest(session: Session, assessment: Assessment) -> Rates:
    """Return the latest rates that are kept."""
    kept = turnout.latest(session, assessment)
    if kept is None:
        raise ReadinessError(
            f"No response rates were kept of {assessment.title} ({assessment.code}).",
            "They are worked out while an assessment is open and once more when it closes.",
        )
    return _read(kept)


def blur(assessment: Assessment, secret: str, today: date) -> Blur:
    """Return the blur of that day, for another count of the same people that is told as these are."""
    return Blur(_key(secret, assessment), _step(assessment, today), _steps(assessment))


def _steps(assessment: Assessment) -> int:
    """Return how often figures can be worked out: once each day, once after the last, and at closing."""
    return (assessment.closes_on - assessment.opens_on).days + 3


def _step(assessment: Assessment, today: date) -> int:
    return min(max((today - assessment.opens_on).days, 0), _steps(assessment) - 2)


def _protected(
    assessment: Assessment, found: Counted, step: int, secret: str, kept: Turnout | None
) -> dict[str, Any]:
    """Return what is kept and shown of the exact counts, which go no further than here."""
    steps = _steps(assessment)
    shield = _Shield(Blur(_key(secret, assessment), step, steps), assessment.threshold, _shown_before(kept))
    total = shield.group("total", found.total)
    tables = {name: shield.table(name, found.tables[name], total) for name in TABLES}
    even = _balance(found, shield.blur) if total["answered"] is not None else None
    return {
        "step": step,
        "closed": step == steps - 1,
        "blur": round(shield.blur.spread()),
        "page_blur": round(shield.blur.spread(max(1, len(tables["page"])))),
        "total": total,
        "tables": tables,
        "balance": even and [round(figure, 2) for figure in (even.value, even.low, even.high)],
    }


def _key(secret: str, assessment: Assessment) -> bytes:
    if not secret:
        raise ReadinessError(
            "This installation has no secret, so that response rates cannot be blurred.",
            "Run `readiness init`, which makes one.",
        )
    return hmac.digest(secret.encode(), f"readiness turnout {assessment.code}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class _Shield:
    """Between exact counts and what is shown of them."""

    blur: Blur
    threshold: int
    before: Mapping[tuple[str, str], int]
    """What was shown last, by table and group."""

    def group(self, table: str, row: tuple[str, str, int, int | None], shares: int = 1) -> dict[str, Any]:
        id, name, people, asked = row
        blurred = self.blur.blurred(f"{table} {id}", people, shares)
        count = blurring.shown(
            people, blurred, self.threshold, self.blur.spread(shares), self.before.get((table, id))
        )
        most = STEP * (asked * MOST // 100 // STEP) if asked is not None else None
        more = most is not None and count is not None and count >= most
        if more and most is not None:
            count = most if most >= self.threshold else None
        return {
            "id": id,
            "name": name,
            "answered": count,
            "asked": asked,
            "or_more": more and count is not None,
        }

    def table(
        self, name: str, rows: Sequence[tuple[str, str, int, int | None]], total: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        shares = max(1, len(rows)) if name == "page" else 1
        groups = [self.group(name, row, shares) for row in rows]
        if name in WITH_TOTAL and total["answered"] is not None:
            _hide_another(groups)
        return groups


def _hide_another(groups: list[dict[str, Any]]) -> None:
    """Where exactly one group is hidden, hide the smallest of the others too, as known by its headcount."""
    shown = [group for group in groups if group["answered"] is not None]
    if len(groups) - len(shown) == 1 and shown:
        smallest = min(shown, key=lambda group: (group["asked"] or group["answered"], group["answered"]))
        smallest.update(answered=None, or_more=False)


def _balance(found: Counted, blur: Blur) -> Balance | None:
    """Return representativeness over role by place, or over roles where nobody counted heads by place."""
    strata = [
        Stratum(asked, blur.blurred(f"{table} {id}", people)) for table, id, people, asked in found.strata
    ]
    even = balance(strata, blur.spread())
    return even if even and even.high - even.low <= WIDEST else None


def _shown_before(kept: Turnout | None) -> dict[tuple[str, str], int]:
    if kept is None:
        return {}
    tables: Iterable[tuple[str, list[dict[str, Any]]]] = [
        ("total", [kept.shown["total"]]),
        *kept.shown["tables"].items(),
    ]
    return {
        (name, group["id"]): group["answered"]
        for name, groups in tables
        for group in groups
        if group["answered"] is not None and not group["or_more"]
    }


def _read(kept: Turnout) -> Rates:
    shown = kept.shown
    return Rates(
        day=kept.day,
        closed=shown["closed"],
        total=Group(**shown["total"]),
        tables={name: tuple(Group(**group) for group in shown["tables"][name]) for name in TABLES},
        balance=Balance(*shown["balance"]) if shown["balance"] else None,
        blur=shown["blur"],
        page_blur=shown["page_blur"],
    )
