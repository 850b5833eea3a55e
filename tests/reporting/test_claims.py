"""A document carries what it was made from and the figures that it prints, for people and programs."""

from __future__ import annotations

import gc
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pytest

from readiness.baseline.findings import CommentFinding, Findings
from readiness.reporting import claims, pdf
from readiness.reporting.exports import csv
from readiness.reporting.exports.json import as_json
from readiness.reporting.finishing import NAMESPACE, Attached
from readiness.reporting.published import printer_of, published
from readiness.reporting.verifying_pages import Sheets
from tests.reporting.believable import HOSTILE, REPORTS

PAGE = """<html lang="en"><head><title>Small</title></head><body><h1>Small</h1>{text}</body></html>"""


@pytest.fixture
def small(findings: Findings, reports: Path) -> bytes:
    """A page of a few words that carries all that a report carries."""
    return claims.printed(PAGE.format(text="<p>Half of all.</p>"), findings, reports, ("parts/print.css",))


@pytest.fixture
def opened(small: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(small)) as document:
        yield document


def test_it_is_accessible_by_pdf_ua(small: bytes) -> None:
    found = validator.validate_pdf_bytes(small)
    assert found.is_compliant, [(failure.rule_id, failure.message) for failure in found.failures]


def test_the_claim_names_all_that_the_figures_came_from(
    opened: pikepdf.Pdf, findings: Findings, reports: Path
) -> None:
    said = claims.from_text(opened.attachments[claims.CLAIM].get_file().read_bytes())
    assert said == claims.claim(findings, reports)
    assert said is not None
    heading = findings.heading
    assert (said.assessment, said.instrument, said.version) == (
        heading.code,
        heading.instrument,
        heading.version,
    )
    assert (said.instrument_hash, said.data_digest) == (heading.instrument_hash, heading.data_digest)
    assert (said.threshold, said.seed, said.software) == (heading.threshold, heading.seed, heading.software)
    assert set(said.tools) == {*claims.TOOLS, "Pango", "fonts"}


def test_the_figures_are_attached_as_data(opened: pikepdf.Pdf, findings: Findings) -> None:
    held = opened.attachments[claims.FIGURES]
    printer = printer_of(findings, REPORTS)
    assert held.get_file().read_bytes() == csv.long(published(findings, printer), printer)
    relations = {str(file.UF): str(file.AFRelationship) for file in opened.Root.AF}
    assert relations == {claims.FIGURES: "/Data", claims.CLAIM: "/Supplement"}
    assert all(str(file.Desc) for file in opened.Root.AF)


def test_the_description_of_the_file_tells_the_same(opened: pikepdf.Pdf, findings: Findings) -> None:
    with opened.open_metadata() as metadata:
        told = {
            key.removeprefix(f"{{{NAMESPACE}}}"): value for key, value in metadata.items() if NAMESPACE in key
        }
    heading = findings.heading
    assert told["version"] == heading.version
    assert told["instrument_hash"] == heading.instrument_hash
    assert told["data_digest"] == heading.data_digest
    assert told["threshold"] == str(heading.threshold)
    assert told["software"] == heading.software
    assert told["seed"] == str(heading.seed)
    assert len(told["definition"]) == 64


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_code_breaks_no_description(name: str, findings: Findings, reports: Path) -> None:
    hostile = replace(findings, heading=replace(findings.heading, code=name))
    made = claims.printed(PAGE.format(text=""), hostile, reports, ("parts/print.css",))
    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as metadata:
        kept = "".join(letter for letter in name if letter.isprintable())
        assert metadata[f"{{{NAMESPACE}}}assessment"] == kept


def test_an_area_s_own_report_carries_no_other_area(findings: Findings) -> None:
    own = json.loads(as_json(claims.shown(findings, {"area": "cancer"})))
    assert [area["id"] for area in own["findings"]["areas"]] == ["cancer"]


def test_an_area_s_own_report_carries_nobody_s_words(findings: Findings) -> None:
    quoted = replace(findings, comments=(CommentFinding("works-well", "What works well?", ("A", "B", "C")),))
    assert claims.shown(quoted, {"area": "cancer"}).comments == ()
    assert claims.shown(quoted, {}).comments == quoted.comments


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": "other/1"}', '{"format": "readiness-document/1", "x": 1}']
)
def test_what_is_no_claim_of_ours_is_none(text: str) -> None:
    assert claims.from_text(text) is None


def test_findings_with_half_a_letter_in_a_name_have_a_digest_too(findings: Findings) -> None:
    half, other = (
        replace(findings, heading=replace(findings.heading, title=t)) for t in ("\ud83d", "\ud83c")
    )
    assert len({claims.digest(half), claims.digest(other), claims.digest(findings)}) == 3


