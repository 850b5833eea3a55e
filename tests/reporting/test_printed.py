"""How figures are printed: rounded once, never certain, never more than may be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.baseline.findings import Findings, Mean, Share
from readiness.reporting.words.printed import Printer, plain, printable
from readiness.reporting.words.wording import Wording


@pytest.fixture
def printer(wording: Wording) -> Printer:
    return Printer(wording)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (52.952, 0, "53"),
        (58.495, 0, "58"),
        (58.495 - 52.952, 0, "6"),
        (-5.543, 0, "−6"),
        (-0.2, 0, "0"),
        (0.0, 1, "0.0"),
        (5.04, 1, "5.0"),
        (1204, 0, "1,204"),
        (None, 0, "not shown"),
    ],
)
def test_number_is_rounded_once(printer: Printer, value: float | None, places: int, printed: str) -> None:
    assert printer.number(value, places) == printed


def test_difference_is_rounded_from_unrounded_figures(printer: Printer) -> None:
    assert [printer.number(one) for one in (58.495, 52.952)] == ["58", "53"]
    assert printer.points(58.495 - 52.952) == "6 points"
    assert printer.points(-1.2) == "1 point"


@pytest.mark.parametrize(
    ("percent", "low", "high", "share", "interval"),
    [
        (34.4, 28.2, 40.9, "34%", "28% to 41%"),
        (5, 5, 9.4, "under 5%", "up to 9%"),
        (5, 5, 5, "under 5%", "under 5%"),
        (50.1, 49.8, 50.4, "50%", "49.8% to 50.4%"),
        (95, 91, 95, "over 95%", "91% or more"),
        (95, 95, 95, "over 95%", "over 95%"),
    ],
)
def test_share_and_its_interval_never_tell_of_nobody_or_everybody(
    printer: Printer, percent: float, low: float, high: float, share: str, interval: str
) -> None:
    found = Share(percent, low, high, 200)
    assert (printer.share(found), printer.share_interval(found)) == (share, interval)


@pytest.mark.parametrize(
    ("probability", "printed"),
    [(0, "under 1%"), (0.009, "under 1%"), (0.5, "50%"), (0.99, "99%"), (1, "over 99%")],
)
def test_chance_is_never_certain(printer: Printer, probability: float, printed: str) -> None:
    assert printer.chance(probability) == printed


def test_rate_above_all_who_were_asked_says_so(printer: Printer) -> None:
    assert printer.rate(103.2) == "over 100%"
    assert printer.rate(None) == "not shown"


def test_hidden_mean_and_missing_mean_look_the_same(printer: Printer) -> None:
    assert (
        printer.score(None)
        == printer.interval(None)
        == printer.share(None)
        == printer.share_interval(None)
        == printer.none
    )


def test_interval_is_printed_with_as_many_places_as_its_mean(printer: Printer) -> None:
    mean = Mean(5.83, 5.71, 5.95, 0.06, 2.1, 1193)
    assert (printer.score(mean, 1), printer.interval(mean, 1)) == ("5.8", "5.7 to 6.0")


@pytest.mark.parametrize(
    ("low", "high", "places", "printed"),
    [
        (51.4, 52.6, 0, "51 to 53"),
        (51.6, 52.4, 0, "51.6 to 52.4"),
        (51.98, 52.02, 0, "51.98 to 52.02"),
        (5.18, 5.22, 1, "5.18 to 5.22"),
        (52, 52, 0, "52"),
    ],
)
def test_ends_of_an_interval_never_print_alike(
    printer: Printer, low: float, high: float, places: int, printed: str
) -> None:
    assert printer.range(low, high, places) == printed


def test_percentages_of_a_narrow_interval_never_print_alike(printer: Printer) -> None:
    assert printer.percents(6.2, 6.4) == "6.2% to 6.4%"
    assert printer.percents(103.2, 103.2) == "over 100%"


def test_margin_is_never_nothing(printer: Printer) -> None:
    assert printer.points(0.3) == "less than 1 point"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Tab\tand\nnew line\x00\x07", "Tab and new line"),
        ("turned \u202eround\u2066", "turned round"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("قلب", "قلب"),
        ("café – “quoted”", "café – “quoted”"),
        ("a letter that no face has: 𓀀", "a letter that no face has: \ufffd"),
    ],
)
def test_text_is_made_plain(text: str, printed: str) -> None:
    assert plain(text) == printed


def test_printable_findings_keep_every_figure(findings: Findings) -> None:
    assert printable(findings) == findings
    named = replace(findings, heading=replace(findings.heading, system="A\u202e system"))
    assert printable(named) == replace(findings, heading=replace(findings.heading, system="A system"))


def test_range_of_one_position_is_one_number(printer: Printer) -> None:
    assert (printer.ranks(1, 1), printer.ranks(1, 3)) == ("1", "1 to 3")


def test_long_name_is_shortened_only_beside_figures(printer: Printer) -> None:
    assert printer.short("Cardiology") == "Cardiology"
    assert printer.short("x" * 300) == "x" * 47 + "…"


def test_shortened_name_ends_with_a_whole_word(printer: Printer) -> None:
    assert printer.short("Services for people of all ages with long-term conditions") == (
        "Services for people of all ages with long-term…"
    )
    assert printer.short("Diabetes, kidney care and transplantation abroad, and more") == (
        "Diabetes, kidney care and transplantation…"
    )
