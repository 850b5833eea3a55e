"""What whoever runs an assessment is told to do: never to type a command."""

from __future__ import annotations

import pytest

from readiness.errors import ReadinessError, WrongState
from readiness.web.console import telling
from tests.web.console.conftest import Person
from tests.web.console.running.conftest import PERSONAL, at

__all__ = ["at"]


@pytest.mark.parametrize(
    ("remedy", "told"),
    [
        ("Look at its spelling.", "Look at its spelling."),
        ("Add people: readiness invite add q7 people.csv", "Add people."),
        (
            "Send yourself one: readiness invite test q7 you@example.org; or use --without-test.",
            "Send yourself one.",
        ),
        ("It takes them from Monday on, once it is open: readiness assessment open q7", None),
        (
            "`readiness builds` lists those that there are.",
            "Go to the assessment's page: it says what can be done.",
        ),
        ("Ask whoever runs the server to type: readiness user reset a --second-factor", ""),
        ("", ""),
    ],
)
def test_nobody_is_told_to_type_a_command(remedy: str, told: str | None) -> None:
    expected = {"": remedy, None: "It takes them from Monday on, once it is open."}.get(told, told)
    assert telling.remedy(ReadinessError("It cannot be done.", remedy)) == expected
    assert telling.remedy(WrongState("It cannot be done.", remedy)) == expected


@PERSONAL
def test_a_page_says_it_too(lea: Person, at: str) -> None:
    page = lea.browser.get(f"{at}/people/remove").send("Take them off", email="a@ashdale.example")
    assert page.faults == [(f"Nobody is on the list of {at[-10:]}. Add people", "#email")]
