"""Passwords: length and what nobody else would guess, and no rules about signs."""

from __future__ import annotations

import pytest

from readiness.access import passwords
from readiness.access.faults import Unfit

OWN = ("Jane Smith", "jane.smith@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "blue kettle marching slowly",
        "xK9#mQ2$vL7p",
        "ysgol mynydd eira",
        "雪の中で静かに本を読む人々",
        "tr4vel-lamp-otter",
    ],
)
def test_long_ones_will_do_whatever_their_signs(password: str) -> None:
    passwords.require_fit(password, *OWN)


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Passw0rd2026!!",
        "P@ssw0rd2026!!",
        "123456789012",
        "qwertyuiop12",
        "asdfghjkl;asdfghjkl",
        "letmeinletmein",
        "Manchester2026!",
        "NHSreadiness2026",
        "summer-winter-2026",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "jane smith 2026!",
        "JaneSmith1234567",
        "welcome to the nhs",
    ],
)
def test_easy_ones_are_refused_with_what_to_do(password: str) -> None:
    with pytest.raises(Unfit, match=r"too easy to guess.*three or four words"):
        passwords.require_fit(password, *OWN)


@pytest.mark.parametrize(("length", "said"), [(11, "12 letters or more"), (257, "256 letters or fewer")])
def test_too_short_and_too_long(length: int, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        passwords.require_fit(("kettle marching slowly " * 20)[:length])


def test_the_longest_is_taken_whole() -> None:
    longest = ("kettle marching slowly by the sea wall " * 20)[: passwords.LONGEST]
    passwords.require_fit(longest)
    kept = passwords.hashed(longest)
    assert passwords.right(kept, longest)
    assert not passwords.right(kept, longest[:-1])


def test_the_same_password_typed_on_two_systems_is_the_same() -> None:
    kept = passwords.hashed("caf\N{LATIN SMALL LETTER E WITH ACUTE} on the corner")
    assert passwords.right(kept, "cafe\N{COMBINING ACUTE ACCENT} on the corner")


def test_it_is_hashed_with_what_we_say() -> None:
    assert passwords.hashed("kettle marching slowly").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_nobody_has_the_password_of_no_account() -> None:
    assert not passwords.right(None, "nobody has this password")


def test_a_hash_that_cannot_be_read_fits_nothing() -> None:
    assert not passwords.right("$argon2id$spoiled", "kettle marching slowly")
