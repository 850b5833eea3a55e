"""What people read: the words of the assessment's own mode, in their language, with nothing that could do harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from readiness.config import Settings
from readiness.errors import ReadinessError, WrongState
from readiness.fieldwork.inviting import wording
from readiness.fieldwork.inviting.wording import Wording
from readiness.instrument.messages import KINDS, Kind
from readiness.records.database import Database
from readiness.records.tables import Assessment

LINK, OUT = "https://survey.ashdale.example/l/token", "https://survey.ashdale.example/o/token"
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def words(tiny_settings: Settings, database: Database, assessment: Assessment) -> Wording:
    with database.read() as session:
        return wording.of(session, tiny_settings, assessment)


@pytest.fixture
def in_mode(words: Wording) -> Callable[[str], Wording]:
    """The same assessment with people asked in another way."""

    def other(mode: str) -> Wording:
        words.assessment.mode = mode
        return words

    return other


class Page(HTMLParser):
    """What a mail program finds in an HTML part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f"{data}\n"


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_says_all_it_should_in_both_parts(words: Wording, kind: Kind, language: str) -> None:
    mail = words.mail(kind, language, LINK, OUT)
    page = Page(mail.html)
    day = {"en": "29 November 2026", "cy": "29 Tachwedd 2026"}[language]
    for text in (mail.plain, page.text):
        assert all(word in text for word in (day, "A tiny questionnaire", "Ashdale", LINK, OUT, "11"))
        assert not re.search(r"[{}]", text)
    assert mail.plain.count(LINK) == 1
    assert ("html", {"lang": language}) in page.tags
    assert [one["href"] for tag, one in page.tags if tag == "a"] == [LINK, LINK, OUT]


def test_nothing_is_loaded_from_anywhere(words: Wording) -> None:
    html = words.mail("invitation", "en", LINK, OUT).html
    tags = {tag for tag, _ in Page(html).tags}
    assert tags == {"html", "head", "meta", "title", "body", "div", "p", "a"}
    assert "url(" not in html
    assert not re.search(r"""\s(src|background|on\w+)=""", html)


def test_the_promise_is_that_of_the_mode(in_mode: Callable[[str], Wording]) -> None:
    personal = in_mode("personal").mail("reminder", "en", LINK).plain
    assert "confidential until the survey closes, and anonymous after" in personal
    assert "your link had not been used" in personal
    codes = in_mode("codes").mail("reminder", "en", LINK).plain
    assert "holds no list of people" in codes
    assert "goes to everyone" in codes
    assert "confidential" not in codes


def test_a_language_that_we_do_not_speak_is_answered_in_the_surveys_own(words: Wording) -> None:
    assert words.mail("invitation", "fr", LINK).language == "en"
    assert words.mail("invitation", None, LINK).language == "en"
    with pytest.raises(ReadinessError, match="no mails in 'fr'"):
        words.required("fr")


def test_markup_and_line_breaks_in_names_stay_what_they_are(words: Wording) -> None:
    bad = replace(words, system='<script>alert("x")</script>\nBcc: all@x.example {link}')
    mail = bad.mail("invitation", "en", LINK)
    assert "<script>" not in mail.html
    assert "{link}" in mail.plain
    instrument = words.instrument.model_copy(update={"title": "Title\r\nBcc: all@x.example"})
    assert "\n" not in replace(words, instrument=instrument).mail("invitation", "en", LINK).subject


def test_a_test_mail_says_so_first_and_then_shows_the_mail(words: Wording) -> None:
    test, real = words.test("reminder", "en", LINK), words.mail("reminder", "en", LINK, LINK)
    assert test.subject == f"Test: {real.subject}"
    assert test.plain.startswith("This is a test.")
    assert test.plain.endswith(real.plain)


def test_another_word_makes_another_digest(words: Wording) -> None:
    said = words.messages["en"]
    other = said.model_copy(
        update={"personal": said.personal.model_copy(update={"reminded": "Something else."})}
    )
    changed = replace(words, messages={**words.messages, "en": other})
    assert changed.digest("en") != words.digest("en") == words.digest("en")
    assert changed.digest("cy") == words.digest("cy")


def test_the_trusts_own_mailer_gets_the_same_words_with_its_merge_field(
    in_mode: Callable[[str], Wording],
) -> None:
    found = in_mode("codes").for_mailer("cy", "«link»")
    assert set(found) == set(KINDS)
    for kind, mail in found.items():
        assert mail.plain == words_with("«link»", in_mode("codes"), kind)
        assert mail.html.count("«link»") == 3
        assert "/o/" not in mail.plain


def words_with(link: str, words: Wording, kind: Kind) -> str:
    return words.mail(kind, "cy", link).plain


def test_an_open_assessment_has_no_mails(in_mode: Callable[[str], Wording]) -> None:
    with pytest.raises(WrongState, match="open links"):
        in_mode("open").for_mailer("en", "{{link}}")
