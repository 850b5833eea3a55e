"""Guesses are near to real links, and never one of them."""

from __future__ import annotations

import random
from itertools import islice

from benchmarks.guessing import guesses

REAL = ["k7m2p9-AbCdEfGhIjKlMnOp", "ZyXwVuTsRqPoNmLk_1-23"]


def test_no_guess_is_a_real_link_and_some_are_one_letter_away() -> None:
    found = list(islice(guesses(REAL, random.Random(1)), 2_000))
    assert not set(found) & set(REAL)
    near = [
        one
        for one in found
        for real in REAL
        if len(one) == len(real) and sum(a != b for a, b in zip(one, real, strict=True)) == 1
    ]
    assert len(near) > 200
    assert {len(one) - len(real) for one in found for real in REAL} >= {-1, 0, 1}
