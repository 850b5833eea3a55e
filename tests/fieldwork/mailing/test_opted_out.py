"""How many want no more mail is told as response rates are, so that nobody's opting out can be watched for."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from readiness.fieldwork.inviting import invitations, opted_out
from readiness.records import invited
from readiness.records.invited import Invited, Person
from tests.fieldwork.mailing.conftest import Office

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
SECRET = "only-for-tests"


def let(people: Invited, number: int) -> None:
    """Let so many people of a new list want no more mail."""
    made = [Person(secrets.token_bytes(16), f"{secrets.token_hex(8)}@ashdale.example") for _ in range(number)]
    people.add(made)
    for person in made:
        people.opt_out(person.id)


def told(office: Office, people: Invited, days: int = 0, secret: str = SECRET) -> int | None:
    return opted_out.told(people, office.assessment, secret, office.today + timedelta(days=days))


def test_it_stays_the_same_all_day_whoever_opts_out_meanwhile(office: Office) -> None:
    with invited.opened(office.settings.lists, office.assessment.code, make=True) as people:
        let(people, 112)
        first = told(office, people)
        assert first is not None
        let(people, 200)
        assert told(office, people) == first
        later = told(office, people, days=1)
        assert later is not None
        assert later > first


def test_it_is_blurred_and_rounded_and_moves_from_day_to_day(office: Office) -> None:
    spread = 0
    with invited.opened(office.settings.lists, office.assessment.code, make=True) as people:
        let(people, 150)
        figures = [told(office, people, days) for days in range(15)]
    from readiness.fieldwork.rates import figures as rates

    spread = rates.blur(office.assessment, SECRET, office.today).spread()
    shown = [one for one in figures if one is not None]
    assert len(shown) == len(figures)
    assert all(one % 5 == 0 and abs(one - 150) < 4 * spread for one in shown)
    assert len(set(shown)) > 1, "an exact count, or one that is rounded alone, stands still"


def test_few_are_never_told_of_and_their_coming_is_not_either(office: Office) -> None:
    with invited.opened(office.settings.lists, office.assessment.code, make=True) as people:
        for days in range(10):
            let(people, 1)
            assert told(office, people, days) is None
    assert opted_out.shown_from(office.assessment, SECRET, office.today) >= 20


def test_another_installation_blurs_otherwise(office: Office) -> None:
    found = set()
    for number in range(4):
        with invited.opened(office.settings.lists, f"list{number}", make=True) as people:
            let(people, 150)
            found.add(told(office, people, secret=f"secret {number}"))
    assert len(found) > 1
    assert invitations.about(150, 11) == 150, "rounding alone tells it"
