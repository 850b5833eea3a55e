"""Finished documents lie under what they were made from, and make room for newer ones."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.baseline.findings import Findings
from readiness.building import making
from readiness.building.cache import Cache
from readiness.errors import ReadinessError
from tests.reporting.believable import REPORTS, believable

KEYS = [f"{n:064x}" for n in range(4)]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 25)


def aged(path: Path, seconds: int) -> None:
    os.utime(path, (seconds, seconds))


def test_what_is_kept_is_found_whole(cache: Cache) -> None:
    assert cache.found(KEYS[0], "pdf") is None
    path = cache.keep(KEYS[0], "pdf", b"ten bytes.")
    assert cache.found(KEYS[0], "pdf") == path
    assert path.read_bytes() == b"ten bytes."
    assert cache.found(KEYS[0], "csv") is None
    assert list(cache.folder.iterdir()) == [path]


def test_those_that_nobody_fetched_for_longest_make_room(cache: Cache) -> None:
    first, second = (cache.keep(key, "pdf", b"ten bytes.") for key in KEYS[:2])
    aged(first, 100)
    aged(second, 200)
    assert cache.found(KEYS[0], "pdf")  # fetched: now the second is older
    cache.keep(KEYS[2], "pdf", b"ten bytes.")
    assert [cache.found(key, "pdf") is not None for key in KEYS[:3]] == [True, False, True]


def test_one_that_is_too_large_by_itself_is_kept_all_the_same(cache: Cache) -> None:
    cache.keep(KEYS[0], "pdf", b"ten bytes.")
    cache.keep(KEYS[1], "pdf", b"x" * 100)
    assert [cache.found(key, "pdf") is not None for key in KEYS[:2]] == [False, True]


def test_other_files_in_the_folder_are_left_alone(cache: Cache) -> None:
    cache.folder.mkdir()
    (cache.folder / "notes.txt").write_text("x" * 100)
    cache.keep(KEYS[0], "pdf", b"ten bytes.")
    assert (cache.folder / "notes.txt").exists()


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_nothing_but_a_key_names_a_file(cache: Cache, key: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        cache.found(key, "pdf")


def test_a_key_follows_from_all_that_a_document_is_made_of(tmp_path: Path) -> None:
    findings = believable()
    other_words = shutil.copytree(REPORTS, tmp_path / "reports")
    (other_words / "wording" / "en.toml").write_text("# others", "utf-8")

    def key(of: Findings = findings, reports: Path = REPORTS, kind: str = "note", area: str = "") -> str:
        return making.key(of, reports, kind, {"area": area} if area else {})

    assert findings.general is not None
    heading = replace(findings.heading, software="0.1.1")
    others = {
        key(replace(findings, general=replace(findings.general, value=1.0))),
        key(replace(findings, heading=heading)),
        key(reports=other_words),
        key(kind="other"),
        key(area="cancer"),
    }
    assert len(others | {key()}) == 6
    assert key(believable()) == key()


def test_a_document_with_something_left_out_is_refused() -> None:
    import logging

    with making._Complaints() as complaints:
        logging.getLogger("weasyprint").warning("A property that nobody knows")
    complaints.check()
    with making._Complaints() as complaints:
        logging.getLogger("weasyprint").error("Failed to load image at '...'")
    with pytest.raises(ReadinessError, match="would be incomplete: Failed to load image"):
        complaints.check()
    assert complaints not in logging.getLogger("weasyprint").handlers


def test_what_another_process_takes_away_meanwhile_is_no_fault(cache: Cache, tmp_path: Path) -> None:
    cache.keep(KEYS[0], "pdf", b"ten bytes.")
    (cache.folder / f"{KEYS[1]}.pdf").symlink_to(tmp_path / "gone")
    assert cache.keep(KEYS[2], "pdf", b"ten bytes.").exists()
