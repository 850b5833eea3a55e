"""Pictures to take away: each with its sentence and its words inside, sharp, whole and the same each time."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from readiness.baseline.findings import Findings
from readiness.reporting.exports import figures, palette, zips
from readiness.reporting.words.printed import Printer
from tests.reporting.awkward import simulated, with_names
from tests.reporting.believable import REPORTS, believable

STYLE = REPORTS / "figures.mplstyle"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("need", "importance", "heat-map", "dimensions", "barriers")
Made = dict[str, bytes]


@pytest.fixture(scope="module")
def made(printer: Printer) -> Made:
    return figures.files(believable(), printer, STYLE)


def test_every_main_picture_is_there_in_both_forms(made: Made) -> None:
    assert set(made) == {f"{name}.{form}" for name in NAMES for form in ("svg", "png")} | {
        "README.txt",
        "figures.json",
    }


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_announced_by_its_sentence_and_its_words(made: Made, name: str) -> None:
    root = ElementTree.fromstring(made[f"{name}.svg"])
    told = {one["id"]: one for one in json.loads(made["figures.json"])["figures"]}[name]
    assert root.get("role") == "img"
    labelled = [root.find(f"{SVG}*[@id='{key}']") for key in str(root.get("aria-labelledby")).split()]
    assert [one.text for one in labelled if one is not None] == [told["title"], told["description"]]
    assert not root.findall(f".//{SVG}text"), "letters are outlines, so that no font is missing"
    assert not re.search(rb"href=\"(?!#)", made[f"{name}.svg"])


@pytest.mark.parametrize("name", NAMES)
def test_png_is_sharp_enough_to_print_and_says_what_it_shows(made: Made, name: str) -> None:
    told = {one["id"]: one for one in json.loads(made["figures.json"])["figures"]}[name]
    with Image.open(io.BytesIO(made[f"{name}.png"])) as image:
        image.load()
        assert round(image.info["dpi"][0]) == 300
        assert image.width > 2000
        assert (image.text["Title"], image.text["Description"]) == (told["title"], told["description"])  # type: ignore[attr-defined]
        assert image.convert("RGB").getpixel((3, 3)) == (255, 255, 255)


def test_list_for_people_holds_every_sentence(made: Made) -> None:
    text = made["README.txt"].decode()
    for one in json.loads(made["figures.json"])["figures"]:
        assert one["title"] in text
    assert "Northvale and Eastcoast Integrated Care System" in text


def test_words_carry_the_finding(made: Made) -> None:
    told = {one["id"]: one["description"] for one in json.loads(made["figures.json"])["figures"]}
    assert "Mental health: 49, interval 46 to 52." in told["need"]
    assert "Time and resources: 41, interval 40 to 43." in told["dimensions"]
    assert told["barriers"].endswith("Something else: under 5%.")
    assert re.search(r"Least ready: Route to adoption in Mental health, \d\d\.", told["heat-map"])


def test_same_findings_give_the_same_bytes(made: Made, printer: Printer) -> None:
    assert figures.files(replace(believable()), printer, STYLE) == made


@pytest.mark.parametrize("kind", ["all-hidden", "no-lists", "no-areas", "small"])
def test_what_cannot_be_shown_has_no_picture(
    awkward: dict[str, Findings], printer: Printer, kind: str
) -> None:
    names = {one.id for one in figures.pictures(awkward[kind], printer)}
    assert (
        names
        == {
            "all-hidden": set(),
            "no-lists": set(),
            "no-areas": {"dimensions"},
            "small": set(NAMES),
        }[kind]
    )


def test_long_lists_are_cut_where_little_room_is(awkward: dict[str, Findings], printer: Printer) -> None:
    names = [one.id for one in figures.pictures(awkward["large"], printer, rows=12)]
    assert [name for name in names if name.startswith("need")] == ["need-1", "need-2", "need-3"]
    assert len([name for name in names if name.startswith("heat-map")]) == 3


def test_a_picture_of_simulated_answers_says_so(printer: Printer) -> None:
    assert "simulated" in figures.source_of(simulated(believable()), printer)


def test_hostile_names_are_drawn_as_text_without_a_warning(
    awkward: dict[str, Findings], printer: Printer, caplog: pytest.LogCaptureFixture
) -> None:
    names = (
        "$\\frac{1}{2}$ $x",
        "<b>&\"'",
        "]]>",
        "قسم القلب",
        "😀🫀",
        "x" * 300,
        "%s {area}",
        "\\textbf{a}_^",
    )
    with caplog.at_level(logging.WARNING):
        for one in (
            awkward["hostile"],
            with_names(replace(believable(), areas=believable().areas[2:5]), names),
        ):
            for name, data in figures.files(one, printer, STYLE).items():
                if name.endswith(".svg"):
                    ElementTree.fromstring(data)
    assert caplog.records == []


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_shades_grow_lighter_and_their_letters_can_be_read() -> None:
    light = [_lightness(colour) for colour in palette.SHADES]
    assert light == sorted(light)
    for i, colour in enumerate(light):
        ends = sorted((colour, _lightness(palette.letters(i))))
        assert (ends[1] + 0.05) / (ends[0] + 0.05) >= 4.5


def test_a_figure_has_the_shade_of_its_printed_score() -> None:
    assert [palette.shade(score)[0] for score in (39.4, 39.6, 74.6)] == [
        palette.SHADES[0], palette.SHADES[1], palette.SHADES[8]
    ]  # fmt: skip


def test_zip_is_the_same_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    one = zips.zipped({"a.txt": b"a", "b/c.txt": b"c"})
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert zips.zipped({"a.txt": b"a", "b/c.txt": b"c"}) == one == zips.rewritten(one)
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.txt", "b/c.txt"]
