"""Which role may do what, and where: the one table. Nothing else in the program decides it.

An administrator cares for people and settings and sees no result by that. Whoever leads a part sees that part; of all
other parts, what the published report shows and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from readiness.records.account_tables import Grant


class Role(StrEnum):
    """What somebody can be given."""

    ADMINISTRATOR = "administrator"
    SYSTEM_LEAD = "system-lead"
    AREA_LEAD = "area-lead"
    ORGANISATION_LEAD = "organisation-lead"
    VIEWER = "viewer"


class Action(StrEnum):
    """What somebody may do."""

    MANAGE_PEOPLE = "manage people"
    READ_LOG = "read the audit log"
    CHANGE_SETTINGS = "change settings"
    SET_UP = "set up, open and close assessments"
    INVITE_STAFF = "make links and send invitations"
    SEE_RATES = "see response rates"
    MODERATE = "moderate comments"
    SEE_RESULTS = "see results before and beyond the published report"
    SEE_PUBLISHED = "see the published report"
    RECORD_ACTIONS = "record what is done about results"


class Reach(StrEnum):
    """How far a right reaches from the grant that holds it."""

    EVERYWHERE = "everywhere"
    SYSTEM = "the system of the grant"
    PART = "the area or organisation of the grant"


_OF_A_SYSTEM = {Action.SEE_PUBLISHED: Reach.SYSTEM}
TABLE: Mapping[Role, Mapping[Action, Reach]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: {
            Action.MANAGE_PEOPLE: Reach.EVERYWHERE,
            Action.READ_LOG: Reach.EVERYWHERE,
            Action.CHANGE_SETTINGS: Reach.EVERYWHERE,
        },
        Role.SYSTEM_LEAD: {
            Action.SET_UP: Reach.SYSTEM,
            Action.INVITE_STAFF: Reach.SYSTEM,
            Action.SEE_RATES: Reach.SYSTEM,
            Action.MODERATE: Reach.SYSTEM,
            Action.SEE_RESULTS: Reach.SYSTEM,
            Action.RECORD_ACTIONS: Reach.SYSTEM,
            **_OF_A_SYSTEM,
        },
        Role.AREA_LEAD: {
            Action.SEE_RATES: Reach.PART,
            Action.SEE_RESULTS: Reach.PART,
            Action.RECORD_ACTIONS: Reach.PART,
            **_OF_A_SYSTEM,
        },
        Role.ORGANISATION_LEAD: {Action.SEE_RATES: Reach.PART, **_OF_A_SYSTEM},
        Role.VIEWER: _OF_A_SYSTEM,
    }
)
NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.ADMINISTRATOR: "Administrator",
        Role.SYSTEM_LEAD: "System lead",
        Role.AREA_LEAD: "Area lead",
        Role.ORGANISATION_LEAD: "Organisation lead",
        Role.VIEWER: "Viewer",
    }
)
MEANINGS: Mapping[Role, str] = MappingProxyType(
    {
        Role.ADMINISTRATOR: "Invites people and gives rights. Sees no results.",
        Role.SYSTEM_LEAD: "Sets assessments up and sees all results of a system.",
        Role.AREA_LEAD: "Sees the results of one clinical area, and the published report.",
        Role.ORGANISATION_LEAD: "Sees response rates of one organisation, and the published report.",
        Role.VIEWER: "Sees the published report of a system.",
    }
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be seen or done to: everything, a system, or one area or organisation of it."""

    system: int | None = None
    area: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a system's results: all, some areas, or only what is published."""

    everything: bool = False
    areas: frozenset[str] = frozenset()
    published: bool = False

    def shows(self, area: str | None, published: bool) -> bool:
        """Say whether a figure may be shown: one of that area, or of the whole system where it is None."""
        if self.everything or (area is not None and area in self.areas):
            return True
        return published and self.published


def may(grants: Iterable[Grant], action: Action, scope: Scope, today: date) -> bool:
    """Say whether one of these grants holds today and allows the action on all of that scope."""
    return any(_allows(one, action, scope) for one in grants if one.holds(today))


def may_somewhere(grants: Iterable[Grant], action: Action, system: int, today: date) -> bool:
    """Say whether one of these grants holds today and allows the action on that system or on a part of it."""
    return any(
        action in TABLE[Role(one.role)] and TABLE[Role(one.role)][action] is not Reach.EVERYWHERE
        for one in grants
        if one.holds(today) and one.system_id == system
    )


def sight(grants: Iterable[Grant], system: int, today: date) -> Sight:
    """Return what these grants show of a system's results; every screen and file of results asks here."""
    held = [one for one in grants if one.holds(today)]
    areas = {one.area for one in held if one.area}
    return Sight(
        everything=may(held, Action.SEE_RESULTS, Scope(system), today),
        areas=frozenset(
            area for area in areas if may(held, Action.SEE_RESULTS, Scope(system, area=area), today)
        ),
        published=may(held, Action.SEE_PUBLISHED, Scope(system), today),
    )


def sees_results(role: Role) -> bool:
    """Say whether the role shows anything of what people answered, so that a second person must agree to it."""
    return bool(
        {Action.SEE_RESULTS, Action.SEE_PUBLISHED, Action.SEE_RATES, Action.MODERATE} & set(TABLE[role])
    )


def _allows(grant: Grant, action: Action, scope: Scope) -> bool:
    reach = TABLE[Role(grant.role)].get(action)
    if reach is Reach.EVERYWHERE:
        return True
    if reach is None or scope.system is None or scope.system != grant.system_id:
        return False
    if reach is Reach.SYSTEM:
        return True
    asked = (scope.area, scope.organisation)
    return asked == (grant.area, grant.organisation) and asked != (None, None)
