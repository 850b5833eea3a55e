"""The words of a change report: each rule says what it should, in both languages, and every text has its case."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from readiness.baseline.years import Changes
from readiness.reporting.exports.change_text import as_text
from readiness.reporting.words import change, change_lines, change_notes, wording
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from tests.reporting import changing
from tests.reporting.believable import REPORTS
from tests.reporting.changing import CASES, CHANGED, FEW, LARGE, STILL, line, outcome, step

LANGUAGES = ("en", "cy")
BY_DOCUMENT = ("change.page.", "change.method.", "change.screen.")
"""Texts that the document or the screen alone asks for; their own tests see that they are there."""


class Heard(Wording):
    """A wording that remembers which texts it was asked for."""

    def say(self, key: str, **values: str) -> str:
        heard.add(key)
        return super().say(key, **values)


heard: set[str] = set()


@pytest.fixture(scope="module", params=LANGUAGES)
def printer(request: pytest.FixtureRequest) -> Printer:
    return Printer(wording.load(REPORTS, request.param))


@pytest.fixture(scope="module")
def english() -> Printer:
    return Printer(wording.load(REPORTS, "en"))


def everything(found: Changes, printer: Printer) -> list[str]:
    """Return all that the words can say of some years."""
    page = change.told(found, printer)
    return [
        page.message,
        *(text for _, texts in page.blocks for text in texts),
        *(change_notes.broken(one, printer) for one in found.breaks),
        *(change_notes.banner(one, found, printer) for one in found.banners),
        *(change_notes.meaning(one, printer) for one in found.banners),
        *(change_notes.action(one, printer) for one in found.outcomes),
        *(change_notes.by_chance(one, found, printer) for one in found.lines),
        *(change_lines.verdict(one.last, printer) for one in found.lines),
        as_text(found, printer),
    ]


@pytest.mark.parametrize("case", CASES)
def test_every_case_can_be_said(printer: Printer, case: str) -> None:
    found = CASES[case](printer.wording.language)
    texts = everything(found, printer)
    assert not [
        text
        for text in texts
        if re.search(r"[{}]|\.\.|  +[^- ]|\bnan\b", text.replace("\n", " ").strip()) and text is not texts[-1]
    ]
    page = change.told(found, printer)
    assert page.message
    assert all(texts for _, texts in page.blocks)
    assert not page.message.endswith(".")


def test_every_text_has_its_case() -> None:
    heard.clear()
    loaded = wording.load(REPORTS, "en")
    printer = Printer(Heard(loaded.language, loaded.texts, loaded.reports))
    for case in CASES.values():
        everything(case("en"), printer)
    known = {f"change.{key}" for key, _ in wording._all(loaded.texts["change"])}
    assert {key for key in known if not key.startswith(BY_DOCUMENT)} - heard == set()


def said(found: Changes, printer: Printer) -> change.Told:
    return change.told(found, printer)


def test_message_names_what_rose_and_what_fell(english: Printer) -> None:
    found = changing.changes(
        [line("route", step(4, CHANGED)), line("capability", step(-9, LARGE), "area:cancer")]
    )
    assert change.message(found, english) == "Route to adoption rose, and capability in Cancer fell"


@pytest.mark.parametrize(
    ("difference", "word"),
    [(6.4, "rose by 6 points, from 51 to 57"), (-6.4, "fell by 6 points, from 51 to 45")],
)
def test_a_fall_is_said_as_plainly_as_a_rise(english: Printer, difference: float, word: str) -> None:
    page = said(changing.changes([line("route", step(difference, LARGE))]), english)
    assert page.moved[0] == (
        f"Route to adoption {word} (95% interval: 4 to 9; smallest change that could have been seen: 2 points)."
    )
    assert page.message == f"Route to adoption {word.split()[0]}"


def test_the_widest_and_largest_come_first_and_the_rest_is_counted(english: Printer) -> None:
    page = said(CASES["risen"]("en"), english)
    sizes = [int(found[1]) for text in page.moved if (found := re.search(r"rose by (\d+)", text))]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == change.MOST
    assert "Three more figures moved; the pages that follow name them." in page.moved
    assert page.message == "Seven figures rose"


def test_an_area_that_was_low_is_told_with_what_chance_would_bring(english: Printer) -> None:
    page = said(CASES["mixed"]("en"), english)
    (of_area,) = [text for text in page.moved if text.startswith("Readiness in Mental health rose")]
    assert of_area.endswith(
        "Mental health was among those in most need in 2025:"
        " a rise of about 2 points would be expected if nothing had changed."
    )
    assert not any(
        "Children" in text and "expected" in text for text in page.moved
    )  # chance explains no fall


def test_nothing_moved_is_not_too_few_to_tell(english: Printer) -> None:
    messages = {
        case: said(CASES[case]("en"), english).message for case in ("still", "all untold", "mostly", "apart")
    }
    assert messages == {
        "still": "Nothing has moved by as much as five points",
        "all untold": "Too few answers to tell whether anything moved",
        "mostly": "Nothing that can be told has moved",
        "apart": "Nothing can be set beside the year before",
    }


def test_still_is_claimed_only_of_what_passed_the_test_for_it(english: Printer) -> None:
    page = said(CASES["untold"]("en"), english)
    assert page.still == (english.wording.say("change.still.none"),)
    assert "Stroke and neurology cannot be set beside 2025: one of the two years is not shown." in page.untold
    assert any("a change would have had to be 2 to 9 points to be seen" in text for text in page.untold)


def test_every_reason_is_told(english: Printer) -> None:
    untold = " ".join(said(CASES["apart"]("en"), english).untold)
    reasons: dict[str, Any] = english.wording.texts["change"]["why"]
    assert [why for why in reasons.values() if why not in untold] == []


def test_two_years_show_no_trend_and_three_tell_of_the_first(english: Printer) -> None:
    first = english.wording.say("change.moved.first")
    assert first in said(CASES["first"]("en"), english).moved
    three = said(CASES["mixed"]("en"), english).moved
    assert first not in three
    assert any(text.startswith("Since 2024, time and resources rose by 6 points") for text in three)
    assert any(text.startswith("Since 2024, evidence and information fell by 6 points") for text in three)


@pytest.mark.parametrize(
    ("case", "told"),
    [("first", "first"), ("two of more", "some"), ("not counted", "two"), ("mixed", "")],
)
def test_only_the_first_two_years_are_called_the_first_comparison(
    english: Printer, case: str, told: str
) -> None:
    moved = said(CASES[case]("en"), english).moved
    known = {key: english.wording.say(f"change.moved.{key}") for key in ("first", "some", "two")}
    assert [key for key, text in known.items() if text in moved] == ([told] if told else [])


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (
            outcome(step(6, LARGE), 5.0),
            "rose by 6 points (4 to 8), 5 points more than where nothing was done (2 to 8).",
        ),
        (
            outcome(step(-6, LARGE), -5.0),
            "fell by 6 points (4 to 8), 5 points less than where nothing was done (2 to 8).",
        ),
        (
            outcome(step(1, STILL), 0.5),
            "did not move, and no more than chance apart from where nothing was done",
        ),
        (
            outcome(step(3, FEW)),
            "too few answers to tell whether commitment in Cancer moved (a change of 2 points",
        ),
        (outcome(None), "what moved there cannot be shown. Expected: 4 points."),
        (
            outcome(step(4, CHANGED), area=None),
            "; it was done everywhere, so there is nowhere to compare with.",
        ),
    ],
)
def test_an_action_stands_beside_what_moved(english: Printer, of: Any, text: str) -> None:
    assert text in change_notes.action(of, english)


def test_what_was_done_is_never_told_without_the_warning(printer: Printer) -> None:
    for case in CASES.values():
        found = case(printer.wording.language)
        if found.outcomes:
            assert change.told(found, printer).done[-1] == printer.wording.say("change.trial")


def test_banners_of_this_year_are_named_beside_what_moved(english: Printer) -> None:
    found = CASES["mixed"]("en")
    assert "the season, the rate of answers, the mix of roles" in said(found, english).moved[-1] + " ".join(
        said(found, english).moved
    )
    older = replace(found, banners=tuple(replace(one, year=2025) for one in found.banners))
    assert not any("may have moved figures by itself" in text for text in said(older, english).moved)


def test_details_of_banners_are_in_the_reports_language() -> None:
    welsh = Printer(wording.load(REPORTS, "cy"))
    texts = " ".join(
        change_notes.banner(one, CASES["mixed"]("cy"), welsh) for one in CASES["mixed"]("cy").banners
    )
    assert "Tachwedd" in texts
    assert "o dan 5%" in texts or "dan 5%" in texts
    assert "under 5%" not in texts
    assert "0.84" in texts


def test_difference_that_prints_as_nought_has_no_sign(english: Printer) -> None:
    told = [change_lines.signed(value, english) for value in (4.2, 0.4, -0.4, -4.2, None)]
    assert told == ["+4", "0", "0", "−4", "not shown"]
