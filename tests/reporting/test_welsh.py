"""The report in Welsh: every text is there with the gaps of its original, and no English is left in a document."""

from __future__ import annotations

import html
import io
import re
import subprocess
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from string import Formatter, ascii_lowercase

import page as validator
import pikepdf
import pytest

from readiness.baseline.findings import Findings
from readiness.reporting.documents import report
from readiness.reporting.exports.text import as_text
from readiness.reporting.published import printer_of, published
from readiness.reporting.published.showing import shown
from readiness.reporting.words import answers, message
from readiness.reporting.words import area as area_words
from readiness.reporting.words import wording as module
from readiness.reporting.words.wording import Wording, load
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable
from tests.reporting.welsh import welsh

SAME = frozenset(
    "format.thousands format.decimal format.minus format.date format.comma format.quoted format.percent"
    " format.shortened document.title terminal.title terminal.n ready.with_score barrier.with_share alt.barrier"
    " made.cite_text made.system label.asked label.omega export.column.headcount.name export.column.omega.name"
    " export.column.heading_system.name"
    " change.done.ended change.done.action change.done.action_unowned change.page.alt_line".split()
)
"""Texts that are alike in both languages: marks, gaps alone, and words that Welsh shares."""
ENGLISH = frozenset(
    "the and of are was were been that this those these with without from for by which where what who how"
    " not than they their there it its be has have had or each every other more most less least people"
    " answered answers area areas score scores share shown role roles place whole need needs change readiness"
    " stands between among too few can cannot only about under over between difference chance position".split()
)
"""Words of English sentences that Welsh has not; it has `is` (lower), `person`, `a`, `i`, `o`, `at`, `to` and `an`."""


@pytest.fixture(scope="module")
def findings() -> Findings:
    return welsh()


@pytest.fixture(scope="module")
def words() -> Wording:
    return load(REPORTS, "cy")


def texts(language: str) -> dict[str, str]:
    read = tomllib.loads((REPORTS / "wording" / f"{language}.toml").read_text("utf-8"))
    found = dict(module._all(read))
    # What a text is kept for is no word of a report, and glossaries stand in the order of each alphabet.
    return {key: text for key, text in found.items() if not key.endswith(".only")}


def gaps(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


def english(text: str) -> list[str]:
    plain = re.sub(r"\{\w+\}", " ", text).lower().replace("’", "'")
    return [word for word in re.findall(r"[\w'-]+", plain) if word in ENGLISH]


def test_every_text_is_translated() -> None:
    own, other = texts("en"), texts("cy")
    assert own.keys() == other.keys()
    assert {key for key in own if own[key] == other[key]} == SAME


def test_every_text_keeps_its_gaps() -> None:
    own, other = texts("en"), texts("cy")
    assert {key: gaps(other[key]) for key in own if gaps(own[key]) != gaps(other[key])} == {}


def test_no_english_word_is_left() -> None:
    assert {key: found for key, text in texts("cy").items() if (found := english(text))} == {}


def test_the_word_list_finds_english() -> None:
    """Else the tests below would pass on anything."""
    sentences = {key: text for key, text in texts("en").items() if text.count(" ") > 5 and key not in SAME}
    missed = [key for key, text in sentences.items() if not english(text)]
    assert missed == []


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        (["Canser", "Mamolaeth"], "Canser a Mamolaeth"),
        (["Canser", "Iechyd meddwl"], "Canser ac Iechyd meddwl"),
        (["Canser", "Wroleg", "Ôl-ofal"], "Canser, Wroleg ac Ôl-ofal"),
        (["“Caffael”", "“Amser”"], "“Caffael” ac “Amser”"),
        (["Amser ac adnoddau", "Cydnabyddiaeth"], "Amser ac adnoddau, a Cydnabyddiaeth"),
        (["61%", "44%"], "61% a 44%"),
        (["61%", "18%"], "61% ac 18%"),
        (["dros 95%", "10%"], "dros 95% a 10%"),
        (["110", "100"], "110 a 100"),
    ],
)
def test_and_has_a_form_of_its_own_before_a_vowel(words: Wording, names: list[str], joined: str) -> None:
    assert words.joined(names) == joined


def test_numbers_take_a_plural_that_nothing_mutates(words: Wording) -> None:
    assert words.counted("need.other", 1) == "Mae un maes nad yw ymhlith y rhai sydd â’r angen mwyaf."
    assert words.counted("need.other", 2) == "Nid yw dau o feysydd ymhlith y rhai sydd â’r angen mwyaf."


