"""Systems are named once each, on both databases, and every name is in the log."""

from __future__ import annotations

import pytest

from readiness.access import systems
from readiness.access.faults import Missing, Unfit
from readiness.records import audit, grants
from tests.access.conftest import Office


def test_a_system_is_added_and_renamed(office: Office) -> None:
    with office.desk() as acting:
        made = systems.add(acting, " Birchdale\n System ")
        systems.add(acting, "Ashdale")
    with office.desk() as acting:
        systems.rename(acting, made.id, "birchdale system")
    with office.database.read() as session:
        assert [one.name for one in grants.systems(session)] == ["Ashdale", "birchdale system"]
        last, *_ = audit.page(session, 0, 1)
    assert (last.action, last.details) == ("system renamed", {"before": "Birchdale System"})


def test_a_name_is_given_once_whatever_its_capitals(office: Office) -> None:
    with office.desk() as acting:
        systems.add(acting, "Ashdale")
        other = systems.add(acting, "Birchdale")
    for act in (
        lambda acting: systems.add(acting, "ASHDALE"),
        lambda acting: systems.rename(acting, other.id, "ashdale"),
    ):
        with pytest.raises(Unfit, match="of this name already"), office.desk() as acting:
            act(acting)


@pytest.mark.parametrize("number", [99, 2**40])
def test_a_system_that_is_not_there_cannot_be_renamed(office: Office, number: int) -> None:
    with pytest.raises(Missing), office.desk() as acting:
        systems.rename(acting, number, "Ashdale")
