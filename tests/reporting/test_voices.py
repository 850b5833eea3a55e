"""People's own words in the baseline report: a few, in their own order, whole or said to be cut."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import page as validator
import pytest

from readiness.baseline.findings import CommentFinding, Findings
from readiness.reporting.documents import report, voices
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from tests.reporting.believable import REPORTS

QUESTION = "Which one change would help most where you work?"
MORE = "These are the first of those that may be quoted"
SHORT = tuple(f"Protected time in week {i}, please." for i in range(1, 41))
HOSTILE = (
    "<script>alert(1)</script><img src=http://127.0.0.1:9/x.png>",
    "</blockquote></section><style>body{display:none}</style>",
    "نحتاج إلى وقت محمي كل أسبوع ‮ reversed",
    "{text} {{ 7*7 }} {% raw %}",
)


def quoting(findings: Findings, *texts: str) -> Findings:
    return replace(findings, comments=(CommentFinding("change", QUESTION, texts),) if texts else ())


def shown(findings: Findings, wording: Wording, *texts: str) -> tuple[list[str], bool]:
    found = voices.voices(quoting(findings, *texts), Printer(wording))
    return [text for one in found["questions"] for text in one["texts"]], found["more"]


def test_none_leaves_no_trace(findings: Findings) -> None:
    html = report.page(quoting(findings), REPORTS)
    assert "<blockquote" not in html
    assert "Quoted with consent" not in html


def test_few_stand_whole_and_nothing_is_said_of_more(findings: Findings) -> None:
    html = report.page(quoting(findings, *SHORT[:4]), REPORTS)
    assert html.count("<blockquote") == 4
    assert QUESTION in html
    assert "Quoted with consent" in html
    assert MORE not in html


def test_many_are_the_first_in_their_own_order(findings: Findings, wording: Wording) -> None:
    texts, more = shown(findings, wording, *SHORT)
    assert texts == list(SHORT[: voices.MOST])
    assert more
    assert MORE in report.page(quoting(findings, *SHORT), REPORTS)


def test_how_many_there_are_changes_nothing_that_is_printed(findings: Findings) -> None:
    """Nobody can count what is left out, nor see from two reports that a comment was withheld."""
    first, second = (report.page(quoting(findings, *SHORT[:n]), REPORTS) for n in (20, 40))
    assert first == second


def test_long_ones_are_fewer_and_none_is_passed_over(findings: Findings, wording: Wording) -> None:
    long = ["We wait. " * 33 + str(i) for i in range(6)]  # 300 letters each
    assert shown(findings, wording, *long) == (long[: voices.LEAST], True)
    mixed = [*SHORT[:3], "We wait. " * 50, *SHORT[3:]]
    assert shown(findings, wording, *mixed)[0] == list(SHORT[:3])


def test_one_that_is_cut_ends_so_and_is_said_to_stand_whole_elsewhere(
    findings: Findings, wording: Wording
) -> None:
    texts, more = shown(findings, wording, "x" * (voices.LONGEST + 1), *SHORT[:2])
    assert len(texts[0]) <= voices.LONGEST
    assert texts[0].endswith("…")
    assert more
    assert shown(findings, wording, "x" * voices.LONGEST, *SHORT[:2])[1] is False


@pytest.mark.slow
def test_words_of_any_kind_print_as_text(findings: Findings) -> None:
    found = quoting(findings, *HOSTILE)
    html = report.page(found, REPORTS)
    assert "<script" not in html
    assert "<style" not in html
    assert html.count("<blockquote") == html.count("</blockquote>") == len(HOSTILE)
    data = report.rendered(found, REPORTS)
    assert validator.validate_pdf_bytes(data).is_compliant
    made = subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    words = " ".join(made.split())
    assert "<script>alert(1)</script>" in words.replace("> ", ">").replace(" <", "<")
    assert "{{ 7*7 }}" in words
    assert "\u202e" not in words
