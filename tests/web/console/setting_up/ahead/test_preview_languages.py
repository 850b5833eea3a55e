"""The preview in another language, chosen with the role or on any page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.config import Settings
from readiness.instrument.types import Instrument
from readiness.records.database import Database
from tests.web.console.conftest import Person
from tests.web.console.setting_up.ahead.conftest import CODE
from tests.web.test_languages import with_welsh

PAGE = f"/console/assessments/{CODE}/preview"


@pytest.fixture
def tiny_settings(settings: Settings, database: Database, tiny: Instrument, tmp_path: Path) -> Settings:
    """The small questionnaire with every text in Welsh too, which here means marked as such."""
    url = database.url.render_as_string(hide_password=False)
    return replace(settings, surveys=with_welsh(tiny, tmp_path / "surveys"), database=url)


def test_the_language_is_chosen_with_the_role_and_changed_on_every_page(lead: Person, begun: str) -> None:
    page = lead.browser.get(PAGE)
    page.get(page.link("Cymraeg as Nurse"))
    assert page.page.get("lang") == "cy"
    assert page.heading == "Cymraeg: A tiny questionnaire"
    assert page.page.xpath("//aside")[0].get("lang") == "en", "what is said to the lead is in English"
    page.send("Dechrau nawr")
    assert page.page.get("lang") == "cy"
    assert page.send("English").page.get("lang") == "en"
    page.get(f"{PAGE}/nurse/check")
    assert page.send("Cymraeg").page.get("lang") == "cy"
