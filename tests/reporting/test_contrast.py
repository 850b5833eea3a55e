"""Every colour of words in print stands out from what lies behind it, reckoned from the stylesheets themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from readiness.reporting.pictures import figures
from tests.reporting.believable import REPORTS

LEAST = 4.5
"""WCAG 2.2, 1.4.3: what words of any size need."""
SHEETS = (
    "parts/print.css",
    "parts/simulated.css",
    "baseline/baseline.css",
    "area/area.css",
    "summary/summary.css",
)
COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b")


def declared() -> dict[str, dict[str, str]]:
    """Return what each selector says of its colours, over all sheets."""
    found: dict[str, dict[str, str]] = {}
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", (REPORTS / sheet).read_text("utf-8"), flags=re.DOTALL)
        for selectors, body in re.findall(r"([^{};]+){([^{}]*)}", text):
            said = dict(re.findall(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*([^;]+)", body))
            for selector in selectors.split(","):
                found.setdefault(selector.strip(), {}).update(said)
    return found


def light(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def filled(said: dict[str, str]) -> str:
    found = COLOUR.search(said.get("background-color", said.get("background", "")))
    return found[0] if found else ""


def pairs() -> Iterator[tuple[str, str, str]]:
    """Yield each colour of words with what may lie behind it.

    Words without a ground of their own stand on paper or on a pale panel; light ones on the band, the one dark ground.
    """
    rules = declared()
    panels = {
        filled(said) for selector, said in rules.items() if selector in (".first", ".facts", ".do", ".strong")
    }
    band = filled(rules[".band"])
    for selector, said in rules.items():
        words = COLOUR.search(said.get("color", ""))
        if not words:
            continue
        grounds = (
            [filled(said)]
            if filled(said)
            else [band]
            if light(words[0]) > 0.4
            else ["#ffffff", *sorted(panels)]
        )
        yield from ((selector, words[0], ground) for ground in grounds)


def test_grounds_are_found() -> None:
    """Were the sheets read wrongly, all else here would pass for nothing."""
    found = list(pairs())
    assert (".shade-4", "#fff", "#2b758b") in found
    assert (".shade-5", "#14262f", "#7fb2c2") in found
    assert (".band .kind", "#bad6df", "#0b4a5e") in found
    assert (".facts .label", "#4c5d67", "#f1f6f8") in found
    assert len(found) > 80
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < LEAST


def test_words_stand_out_from_their_ground() -> None:
    faint = {pair: round(contrast(*pair[1:]), 2) for pair in pairs() if contrast(*pair[1:]) < LEAST}
    assert not faint


@pytest.mark.parametrize("colour", [figures.INK, figures.MUTED])
def test_words_in_pictures_stand_out_from_paper(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= LEAST
