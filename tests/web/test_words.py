"""The interface's catalogues: whole, in step with the program, and fit to be filled in."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from flask import Flask, g

from readiness.records.database import Database
from readiness.web import words

ROOT = Path(__file__).resolve().parents[2]
GAP = re.compile(r"%\((\w+)\)[a-z]")
LANGUAGES = sorted(path.parts[-3] for path in words.FOLDER.glob("*/LC_MESSAGES/messages.po"))


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: a language is no matter of the database."""
    return on_sqlite


@pytest.fixture(scope="module")
def gathering() -> ModuleType:
    """setup/words.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("words_of_the_pages", ROOT / "setup" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gathered(gathering: ModuleType) -> Catalog:
    """Every sentence that the program marks."""
    found: Catalog = gathering.gathered()
    return found


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest, gathering: ModuleType) -> Catalog:
    """One language's catalogue, as its file has it."""
    found: Catalog = gathering.read(words.FOLDER / request.param / "LC_MESSAGES" / "messages.po")
    return found


def originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def said(app: Flask, language: str, sentence: str, **values: object) -> str:
    with app.test_request_context():
        g.language = language
        return words._(sentence, **values)


def counted(app: Flask, language: str, number: int) -> str:
    one = "%(number)s question is not answered. You may leave it blank."
    many = "%(number)s questions are not answered. You may leave them blank."
    with app.test_request_context():
        g.language = language
        return words.ngettext(one, many, number)


def test_there_is_a_second_language() -> None:
    assert "cy" in LANGUAGES
    assert words.languages() == ("en", *LANGUAGES), "Run `make assets`: a catalogue has not been compiled."


def test_a_catalogue_has_just_the_sentences_of_the_program(catalogue: Catalog, gathered: Catalog) -> None:
    wanted = {originals(message) for message in sentences(gathered)}
    found = {originals(message) for message in sentences(catalogue)}
    assert (wanted - found, found - wanted) == (set(), set()), (
        "Run `make words`, then translate what is blank."
    )


def test_every_sentence_is_translated_and_none_is_a_guess(catalogue: Catalog, gathering: ModuleType) -> None:
    assert [one.id for one in sentences(catalogue) if not gathering.translated(one)] == []
    assert [one.id for one in sentences(catalogue) if one.fuzzy] == []


def test_a_translation_has_the_gaps_of_its_original(catalogue: Catalog) -> None:
    for message in sentences(catalogue):
        wanted = set(GAP.findall(originals(message)[-1]))
        for text in translations(message):
            assert set(GAP.findall(text)) == wanted, message.id
            assert not text or text % dict.fromkeys(wanted, "x")


def test_a_translation_says_something_else_than_its_original(catalogue: Catalog) -> None:
    same = [one.id for one in sentences(catalogue) if set(originals(one)) & set(translations(one))]
    assert same == []


def test_a_translation_ends_as_its_original_does(catalogue: Catalog) -> None:
    ends = (".", "?", ":")
    for message in sentences(catalogue):
        last = originals(message)[-1][-1]
        for text in translations(message):
            assert text.endswith(last) or (text[-1:] not in ends and last not in ends), message.id


def test_a_sentence_with_a_number_has_every_form_of_its_language(catalogue: Catalog) -> None:
    plural = [one for one in sentences(catalogue) if not isinstance(one.id, str)]
    assert plural
    assert {len(translations(one)) for one in plural} == {catalogue.num_plurals}


def test_gathering_again_changes_no_catalogue(gathering: ModuleType, gathered: Catalog) -> None:
    for path in gathering.catalogues():
        catalogue = gathering.updated(gathering.read(path), gathered)
        assert path.read_bytes() == gathering.written(catalogue), "Run `make words`."


def test_a_sentence_is_said_in_the_language_of_the_request(app: Flask) -> None:
    assert said(app, "en", "Continue") == "Continue"
    assert said(app, "cy", "Continue") == "Parhau"
    assert said(app, "cy", "Page %(number)s of %(total)s", number=3, total=9) == "Tudalen 3 o 9"


def test_what_a_catalogue_lacks_is_said_in_english(app: Flask) -> None:
    assert (
        said(app, "cy", "A sentence that nobody has translated.") == "A sentence that nobody has translated."
    )
    assert said(app, "fr", "Continue") == "Continue"
    assert said(app, "xx", "Continue") == "Continue"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 cwestiwn wedi'i"),
        (2, "2 gwestiwn"),
        (3, "3 chwestiwn"),
        (4, "4 cwestiwn"),
        (6, "6 chwestiwn"),
        (11, "11 cwestiwn"),
    ],
)
def test_numbers_have_the_forms_that_welsh_gives_them(app: Flask, number: int, words: str) -> None:
    assert counted(app, "cy", number).startswith(f"Nid yw {words} ")


def test_numbers_have_two_forms_in_english(app: Flask) -> None:
    assert counted(app, "en", 1).startswith("1 question is ")
    assert counted(app, "en", 2).startswith("2 questions are ")


@pytest.mark.parametrize(
    ("language", "day"), [("en", "3 February 2026"), ("cy", "3 Chwefror 2026"), ("xx", "3 February 2026")]
)
def test_a_day_has_the_month_of_the_language(app: Flask, language: str, day: str) -> None:
    with app.test_request_context():
        g.language = language
        assert words.day(date(2026, 2, 3)) == day


@pytest.mark.parametrize(
    ("asked", "browser", "found"),
    [
        ("", "", "en"),
        ("?lang=cy", "", "cy"),
        ("?lang=cy", "en-GB,en", "cy"),
        ("?lang=en", "cy", "en"),
        ("", "cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("", "fr,de", "en"),
        ("?lang=fr", "cy", "cy"),
        ("?lang=<script>", "", "en"),
    ],
)
def test_the_address_decides_on_the_language_and_else_the_browser(
    app: Flask, asked: str, browser: str, found: str
) -> None:
    with app.test_request_context(f"/{asked}", headers={"Accept-Language": browser}):
        assert words.language() == found


def test_the_catalogues_travel_in_the_wheel_and_are_not_kept_compiled() -> None:
    assert "translations/**/*" in (ROOT / "setup.cfg").read_text("utf-8")
    assert "*.mo" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
