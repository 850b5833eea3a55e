"""Advice as data: complete for the published instrument, plainly worded, sourced; and faults of its files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.errors import FileFaults
from readiness.instrument.load import load as load_instrument
from readiness.reporting.words.advice import Advice, AdviceBook, Source, load, sources_of
from readiness.reporting.words.wording import Wording
from readiness.reporting.words.wording import load as load_wording
from tests.reporting.believable import REPORTS

INSTRUMENT = REPORTS.parent / "surveys" / "innovation-readiness" / "2026.1"
LANGUAGES = ("en", "cy")
WORDS = {
    "en": {"sign": 24, "what": 26, "who": 14},
    "cy": {"sign": 30, "what": 34, "who": 18},
}
LONGEST = {"en": 32, "cy": 42}
"""The longest sentence, in words; Welsh has many short ones where English has an ending or none."""
SOON = {
    "en": r"30 days|this month|the month|fortnight|two weeks",
    "cy": r"30 diwrnod|mis hwn|y mis|pythefnos",
}
"""A first step says by when, and that is within 30 days."""


@pytest.fixture(scope="module")
def books() -> dict[str, AdviceBook]:
    return {language: load(REPORTS, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def book(books: dict[str, AdviceBook]) -> AdviceBook:
    return books["en"]


def texts(one: Advice) -> Iterator[tuple[str, str]]:
    """Every text of a piece of advice with what it is."""
    yield from (("short", one.short), ("first_step", one.first_step))
    yield from (("sign", sign) for sign in one.signs)
    for change in one.changes:
        yield from (("what", change.what), ("who", change.who), ("evidence", change.evidence))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+(?=[A-Z])", text)


# -------------------------------------------------------------------------------------------- what is in the book


def test_all_that_the_published_instrument_asks_about_has_advice(book: AdviceBook) -> None:
    instrument = load_instrument(INSTRUMENT)
    assert instrument.area
    questions = [question for page in instrument.area.pages for question in page.questions]
    barriers = next(one for one in questions if one.id == "barriers")
    asked = {
        *(("dimensions", one.id) for one in instrument.dimensions),
        *(("components", one.id) for one in instrument.area.components),
        *(("barriers", option.id) for option in barriers.options if option.id != "other"),
    }
    assert len(asked) == 8 + 2 + 12
    assert set(book.pieces) == asked


def test_every_piece_has_signs_changes_and_sources(book: AdviceBook) -> None:
    for subject, one in book.pieces.items():
        assert 2 <= len(one.signs) <= 3, subject
        assert 2 <= len(one.changes) <= 3, subject
        assert all(change.sources for change in one.changes), subject


def test_every_source_is_cited_and_looks_like_no_other(book: AdviceBook) -> None:
    cited = set(sources_of(book.pieces.values()))
    assert [one.id for one in book.sources if one not in cited] == []
    assert len({one.cited for one in book.sources}) == len(book.sources)
    assert [one.id for one in book.sources] == sorted(one.id for one in book.sources)


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_step_says_what_to_do_within_30_days(books: dict[str, AdviceBook], language: str) -> None:
    for subject, one in books[language].pieces.items():
        assert re.search(SOON[language], one.first_step, re.IGNORECASE), subject
        assert len(sentences(one.first_step)) <= 2, subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_short_and_plain(books: dict[str, AdviceBook], language: str) -> None:
    for subject, one in books[language].pieces.items():
        for part, text in texts(one):
            for sentence in sentences(text):
                assert len(sentence.split()) <= WORDS[language].get(part, LONGEST[language]), (
                    subject,
                    part,
                    sentence,
                )
            assert part == "who" or text.endswith("."), (subject, part, text)
            assert not re.search(r"leverage|synerg|stakeholder|going forward|\bkey\b|\s—|!", text), text


def test_english_reads_easily(book: AdviceBook) -> None:
    """Flesch's ease over all texts but the evidence, which has figures: 60 is plain English to a wide public."""
    said = [
        text for one in book.pieces.values() for part, text in texts(one) if part not in ("evidence", "who")
    ]
    spoken = [sentence for text in said for sentence in sentences(text)]
    words = [word for sentence in spoken for word in re.findall(r"[a-z']+", sentence.lower())]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word)))) for word in words)
    ease = 206.835 - 1.015 * len(words) / len(spoken) - 84.6 * syllables / len(words)
    assert ease >= 60


def test_evidence_is_one_sentence(book: AdviceBook) -> None:
    for subject, one in book.pieces.items():
        for change in one.changes:
            assert len(sentences(change.evidence)) == 1, subject


