"""Naming systems: rights are given of them, so that one has to be there first."""

from __future__ import annotations

from readiness.access.acting import Acting
from readiness.access.faults import Missing, Unfit
from readiness.records import grants, systems
from readiness.records.tables import System

LONGEST = 200


def add(acting: Acting, name: str) -> System:
    """Add a system."""
    made = systems.add(acting.session, _free(acting, name))
    acting.note("system added", f"system {made.id} ({made.name})")
    return made


def rename(acting: Acting, number: int, name: str) -> System:
    """Give a system another name; its rights and assessments stay its own."""
    found = systems.by_id(acting.session, number) if number < 2**31 else None
    if found is None:
        raise Missing("There is no such system.", "Go to Systems to see all.")
    before = found.name
    found.name = _free(acting, name, but=found)
    acting.session.flush()
    acting.note("system renamed", f"system {found.id} ({found.name})", before=before)
    return found


def _free(acting: Acting, name: str, but: System | None = None) -> str:
    """Return the name as it is kept, or say what is wrong with it."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not 0 < len(plain) <= LONGEST:
        raise Unfit("name", f"Enter a name of up to {LONGEST} letters")
    others = [one.name.casefold() for one in grants.systems(acting.session) if one is not but]
    if plain.casefold() in others:
        raise Unfit("name", "There is a system of this name already", "Choose another name, or use that one")
    return plain
