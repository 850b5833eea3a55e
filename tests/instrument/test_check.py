"""All faults of all instruments of a folder at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from readiness.instrument.check import check
from tests.instrument.conftest import TINY, Build, changed

REAL = Path(__file__).resolve().parents[2] / "surveys"


def test_the_instruments_of_the_project_have_no_fault() -> None:
    assert [str(fault) for fault in check(REAL)] == []


def test_a_sound_instrument_has_no_fault(build: Build) -> None:
    assert check(build().parents[1]) == ()


def test_faults_of_all_instruments_come_together(build: Build) -> None:
    surveys = build(
        files={"dimensions/aim.toml": changed("dimensions/aim.toml", ("{where}", "{here}"))}
    ).parents[1]
    for folder, version in (("tiny", "2027.1"), ("other", "2026.1")):
        shutil.copytree(TINY, surveys / folder / version)
    assert [(fault.file, fault.place) for fault in check(surveys)] == [
        ("other/2026.1/instrument.toml", "id"),
        ("tiny/2026.1/dimensions/aim.toml", "intro"),
        ("tiny/2027.1/instrument.toml", "version"),
    ]


def test_a_folder_without_an_instrument_is_a_fault_not_a_silence(tmp_path: Path) -> None:
    (tmp_path / "tiny" / "2026.1").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    said = "\n".join(map(str, check(tmp_path)))
    assert "empty/\n    This instrument has no version." in said
    assert "tiny/2026.1/instrument.toml\n    There is no instrument.toml." in said
    assert "tiny/2026.1/about-you.toml\n    There is no about-you.toml." in said


def test_an_empty_folder_and_a_missing_one_are_faults(tmp_path: Path) -> None:
    assert [fault.problem for fault in check(tmp_path)] == ["There is no instrument here."]
    assert [fault.problem for fault in check(tmp_path / "nowhere")] == ["There is no such folder."]


def test_what_tools_keep_beside_instruments_is_left_alone(build: Build) -> None:
    surveys = build(files={"README.md": "Words."}).parents[1]
    (surveys / "__pycache__").mkdir()
    (surveys / ".git").mkdir()
    (surveys / "README.md").write_text("Words.", "utf-8")
    assert check(surveys) == ()