def test_the_digest_of_the_wording_sees_every_change_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "poster").mkdir()
    (tmp_path / "wording" / "en.toml").write_text("a = 1", "utf-8")
    first = claims.definition(tmp_path)
    (tmp_path / "poster" / "poster.css").write_text("p {}", "utf-8")
    (tmp_path / "README.md").write_text("About", "utf-8")
    (tmp_path / ".en.toml.swp").write_text("x", "utf-8")
    assert claims.definition(tmp_path) == first
    (tmp_path / "wording" / "en.toml").write_text("a = 2", "utf-8")
    other = claims.definition(tmp_path)
    (tmp_path / "wording" / "en.toml").rename(tmp_path / "wording" / "cy.toml")
    assert len({first, other, claims.definition(tmp_path)}) == 3


# ---------------------------------------------------------------------------- running heads and page numbers

MARGINS = """<html lang="en"><head><title>Margins</title><style>
@page { size: A5; @top-left { content: "Running head" } @bottom-right { content: counter(page) } }
</style></head><body><h1>Words</h1><p>%s</p></body></html>"""


def marks(made: bytes) -> list[tuple[str, bool]]:
    """Every marked content of the pages: its tag, and whether the tree of tags knows it."""
    with pikepdf.open(io.BytesIO(made)) as document:
        return [
            (str(step.operands[0]), len(step.operands) > 1 and "/MCID" in step.operands[1])
            for sheet in document.pages
            for step in pikepdf.parse_content_stream(sheet)
            if str(step.operator) in ("BDC", "BMC")
        ]


def reachable(node: Any) -> int:
    """How many numbered pieces of content the tree of tags holds."""
    kids = node.get("/K")
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return sum(reachable(kid) if isinstance(kid, pikepdf.Dictionary) else kid is not None for kid in kids)


def test_running_heads_and_page_numbers_are_artifacts_and_all_else_is_in_the_tree(reports: Path) -> None:
    made = pdf.printed(MARGINS % ("Many words. " * 400), reports, (), b"0" * 16)
    found = marks(made)
    with pikepdf.open(io.BytesIO(made)) as document:
        sheets = len(document.pages)
        assert sheets > 1
        assert found.count(("/Artifact", False)) == 2 * sheets
        assert sum(numbered for _, numbered in found) == reachable(document.Root.StructTreeRoot)
    assert validator.validate_pdf_bytes(made).is_compliant


def test_files_put_in_carry_no_moment(reports: Path) -> None:
    file = Attached("figures.csv", "Figures", b"a,b\r\n")
    first, again = (pdf.printed(MARGINS % "Words", reports, (), b"0" * 16, (file,)) for _ in range(2))
    assert first == again


def test_garbage_is_collected_as_usual_afterwards(reports: Path) -> None:
    usual = gc.get_threshold()
    pdf.printed(MARGINS % "Words", reports, (), b"0" * 16)
    assert gc.get_threshold() == usual


# ------------------------------------------------------------------------------------ tables over several pages

LONG = """<html lang="en"><head><title>Long</title><style>@page { size: A6 }</style></head><body><h1>Long</h1>
<table><caption>All</caption><thead><tr><th scope="col">Name</th><th scope="col">Score</th></tr></thead>
<tbody>%s</tbody></table><p>After it.</p><table><tr><td>alone</td></tr></table></body></html>"""


def tags(node: Any, kind: str) -> Iterator[Any]:
    """Every tag of a kind, in reading order."""
    kids = node.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == kind:
                yield kid
            yield from tags(kid, kind)


def test_a_table_over_several_pages_has_one_tag_and_one_head(reports: Path) -> None:
    rows = "".join(f'<tr><th scope="row">Row {n}</th><td>{n}</td></tr>' for n in range(40))
    made = pdf.printed(LONG % rows, reports, (), b"0" * 16)
    assert validator.validate_pdf_bytes(made).is_compliant
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) > 2
        table, alone = tags(document.Root.StructTreeRoot, "/Table")
        assert [len(list(tags(one, "/TR"))) for one in (table, alone)] == [41, 1]
        assert [len(list(tags(table, kind))) for kind in ("/THead", "/TBody", "/Caption")] == [1, 1, 1]
        heads = [str(cell.ID) for cell in tags(table, "/TH")]
        assert len(heads) == len(set(heads)) == 42
        columns = [str(cell.ID) for cell in tags(next(tags(table, "/THead")), "/TH")]
        for row in list(tags(table, "/TR"))[1:]:
            (name,), (cell,) = tags(row, "/TH"), tags(row, "/TD")
            assert [str(head) for head in cell.A.Headers] == [str(name.ID), columns[1]]
            assert row.P.objgen == next(tags(table, "/TBody")).objgen


def test_the_rows_of_such_a_table_are_read_back_under_its_head(reports: Path) -> None:
    rows = "".join(f'<tr><th scope="row">Row {n}</th><td>{n}</td></tr>' for n in range(40))
    pieces = Sheets(pdf.printed(LONG % rows, reports, (), b"0" * 16)).pieces
    scores = [piece for piece in pieces if piece.column == "Score"]
    assert [(piece.row, piece.text) for piece in scores] == [(f"Row {n}", str(n)) for n in range(40)]
    assert len({piece.page for piece in scores}) > 2