def test_no_advice_is_given_twice(book: AdviceBook) -> None:
    """Changes may stand in several places; short texts and first steps are each subject's own."""
    for part in ("short", "first_step"):
        said = [getattr(one, part) for one in book.pieces.values()]
        assert len(set(said)) == len(said)
    for subject, one in book.pieces.items():
        assert subject not in one.same
        assert all(subject in book.pieces[other].same for other in one.same), subject


def test_every_piece_has_welsh_of_its_own(books: dict[str, AdviceBook]) -> None:
    for subject, one in books["en"].pieces.items():
        other = books["cy"].pieces[subject]
        assert (one.short, one.first_step) != (other.short, other.first_step), subject
        pairs = zip(texts(one), texts(other), strict=True)
        assert [part for (part, own), (_, said) in pairs if own == said] == [], subject
        assert [change.sources for change in one.changes] == [change.sources for change in other.changes]


def test_welsh_gives_the_same_figures(books: dict[str, AdviceBook]) -> None:
    for subject, one in books["en"].pieces.items():
        for own, said in zip(one.changes, books["cy"].pieces[subject].changes, strict=True):
            figures = [sorted(re.findall(r"\d+(?:\.\d+)?", text)) for text in (own.evidence, said.evidence)]
            assert figures[0] == figures[1], (subject, own.evidence, said.evidence)


@pytest.mark.parametrize(
    ("authors", "cited", "listed"),
    [
        (("Weiner BJ",), "Weiner 2009", "Weiner BJ (2009)."),
        (("NHS England",), "NHS England 2009", "NHS England (2009)."),
        (("Foy R", "O'Brien MA"), "Foy and O'Brien 2009", "Foy R and O'Brien MA (2009)."),
        (("A B", "C D", "E F"), "A and others 2009", "A B, C D and E F (2009)."),
        (("A B", "C D", "E F", "G H"), "A and others 2009", "A B, C D, E F and others (2009)."),
    ],
)
def test_source_is_printed_as_in_a_list_and_named_as_in_a_text(
    authors: tuple[str, ...], cited: str, listed: str
) -> None:
    source = Source("one", authors, 2009, "Does it work?", "BMJ 1, 2", doi="10.1136/one")
    assert source.cited == cited
    assert source.printed == f"{listed} Does it work? BMJ 1, 2. doi:10.1136/one"
    assert source.link == "https://doi.org/10.1136/one"


def test_source_without_a_doi_says_where_else_it_is_found() -> None:
    book = Source("one", ("A B",), 2018, "A book", "London", isbn="978-1-911615-18-7")
    page = Source("two", ("A B",), 2018, "A page", "London", address="https://example.org/")
    assert (book.printed.rpartition(". ")[2], book.link) == ("ISBN 978-1-911615-18-7", "")
    assert (page.printed.rpartition(". ")[2], page.link) == ("https://example.org/", "https://example.org/")


# --------------------------------------------------------------------------------------------- faults of the files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(REPORTS / "advice", tmp_path / "advice")
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "advice" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


TIME = "en/barriers/time.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "problem", "remedy"),
    [
        (TIME, 'short = "', 'shorter = "', "", 'The key "short" is missing', "reports/README.md"),
        (TIME, 'short = "', "short = 5 #", "short", "This must be a text", "quotation marks"),
        (TIME, 'short = "', 'short = "" #', "short", "This text is empty", "Write the text"),
        (TIME, 'who = "', 'whom = "', "changes[1]", 'The key "who" is missing', "reports/README.md"),
        (TIME, '"kwan-2020"', '"kwan-2002"', "changes[2].sources", 'no source "kwan-2002"', '"kwan-2020"'),
        (TIME, '["kwan-2020"]', "[]", "changes[2].sources", "This list is too short", "at least 1"),
        (TIME, "signs = [", 'signs = ["One."]\nothers = [', "signs", "This list is too short", "at least 2"),
        (TIME, "short = ", 'same = ["dimensions/resource"]\nshort = ', "same", "no advice on", "dimensions/resources"),
        ("sources.toml", "year = 2015", 'year = "2015"', "aarons-2015.year", "whole number", "without quotation"),
        ("sources.toml", 'doi = "10.', 'doi = "doi:10.', "aarons-2015.doi", "is no doi", "without an address"),
        ("sources.toml", 'doi = "', 'dio = "', "aarons-2015", 'The key "dio" is not known', "doi"),
        ("cy/barriers/time.toml", 'short = "', 'sources = "', "", 'The key "sources" is not known', "README"),
    ],
)  # fmt: skip
def test_fault_is_told_with_its_file_its_place_and_the_remedy(
    folder: Path, file: str, old: str, new: str, place: str, problem: str, remedy: str
) -> None:
    change(folder, file, old, new)
    with pytest.raises(FileFaults) as refused:
        load(folder, "cy")
    found = [one for one in refused.value.faults if one.file == f"advice/{file}" and one.place == place]
    assert any(problem in one.problem and remedy in one.remedy for one in found), refused.value


