"""What people call themselves and their things, as it is kept."""

from __future__ import annotations

import unicodedata

from readiness.access.faults import Unfit


def fit(typed: str, asked: str, longest: int) -> str:
    """Return a name in one spelling and one line; where there is none, say what is asked for."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name or not name.isprintable():
        raise Unfit("name", asked)
    if len(name) > longest:
        raise Unfit("name", f"Name must have {longest} letters or fewer")
    return name
