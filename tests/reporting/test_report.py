"""The PDF itself: accessible, complete, repeatable, and fetching nothing; built once for each kind of findings."""

from __future__ import annotations

import errno
import io
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError
from readiness.reporting import pdf, typefaces
from readiness.reporting.documents import report
from readiness.reporting.words.printed import plain
from tests.reporting.measuring import bottoms

pytestmark = pytest.mark.slow

KINDS = (
    "believable",
    "all-hidden",
    "small",
    "no-areas",
    "no-lists",
    *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("simulated", "large", "hostile")),
)


@dataclass
class Built:
    """A report, its text and all that WeasyPrint complained about."""

    findings: Findings
    html: str
    data: bytes
    text: str
    warnings: list[str]
    connections: list[Any]

    @property
    def pages(self) -> list[str]:
        return self.text.split("\f")[:-1]


@pytest.fixture(scope="session")
def built(awkward: dict[str, Findings], reports: Path) -> Callable[[str], Built]:
    known: dict[str, Built] = {}

    def build(kind: str) -> Built:
        if kind not in known:
            known[kind] = _build(awkward[kind], reports)
        return known[kind]

    return build


def _build(findings: Findings, reports: Path) -> Built:
    with Listening() as (warnings, connections):
        html = report.page(findings, reports)
        data = report.laid_out(html, findings, reports)
    return Built(findings, html, data, _text(data), warnings, connections)


class Listening:
    """Collects warnings of the page maker and every attempt to open a connection."""

    def __enter__(self) -> tuple[list[str], list[Any]]:
        self.warnings: list[str] = []
        self.connections: list[Any] = []
        self.handler = logging.Handler(logging.WARNING)
        self.handler.emit = lambda record: self.warnings.append(record.getMessage())  # type: ignore[method-assign]
        self.loggers = [logging.getLogger(name) for name in ("weasyprint", "matplotlib")]
        for logger in self.loggers:
            logger.addHandler(self.handler)
        self.connect = socket.socket.connect
        socket.socket.connect = lambda _, address: self.connections.append(address)  # type: ignore[method-assign, assignment]
        return self.warnings, self.connections

    def __exit__(self, *_: object) -> None:
        socket.socket.connect = self.connect  # type: ignore[method-assign]
        for logger in self.loggers:
            logger.removeHandler(self.handler)


def _text(data: bytes) -> str:
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return made.stdout.decode()


def squeezed(text: str) -> str:
    """Text without white space, because lines break where the page ends."""
    return re.sub(r"\s+", "", text)


# ------------------------------------------------------------------------------------ every kind of findings


@pytest.mark.parametrize("kind", KINDS)
def test_report_is_accessible_by_pdf_ua(built: Callable[[str], Built], kind: str) -> None:
    found = validator.validate_pdf_bytes(built(kind).data)
    assert found.is_compliant, [(failure.rule_id, failure.message) for failure in found.failures]
    assert "UA" in str(found.profile)


@pytest.mark.parametrize("kind", KINDS)
def test_report_is_made_without_a_warning_and_without_a_connection(
    built: Callable[[str], Built], kind: str
) -> None:
    assert built(kind).warnings == []
    assert built(kind).connections == []


@pytest.mark.parametrize("kind", KINDS)
def test_document_names_itself(built: Callable[[str], Built], kind: str) -> None:
    made = built(kind)
    with (
        pikepdf.open(io.BytesIO(made.data)) as document,
        document.open_metadata() as metadata,
        document.open_outline() as outline,
    ):
        assert str(document.Root.Lang) == "en"
        assert plain(made.findings.heading.system)[:40] in str(document.docinfo["/Title"])
        assert metadata["dc:title"] == str(document.docinfo["/Title"])
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert [entry.title for entry in outline.root][:3] == [
            "The answer on one page",
            "Contents",
            "Who answered",
        ]
        assert outline.root[-1].title == "About this report"


