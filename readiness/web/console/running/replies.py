"""What a mail server answered, in plain words: its own may name machines, and help only those who run one."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3})\b)?")
_PLAIN = (
    (r"[45]\.1\.", "The address is not known there: look at its spelling"),
    (r"[45]\.2\.|552|452|422", "The mailbox is full or closed"),
    (r"5\.7\.", "Mail from us is not taken there: ask whoever runs the mail server"),
    (r"4", "Not taken for now: it is tried again when you send again"),
    (r"55[013]", "The address is not known there: look at its spelling"),
)
"""By how its numbers begin, the finer one first (RFC 5321 and 3463)."""


def plain(said: str) -> str:
    """Return an answer in words of ours, with its numbers."""
    found = _NUMBERS.match(said)
    if found is None:
        return "Refused"
    code, fine = found[1], found[2] or ""
    told = next(
        (words for begins, words in _PLAIN if re.match(begins, fine) or re.match(begins, code)),
        "Refused for good: ask whoever runs the mail server",
    )
    return f"{told} ({' '.join(filter(None, (code, fine)))})"
