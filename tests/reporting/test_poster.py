"""The poster of a link: one accessible page that a phone reads, the same bytes each time, and nothing fetched."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import page as validator
import pikepdf
import pytest
from PIL import Image

from readiness.errors import ReadinessError
from readiness.reporting.documents import poster as module
from readiness.reporting.documents import qr
from readiness.reporting.documents.poster import Poster, Spoken, rendered, write
from tests.reporting.test_report import Listening, _tags

ADDRESS = "https://survey.ashdale.example.org/l/Xk3vQ-7pT0bW_m2RzY8aNc"
ENGLISH = Spoken("en", "How ready are we to adopt innovation?")
WELSH = Spoken("cy", "Pa mor barod ydym ni i fabwysiadu arloesedd?")
PLAIN = Poster(ADDRESS, (ENGLISH,), "Ashdale Integrated Care System", 8, date(2026, 11, 29), 11)
POSTERS = {
    "plain": PLAIN,
    "place": replace(PLAIN, place="North Ashdale"),
    "organisation": replace(PLAIN, organisation="Mill Lane Surgery", simulated=True),
    "two languages": replace(
        PLAIN, spoken=(WELSH, ENGLISH), organisation="Mill Lane Surgery", simulated=True
    ),
    "long": replace(
        PLAIN,
        address=f"https://{'a-long-name-of-a-survey.' * 4}example.org/of/all/l/Xk3vQ-7pT0bW_m2RzY8aNc",
        spoken=(Spoken("cy", "Arloesedd ac " * 30), Spoken("en", "Innovation and " * 30)),
        system="An Integrated Care System with a Name of Many Words " * 3,
        organisation="Unbrokenname" * 16,
        simulated=True,
    ),
    "hostile": replace(
        PLAIN,
        address="https://example.org/l/<script>alert(1)</script>",
        spoken=(Spoken("en", "<img src=http://127.0.0.1:9/x> {system} {{ 7*7 }} \u202e\U0001f600"),),
        system="</style><style>body{display:none}",
    ),
}


@pytest.fixture(scope="module")
def made(reports: Path) -> dict[str, tuple[bytes, list[str], list[Any]]]:
    found = {}
    for name, one in POSTERS.items():
        with Listening() as (warnings, connections):
            found[name] = rendered((one,), reports), warnings, connections
    return found


def text(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def words(data: bytes) -> str:
    return " ".join(text(data).split())


@pytest.mark.slow
@pytest.mark.parametrize("name", POSTERS)
def test_poster_is_one_accessible_page_made_without_a_warning_or_a_connection(made: Any, name: str) -> None:
    data, warnings, connections = made[name]
    found = validator.validate_pdf_bytes(data)
    assert found.is_compliant, [(failure.rule_id, failure.message) for failure in found.failures]
    assert (warnings, connections) == ([], [])
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 1
        assert [round(float(side)) for side in document.pages[0].MediaBox] == [0, 0, 595, 842]


@pytest.mark.slow
@pytest.mark.parametrize("name", POSTERS)
def test_code_has_words_and_the_document_a_name_and_a_language(made: Any, name: str) -> None:
    with pikepdf.open(io.BytesIO(made[name][0])) as document:
        tags = list(_tags(document.Root.StructTreeRoot))
        assert POSTERS[name].address in str(next(tag for tag in tags if tag.S == "/Figure").Alt)
        levels = [int(str(tag.S)[2]) for tag in tags if tag.S in ("/H1", "/H2", "/H3")]
        assert levels.count(1) == len(POSTERS[name].spoken)
        assert levels == sorted(levels[: levels.index(3)]) + levels[levels.index(3) :]
        assert str(document.Root.Lang) == POSTERS[name].spoken[0].language
        assert "Poster" in str(document.docinfo["/Title"])


@pytest.mark.slow
def test_poster_says_who_asks_how_long_until_when_and_what_happens(made: Any) -> None:
    said = words(made["plain"][0])
    for part in (
        "How ready are we to adopt innovation?",
        "Ashdale Integrated Care System asks everyone who gives or runs care here.",
        "survey.ashdale.example.org/l/",
        "Xk3vQ-7pT0bW_m2RzY8aNc",
        "29 November 2026",
        "8",
        "minutes",
        "No names",
        "fewer than 11 people",
        "Not before it closes",
    ):
        assert part in said, part
    assert "made up" not in said
    assert "North Ashdale" in words(made["place"][0])
    assert "everyone who works at Mill Lane" in words(made["organisation"][0])
    assert "everything on this poster is made up" in words(made["organisation"][0])


@pytest.mark.slow
def test_two_languages_say_the_same_and_each_is_marked_as_its_own(made: Any, reports: Path) -> None:
    html = module.page((POSTERS["two languages"],), reports)
    said = words(made["two languages"][0])
    for part in ("29 Tachwedd 2026", "29 November 2026", "Dim enwau", "No names", "munud", "minutes"):
        assert part in said, part
    assert html.count('lang="en"') == html.count('lang="cy"') - 1 == 5


@pytest.mark.slow
def test_every_text_of_a_long_poster_lies_on_the_page(made: Any) -> None:
    said = words(made["long"][0])
    assert "everything on this poster is" in said
    assert "Xk3vQ-7pT0bW_m2RzY8aNc" in said.replace(" ", "")


@pytest.mark.slow
def test_hostile_names_print_as_text(made: Any, reports: Path) -> None:
    html = module.page((POSTERS["hostile"],), reports)
    assert html.count("<script") == 0
    assert html.count("<style") == 0
    assert html.count("<img") == 1
    said = "".join(text(made["hostile"][0]).split())
    assert "<imgsrc=http://127.0.0.1:9/x>{system}{{7*7}}" in said
    assert "</style><style>body{display:none}" in said


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plain", "two languages", "long"])
def test_code_on_the_printed_page_is_that_of_the_address_with_its_quiet_zone(
    made: Any, name: str, tmp_path: Path
) -> None:
    """Every module is looked at in its middle, at the 200 dots an inch of an office printer."""
    (tmp_path / "poster.pdf").write_bytes(made[name][0])
    command = ["pdftoppm", "-r", "200", "-gray", "-singlefile", tmp_path / "poster.pdf", tmp_path / "poster"]
    subprocess.run(command, check=True)
    sheet = np.asarray(Image.open(tmp_path / "poster.pgm"))
    expected = np.array(qr.modules(POSTERS[name].address))
    top, left, size = _found(sheet)
    middles = (np.arange(-qr.QUIET, len(expected) + qr.QUIET) + 0.5) * size / len(expected)
    seen = sheet[np.ix_((top + middles).astype(int), (left + middles).astype(int))] < 128
    assert (seen == np.pad(expected, qr.QUIET)).all()
    assert size / 200 * 25.4 > 60, "millimetres"


def _found(sheet: Any) -> tuple[int, int, int]:
    """Where the code lies: all pure black in the left half of the page that is larger than a letter."""
    black = sheet < 8
    black[:, sheet.shape[1] // 2 :] = False
    rows, columns = np.nonzero(black.sum(axis=1) > 100)[0], np.nonzero(black.sum(axis=0) > 100)[0]
    return int(rows[0]), int(columns[0]), int(columns[-1] - columns[0] + 1)


@pytest.mark.slow
def test_same_poster_gives_the_same_bytes_and_another_one_others(
    made: Any, reports: Path, tmp_path: Path
) -> None:
    out = write(PLAIN, reports, tmp_path / "again.pdf")
    assert out.read_bytes() == made["plain"][0]
    assert rendered((replace(PLAIN, minutes=9),), reports) != made["plain"][0]


def test_language_without_words_is_refused_with_its_remedy(reports: Path) -> None:
    with pytest.raises(ReadinessError, match=r"no words in 'fr'.*fr\.toml"):
        module.page((replace(PLAIN, spoken=(Spoken("fr", "Sommes-nous prêts ?"),)),), reports)


def test_folder_without_a_poster_says_which_setting_to_mend(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match="setting `reports`"):
        write(PLAIN, tmp_path, tmp_path / "poster.pdf")


def test_every_word_of_the_poster_is_in_welsh_too_and_used(reports: Path) -> None:
    own, other = (module.wording.load(reports, language).texts["poster"] for language in ("en", "cy"))
    asked = Path(module.__file__).read_text("utf-8")
    texts = dict(module.wording._all(own))
    translated = dict(module.wording._all(other))
    assert set(texts) == set(translated)
    assert [key for key in texts if texts[key] == translated[key]] == []
    for key in texts:
        assert key.partition(".")[0] in asked, key
    for key, said in texts.items():
        assert set(re.findall(r"{\w+}", said)) == set(re.findall(r"{\w+}", translated[key])), key


def test_code_as_a_picture_has_its_quiet_zone_and_names_its_address() -> None:
    side = len(qr.modules(ADDRESS)) + 2 * qr.QUIET
    drawn = ElementTree.fromstring(qr.svg(ADDRESS))
    assert drawn.get("width") == drawn.get("height") == str(side)
    assert drawn.findtext("{http://www.w3.org/2000/svg}title") == ADDRESS
    picture = Image.open(io.BytesIO(qr.png(ADDRESS))).convert("L")
    assert picture.size == (side * qr.PIXELS, side * qr.PIXELS)
    pixels = np.asarray(picture)[qr.PIXELS // 2 :: qr.PIXELS, qr.PIXELS // 2 :: qr.PIXELS] < 128
    assert (pixels == np.pad(np.array(qr.modules(ADDRESS)), qr.QUIET)).all()
