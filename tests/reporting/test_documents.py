"""The area report, the summary for a wall, and every document as a web page: whole, readable by everyone, safe."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import page as validator
import pytest

from readiness.baseline.findings import Findings
from readiness.errors import ReadinessError
from readiness.reporting.documents import report
from readiness.reporting.documents.report import Document
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable

KINDS = ("believable", "all-hidden", "small", "simulated", "hostile")


def pages(data: bytes) -> list[str]:
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return made.stdout.decode().split("\f")[:-1]


def of(kind: str, findings: Findings) -> Document:
    return report.of_area(findings.areas[0].id) if kind == "area" else Document(kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["area", "summary"])
@pytest.mark.parametrize("name", KINDS)
def test_document_is_accessible_and_of_its_length(awkward: dict[str, Findings], name: str, kind: str) -> None:
    data = report.rendered(awkward[name], REPORTS, of(kind, awkward[name]))
    found = validator.validate_pdf_bytes(data)
    assert found.is_compliant, [(failure.rule_id, failure.message) for failure in found.failures]
    # Names of 300 letters take room that no real name takes.
    most = {"area": 8 if name == "hostile" else 6, "summary": 1}
    assert len(pages(data)) <= most[kind]


@pytest.mark.slow
@pytest.mark.parametrize("at", range(10))
def test_area_report_has_four_to_six_pages_or_says_on_one_why_there_are_none(
    findings: Findings, at: int
) -> None:
    found = pages(report.rendered(findings, REPORTS, report.of_area(findings.areas[at].id)))
    assert 4 <= len(found) <= 6 if findings.areas[at].readiness else len(found) == 1
    assert findings.areas[at].name in found[0]
    assert "What to do with this" in found[0]
    assert ("Too few answers to be shown on its own" in found[0]) == (findings.areas[at].readiness is None)


def test_area_report_names_no_other_area(findings: Findings) -> None:
    html = report.page(findings, REPORTS, report.of_area("cardiology"))
    others = [one.name for one in findings.areas if one.id != "cardiology" and one.name != "Cancer"]
    assert [name for name in others if name in html] == []
    assert "Cardiology" in html


def test_area_that_does_not_exist_is_refused_with_those_that_do(findings: Findings) -> None:
    with pytest.raises(ReadinessError, match=r"'nowhere'.*Choose one of these: cardiology, respiratory"):
        report.page(findings, REPORTS, report.of_area("nowhere"))
    with pytest.raises(ReadinessError, match="This assessment has none"):
        report.page(AWKWARD["no-areas"](findings), REPORTS, report.of_area("cardiology"))


def test_files_are_named_after_what_they_hold(findings: Findings) -> None:
    names = [report.file_name(findings, one) for one in (report.BASELINE, report.of_area("cancer"))]
    assert names == ["baseline-2026-k7fq2x9m4p.pdf", "area-2026-k7fq2x9m4p-cancer.pdf"]
    assert [one.area for one in report.of_areas(findings)] == [one.id for one in findings.areas]
    second = replace(findings, heading=replace(findings.heading, earlier=1))
    assert report.file_name(second) == "readiness-2026-k7fq2x9m4p.pdf"
    assert report.file_name(second, report.SUMMARY) == "summary-2026-k7fq2x9m4p.pdf"


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", ["baseline", "area", "summary"])
def test_a_later_year_is_called_no_baseline_anywhere(findings: Findings, kind: str, language: str) -> None:
    word = {"en": "aseline", "cy": "droddiad sylfaenol"}[language]
    first = replace(findings, heading=replace(findings.heading, language=language))
    second = replace(first, heading=replace(first.heading, earlier=1))
    later, own = (
        report.page(one, REPORTS, of(kind, one)).replace('<body class="baseline', "")
        for one in (second, first)
    )
    assert word not in later
    assert word in own


@pytest.mark.parametrize(
    ("earlier", "language", "cover"),
    [
        (0, "en", "Baseline report 2026"),
        (1, "en", "Readiness report 2026, second assessment"),
        (2, "cy", "Adroddiad parodrwydd 2026, trydydd asesiad"),
        (10, "en", "Readiness report 2026"),
        (None, "en", "Readiness report 2026"),
    ],
)
def test_cover_says_the_how_manyth_assessment_it_is_where_that_is_known(
    findings: Findings, earlier: int | None, language: str, cover: str
) -> None:
    told = replace(findings, heading=replace(findings.heading, earlier=earlier, language=language))
    assert f'<p class="kind">{cover}</p>' in report.page(told, REPORTS)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("believable", "Mental health, and Children and young people need most change"),
        ("small", "We are least ready in time and resources"),
        ("all-hidden", "Too few people answered to say how ready we are"),
    ],
)
def test_summary_has_one_message(awkward: dict[str, Findings], name: str, message: str) -> None:
    html = report.page(awkward[name], REPORTS, report.SUMMARY)
    assert re.findall(r"<h1[^>]*>([^<]*)</h1>", html) == [message]


WORDY = "Diseases of the heart and vessels, and care after"


@pytest.mark.parametrize("simulated", [False, True])
@pytest.mark.parametrize("name", ["believable", "small", "all-hidden", "wordy"])
def test_foot_of_the_summary_stands_clear_of_all_above_it(
    awkward: dict[str, Findings], name: str, simulated: bool
) -> None:
    findings = awkward["believable" if name == "wordy" else name]
    if name == "wordy":
        areas = tuple(replace(one, name=f"{WORDY} {i}"[:48]) for i, one in enumerate(findings.areas))
        findings = replace(findings, areas=areas)
    findings = replace(findings, heading=replace(findings.heading, simulated=simulated))
    data = report.rendered(findings, REPORTS, report.SUMMARY)
    made = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', made.stdout.decode())
    ends = [i for i, (_, _, word) in enumerate(words) if word == "people"]
    foot = min(float(top) for top, _, _ in words[ends[-1] - 1 :])
    assert max(float(bottom) for top, bottom, _ in words if float(top) < foot - 1) < foot
    assert max(float(bottom) for _, bottom, _ in words) < 842


@pytest.mark.parametrize("kind", ["baseline", "area", "summary"])
def test_only_a_page_of_simulated_answers_speaks_of_simulated_ones(findings: Findings, kind: str) -> None:
    simulated = replace(findings, heading=replace(findings.heading, simulated=True))
    own, made_up = (
        report.page(one, REPORTS, of(kind, one)).partition("<main")[0] for one in (findings, simulated)
    )
    assert "simulated" not in own.lower()
    assert "simulated" in made_up.lower()


def test_figures_and_tables_are_numbered_in_their_order(findings: Findings) -> None:
    html = report.page(findings, REPORTS)
    for word in ("Figure", "Table"):
        found = [int(number) for number in re.findall(rf">{word} (\d+)<", html)]
        assert found == list(range(1, len(found) + 1))
        assert len(found) > 6


@pytest.mark.parametrize("name", ["believable", "hostile", "all-hidden"])
@pytest.mark.parametrize("kind", ["baseline", "area", "summary"])
def test_web_page_holds_all_in_one_file(tmp_path: Path, name: str, kind: str) -> None:
    findings = AWKWARD[name](believable())
    html = report.write_page(findings, REPORTS, tmp_path / "report.html", of(kind, findings)).read_text()
    assert "<script" not in html
    assert html.count("<style>") == 1
    assert not re.findall(r'(?:src|href)="(?!#|data:image/svg\+xml)[^"]*"', html)
    assert not re.findall(r"url\((?!data:)[^)]*\)", html.split("<style>")[1].split("</style>")[0])
    assert html.count("<h1") == 1
    assert html.count('<a class="skip" href="#content">') == html.count('<main id="content">') == 1
    assert html.count("<table") == html.count('<div class="tabled" role="group" tabindex="0"')


@pytest.mark.parametrize("kind", ["baseline", "area", "summary"])
def test_headings_skip_no_level(findings: Findings, kind: str) -> None:
    levels = [
        int(level) for level in re.findall(r"<h([1-6])", report.page(findings, REPORTS, of(kind, findings)))
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
