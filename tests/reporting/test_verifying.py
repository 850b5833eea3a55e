"""A file is compared with the document made again: same, or what differs, in plain words."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError
from readiness.reporting import claims, pdf, verifying
from readiness.reporting.verifying import Verdict
from readiness.reporting.verifying_pages import Sheets

PAGE = """<html lang="en"><head><title>Small</title><style>h2 {{ color: {colour} }}</style></head><body>
<h1>Report</h1><h2>Readiness</h2><p>{people} people answered.</p>
<table><thead><tr><th scope="col">Area</th><th scope="col">Score</th><th scope="col">95% interval</th></tr></thead>
<tbody><tr><th scope="row">Cancer</th><td>{score}</td><td>50 to 56</td></tr>{more}
<tr><th scope="row">Stroke</th><td>61</td><td>57 to 65</td></tr></tbody></table></body></html>"""
WRITTEN = {"colour": "black", "people": "1,204", "score": "53", "more": ""}
Made = Callable[..., bytes]


@pytest.fixture
def made(findings: Findings, reports: Path) -> Made:
    """Make a small document; named parts may be others."""

    def make(of: Findings = findings, folder: Path = reports, **written: str) -> bytes:
        return claims.printed(PAGE.format(**WRITTEN | written), of, folder, ("parts/print.css",))

    return make


def told(verdict: Verdict) -> list[tuple[str, str]]:
    return [(one.what, one.sentence) for one in verdict.differences]


def saved_anew(data: bytes, change: Callable[[pikepdf.Pdf], None] = lambda document: None) -> bytes:
    """What another program makes of a file."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(written, deterministic_id=True)
    return written.getvalue()


def test_the_very_file_is_the_same(made: Made) -> None:
    assert verifying.compared(made(), made()).same


def test_a_changed_figure_is_named_by_table_row_and_column(made: Made) -> None:
    (found,) = verifying.compared(made(score="71"), made()).differences
    assert (found.what, found.page, found.table, found.row, found.column) == (
        "figure",
        1,
        "Readiness",
        "Cancer",
        "Score",
    )
    assert (found.printed, found.recomputed) == ("71", "53")
    assert found.sentence == 'page 1, Readiness, Cancer, Score: printed is "71", recomputed "53".'


def test_a_changed_figure_in_a_sentence_is_found(made: Made) -> None:
    (found,) = verifying.compared(made(people="2,204"), made()).differences
    assert (found.what, found.table, found.row) == ("figure", "Readiness", "")
    assert found.sentence.startswith('page 1, Readiness: printed is "2,204 people')


def test_a_row_that_was_put_in_moves_no_other(made: Made) -> None:
    more = '<tr><th scope="row">Frailty</th><td>90</td><td>88 to 92</td></tr>'
    verdict = verifying.compared(made(more=more), made())
    assert {one.row or one.printed for one in verdict.differences} <= {"Frailty", "Stroke"}
    assert all("does not belong there" in one.sentence for one in verdict.differences if one.row == "Frailty")


@pytest.mark.parametrize(
    ("heading", "what", "words"),
    [
        ({"data_digest": "0" * 64}, "answers", "The answers are others"),
        ({"instrument": "other"}, "questionnaire", "The questionnaire is another one: other in the file"),
        ({"version": "2025.1"}, "questionnaire", "another version: 2025.1 in the file, 2026.1 here."),
        ({"instrument_hash": "0" * 64}, "questionnaire", "The questionnaire's words are others"),
        ({"software": "0.0.9"}, "software", "another version: 0.0.9 in the file, 0.1.0 here."),
        ({"threshold": 20}, "threshold", "20 in the file, 11 here"),
        ({"seed": 5}, "seed", "5 in the file"),
    ],
)
def test_what_it_was_made_from_is_compared(
    made: Made, findings: Findings, heading: dict[str, object], what: str, words: str
) -> None:
    other = replace(findings, heading=replace(findings.heading, **heading))
    ((found, sentence),) = told(verifying.compared(made(other), made()))
    assert found == what
    assert words in sentence