def test_tables_to_take_away_are_in_welsh(findings: Findings) -> None:
    printer = printer_of(findings, REPORTS)
    told = [
        text
        for table in published(findings, printer)
        for text in (
            table.title,
            table.finding,
            *table.notes,
            *(words for column in table.columns for words in (column.name, column.meaning, column.none)),
            *(
                shown(column, value, printer)
                for row in table.rows
                for column, value in zip(table.columns, row, strict=True)
                if not column.id.endswith("id") and not column.id.startswith("heading_")
            ),
        )
    ]
    assert len(told) > 1000
    assert {text: found for text in told if (found := english(text))} == {}


def test_tables_in_a_terminal_are_in_welsh(findings: Findings) -> None:
    said = as_text(findings, REPORTS)
    assert "Meysydd clinigol, yr angen mwyaf yn gyntaf" in said
    assert english(said) == []


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", AWKWARD)
def test_every_kind_of_findings_can_be_said(language: str, kind: str) -> None:
    own = AWKWARD[kind](believable())
    found = replace(own, heading=replace(own.heading, language=language))
    printer = printer_of(found, REPORTS)
    assert as_text(found, REPORTS)
    assert published(found, printer)
    assert message.message(found, printer)
    assert answers.summary(found, printer).first
    for area in found.areas:
        assert area_words.sentences(area, found, printer).headline
        assert message.front(area, printer)


@pytest.mark.parametrize("key", ["method.parts", "method.brief", "hidden.parts", "glossary.words"])
def test_texts_that_belong_together_are_as_many_in_welsh(words: Wording, key: str) -> None:
    own = load(REPORTS, "en").parts(key, threshold="11")
    there = words.parts(key, threshold="11")
    assert [set(one) - {"only"} for one in there] == [set(one) - {"only"} for one in own]
    kept = [sorted(one.get("only", "") for one in many) for many in (there, own)]
    assert kept[0] == kept[1]


MUTATING = "a â am ar at dan dros drwy gan heb hyd i neu o tan wrth yn".split()
NAMES = (
    "area areas barrier barriers dimension dimensions gaps higher innovation lower name names part roles strengths"
    " strongest system title weakest".split()
)


def test_no_name_follows_a_word_that_would_change_its_first_letter() -> None:
    """Nor does "â" stand before a name that may begin with a vowel. Names stand as they were set up."""
    before = re.compile(rf"(?<!\w)(?:{'|'.join(MUTATING)})\s+“?\{{(?:{'|'.join(NAMES)})\}}")
    assert before.search("Rhan o {area}")
    found = {key: before.findall(text) for key, text in texts("cy").items()}
    assert {key: told for key, told in found.items() if told} == {}


LETTERS = "a b c ch d dd e f ff g ng h i j k l ll m n o p ph r rh s t th u w y z".split()
"""The Welsh alphabet, in which two letters may be one."""


def in_order(word: str, letters: Sequence[str]) -> list[int]:
    """Return the places of a word's letters in an alphabet; of two that begin alike the longer one is meant."""
    longest = "|".join(sorted(letters, key=len, reverse=True))
    marks = "".join(mark for mark in unicodedata.normalize("NFD", word.lower()) if mark.isalpha())
    return [letters.index(found) for found in re.findall(longest, marks)]


@pytest.mark.parametrize(("language", "letters"), [("en", list(ascii_lowercase)), ("cy", LETTERS)])
def test_glossary_has_the_order_of_its_alphabet(language: str, letters: Sequence[str]) -> None:
    found = [part["word"] for part in load(REPORTS, language).parts("glossary.words")]
    assert found == sorted(found, key=lambda word: in_order("" if word[0].isdigit() else word, letters))


# --------------------------------------------------------------------------------------------- the documents


def without_sources(page: str) -> str:
    """Return what a page says, without its styles and without the titles of English publications."""
    for part in (
        r"<style.*?</style>",
        r'<div class="sources">.*?</div>',
        r'<section class="page joined sources">.*?</section>',
    ):
        page = re.sub(part, " ", page, flags=re.DOTALL)
    alternatives = re.findall(r'(?:alt|title|content|aria-label)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *alternatives]))


@pytest.mark.slow
@pytest.mark.parametrize("document", [report.BASELINE, report.SUMMARY, report.of_area("stroke")])
def test_page_says_nothing_in_english(findings: Findings, document: report.Document) -> None:
    page = report.page(findings, REPORTS, document)
    assert '<html lang="cy">' in page
    assert english(without_sources(page)) == []


@pytest.mark.slow
def test_report_is_accessible_tagged_as_welsh_and_has_one_page_an_area(findings: Findings) -> None:
    data = report.laid_out(report.page(findings, REPORTS), findings, REPORTS)
    found = validator.validate_pdf_bytes(data)
    assert found.is_compliant, [(failure.rule_id, failure.message) for failure in found.failures]
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.Lang) == "cy"
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    pages = made.stdout.decode().split("\f")
    for area in findings.areas:
        if area.readiness:
            assert sum(page.lstrip().startswith(area.name) for page in pages) == 1, area.name
