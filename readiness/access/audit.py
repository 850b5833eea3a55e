"""The audit log: who did what to what, when and from which sign-in. Never who answered, what, or with which link.

An entry is sealed with a key that the database does not hold, over its own words and the seal of the entry before.
Whoever changes, removes or re-orders entries in the database breaks the chain, and `check` says where. Who cuts entries
off its end can put the head back too; the head that was noted elsewhere tells.
"""

from __future__ import annotations

import csv
import hmac
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from readiness.access import keys
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import audit
from readiness.records.account_tables import AuditEntry
from readiness.records.database import Session

COLUMNS = ("number", "at", "actor", "action", "about", "details", "sign_in", "seal")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Broken(ReadinessError):
    """The log is not as it was written."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's number and the beginning of its seal: what to note elsewhere."""

    number: int
    seal: bytes

    def __str__(self) -> str:
        return f"{self.number}-{self.seal[:8].hex()}"


def add(
    session: Session,
    settings: Settings,
    now: int,
    actor: tuple[int | None, str, int | None],
    action: str,
    about: str,
    details: dict[str, str],
) -> AuditEntry:
    """Write an entry in the transaction of the act itself; `actor` is account, name and sign-in."""
    head = audit.head(session)
    account, name, sign_in = actor
    entry = AuditEntry(
        number=head.number + 1,
        at=now,
        actor_id=account,
        actor=name[:254],
        action=action,
        about=about[:300],
        details=details,
        sign_in_id=sign_in,
    )
    entry.seal = _seal(keys.derived(settings, "audit"), head.seal, entry)
    audit.add(session, head, entry)
    return entry


def check(session: Session, settings: Settings, noted: str = "") -> Head:
    """Return the head of the log, or say where it is not as it was written; `noted` is a head from earlier."""
    key, number, seal = keys.derived(settings, "audit"), 0, audit.NO_SEAL
    heads: set[str] = set()
    written = audit.last(session)  # before the entries: others may be adding to them
    for entry in audit.entries(session, written[0]):
        number += 1
        _require_in_order(entry, number)
        if not hmac.compare_digest(entry.seal, _seal(key, seal, entry)):
            raise Broken(
                f"Entry {number} of the audit log is not as it was written, or the one before it was removed.",
                "Compare it with an earlier export. If secret_key was changed, put the old one back.",
            )
        seal = entry.seal
        if noted.startswith(f"{number}-"):
            heads.add(str(Head(number, seal)))
    _require_end(written, (number, seal))
    if noted and noted not in heads:
        raise Broken(
            f"The audit log does not hold the entry that was noted as {noted}.",
            "Its end was cut off since, or the note is of another installation.",
        )
    return Head(number, seal)


def rows(entries: Iterable[AuditEntry]) -> Iterator[dict[str, object]]:
    """Return entries as plain values, for a file."""
    for one in entries:
        yield {
            "number": one.number,
            "at": moment(one.at).isoformat(),
            "actor": one.actor,
            "action": one.action,
            "about": one.about,
            "details": one.details,
            "sign_in": one.sign_in_id,
            "seal": one.seal.hex(),
        }


def as_json(entries: Iterable[AuditEntry]) -> str:
    """Return the entries as one JSON list, an entry a line."""
    lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows(entries))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def as_csv(entries: Iterable[AuditEntry]) -> str:
    """Return the entries as CSV; what a spreadsheet would take for a formula is marked as text."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for row in rows(entries):
        details = json.dumps(row["details"], ensure_ascii=False, sort_keys=True)
        writer.writerow({name: _text(value) for name, value in {**row, "details": details}.items()})
    return file.getvalue()


def moment(seconds: int) -> datetime:
    """Return a moment that is kept in seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def _text(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _seal(key: bytes, before: bytes, entry: AuditEntry) -> bytes:
    told = [
        entry.number,
        entry.at,
        entry.actor_id,
        entry.actor,
        entry.action,
        entry.about,
        dict(sorted(entry.details.items())),
        entry.sign_in_id,
    ]
    return hmac.digest(key, before + json.dumps(told, ensure_ascii=True).encode(), "sha256")


def _require_in_order(entry: AuditEntry, number: int) -> None:
    if entry.number != number:
        raise Broken(
            f"Entry {number} of the audit log is missing; entry {entry.number} comes next.",
            "It was removed outside the program: compare with an earlier export.",
        )


def _require_end(kept: tuple[int, bytes], found: tuple[int, bytes]) -> None:
    if kept != found:
        raise Broken(
            f"The audit log ends at entry {found[0]}, but {kept[0]} were written.",
            "The last ones were removed outside the program: compare with an earlier export.",
        )