def test_another_wording_of_reports_is_told(made: Made, reports: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(reports, tmp_path / "reports")
    with (folder / "wording" / "en.toml").open("a", encoding="utf-8") as wording:
        wording.write("\n# A word more.\n")
    ((what, sentence),) = told(verifying.compared(made(folder=folder), made()))
    assert what == "wording"
    assert sentence.startswith("The wording or design of reports is another one")


def test_changed_attached_figures_are_named(made: Made, findings: Findings) -> None:
    assert findings.general is not None
    other = replace(findings, general=replace(findings.general, value=99.5))

    def change(document: pikepdf.Pdf) -> None:
        held = document.attachments[claims.FIGURES].get_file()
        held.obj.write(held.read_bytes().replace(b",55.8,", b",99.5,", 1))

    for file in (made(other), saved_anew(made(), change)):
        found = verifying.compared(file, made()).differences[0]
        assert (found.what, found.column) == ("attached", "value")
        assert (found.printed, found.recomputed) == ("99.5", "55.8")
        assert found.sentence == (
            f'attached figures, {found.table}, {found.row}, value: printed is "99.5", recomputed "55.8".'
        )
        assert found.table
        assert found.row.endswith("score")


def test_of_an_attached_file_in_which_much_differs_the_first_figures_are_named(made: Made) -> None:
    def change(document: pikepdf.Pdf) -> None:
        held = document.attachments[claims.FIGURES].get_file()
        held.obj.write(held.read_bytes().replace(b",", b";", 1))

    file, *figures = verifying.compared(saved_anew(made(), change), made()).differences
    assert re.fullmatch(
        r"The attached file .* was changed: [\d,]+ of its figures differ, and these are the first\.",
        file.sentence,
    )
    assert 1 <= len(figures) <= verifying.MOST_ATTACHED


def test_a_page_that_is_drawn_differently_is_named(made: Made) -> None:
    ((what, sentence),) = told(verifying.compared(made(colour="red"), made()))
    assert what == "drawing"
    assert sentence.startswith("Page 1 is drawn differently")


def test_what_was_laid_over_a_page_is_seen(made: Made) -> None:
    def cover(document: pikepdf.Pdf) -> None:
        white = document.make_stream(b"/Artifact BMC 1 g 0 0 600 800 re f EMC")
        document.pages[0].contents_add(white)

    ((what, _),) = told(verifying.compared(saved_anew(made(), cover), made()))
    assert what == "drawing"


def test_a_file_that_was_saved_anew_is_told_from_a_changed_one(made: Made) -> None:
    for file in (made() + b"\n", saved_anew(made())):
        ((what, sentence),) = told(verifying.compared(file, made()))
        assert what == "bytes"
        assert "Every figure, word and page is the same" in sentence


def test_other_libraries_are_named_before_anybody_is_suspected(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, tools = made(), claims._tools()
    monkeypatch.setattr(claims, "_tools", lambda: {**tools, "WeasyPrint": "69.0"})
    ((what, sentence),) = told(verifying.compared(made(), ours))
    assert what == "tools"
    assert f"WeasyPrint 69.0 there, {tools['WeasyPrint']} here" in sentence


def test_a_file_that_is_not_ours_is_refused(made: Made, reports: Path) -> None:
    foreign = pdf.printed(PAGE.format(**WRITTEN), reports, (), b"0" * 16)
    for data, words in (
        (b"PK\x03\x04", "is no PDF"),
        (b"", "is no PDF"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (made()[:4000], "damaged|does not say"),
        (foreign, "does not say what it was made from"),
    ):
        with pytest.raises(ReadinessError, match=words):
            verifying.claim_of(data, "file.pdf")


def test_the_claim_of_a_file_is_read(made: Made, findings: Findings, reports: Path) -> None:
    assert verifying.claim_of(made(), "file.pdf") == claims.claim(findings, reports)


def test_every_printed_text_is_read_with_its_place(made: Made) -> None:
    pieces = Sheets(made(score="53 ½ fi ä ﬀ")).pieces
    assert [(piece.text, piece.under, piece.row, piece.column) for piece in pieces] == [
        ("Report", "", "", ""),
        ("Readiness", "Report", "", ""),
        ("1,204 people answered.", "Readiness", "", ""),
        ("Area", "Readiness", "", ""),
        ("Score", "Readiness", "", ""),
        ("95% interval", "Readiness", "", ""),
        ("Cancer", "Readiness", "", "Area"),
        ("53 ½ fi ä ﬀ", "Readiness", "Cancer", "Score"),
        ("50 to 56", "Readiness", "Cancer", "95% interval"),
        ("Stroke", "Readiness", "", "Area"),
        ("61", "Readiness", "Stroke", "Score"),
        ("57 to 65", "Readiness", "Stroke", "95% interval"),
    ]
