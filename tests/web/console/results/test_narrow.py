"""Whoever leads an area learns by no page, table, document or program anything that was found elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from readiness.access.rights import Sight
from readiness.baseline.findings import Findings
from readiness.baseline.seen import narrowed, seen
from readiness.records.tables import Assessment
from readiness.reporting import kinds
from readiness.reporting.exports import json as exports
from readiness.reporting.published import ORDER
from tests.reporting.believable import REPORTS, believable
from tests.web.console.conftest import AREA_LEAD, Join, Person
from tests.web.console.results.conftest import Find

OWN = "cardiology"
SAME = ("heading", "n", "areas")
"""What may be told beside the own area: what the assessment is called, and how many answered in all."""


def bent(found: Any) -> Any:
    """Return the same with every figure and every judgement another, however deep it lies."""
    if isinstance(found, bool):
        return not found
    if isinstance(found, int):
        return found + 17
    if isinstance(found, float):
        return found * 0.8 + 3
    if isinstance(found, tuple):
        return tuple(bent(one) for one in found)
    if is_dataclass(found) and not isinstance(found, type):
        return replace(found, **{each.name: bent(getattr(found, each.name)) for each in fields(found)})
    return found


def elsewhere(found: Findings) -> Findings:
    """Return findings of which the own area alone is as it was."""
    other = {each.name: bent(getattr(found, each.name)) for each in fields(found) if each.name not in SAME}
    areas = tuple(one if one.id == OWN else bent(one) for one in found.areas)
    return replace(found, **other, areas=areas)


@pytest.fixture
def ari(join: Join) -> Person:
    """Who leads cardiology."""
    return join("ari@example.org", AREA_LEAD)


def test_what_was_found_elsewhere_changes_no_letter_of_what_an_area_lead_gets(
    ari: Person, find: Find, base: str, closed: Assessment
) -> None:
    actions = f"/console/assessments/{closed.code}/actions"
    pages = ["", f"/areas/{OWN}", *(f"/tables/{name}?area={OWN}" for name in ORDER)]
    addresses = [*(base + page for page in pages), actions, f"{actions}/where", f"{actions}/new?area={OWN}"]
    told = []
    for findings in (believable(), elsewhere(believable())):
        find(findings)
        told.append({address: plain(ari, address) for address in addresses})
    assert sum(page.startswith("200") for page in told[0].values()) > 10
    assert told[0] == told[1]


@pytest.mark.parametrize("given", ["page", "program"])
def test_nor_of_its_document_or_of_what_a_program_reads(given: str) -> None:
    forms: dict[str, Callable[[Findings], object]] = {"page": document, "program": program}
    one, other = (forms[given](findings) for findings in (believable(), elsewhere(believable())))
    assert one == other
    assert one != forms[given](bent_here(believable())), "what is found here does change it"


def bent_here(found: Findings) -> Findings:
    return replace(found, areas=tuple(bent(one) if one.id == OWN else one for one in found.areas))


def document(found: Findings) -> bytes:
    return kinds.make(narrowed(found, OWN), REPORTS, "area-page", {"area": OWN, "alone": "yes"})


def program(found: Findings) -> str:
    shown = seen(found, Sight(areas=frozenset({OWN})), published=False)
    return json.dumps(exports.plain(shown.areas), default=str)


def plain(person: Person, address: str) -> str:
    """What is answered there, without what is drawn anew each time."""
    response = person.browser.client.get(address, headers={"Accept-Encoding": "identity"})
    source = re.sub(r'name="csrf_token" value="[^"]*"', "", response.get_data(as_text=True))
    return f"{response.status_code} {source}"
