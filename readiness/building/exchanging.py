"""Figures for other systems and from them: what leaves is published and signed, what comes is checked and kept.

What others sent is kept as it came, a file each, in the instance folder, and is checked anew whenever it is read:
whoever changes one of these files changes nothing but whether it is believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness.access import signatures
from readiness.baseline.beside import FORMAT, Exchange, Signed, canonical, exchange, read, slug
from readiness.baseline.beside.reading import LARGEST
from readiness.baseline.beside.writing import statements
from readiness.baseline.findings import Findings
from readiness.building import editions
from readiness.config import Settings
from readiness.errors import AlreadyImported, FileFaults, ReadinessError
from readiness.fieldwork import lifecycle, publishing, suggestions
from readiness.instrument.load import available, load
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.database import Database
from readiness.reporting import files

SUFFIX = ".json"


class UnknownKey(ReadinessError):
    """A file is signed with a key whose fingerprint nobody has compared."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that another system sent: its name here, what it tells, whose it is, and why it is not believed."""

    name: str
    exchange: Exchange | None
    fingerprint: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of an assessment, in the questionnaire's own language, and the questionnaire."""

    findings: Findings
    instrument: Instrument


def published(database: Database, code: str, settings: Settings) -> Published:
    """Return what is published of an assessment; refuse where nothing is."""
    with database.read() as session:
        of = assessments.by_code(session, code)
        number = publishing.required(session, of).id
        instrument = lifecycle.locked_instrument(of, settings)
    return Published(editions.filled(database, number, settings)[instrument.language], instrument)


def told(of: Published, settings: Settings) -> Exchange:
    """Return what other systems may have of it."""
    return exchange(of.findings, of.instrument, suggestions.areas(settings.surveys))


def exported(what: Exchange, settings: Settings) -> bytes:
    """Return the file for other systems, signed with the installation's key."""
    key = signatures.own(settings)
    signed = Signed(
        format=FORMAT,
        exchange=what,
        key=key.public_key().public_bytes_raw().hex(),
        signature=key.sign(canonical(what)).hex(),
    )
    return canonical(signed) + b"\n"


def take(path: Path, settings: Settings, compared: str = "", replace: bool = False) -> Kept:
    """Check a file that another system sent, and keep it.

    `compared` is the fingerprint that the sender read out: a key that it fits is believed from then on.
    """
    data = _bytes(path)
    signed = read(path.name, data)
    _require_signature(path.name, signed)
    _require_known(path.name, signed.exchange, settings.surveys)
    key = bytes.fromhex(signed.key)
    _require_trust(path.name, key, settings, compared)
    out = settings.exchange / f"{_name(signed.exchange)}{SUFFIX}"
    _require_new(out, data, signed.exchange, replace)
    if compared:
        signatures.trust(settings, key)
    out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write_whole(out, data, mode=0o600)
    return Kept(out.stem, signed.exchange, signatures.fingerprint(key))


def kept(settings: Settings) -> tuple[Kept, ...]:
    """Return what others sent, by name; what is not as it came, or of a key that is not believed, says so."""
    return tuple(_kept(path, settings) for path in sorted(settings.exchange.glob(f"*{SUFFIX}")))


def one(settings: Settings, name: str) -> Kept:
    """Return what is kept under that name."""
    found = next((each for each in kept(settings) if each.name == name), None)
    if found is None:
        raise ReadinessError(
            f'Nothing that another system sent is kept as "{name}".', "`readiness benchmark list` names all."
        )
    return found


def remove(settings: Settings, name: str) -> Kept:
    """Remove what another system sent; the key it was signed with stays believed."""
    found = one(settings, name)
    (settings.exchange / f"{found.name}{SUFFIX}").unlink()
    return found


def digest(data: bytes) -> str:
    """Return what the log keeps of a file."""
    return hashlib.sha256(data).hexdigest()[:16]


def _kept(path: Path, settings: Settings) -> Kept:
    try:
        signed = read(path.name, _bytes(path))
        _require_signature(path.name, signed)
    except ReadinessError as error:
        return Kept(path.stem, None, "", error.message.splitlines()[0])
    key = bytes.fromhex(signed.key)
    trouble = "" if signatures.trusts(settings, key) else "Its key is not trusted any more."
    return Kept(path.stem, signed.exchange, signatures.fingerprint(key), trouble)


def _bytes(path: Path) -> bytes:
    """Return what a file holds, and one byte too many of one that is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _require_signature(name: str, signed: Signed) -> None:
    if not signatures.holds(
        bytes.fromhex(signed.key), bytes.fromhex(signed.signature), canonical(signed.exchange)
    ):
        raise ReadinessError(
            f"The signature of {name} does not fit: it was changed after it was signed.",
            "Ask the sender to export it anew, and to send the file itself, unchanged.",
        )


def _require_trust(name: str, key: bytes, settings: Settings, compared: str) -> None:
    found = signatures.fingerprint(key)
    if compared and signatures.read_aloud(compared) != found:
        raise UnknownKey(
            f"{name} is signed with the key {found}, not with the one that you named.",
            "Do not use it. Ask the sender, by telephone or in person, which file and which key are theirs.",
        )
    if not compared and not signatures.trusts(settings, key):
        raise UnknownKey(
            f"{name} is signed with the key {found}, which nobody here has compared.",
            "Ask the sender, by telephone or in person and not by the way the file came, to read out what their "
            "`readiness benchmark key` prints. Import the file again with --from and what they read out; where it is "
            "the same, the key is trusted from then on. Where it is another, do not use the file.",
        )


def _require_known(name: str, found: Exchange, surveys: Path) -> None:
    """Refuse figures of another questionnaire, and a file that tells untruly what ours asks."""
    asked = found.questionnaire
    ours = _versions(surveys, asked.id)
    theirs = {one.id: one.wording for one in found.statements}
    here = {each.id: each.wording for instrument in ours.values() for each in statements(instrument)}
    if not any(here.get(each) == said for each, said in theirs.items()):
        raise ReadinessError(
            f"{name} tells of the questionnaire {asked.id} {asked.version}, of which no statement is worded as in a "
            "questionnaire here: nothing can be set beside it.",
            "Put their version of the questionnaire into your surveys folder, if you ask by it too.",
        )
    same = ours.get(asked.hash)
    if same is not None and set(statements(same)) != set(found.statements):
        raise ReadinessError(
            f"{name} names the hash of {asked.id} {asked.version} and other statements than that has.",
            "Do not use it; ask the sender to export it anew with the unchanged software.",
        )


def _versions(surveys: Path, name: str) -> Mapping[str, Instrument]:
    """Return the versions of a questionnaire that can be read, by their hashes."""
    found = {}
    for (instrument, _), folder in available(surveys).items():
        if instrument == name:
            try:
                read_one = load(folder)
            except FileFaults:
                continue
            found[read_one.digest] = read_one
    return found


def _name(found: Exchange) -> str:
    return f"{slug(found.system) or 'system'}-{found.year}"


def _require_new(out: Path, data: bytes, found: Exchange, replace: bool) -> None:
    if not out.exists():
        return
    if _bytes(out) == data:
        raise AlreadyImported(f"This very file is kept already, as {out.stem}.", "There is nothing to do.")
    if not replace:
        raise ReadinessError(
            f"Other figures of {found.system} for {found.year} are kept already, as {out.stem}.",
            f"Look at them with `readiness benchmark show CODE {out.stem}`; add --replace to put these in their place.",
        )
