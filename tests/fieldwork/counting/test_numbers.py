"""Numbers of people as they are typed, by the dozen: taken whole, or refused in a sentence that says how to mend it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.fieldwork.counting import numbers
from readiness.fieldwork.counting.numbers import MOST, NoNumber


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        *[("", None), ("  ", None), ("\u00a0", None)],
        *[("0", 0), ("007", 7), ("120", 120), (" 120 ", 120), ("120.0", 120), ("120.00", 120)],
        *[("1,200", 1200), ("1 200", 1200), ("1\u00a0200", 1200), ("1\u202f200", 1200), ("1'200", 1200)],
        *[
            ("1\u2019200", 1200),
            ("1,234,567", 1234567),
            ("\uff11\uff12", 12),
            (f"{MOST}", MOST),
            (f"{MOST:,}", MOST),
        ],
    ],
)
def test_these_are_numbers_or_left_blank(typed: str, people: int | None) -> None:
    assert numbers.read(typed) == people


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *[(sign, "not known") for sign in ("-", "\u2013", "\u2014", "?", "n/a", "N/A", "x", "*")],
        *[
            (rough, "a rough one will do")
            for rough in ("~50", "c. 50", "ca 50", "about 50", "<5", "> 10", "\u2248 50")
        ],
        *[
            ("-3", "0 or more"),
            ("-1,200", "0 or more"),
            ("=SUM(B2:B9)", "only values are read"),
            ("=", "values"),
        ],
        *[("1.5", "count heads"), ("1,2", "count heads"), ("12.34", "count heads"), ("1.200", "count heads")],
        *[
            ("twelve", "whole number such as"),
            ("12 people", "such as"),
            ("1e3", "such as"),
            ("+5", "such as"),
        ],
        *[("12-15", "such as"), ("1,20,000", "such as"), ("1,2345", "heads"), ("0x10", "such")],
        ("\u0661\u0662", "such as"),
        *[(f"{MOST + 1}", f"{MOST:,}"), ("9" * 5000, f"{MOST:,}"), ("9,999,999,999", f"{MOST:,}")],
    ],
)
def test_these_are_none_and_it_is_said_how_to_mend_them(typed: str, said: str) -> None:
    with pytest.raises(NoNumber) as refused:
        numbers.read(typed)
    assert said in f"{refused.value.problem} {refused.value.remedy}"


@given(st.text())
def test_whatever_is_typed_is_a_number_of_people_or_refused(typed: str) -> None:
    found = read(typed)
    if isinstance(found, NoNumber):
        assert (found.problem[-1], found.remedy[-1]) == (".", ".")
    else:
        assert found is None or 0 <= found <= MOST


def read(typed: str) -> int | NoNumber | None:
    try:
        return numbers.read(typed)
    except NoNumber as refused:
        return refused


@given(st.integers(0, MOST))
def test_a_number_is_read_however_its_thousands_are_kept_apart(people: int) -> None:
    for separator in (",", " ", "\u00a0", "'"):
        assert numbers.read(f"{people:,}".replace(",", separator)) == people