def test_source_that_cannot_be_found_is_refused(folder: Path) -> None:
    change(folder, "sources.toml", 'doi = "10.1186/s13012-014-0192-y"\n', "")
    with pytest.raises(FileFaults, match="Nothing says where to find this source"):
        load(folder)


def test_broken_file_is_refused_with_its_line(folder: Path) -> None:
    change(folder, TIME, 'short = "', "short = ")
    with pytest.raises(FileFaults, match=r"advice/en/barriers/time.toml: line 1"):
        load(folder)


def test_empty_file_is_not_taken_for_none(folder: Path) -> None:
    (folder / "advice" / TIME).write_text("", "utf-8")
    with pytest.raises(FileFaults, match='The key "first_step" is missing'):
        load(folder)


def test_missing_sources_are_told(folder: Path) -> None:
    (folder / "advice" / "sources.toml").unlink()
    with pytest.raises(FileFaults, match="This file is missing"):
        load(folder)


def test_file_in_the_wrong_place_is_told(folder: Path) -> None:
    (folder / "advice" / "en" / "time.toml").write_text("", "utf-8")
    with pytest.raises(FileFaults, match="dimensions/, barriers/ and components/"):
        load(folder)


def test_translation_of_nothing_is_told(folder: Path) -> None:
    (folder / "advice" / "cy" / "barriers" / "weather.toml").write_text('short = "Glaw."', "utf-8")
    with pytest.raises(FileFaults, match="There is no English file of that name"):
        load(folder, "cy")
    assert load(folder).pieces


def test_translation_has_as_many_signs_as_the_english(folder: Path) -> None:
    (folder / "advice" / "cy" / "barriers" / "time.toml").write_text('signs = ["Un."]', "utf-8")
    with pytest.raises(FileFaults, match="There are 1; the English file has 3"):
        load(folder, "cy")


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    change(folder, TIME, 'who = "', 'whom = "')
    change(folder, "en/dimensions/route.toml", 'short = "', 'long = "')
    change(folder, "sources.toml", "year = 2015", "year = 15")
    with pytest.raises(FileFaults) as refused:
        load(folder)
    assert {one.file for one in refused.value.faults} >= {
        "advice/en/barriers/time.toml",
        "advice/en/dimensions/route.toml",
        "advice/sources.toml",
    }


def test_translation_lies_over_english(folder: Path) -> None:
    path = folder / "advice" / "cy" / "barriers" / "time.toml"
    path.write_text(
        'short = "Rhowch oriau."\n[[changes]]\nwho = "Rheolwyr"\n[[changes]]\n[[changes]]\n', "utf-8"
    )
    own, said = (load(folder, language).pieces["barriers", "time"] for language in LANGUAGES)
    assert (said.short, said.first_step, said.signs) == ("Rhowch oriau.", own.first_step, own.signs)
    assert [one.who for one in said.changes] == ["Rheolwyr", own.changes[1].who, own.changes[2].who]
    assert said.changes[0].evidence == own.changes[0].evidence


def test_language_or_folder_without_advice_is_no_fault(tmp_path: Path, book: AdviceBook) -> None:
    assert load(REPORTS, "fr").pieces == book.pieces
    assert load(tmp_path).pieces == {}


def test_authors_are_joined_in_the_language_of_the_report() -> None:
    sources = {one.id: one for one in load_wording(REPORTS, "cy").advice.sources}
    assert sources["horton-2018"].printed.startswith("Horton T, Illingworth J a Warburton W (2018).")
    assert sources["horton-2018"].cited == "Horton ac eraill 2018"


def test_wording_brings_the_advice_of_its_language(wording: Wording, books: dict[str, AdviceBook]) -> None:
    assert wording.advice.pieces == books["en"].pieces
    said = load_wording(REPORTS, "cy").advice
    assert said.pieces == load(REPORTS, "cy", (" a ", " ac eraill")).pieces
    assert [one.short for one in said.pieces.values()] == [one.short for one in books["cy"].pieces.values()]
    assert Wording("en", {}).advice.pieces == {}
