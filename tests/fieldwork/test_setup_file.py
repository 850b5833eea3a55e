"""A set-up file is read whole or every fault in it is told at once, with its place and remedy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from readiness.config import Settings
from readiness.errors import Fault, FileFaults, ReadinessError
from readiness.fieldwork import lifecycle, setup_file
from readiness.records.database import Database

SURVEYS = Path(__file__).parent.parent / "surveys"
GOOD = """\
system = "Ashdale"
title = "Ashdale 2026"
year = 2026
instrument = "tiny"
version = "2026.1"
opens_on = 2026-11-02
closes_on = 2026-11-29
places = [{ id = "north", name = "North" }]
areas = [{ id = "cardiology", name = "Cardiology" }]
"""


def read(text: str) -> setup_file.Setup:
    return setup_file.parsed("ashdale.toml", text.encode(), SURVEYS)


def faults(text: str) -> list[Fault]:
    with pytest.raises(FileFaults) as found:
        read(text)
    return list(found.value.faults)


def test_a_small_file_is_enough() -> None:
    setup = read(GOOD)
    assert (setup.system, setup.opens_on, setup.threshold, setup.simulated) == (
        "Ashdale",
        date(2026, 11, 2),
        None,
        False,
    )
    assert setup.headcounts.places == {}


def test_the_example_is_complete_and_can_be_used_as_it_stands(database: Database, settings: Settings) -> None:
    setup = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), settings.surveys)
    for name in setup_file.Setup.model_fields:
        later = f"# {name} = " in setup_file.EXAMPLE  # what only a second year can say
        assert getattr(setup, name) or later or name == "simulated", f"the example should show {name}"
    with database.write() as session:
        lifecycle.create(session, setup, settings)


BROKEN = [
    ("year = 2026", 'year = "2026"', "year", "must be a whole number"),
    ("year = 2026", "year = 26", "year", "too small"),
    ('title = "Ashdale 2026"', 'title = ""', "title", "empty"),
    ('title = "Ashdale 2026"', f'title = "{"x" * 201}"', "title", "longer than 200"),
    ('title = "Ashdale 2026"', 'title = "Ash\\u0007dale"', "title", "cannot be seen"),
    ('title = "Ashdale 2026"', 'titel = "Ashdale 2026"', "", 'The key "titel" is not known'),
    ("2026-11-02", '"2026-11-02"', "opens_on", "not a day"),
    ("2026-11-02", "2026-11-02T09:00:00", "opens_on", "not a day"),
    ("2026-11-29", "2026-11-01", "closes_on", "before the first"),
    ("2026-11-29", "2027-11-03", "closes_on", "more than a year"),
    ("2026-11-29", "9999-12-31", "closes_on", "more than a year"),
    ("2026-11-02", "1999-11-02", "opens_on", "in that year"),
    ('"tiny"', '"huge"', "instrument", "no questionnaire huge 2026.1"),
    ('"2026.1"', '"2027.1"', "instrument", "no questionnaire tiny 2027.1"),
    ("\nplaces", "\nthreshold = 9\nplaces", "threshold", "too small"),
    ("\nplaces", "\nsimulated = 1\nplaces", "simulated", "true or false"),
    ('id = "north"', 'id = "North"', "places[1].id", "no id"),
    ('areas = [{ id = "cardiology", name = "Cardiology" }]', "", "areas", "none is listed"),
    ("\nplaces", '\nlanguages = ["en", "fr"]\nplaces', "languages", 'no language of the questionnaire "fr"'),
    ("\nplaces", '\nlanguages = ["EN"]\nplaces', "languages[1]", "no language code"),
    ("\nplaces", "\nfront = { wer = 1 }\nplaces", "front", 'The key "wer" is not known'),
    ("\nplaces", '\nfront = { email = "robin" }\nplaces', "front.email", "no e-mail address"),
    ("\nplaces", '\nfront = { contact = "R\\u0007" }\nplaces', "front.contact", "cannot be seen"),
    ("\nplaces", '\nfront = { asks = "R\\u0007" }\nplaces', "front.asks", "cannot be seen"),
    ("\nplaces", f'\nfront = {{ results = "{"x" * 601}" }}\nplaces', "front.results", "longer than 600"),
    (
        'places = [{ id = "north", name = "North" }]',
        'places = [{ id = "north", name = "North" }, { id = "north", name = "N" }]',
        "places",
        'id "north" stands here more than once',
    ),
    (
        'areas = [{ id = "cardiology", name = "Cardiology" }]',
        'areas = [{ id = "a", name = "Same" }, { id = "b", name = "Same" }]',
        "areas",
        'name "Same" stands here more than once',
    ),
]
ADDED = [
    (
        '[[organisations]]\nid="a"\nname="A"\ntype="shop"',
        "organisations[1].type",
        'no organisation type "shop"',
    ),
    (
        '[[organisations]]\nid="a"\nname="A"\ntype="trust"\nplace="nroth"',
        "organisations[1].place",
        'no place "nroth"',
    ),
    ('[[innovations]]\nid="a"\nname="A"\nareas=["kidneys"]', "innovations[1].areas", 'no area "kidneys"'),
    ("[headcounts.places]\nwest = { nurse = 3 }", "headcounts.places", 'no place "west"'),
    ("[headcounts.places]\nnorth = { nrse = 3 }", "headcounts.places.north", 'no role "nrse"'),
    ("[headcounts.areas]\nkidneys = { nurse = 3 }", "headcounts.areas", 'no area "kidneys"'),
    ("[headcounts.roles]\nking = 1", "headcounts.roles", 'no role "king"'),
    ("[headcounts.roles]\nnurse = -1", "headcounts.roles.nurse", "too small"),
    ("[headcounts.roles]\nnurse = 2.5", "headcounts.roles.nurse", "whole number"),
    (
        "[headcounts.roles]\nnurse = 5\n[headcounts.places]\nnorth = { nurse = 6 }",
        "headcounts.roles",
        "5 Nurses are fewer than the 6 in the places",
    ),
    (
        "[headcounts.places]\nnorth = { nurse = 6 }\n[headcounts.areas]\ncardiology = { nurse = 7 }",
        "headcounts.areas.cardiology",
        "7 Nurses are more than the 6 in the whole system",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "problem"), BROKEN)
def test_a_fault_is_told_with_its_place_and_remedy(old: str, new: str, place: str, problem: str) -> None:
    assert old in GOOD
    told(GOOD.replace(old, new, 1), place, problem)


@pytest.mark.parametrize(("more", "place", "problem"), ADDED)
def test_what_does_not_fit_together_is_told_with_its_place_and_remedy(
    more: str, place: str, problem: str
) -> None:
    told(f"{GOOD}\n{more}\n", place, problem)


def told(text: str, place: str, problem: str) -> None:
    found = [fault for fault in faults(text) if problem in fault.problem]
    assert [fault.place for fault in found] == [place]
    assert all(fault.file == "ashdale.toml" and fault.remedy for fault in found)


def test_broken_toml_is_told_with_its_line() -> None:
    (fault,) = faults(GOOD.replace("year = 2026", "year = "))
    assert (fault.file, fault.place) == ("ashdale.toml", "line 3")


def test_all_faults_of_shape_are_told_at_once() -> None:
    broken = GOOD.replace("year = 2026", "").replace('"north"', '"N"').replace("2026-11-02", "7")
    assert len(faults(broken)) == 3


def test_all_faults_of_meaning_are_told_at_once() -> None:
    broken = f"{GOOD.replace('2026-11-29', '2026-11-01')}\n[headcounts.roles]\nking = 1\n[headcounts.areas]\nx = {{}}"
    assert [fault.place for fault in faults(broken)] == ["closes_on", "headcounts.areas", "headcounts.roles"]


def test_faults_of_shape_do_not_hide_those_of_meaning() -> None:
    broken = GOOD.replace("year = 2026", 'year = "soon"').replace("2026-11-29", "2026-11-01")
    broken = broken.replace('name = "North" }', 'name = "North" }, { id = "north", name = 7 }')
    more = '[[innovations]]\nid="a"\nname="A"\nareas=["kidneys"]\n[headcounts.places]\nwest = { nrse = 3 }'
    assert [(fault.place, fault.problem) for fault in faults(f"{broken}\n{more}")] == [
        ("closes_on", "The last day lies before the first."),
        ("headcounts.places", 'There is no place "west".'),
        ("headcounts.places.west", 'There is no role "nrse".'),
        ("innovations[1].areas", 'There is no area "kidneys".'),
        ("places", 'The id "north" stands here more than once.'),
        ("places[2].name", "This must be a text."),
        ("year", "This must be a whole number."),
    ]


def test_an_unknown_role_with_a_negative_count_is_named() -> None:
    found = [fault.problem for fault in faults(f"{GOOD}\n[headcounts.places]\nnorth = {{ king = -4 }}")]
    assert found == ['There is no role "king".', "This number is too small."]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('areas = [{ id = "cardiology", name = "Cardiology" }]', "areas = 5", "areas"),
        ('{ id = "cardiology"', "{ id = 5", "areas[1].id"),
        ('{ id = "cardiology"', '{ id = "Cardiology"', "areas[1].id"),
    ],
)
def test_what_cannot_be_read_is_not_called_missing(old: str, new: str, place: str) -> None:
    more = "[headcounts.areas]\nCardiology = { nurse = 1 }\n" if "Card" in new else ""
    (fault, *others) = faults(f"{GOOD.replace(old, new)}\n{more}")
    assert fault.place == place
    assert all(other.place.startswith("headcounts.areas.Cardiology") for other in others)


def test_a_questionnaire_with_faults_is_told_with_those_of_the_set_up(tmp_path: Path) -> None:
    shutil.copytree(SURVEYS / "tiny", tmp_path / "tiny")
    (tmp_path / "tiny" / "2026.1" / "closing.toml").write_text("pages = 7")
    with pytest.raises(FileFaults) as found:
        setup_file.parsed("a.toml", GOOD.replace("2026-11-29", "2026-11-01").encode(), tmp_path)
    assert {fault.file for fault in found.value.faults} == {"a.toml", "tiny/2026.1/closing.toml"}


def test_a_near_miss_is_met_with_the_word_that_was_meant() -> None:
    (fault,) = faults(f"{GOOD}\n[headcounts.places]\nnroth = {{ nurse = 3 }}")
    assert 'did you mean "north"?' in fault.remedy


def test_a_missing_key_points_to_the_example_of_this_kind_of_file() -> None:
    (fault,) = faults(GOOD.replace("year = 2026", ""))
    assert "readiness assessment create --example" in fault.remedy


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadinessError, match=r"nothing\.toml cannot be read: No such file"):
        setup_file.read(tmp_path / "nothing.toml", SURVEYS)


def test_a_file_that_is_no_short_text_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_bytes(b"#" * 300_000)
    with pytest.raises(ReadinessError, match="larger than 256 kB"):
        setup_file.read(tmp_path / "large.toml", SURVEYS)


def test_a_file_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "ashdale.toml").write_text(GOOD)
    assert setup_file.read(tmp_path / "ashdale.toml", SURVEYS) == read(GOOD)


@pytest.mark.parametrize("text", ["a = " + "[" * 3000, "\x00", "\u00e9 = 1", "areas = 5", "headcounts = []"])
def test_odd_files_are_refused_in_words(text: str) -> None:
    assert faults(text)