@pytest.mark.parametrize("kind", KINDS)
def test_no_table_is_split_and_every_figure_has_words(built: Callable[[str], Built], kind: str) -> None:
    made = built(kind)
    with pikepdf.open(io.BytesIO(made.data)) as document:
        tags = list(_tags(document.Root.StructTreeRoot))
        assert sum(tag.S == "/Table" for tag in tags) == made.html.count("<table")
        figures = [tag for tag in tags if tag.S == "/Figure"]
        assert len(figures) == made.html.count("<img")
        assert all(len(str(figure.Alt)) > 20 for figure in figures)
        for table in (tag for tag in tags if tag.S == "/Table"):
            assert len({cell.Pg.objgen for cell in _tags(table) if cell.S in ("/TH", "/TD")}) == 1


def _tags(node: Any) -> Iterator[Any]:
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _tags(kid)


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_stands_alone_at_the_foot_of_a_page(built: Callable[[str], Built], kind: str) -> None:
    made = built(kind)
    headings = {squeezed(text) for text in re.findall(r"<h3>([^<]*)</h3>", made.html)}
    for sheet in made.pages[3:]:
        lines = [line for line in sheet.splitlines() if line.strip()]
        assert squeezed(lines[-2]) not in headings


@pytest.mark.parametrize(
    ("kind", "most"),
    [("believable", 30), ("all-hidden", 5), ("small", 20), ("no-areas", 14), ("no-lists", 4)],
)
def test_no_page_is_half_empty(built: Callable[[str], Built], kind: str, most: int) -> None:
    filled = bottoms(built(kind).data)
    assert len(filled) <= most
    assert min(filled[:-1]) > 140, filled
    assert filled[-1] > 110, filled


def test_sections_that_show_nothing_are_left_out_and_named(built: Callable[[str], Built]) -> None:
    made = built("all-hidden")
    titles = re.findall(r'<h2 id="([a-z_]+)"', made.html)
    assert titles == ["brief", "contents", "who", "method", "quality", "hidden", "glossary", "made"]
    told = squeezed(made.text)
    assert squeezed("Six sections are left out, because nothing of them can be shown: “How ready the") in told
    assert "are left out, because nothing" not in built("believable").text


def test_only_what_a_report_shows_is_explained(built: Callable[[str], Built]) -> None:
    """Of two areas there is no order, of forty answers no alpha, and without areas nothing is to be said of them."""
    small, bare, all_of_it = (built(kind).text for kind in ("small", "no-areas", "believable"))
    for text in ("Likely priority", "Mogstad", "Cronbach"):
        assert text in all_of_it
        assert text not in small or text == "Cronbach"
        assert text not in bare or text == "Cronbach"
    assert "commitment" not in bare.lower()


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_and_contents_name_true_pages(built: Callable[[str], Built], kind: str) -> None:
    made = built(kind)
    for number, sheet in enumerate(made.pages[1:], 2):
        assert sheet.split()[-1] == str(number)
    contents = "".join(sheet for sheet in made.pages if re.search(r"^ *Contents$", sheet, re.MULTILINE))
    for title in ("Who answered", "Glossary", "About this report"):
        number = re.search(rf"{title} *[. ]+ (\d+)", contents)
        assert number is not None
        assert re.search(rf"^ *{title}\b", made.pages[int(number[1]) - 1], re.MULTILINE)


# ----------------------------------------------------------------------------------------- what it must hold


def test_report_holds_the_figures_of_the_findings(built: Callable[[str], Built]) -> None:
    made = built("believable")
    for area in made.findings.areas[:-1]:
        sheet = next(sheet for sheet in made.pages if sheet.startswith(area.name))
        assert area.readiness is not None
        assert area.importance is not None
        assert f"{area.readiness.value:.0f} {area.readiness.low:.0f} to {area.readiness.high:.0f}" in sheet
        assert f"{area.importance.value:.1f} {area.importance.low:.1f} to {area.importance.high:.1f}" in sheet
        for dimension, (_, cell) in zip(made.findings.dimensions, area.dimensions, strict=True):
            shown = "divided" if cell.divided else f"{cell.mean.value:.0f}" if cell.mean else ""
            assert re.search(rf"{dimension.name} +{shown}\b", sheet)
        for barrier in area.barriers[:5]:
            assert squeezed(barrier.name)[:20] in squeezed(sheet)
            assert str(barrier.share) in sheet


