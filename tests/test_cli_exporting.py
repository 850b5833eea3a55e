"""Exporting as a lead types it: every form, whole or not at all, and refusals that say how to go on."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from readiness.building import making
from readiness.cli.exporting import KINDS
from readiness.config import load
from readiness.demo import run
from readiness.fieldwork import lifecycle
from readiness.records import responses
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.reporting.exports import figures, forms
from tests.conftest import around_today
from tests.reporting.awkward import small
from tests.reporting.believable import believable

SETUP = around_today((run.HERE / "system.toml").read_text("utf-8"))


@pytest.fixture
def opened(at: Any) -> Any:
    """An instance with one open assessment; its code."""
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    code = at("assessment", "create", "setup.toml").output.split()[0]
    at("assessment", "open", code)
    return code


@pytest.fixture
def found(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instance whose findings are those of a small believable system, without pictures."""
    at("init")
    monkeypatch.setattr(making, "findings_of", lambda *_: small(believable()))
    monkeypatch.setattr(figures, "pictures", lambda *_: iter(()))


def test_kinds_of_the_command_are_the_forms_there_are() -> None:
    assert set(KINDS) == set(forms.FORMS)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "pptx"])
def test_each_single_form_is_written_where_it_is_wanted(at: Any, found: None, kind: str) -> None:
    out = Path(f"mine{forms.FORMS[kind].ending}")
    assert at("export", "code", "--as", kind, "--out", str(out)).stdout.strip() == str(out)
    begin = {"csv": b"\xef\xbb\xbftable,", "json": b"{", "xlsx": b"PK", "pptx": b"PK"}[kind]
    assert out.read_bytes().startswith(begin)


def test_all_is_a_folder_or_a_zip_of_every_form(at: Any, found: None) -> None:
    at("export", "code", "--out", "taken")
    at("export", "code", "--out", "taken.zip")
    names = {path.relative_to("taken").as_posix() for path in Path("taken").rglob("*") if path.is_file()}
    assert {"workbook.xlsx", "slides.pptx", "figures.csv", "findings.json", "tables/README.csv"} <= names
    with zipfile.ZipFile("taken.zip") as archive:
        assert set(archive.namelist()) == names
        assert all(archive.read(name) == Path("taken", name).read_bytes() for name in names)


def test_without_a_name_it_is_written_into_the_instance(at: Any, found: None) -> None:
    said = at("export", "code", "--as", "json").stdout.strip()
    assert said == str(Path("instance/exports").resolve() / "2026-code-json.json")
    assert json.loads(Path(said).read_text("utf-8"))["findings"]["n"] == 40


def test_programs_get_csv_without_the_mark_for_excel(at: Any, found: None) -> None:
    at("export", "code", "--as", "csv", "--no-bom", "--out", "a.csv")
    assert Path("a.csv").read_bytes().startswith(b"table,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--as", "csv", "--out", "there.csv"),
            "there.csv exists already. Name another file, or add --replace",
        ),
        (("--as", "csv", "--out", "no/where.csv"), "The folder no does not exist. Make it first"),
        (
            ("--as", "csv", "--out", "a.xlsx"),
            "a.xlsx does not end in .csv, so no program would know what is in it.",
        ),
        (("--as", "xlsx", "--out", "folder"), "folder does not end in .xlsx"),
        (
            ("--out", "folder"),
            "folder exists already. Name a folder that does not exist yet, or a .zip file.",
        ),
        (("--out", "no/where"), "The folder no does not exist."),
        (("--as", "figures", "--out", "there.zip"), "there.zip exists already."),
    ],
)
def test_refusals_come_before_any_work_and_say_how_to_go_on(
    at: Any, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(making, "findings_of", lambda *_: pytest.fail("nothing needed to be scored"))
    Path("folder").mkdir()
    for name in ("there.csv", "there.zip"):
        Path(name).write_text("mine", "utf-8")
    assert said in at("export", "code", *words, code=1).stderr
    assert Path("there.csv").read_text("utf-8") == Path("there.zip").read_text("utf-8") == "mine"
    assert not list(Path("folder").iterdir())


def test_an_unknown_form_names_those_there_are(at: Any) -> None:
    said = at("export", "code", "--as", "docx", code=2).stderr
    assert all(kind in said for kind in KINDS)


def test_a_file_may_be_replaced_on_request(at: Any, found: None) -> None:
    Path("a.json").write_text("old", "utf-8")
    at("export", "code", "--as", "json", "--replace", "--out", "a.json")
    assert Path("a.json").read_text("utf-8").startswith("{")


@pytest.mark.parametrize("out", ["taken", "taken.zip"])
def test_what_fails_half_way_leaves_nothing(
    at: Any, found: None, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    real = Path.write_bytes

    def fail(path: Path, data: bytes) -> int:
        if "slides" in path.name or path.name.endswith("zip.part") or ".zip." in path.name:
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert "The disk is full: make room, then try again." in at("export", "code", "--out", out, code=1).stderr
    assert [path.name for path in Path().iterdir() if "taken" in path.name] == []


def test_an_open_assessment_gives_nothing_away(at: Any, opened: str) -> None:
    said = at("export", opened, "--as", "csv", "--out", "early.csv", code=1).stderr
    assert opened in said or "close" in said.lower()
    assert not Path("early.csv").exists()


def test_real_answers_come_out_in_every_form(at: Any, opened: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "pictures", lambda *_: iter(()))
    settings = load(Path("instance"), environ={})
    database = Database(settings.database_url)
    with database.write() as session:
        of = lifecycle.assessments.by_code(session, opened)
        instrument = lifecycle.locked_instrument(of, settings)
        responses.add(session, of, instrument, [AnswerSet(strata={"role": "gp"}) for _ in range(13)])
    lifecycle.close(database, settings, opened, date(2026, 2, 21))
    database.dispose()
    at("export", opened, "--out", "taken.zip")
    with zipfile.ZipFile("taken.zip") as archive:
        assert json.loads(archive.read("findings.json"))["findings"]["n"] == 13
        with zipfile.ZipFile(io.BytesIO(archive.read("workbook.xlsx"))) as workbook:
            assert workbook.testzip() is None
