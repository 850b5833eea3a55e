"""A survey in two languages: chosen on the first page or with the link, and kept until the end."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.config import Settings
from readiness.instrument import language
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from readiness.records.tables import Assessment, Response
from tests.conftest import TINY_SURVEYS
from tests.web.visitor import Visitor


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """SQLite alone: a language is no matter of the database."""
    return on_sqlite


@pytest.fixture
def tiny_settings(settings: Settings, database: Database, tiny: Instrument, tmp_path: Path) -> Settings:
    """The small questionnaire with one file more: every text in Welsh, which here means marked as such."""
    return replace(settings, surveys=with_welsh(tiny, tmp_path / "surveys"))


def with_welsh(tiny: Instrument, surveys: Path) -> Path:
    """Make a folder that holds the small questionnaire with one file more."""
    shutil.copytree(TINY_SURVEYS / "tiny", surveys / "tiny")
    folder = surveys / "tiny" / "2026.1" / "translations"
    folder.mkdir()
    (folder / "cy.toml").write_text(translated(tiny), "utf-8")
    return surveys


def translated(instrument: Instrument) -> str:
    tables: dict[str, list[str]] = {}
    for path, text in language.texts(instrument).items():
        table, _, key = path.rpartition(".")
        tables.setdefault(table, []).append(f"{key} = {json.dumps(f'Cymraeg: {text}', ensure_ascii=False)}")
    return "\n".join(
        line for table, lines in tables.items() for line in ([f"[{table}]"] if table else []) + lines
    )


@pytest.fixture
def welsh(visitor: Visitor, token: str) -> Visitor:
    """Somebody who has started in Welsh."""
    return visitor.get(f"/l/{token}?lang=cy").send("Dechrau nawr")


def other(visitor: Visitor) -> tuple[str, str]:
    """Return the name and the language of the one other language that this page offers, and check its markup."""
    (found,) = visitor.page.xpath("//nav[contains(@class, 'app-languages')]/*")
    assert found.get("lang") == (found.get("hreflang") or found.get("value"))
    assert found.text_content() == {"en": "English", "cy": "Cymraeg"}[found.get("lang")]
    return found.text_content(), found.get("lang")


def test_the_first_page_offers_the_other_language_by_its_own_name(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}")
    assert visitor.page.get("lang") == "en"
    assert other(visitor) == ("Cymraeg", "cy")
    visitor.get(visitor.link("Cymraeg"))
    assert visitor.page.get("lang") == "cy"
    assert visitor.heading == "Cymraeg: A tiny questionnaire"
    assert other(visitor) == ("English", "en")
    visitor.get(visitor.link("English"))
    assert visitor.heading == "A tiny questionnaire"


def test_a_link_can_carry_the_language(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}?lang=cy")
    assert visitor.heading == "Cymraeg: A tiny questionnaire"


@pytest.mark.parametrize("wanted", ["xx", "", "<script>", "en-GB"])
def test_a_language_that_it_does_not_speak_changes_nothing(visitor: Visitor, token: str, wanted: str) -> None:
    visitor.get(f"/l/{token}", query_string={"lang": wanted})
    assert visitor.heading == "A tiny questionnaire"
    assert visitor.page.get("lang") == "en"


def test_where_nothing_was_chosen_the_browser_is_asked(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}")
    visitor.get(visitor.address, headers={"Accept-Language": "cy-GB,en;q=0.5"})
    assert visitor.heading == "Cymraeg: A tiny questionnaire"
    visitor.get(f"{visitor.address}?lang=en", headers={"Accept-Language": "cy"})
    assert visitor.heading == "A tiny questionnaire"


def test_the_language_is_kept_to_the_end_and_the_answers_are_the_same(
    welsh: Visitor, answers: dict[str, Any], database: Database
) -> None:
    while not welsh.address.endswith("/check"):
        assert welsh.page.get("lang") == "cy"
        assert welsh.heading.startswith("Cymraeg: ")
        asked = [one.text_content() for one in welsh.page.iter("legend")]
        assert all(text.startswith("Cymraeg: ") for text in asked)
        welsh.answer(answers, "Parhau")
    assert "Cymraeg: Agree" in welsh.text
    assert welsh.heading == "Gwiriwch eich atebion cyn i chi eu hanfon"
    welsh.send("Anfon fy atebion")
    assert (welsh.heading, welsh.page.get("lang")) == ("Diolch", "cy")
    with database.read() as session:
        (kept,) = session.query(Response)
    assert (kept.role, kept.answers["aim-1"], kept.areas["cardiology"]["importance"]) == ("nurse", 3, 10)


def test_a_page_of_questions_keeps_its_answers_when_the_language_changes(begun: Visitor) -> None:
    here = begun.address
    begun.answer({"role": "nurse", "tenure": "long"}, "Cymraeg")
    assert (begun.address, begun.page.get("lang")) == (here, "cy")
    assert begun.chosen == {"role": ["nurse"], "tenure": ["long"]}
    begun.answer({"place": "north"}, "English")
    assert (begun.address, begun.page.get("lang")) == (here, "en")
    assert begun.chosen == {"role": ["nurse"], "tenure": ["long"], "place": ["north"]}


def test_changing_the_language_finds_no_fault_with_what_is_still_blank(begun: Visitor) -> None:
    begun.send("Cymraeg")
    assert (begun.status, begun.faults, begun.page.get("lang")) == (200, [], "cy")
    assert begun.send("Parhau").status == 422
    assert begun.faults[0][0].startswith("Dewiswch ateb: Cymraeg: ")


def test_what_cannot_be_kept_stays_on_the_page_in_the_new_language(checking: Visitor) -> None:
    checking.get(checking.address.replace("/check", "/your-words"))
    long = "Too long. " * 300
    checking.answer({"would-help": long}, "Cymraeg")
    assert (checking.status, checking.page.get("lang")) == (422, "cy")
    assert checking.chosen["would-help"] == [long]
    assert checking.faults[0][0].startswith("Ysgrifennwch ")
    checking.get(checking.address)
    assert checking.page.get("lang") == "cy"
    assert checking.chosen["would-help"] == ["More time for the team."]


def test_a_page_that_is_being_changed_still_leads_back_to_the_check_page(checking: Visitor) -> None:
    checking.get(checking.link("Change"))
    checking.send("Cymraeg")
    assert checking.page.get("lang") == "cy"
    assert checking.send("Parhau").address.endswith("/check")


@pytest.mark.parametrize("page", ["check", "delete", "later", ""])
def test_a_page_without_questions_changes_the_language_of_the_whole_visit(
    checking: Visitor, page: str
) -> None:
    start = checking.address.removesuffix("check")
    checking.get(start + page).send("Cymraeg")
    assert (checking.address, checking.page.get("lang")) == (start + page, "cy")
    assert checking.get(f"{start}about-you").heading == "Cymraeg: About you"
    checking.get(start + page).send("English")
    assert checking.get(f"{start}about-you").heading == "About you"


def test_a_language_is_changed_only_by_a_form_of_this_device(checking: Visitor) -> None:
    start = checking.address.removesuffix("check")
    assert checking.post(f"{start}_lang", {"_lang": "cy"}).status == 400
    assert checking.get(f"{start}about-you").page.get("lang") == "en"


@pytest.mark.parametrize("wanted", ["xx", "", "../cy"])
def test_a_form_cannot_choose_a_language_that_it_does_not_speak(begun: Visitor, wanted: str) -> None:
    form = begun.form("Cymraeg")
    begun.post(form.action, {**begun.typed(form, None, {"role": "nurse"}), "_lang": wanted})
    assert (begun.page.get("lang"), begun.chosen["role"]) == ("en", ["nurse"])


def test_return_in_a_field_continues_and_does_not_change_the_language(begun: Visitor) -> None:
    buttons = begun.page.xpath("//button[@form='answers'] | //form[@id='answers']//button")
    assert [one.get("name") for one in buttons][:3] == [None, "_go", "_lang"]


def test_the_language_can_still_be_changed_by_starting_again(welsh: Visitor, token: str) -> None:
    welsh.answer({"role": "nurse"}, "Parhau").get(f"/l/{token}")
    assert welsh.page.get("lang") == "cy"
    welsh.get(f"{welsh.address}?lang=en").send("Delete it and start again")
    assert welsh.page.get("lang") == "en"


def test_what_was_deleted_in_welsh_is_said_in_welsh(welsh: Visitor) -> None:
    welsh.get(welsh.link("Dileu")).send("Ei ddileu")
    assert (welsh.heading, welsh.page.get("lang")) == ("Nid oes dim ar ôl ar y ddyfais hon", "cy")


def test_a_draft_that_lay_too_long_is_begun_again_in_the_language_of_the_message(
    welsh: Visitor, clock: Any
) -> None:
    here = welsh.address
    clock.pass_(hours=2)
    welsh.get(f"{here}?lang=cy")
    assert (welsh.status, welsh.heading) == (410, "Nid yw eich atebion ar agor mwyach")
    assert welsh.send("Dechrau eto").page.get("lang") == "cy"


@pytest.mark.parametrize("address", ["/", "/privacy", "/accessibility", "/nothing", "/l/nothing"])
def test_pages_of_no_survey_speak_the_language_asked_for(visitor: Visitor, address: str) -> None:
    english = visitor.get(address).heading
    assert (visitor.page.get("lang"), other(visitor)) == ("en", ("Cymraeg", "cy"))
    visitor.get(visitor.link("Cymraeg"))
    assert (visitor.page.get("lang"), other(visitor)) == ("cy", ("English", "en"))
    assert visitor.heading != english
    assert visitor.get(visitor.link("English")).heading == english
    assert visitor.get(address, headers={"Accept-Language": "cy"}).page.get("lang") == "cy"


def test_the_links_at_the_foot_lead_to_pages_in_the_same_language(welsh: Visitor) -> None:
    assert welsh.get(welsh.link("Preifatrwydd")).heading == "Preifatrwydd"
    assert welsh.get(welsh.link("Hygyrchedd")).heading == "Datganiad hygyrchedd"


def test_the_address_of_another_language_names_no_host(visitor: Visitor) -> None:
    visitor.get("//elsewhere.example/nothing")
    assert visitor.link("Cymraeg").startswith("?")


def test_a_code_that_leads_nowhere_says_so_in_the_language_of_its_page(
    visitor: Visitor, assessment: Assessment
) -> None:
    visitor.get(f"/a/{assessment.code}/resume?lang=cy").send(
        "Parhau", words="abandon ability able about above"
    )
    assert visitor.status == 422
    assert visitor.page.get("lang") == "cy"
    visitor.send("Parhau", words="")
    assert visitor.page.get("lang") == "cy", "the next try too"
