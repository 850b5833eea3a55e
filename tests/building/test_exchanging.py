"""What leaves is published, what comes is checked before it is kept, and nothing is overwritten silently."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.access import signatures
from readiness.baseline import door
from readiness.baseline.beside import Exchange, read
from readiness.baseline.beside.writing import as_bytes
from readiness.baseline.findings import Findings
from readiness.building import exchanging
from readiness.config import Settings
from readiness.errors import AlreadyImported, ReadinessError
from readiness.fieldwork.publishing import NotPublished
from readiness.instrument.types import Instrument
from readiness.records import publications
from readiness.records.database import Database
from readiness.records.tables import Assessment
from tests.baseline.beside.conftest import SURVEYS, told
from tests.reporting.believable import believable

NOW = 1_800_000_000
Send = Callable[..., Path]


def of_tiny(tiny: Instrument) -> Findings:
    """Return believable figures of the small questionnaire."""
    findings = believable()
    heading = replace(findings.heading, instrument=tiny.id, version=tiny.version, instrument_hash=tiny.digest)
    dimensions = tuple(
        replace(findings.dimensions[n], id=one.id, name=one.name, items=())
        for n, one in enumerate(tiny.dimensions)
    )
    areas = tuple(replace(one, dimensions=(), components=()) for one in findings.areas)
    return replace(findings, heading=heading, dimensions=dimensions, components=(), areas=areas)


@pytest.fixture
def published(
    database: Database, closed: Assessment, tiny: Instrument, monkeypatch: pytest.MonkeyPatch
) -> str:
    """An assessment whose believable figures are published; its code."""
    monkeypatch.setattr(door, "baseline", lambda *_: of_tiny(tiny))
    with database.write() as session:
        publications.add(session, closed, {}, "lea@example.org", NOW)
    return closed.code


def test_only_what_is_published_can_be_exported(
    database: Database, closed: Assessment, tiny_settings: Settings
) -> None:
    with pytest.raises(NotPublished, match="not published"):
        exchanging.published(database, closed.code, tiny_settings)


def test_the_published_edition_leaves_signed_and_as_it_was_found(
    database: Database,
    published: str,
    tiny: Instrument,
    tiny_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = exchanging.published(database, published, tiny_settings)
    assert first.findings == of_tiny(tiny)
    monkeypatch.setattr(door, "baseline", lambda *_: replace(of_tiny(tiny), n=9999))
    what = exchanging.told(exchanging.published(database, published, tiny_settings), tiny_settings)
    data = exchanging.exported(what, tiny_settings)
    assert what.groups[0].n == 1204
    assert read("ours.json", data).exchange == what
    assert exchanging.exported(what, tiny_settings) == data
    assert exchanging.take(written(tiny_settings, data), tiny_settings).exchange == what


def test_nothing_leaves_once_it_was_taken_back(
    database: Database, closed: Assessment, published: str, tiny_settings: Settings
) -> None:
    with database.write() as session:
        publications.end(session, closed, "lea@example.org", NOW + 1)
    with pytest.raises(NotPublished):
        exchanging.published(database, published, tiny_settings)


def written(settings: Settings, data: bytes) -> Path:
    path = settings.instance / "sent.json"
    path.write_bytes(data)
    return path


@pytest.fixture
def partner(settings: Settings, tmp_path: Path) -> Settings:
    """Another installation."""
    (tmp_path / "partner").mkdir()
    return replace(settings, instance=tmp_path / "partner")


@pytest.fixture
def send(settings: Settings, partner: Settings, asked: Instrument) -> Send:
    """Let the partner send a file of believable figures."""

    def sent(by: Settings = partner, **change: object) -> Path:
        what = told(believable(), asked).model_copy(update=change)
        return written(settings, exchanging.exported(what, by))

    return sent


@pytest.fixture(scope="session")
def asked() -> Instrument:
    from readiness.instrument.load import load_version

    return load_version(SURVEYS, "innovation-readiness", "2026.1")


@pytest.fixture
def voice(partner: Settings) -> str:
    """What the partner reads out."""
    return signatures.fingerprint(signatures.public(partner))


def test_a_key_is_trusted_once_its_fingerprint_was_compared(
    settings: Settings, send: Send, voice: str
) -> None:
    with pytest.raises(exchanging.UnknownKey, match="by telephone") as caught:
        exchanging.take(send(), settings)
    assert voice in str(caught.value)
    assert exchanging.kept(settings) == ()
    made = exchanging.take(send(), settings, voice.upper())
    assert (made.name, made.fingerprint) == ("northvale-and-eastcoast-integrated-care-system-2026", voice)
    assert exchanging.take(send(year=2027), settings).name.endswith("2027")


def test_another_key_than_the_one_that_was_read_out_is_refused(settings: Settings, send: Send) -> None:
    with pytest.raises(exchanging.UnknownKey, match="Do not use it"):
        exchanging.take(send(), settings, "0000 " * 8)
    assert signatures.trusted(settings) == ()
    assert exchanging.kept(settings) == ()


@pytest.mark.parametrize("part", ["exchange", "key", "signature"])
def test_what_was_changed_after_it_was_signed_is_refused(
    settings: Settings, send: Send, voice: str, part: str
) -> None:
    path = send()
    told_ = json.loads(path.read_bytes())
    if part == "exchange":
        told_["exchange"]["groups"][0]["figures"][0]["mean"] += 0.1
    else:
        told_[part] = "0" * len(told_[part])
    path.write_bytes(as_bytes(told_))
    with pytest.raises(ReadinessError, match="signature"):
        exchanging.take(path, settings, voice)
    assert signatures.trusted(settings) == ()


def test_nothing_is_overwritten_silently(settings: Settings, send: Send, voice: str) -> None:
    exchanging.take(send(), settings, voice)
    with pytest.raises(AlreadyImported, match="kept already"):
        exchanging.take(send(), settings, voice)
    other = send(title="Another title")
    with pytest.raises(ReadinessError, match="add --replace"):
        exchanging.take(other, settings, voice)
    assert exchanging.kept(settings)[0].exchange.title == believable().heading.title
    exchanging.take(other, settings, replace=True)
    (kept,) = exchanging.kept(settings)
    assert (kept.exchange.title, kept.trouble) == ("Another title", "")


def test_another_questionnaire_is_refused_and_a_later_version_of_ours_is_not(
    settings: Settings, send: Send, voice: str, asked: Instrument
) -> None:
    what: Exchange = told(believable(), asked)
    strange = tuple(one.model_copy(update={"wording": "0" * 64}) for one in what.statements)
    newer = what.questionnaire.model_copy(update={"version": "2099.1", "hash": "0" * 64})
    with pytest.raises(ReadinessError, match="no statement is worded"):
        exchanging.take(send(statements=strange, questionnaire=newer), settings, voice)
    exchanging.take(send(questionnaire=newer), settings, voice)
    some = (strange[0], *what.statements[1:])
    exchanging.take(send(statements=some, questionnaire=newer, year=2027), settings)


def test_a_file_that_tells_untruly_what_our_version_asks_is_refused(
    settings: Settings, send: Send, voice: str, asked: Instrument
) -> None:
    what = told(believable(), asked).statements
    lie = (what[0].model_copy(update={"wording": "0" * 64}), *what[1:])
    with pytest.raises(ReadinessError, match="other statements"):
        exchanging.take(send(statements=lie), settings, voice)


def test_what_is_kept_is_checked_anew_whenever_it_is_read(settings: Settings, send: Send, voice: str) -> None:
    made = exchanging.take(send(), settings, voice)
    file = settings.exchange / f"{made.name}.json"
    assert file.stat().st_mode & 0o077 == 0
    good = file.read_bytes()
    file.write_bytes(good.replace(b'"mean":55.8,', b'"mean":65.8,'))
    assert exchanging.one(settings, made.name).exchange is None
    file.write_bytes(good.replace(b"Readiness to adopt", b"Readiness to adapt"))
    assert "signature" in exchanging.one(settings, made.name).trouble
    file.write_bytes(good)
    signatures.forget(settings, voice)
    assert "not trusted" in exchanging.one(settings, made.name).trouble


def test_what_is_kept_can_be_removed(settings: Settings, send: Send, voice: str) -> None:
    made = exchanging.take(send(), settings, voice)
    exchanging.remove(settings, made.name)
    assert exchanging.kept(settings) == ()
    assert signatures.trusted(settings) == (voice,)
    for name in (made.name, "../settings", ""):
        with pytest.raises(ReadinessError, match="is kept as"):
            exchanging.remove(settings, name)


@pytest.mark.parametrize("name", ["قلب", "../../etc", "A" * 300, "CON"])
def test_no_name_of_a_system_leads_out_of_the_folder(
    settings: Settings, send: Send, voice: str, name: str
) -> None:
    made = exchanging.take(send(system=name), settings, voice)
    assert (settings.exchange / f"{made.name}.json").is_file()
    assert "/" not in made.name
    assert len(made.name) < 80