@pytest.mark.parametrize("kind", ["believable", "hostile"])
def test_area_has_one_page(built: Callable[[str], Built], kind: str) -> None:
    sheets = [squeezed(sheet.lstrip()[:60]) for sheet in built(kind).pages]
    shown = [area for area in built(kind).findings.areas if area.readiness]
    need, roles = (
        [i for i, sheet in enumerate(sheets) if sheet.startswith(squeezed(name))]
        for name in ("Where most change is needed", "How roles and places see it")
    )
    for sheet, area in zip(sheets[need[-1] + 1 : roles[0]], shown, strict=True):
        # Letters that run to the left stand in another order in the text of a PDF.
        name = squeezed(plain(area.name))[:24]
        assert sheet.startswith(name) or not name.isascii()


@pytest.mark.parametrize("kind", KINDS)
def test_answer_on_one_page_stands_on_one_page(built: Callable[[str], Built], kind: str) -> None:
    first, *others = (sheet for sheet in built(kind).pages if sheet.startswith("The answer on one page"))
    assert others == []
    assert "What to do first" in first


def test_last_page_lets_figures_be_traced(built: Callable[[str], Built]) -> None:
    made = built("believable")
    heading = made.findings.heading
    for value in (
        heading.instrument_hash,
        heading.data_digest,
        heading.version,
        heading.software,
        str(heading.seed),
        heading.code,
    ):
        assert value in made.pages[-1]
    assert "Fewest people behind a figure" in made.pages[-1]


def test_hidden_area_is_named_as_not_shown_and_has_no_page(built: Callable[[str], Built]) -> None:
    made = built("believable")
    assert not any(sheet.startswith("Musculoskeletal") for sheet in made.pages)
    hidden = next(sheet for sheet in made.pages if sheet.startswith("What is not shown, and why"))
    assert "Musculoskeletal conditions" in hidden
    assert "Four groups (roles, places, clinical areas" in hidden


def test_report_without_a_figure_has_no_figure(built: Callable[[str], Built]) -> None:
    made = built("all-hidden")
    sheets = [sheet for sheet in made.pages[1:] if not re.match(r"How the figures|Contents", sheet)]
    results, heading, _ = "".join(sheets).partition("What is not shown, and why")
    assert heading
    results = re.sub(r"0% to 100%|0 to 100?\b|\b0 to 1\b|\b1 to 0\b|\b95%", "", results)
    assert not re.search(r"\b\d+ to \d+\b", results)
    assert "%" not in results


@pytest.mark.slow
def test_every_page_of_simulated_answers_says_so(built: Callable[[str], Built]) -> None:
    made = built("simulated")
    assert all("imulated" in sheet for sheet in made.pages)
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert "simulated answers" in str(document.docinfo["/Title"])
        assert "Simulated answers" in str(document.docinfo["/Subject"])
        assert "simulated answers" in str(document.docinfo["/Keywords"])


def test_real_answers_are_nowhere_called_simulated(built: Callable[[str], Built]) -> None:
    assert "answers are simulated" not in built("believable").text
    assert "Simulated answers" not in built("believable").text


@pytest.mark.slow
def test_hostile_names_print_as_text(built: Callable[[str], Built]) -> None:
    made = built("hostile")
    text = squeezed(made.text)
    for name in (
        "<script>alert(1)</script><img",
        "</style><style>body{display:none}",
        '"onload="x"style="background:url(file',
        "{area}{{7*7}}{%raw%}%s",
        "file:///etc/passwd",
    ):
        assert name in text, name
    assert "root:" not in made.text
    assert made.html.count("<script") == 0
    assert made.html.count("<style") == 0
    assert made.html.count("<img") == 2


@pytest.mark.slow
def test_names_never_stand_in_a_style(built: Callable[[str], Built]) -> None:
    styles = set(re.findall(r'style="([^"]*)"', built("hostile").html))
    ours = re.compile(
        r"(background-size: [\d.]+% 2\.6mm|background-image: url\(data:image/svg\+xml;base64,[A-Za-z0-9+/=]+\))?"
    )
    assert all(ours.fullmatch(style) for style in styles)


