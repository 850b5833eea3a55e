"""Slowing down who guesses, in the database, so that all processes count together, and never for good.

A try is counted before it is looked at, so that many at once are counted too; success forgets all. Four tries fail
freely; then each failure makes the next wait twice as long, a quarter of an hour at most. A try that comes too early is
not looked at and makes nobody wait longer. Counted by account, or by what was typed where there is none, and apart for
a browser in which the account was signed in before, so that who guesses elsewhere does not keep the owner out.

All tries of browsers that we do not know are counted together too: each costs work that those who answer wait for.
"""

from __future__ import annotations

from readiness.access.faults import Wait
from readiness.records import accounts
from readiness.records.database import Session

FREE = 4
FIRST_SECONDS = 10
LONGEST_SECONDS = 15 * 60
FORGOTTEN_SECONDS = 24 * 60 * 60
MOST_A_MINUTE = 120
"""So many tries of browsers that we do not know are looked at in a minute: about five seconds of work."""


def count(session: Session, key: bytes, now: int) -> None:
    """Count one try, or say how long to wait."""
    accounts.forget_old_failures(session, now - FORGOTTEN_SECONDS)
    found = accounts.slowed(session, key)
    if now < found.until and found.failures > FREE:
        raise Wait(found.until - now)
    found.failures += 1
    found.until = now + wait(found.failures)
    session.flush()


def count_stranger(session: Session, key: bytes, now: int) -> None:
    """Count one try of a browser that we do not know, or say how long to wait where there are too many of them."""
    found, end = accounts.slowed(session, key), now - now % 60 + 60
    if found.until != end:
        found.failures, found.until = 0, end
    if found.failures >= MOST_A_MINUTE:
        raise Wait(end - now)
    found.failures += 1
    session.flush()


def forget(session: Session, key: bytes) -> None:
    """Let somebody who succeeded start afresh."""
    accounts.forget_failures(session, key)


def write_again(session: Session, key: bytes) -> None:
    """Write what is kept already, so that a failure takes the time of a write whether there is an account or not."""
    accounts.write_failures_again(session, key)


def wait(failures: int) -> int:
    """Return how many seconds the next try has to wait after so many failures."""
    if failures <= FREE:
        return 0
    return int(min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(failures - FREE - 1, 16)))
