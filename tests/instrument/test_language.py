"""An instrument in another language: every text by its path, and its own language where one is missing."""

from __future__ import annotations

import tomllib

import pytest

from readiness.instrument.check import check
from readiness.instrument.journey import Local, pages
from readiness.instrument.language import missing, spoken, template, texts
from readiness.instrument.load import load
from readiness.instrument.types import Instrument
from tests.instrument.conftest import VALID, Build

WELSH = """
title = "Holiadur bach"

[front.happens]
1 = "Dim byd."

[roles.nurse]
name = "Nyrs"
where = "eich ward"

[scales.agreement]
1 = "Anghytuno"
dont_know = "Ddim yn gwybod"

[dimensions.aim]
name = "Nod"
intro = "Meddyliwch am {where}."

[items.aim]
aim-1 = "Rwy'n gwybod y nod."

[hints.time]
time-1 = "Amser yn y gwaith."

[questions.overall]
text = "Pa mor barod?"
low_label = "Ddim yn barod"

[options.tenure]
long = "Hir"

[option_hints.tenure]
long = "Deng mlynedd neu fwy."

[area]
views_title = "{area}: eich barn"

[pages.your-words]
title = "Eich geiriau"
"""
ASKED = {"role": "nurse", "areas": ["heart"]}


@pytest.fixture
def welsh(build: Build) -> Instrument:
    return load(build(files={"translations/cy.toml": WELSH}))


def test_languages_are_its_own_first(welsh: Instrument) -> None:
    assert welsh.languages == ("en", "cy")


def test_spoken_pages_are_in_that_language(welsh: Instrument, local: Local) -> None:
    found = {page.id: page for page in pages(welsh, local, ASKED, "cy")}
    asked = {question.key: question for page in found.values() for question in page.questions}
    assert (found["aim"].title, found["aim"].intro) == ("Nod", "Meddyliwch am eich ward.")
    assert found["heart-views"].title == "heart care: eich barn"
    assert found["your-words"].title == "Eich geiriau"
    assert asked["role"].options[0].text == "Nyrs"
    assert [option.text for option in asked["aim-1"].options] == [
        "Anghytuno",
        "Neither",
        "Agree",
        "Ddim yn gwybod",
    ]
    assert asked["time-1"].hint == "Amser yn y gwaith."
    assert asked["overall"].text == "Pa mor barod?"
    assert (asked["overall"].low_label, asked["overall"].high_label) == ("Ddim yn barod", "Ready")
    assert (asked["tenure"].options[1].text, asked["tenure"].options[1].hint) == (
        "Hir",
        "Deng mlynedd neu fwy.",
    )


def test_only_texts_change_never_ids(welsh: Instrument, local: Local) -> None:
    own, other = pages(welsh, local, ASKED), pages(welsh, local, ASKED, "cy")
    assert [page.id for page in own] == [page.id for page in other]
    for one, two in zip(own, other, strict=True):
        assert [asked.key for asked in one.questions] == [asked.key for asked in two.questions]
        for left, right in zip(one.questions, two.questions, strict=True):
            assert [option.value for option in left.options] == [option.value for option in right.options]


def test_spoken_changes_front_title_and_language(welsh: Instrument) -> None:
    found = spoken(welsh, "cy")
    assert (found.title, found.language, found.front.happens) == ("Holiadur bach", "cy", ("Dim byd.",))
    assert found.front.why == welsh.front.why


@pytest.mark.parametrize("language", [None, "en", "fr", "", "cy; DROP TABLE", "../en"])
def test_any_other_language_is_the_instruments_own(language: str | None, welsh: Instrument) -> None:
    assert spoken(welsh, language) is welsh


def test_spoken_is_made_once(welsh: Instrument) -> None:
    assert spoken(welsh, "cy") is spoken(welsh, "cy")


def test_the_checker_lists_every_text_without_translation(build: Build) -> None:
    folder = build(files={"translations/cy.toml": WELSH})
    faults = check(folder.parents[1])
    assert [fault.place for fault in faults] == sorted(missing(load(folder), "cy"))
    assert str(faults[0]) == (
        "tiny/2026.1/translations/cy.toml: area.choose_title\n"
        "    This text has no translation; people read it in en.\n"
        "    Translate: Your areas"
    )


def test_template_holds_every_text_with_its_original(welsh: Instrument) -> None:
    written = template(welsh, "cy")
    assert '# "Your areas"\nchoose_title = ""' in written
    assert '# "I know what we aim for."\naim-1 = "Rwy\'n gwybod y nod."' in written
    assert tomllib.loads(written)["scales"]["agreement"]["dont_know"] == "Ddim yn gwybod"


def test_a_template_filled_in_is_a_whole_translation(build: Build, tiny: Instrument) -> None:
    empty = template(tiny, "cy")
    originals = [line[2:] for line in empty.splitlines() if line.startswith('# "')]
    assert len(originals) == len(texts(tiny))
    filled = empty
    for original in originals:
        filled = filled.replace(' = ""', f" = {original}", 1)
    assert check(build(files={"translations/cy.toml": filled}).parents[1]) == ()


def test_an_untouched_template_leaves_everything_in_its_own_language(build: Build, tiny: Instrument) -> None:
    instrument = load(build(files={"translations/cy.toml": template(tiny, "cy")}))
    assert len(missing(instrument, "cy")) == len(texts(tiny))
    assert spoken(instrument, "cy").title == tiny.title


def test_whole_translation_leaves_no_text_in_its_own_language(build: Build) -> None:
    instrument = load(build(VALID / "translated"))
    assert {text.split()[0] for text in texts(spoken(instrument, "cy")).values()} == {"x"}
