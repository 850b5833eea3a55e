"""No more mail, please: the address in each mail by which a person ends it, without ending the link to the survey."""

from __future__ import annotations

import hmac

from readiness.config import Settings
from readiness.errors import UnknownLink
from readiness.fieldwork.ways import personal
from readiness.records import invited
from readiness.records.invited import NoList

_PURPOSE = b"readiness opt out"


def token(key: bytes, code: str, person: bytes) -> str:
    """Return what stands in the address: who it is, and a proof that answers to nothing but this wish."""
    return personal.spelt(code, person, personal.proof(key, _PURPOSE, person))


def language(settings: Settings, token: str) -> str | None:
    """Return the language of whoever the address was made for, changing nothing; raise UnknownLink for one not ours."""
    code, person = _recognised(settings, token)
    try:
        with invited.opened(settings.lists, code) as people:
            found = people.by_id(person)
    except NoList as error:
        raise _unknown() from error
    if found is None:
        raise _unknown()
    return found.language


def opt_out(settings: Settings, token: str) -> None:
    """See that no more mail goes to whoever the address was made for; raise UnknownLink for one not ours."""
    code, person = _recognised(settings, token)
    try:
        with invited.opened(settings.lists, code) as people:
            known = people.opt_out(person)
    except NoList as error:
        raise _unknown() from error
    if not known:
        raise _unknown()


def _recognised(settings: Settings, token: str) -> tuple[str, bytes]:
    parts = personal.parted(token)
    key = personal.key(settings, parts[0]) if parts else None
    if (
        parts is None
        or key is None
        or not hmac.compare_digest(parts[2], personal.proof(key, _PURPOSE, parts[1]))
    ):
        raise _unknown()
    return parts[:2]


def _unknown() -> UnknownLink:
    return UnknownLink("This address was made for nobody who is still invited.", "Copy the whole address.")