# ------------------------------------------------------------------------------------------------ repeatable


@pytest.mark.slow
def test_other_process_on_another_day_gives_the_same_bytes(
    built: Callable[[str], Built], tmp_path: Path
) -> None:
    made = built("small")
    script = (
        "import importlib.util, sys; from pathlib import Path\n"
        f"spec = importlib.util.spec_from_file_location('given', {str(Path(__file__).with_name('conftest.py'))!r})\n"
        "given = importlib.util.module_from_spec(spec); sys.modules['given'] = given; spec.loader.exec_module(given)\n"
        "from readiness.reporting.documents import report\n"
        "small = given.AWKWARD['small'](given.believable())\n"
        f"report.write(small, given.REPORTS, Path({str(tmp_path / 'again.pdf')!r}))\n"
    )
    environment = {
        "SOURCE_DATE_EPOCH": "86400",
        "PYTHONHASHSEED": "7",
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
    }
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=Path(__file__).parents[2])
    assert (tmp_path / "again.pdf").read_bytes() == made.data


# --------------------------------------------------------------------------------------------------- writing


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that takes no time to make."""
    monkeypatch.setattr(report, "rendered", lambda findings, reports, document: b"%PDF-new")


@pytest.mark.usefixtures("quick")
def test_report_is_written_whole_or_not_at_all(
    findings: Findings, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report.pdf"
    assert report.write(findings, reports, out) == out
    out.write_bytes(b"%PDF-old")

    def full(self: Path, data: bytes) -> int:
        self.open("wb").close()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ReadinessError, match="make room, then try again"):
        report.write(findings, reports, out)
    assert out.read_bytes() == b"%PDF-old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.usefixtures("quick")
def test_missing_folder_is_said_before_any_work(findings: Findings, reports: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match="does not exist"):
        report.write(findings, reports, tmp_path / "nowhere" / "report.pdf")
    with pytest.raises(ReadinessError, match="is a folder"):
        report.write(findings, reports, tmp_path)
    with pytest.raises(ReadinessError, match="holds no templates"):
        report.write(findings, tmp_path, tmp_path / "report.pdf")


def test_missing_fonts_say_how_to_make_them(
    findings: Findings, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typefaces, "OWN", {"Regular": tmp_path / "ReadinessSans-Regular.ttf"})
    with pytest.raises(ReadinessError, match="make assets"):
        report.rendered(findings, reports)


# -------------------------------------------------------------------------------------------------- fetching


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.css",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "file://host/etc/passwd",
        "file:///srv/../etc/passwd",
        "FILE:///etc/passwd",
        "font:../../../../etc/passwd",
        "font:Bold",
        "gopher://127.0.0.1",
        "//127.0.0.1/x",
    ],
)
def test_no_address_but_our_own_is_opened(reports: Path, url: str) -> None:
    with Listening() as (_, connections), pytest.raises(ValueError, match="fetches nothing"):
        pdf._fetcher(reports).fetch(url)
    assert connections == []


def test_link_out_of_the_reports_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "reports" / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "reports" / "inside.txt").write_text("inside", "utf-8")
    folder = tmp_path / "reports"
    assert pdf.allowed((folder / "way-out.txt").as_uri(), folder) is None
    assert pdf.allowed(f"{folder.as_uri()}/../secret.txt", folder) is None
    assert pdf.allowed((folder / "inside.txt").as_uri(), folder) == folder / "inside.txt"


def test_our_own_files_and_pictures_are_read(reports: Path) -> None:
    fetcher = pdf._fetcher(reports)
    assert b"@page" in fetcher.fetch((reports / "parts/print.css").as_uri()).read()
    assert fetcher.fetch("font:Regular").read()[:4] == b"\x00\x01\x00\x00"
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"


def test_name_without_escaping_cannot_be_built(reports: Path, findings: Findings) -> None:
    made = report.page(replace(findings, heading=replace(findings.heading, title='<b onclick="x">')), reports)
    assert "<b onclick" not in made
