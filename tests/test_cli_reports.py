"""`readiness report`: which document is written where, and what makes no sense is refused with the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness import cli
from readiness.baseline.findings import Findings
from readiness.reporting.documents import report
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import believable

CODE = "k7fq2x9m4p"


@pytest.fixture
def found() -> Findings:
    return believable()


@pytest.fixture
def asked(at: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, found: Findings) -> Callable[..., Any]:
    """Ask for documents of believable findings; each is made as a page and not laid out, which takes seconds."""
    at("init")

    def written(findings: Findings, reports: Path, out: Path, document: report.Document) -> Path:
        out.write_text(report.page(findings, reports, document), "utf-8")
        return out

    monkeypatch.setattr(cli.results, "_findings", lambda *_: found)
    monkeypatch.setattr(report, "write", written)
    return at


def test_area_is_written_where_it_is_wanted(asked: Callable[..., Any]) -> None:
    asked("report", CODE, "--area", "cardiology", "--out", "heart.pdf")
    assert "What to do with this" in Path("heart.pdf").read_text("utf-8")


def test_hidden_area_has_a_report_that_says_why(asked: Callable[..., Any]) -> None:
    asked("report", CODE, "--area", "musculoskeletal", "--out", "hidden.pdf")
    assert "Too few answers to be shown on its own" in Path("hidden.pdf").read_text("utf-8")


@pytest.mark.parametrize("wanted", ["nowhere", ""])
def test_unknown_area_is_refused_with_those_that_there_are(asked: Callable[..., Any], wanted: str) -> None:
    said = asked("report", CODE, "--area", wanted, "--out", "x.pdf", code=1).stderr
    assert f"There is no clinical area {wanted!r}." in said
    assert "Choose one of these: cardiology, respiratory" in said
    assert not Path("x.pdf").exists()


def test_all_areas_go_into_a_folder_a_file_each(asked: Callable[..., Any], found: Findings) -> None:
    said = asked("report", CODE, "--areas", "--out", "areas").stdout.split()
    names = [f"area-2026-{CODE}-{one.id}.pdf" for one in found.areas]
    assert said == [str(Path("areas") / name) for name in names]
    assert sorted(path.name for path in Path("areas").iterdir()) == sorted(names)


def test_all_areas_of_none_are_refused(
    asked: Callable[..., Any], found: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.results, "_findings", lambda *_: AWKWARD["no-areas"](found))
    assert "This assessment has no clinical areas" in asked("report", CODE, "--areas", code=1).stderr


def test_summary_is_named_after_what_it_is(asked: Callable[..., Any]) -> None:
    said = asked("report", CODE, "--summary").stdout.strip()
    assert Path(said).name == f"summary-2026-{CODE}.pdf"
    assert Path(said).parent == Path("instance/reports").resolve()


@pytest.mark.parametrize("of", [(), ("--area", "cardiology"), ("--summary",)])
def test_page_for_a_browser_is_of_the_document_that_is_wanted(
    asked: Callable[..., Any], of: tuple[str, ...]
) -> None:
    asked("report", CODE, *of, "--html", "page.html")
    page = Path("page.html").read_text("utf-8")
    assert "<style>" in page
    assert ('<body class="summary' in page) == (of == ("--summary",))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the assessment by its CODE"),
        ((CODE, "--area", "cancer", "--areas"), "Choose one of --area, --areas, --summary and --change."),
        ((CODE, "--area", "", "--summary"), "Choose one of --area, --areas, --summary and --change."),
        ((CODE, "--areas", "--summary"), "Choose one of --area, --areas, --summary and --change."),
        ((CODE, "--areas", "--html", "x.html"), "--html writes one page"),
        ((CODE, "--html", "x.html", "--out", "x.pdf"), "--html writes one page"),
        ((CODE, "--json"), "--json goes with --verify"),
        ((CODE, "--verify", "file.pdf"), "--verify looks at one file"),
        (("--verify", "file.pdf", "--summary"), "--verify looks at one file"),
        ((CODE, "--areas", "--out", "file.pdf"), "file.pdf is no folder"),
    ],
)
def test_what_makes_no_sense_together_is_refused_before_anything_is_read(
    at: Callable[..., Any], words: tuple[str, ...], said: str
) -> None:
    at("init")
    Path("file.pdf").write_bytes(b"")
    assert said in " ".join(at("report", *words, code=2).stderr.split())
    assert not Path("x.html").exists()
