"""From folders to instruments: which there are, what identifies their bytes, when they are read anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readiness.errors import FileFaults
from readiness.instrument.load import available, load, load_version
from readiness.instrument.types import Instrument
from tests.instrument.conftest import SURVEYS, TINY, Build, changed


def test_load_shapes_every_part(tiny: Instrument) -> None:
    assert (tiny.id, tiny.version, tiny.languages) == ("tiny", "2026.1", ("en",))
    assert [dimension.id for dimension in tiny.dimensions] == ["aim", "time"]
    assert [item.id for item in tiny.items()] == ["aim-1", "aim-nurse", "time-1", "time-2"]
    assert [item.id for item in tiny.area_items()] == ["commitment-1"]
    assert [page.id for page in tiny.closing] == ["all-in-all", "your-words"]
    assert tiny.role("nurse").nearest == "manager"
    assert tiny.scale("agreement").favourable == 3


def test_dimensions_come_as_listed_not_as_files_are_named(build: Build) -> None:
    head = changed("instrument.toml", ('["aim", "time"]', '["time", "aim"]'))
    instrument = load(build(files={"instrument.toml": head}))
    assert [dimension.id for dimension in instrument.dimensions] == ["time", "aim"]


def test_digest_depends_on_names_and_bytes_alone(build: Build, tmp_path: Path) -> None:
    folder = build()
    assert load(folder).digest == load(TINY).digest
    assert len(load(TINY).digest) == 64
    (folder / "closing.toml").write_bytes((TINY / "closing.toml").read_bytes() + b"\n")
    assert load(folder).digest != load(TINY).digest


def test_digest_tells_a_translation_added(build: Build) -> None:
    folder = build(files={"translations/cy.toml": ""})
    assert load(folder).digest != load(TINY).digest


def test_available_names_folders_with_an_instrument(build: Build) -> None:
    folder = build()
    (folder.parent / "2027.1").mkdir()
    (folder.parent / "notes").mkdir()
    (folder.parent / "notes" / "instrument.toml").write_text("", "utf-8")
    assert available(folder.parents[1]) == {("tiny", "2026.1"): folder}
    assert available(folder / "nowhere") == {}


def test_load_version_reads_once_while_nothing_changes(build: Build) -> None:
    surveys = build().parents[1]
    assert load_version(surveys, "tiny", "2026.1") is load_version(surveys, "tiny", "2026.1")


def test_load_version_sees_a_change_of_one_letter_at_once(build: Build) -> None:
    folder = build()
    before = load_version(folder.parents[1], "tiny", "2026.1")
    closing = changed("closing.toml", ("How ready are you?", "How heady are you?"))
    (folder / "closing.toml").write_text(closing, "utf-8")
    after = load_version(folder.parents[1], "tiny", "2026.1")
    assert after.digest != before.digest
    assert after.closing[0].questions[0].text == "How heady are you?"


def test_load_version_refuses_a_file_that_has_become_faulty(build: Build) -> None:
    folder = build()
    load_version(folder.parents[1], "tiny", "2026.1")
    (folder / "closing.toml").write_text("pages = 1", "utf-8")
    with pytest.raises(FileFaults):
        load_version(folder.parents[1], "tiny", "2026.1")


@pytest.mark.parametrize(
    ("instrument", "version"),
    [
        ("other", "2026.1"),
        ("tiny", "2027.1"),
        ("..", "tiny"),
        ("../surveys/tiny", "2026.1"),
        ("", ""),
        ("/", "x"),
    ],
)
def test_load_version_names_what_there_is_instead(instrument: str, version: str, build: Build) -> None:
    with pytest.raises(FileFaults) as error:
        load_version(build().parents[1], instrument, version)
    assert "There is no such instrument." in str(error.value)
    assert "There are: tiny 2026.1." in str(error.value)


def test_load_version_of_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileFaults, match=r"There are: none yet\."):
        load_version(tmp_path, "tiny", "2026.1")


def test_an_instrument_cannot_be_changed(tiny: Instrument) -> None:
    with pytest.raises(ValueError, match="frozen"):
        tiny.title = "Another"  # type: ignore[misc]


def test_two_copies_of_an_instrument_are_read_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(SURVEYS / "tiny", tmp_path / name / "tiny")
    one, two = (load_version(tmp_path / name, "tiny", "2026.1") for name in ("one", "two"))
    assert one == two
    assert one is not two
