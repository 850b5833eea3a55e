"""Published figures: those that we bring are sound and loose, and every fault of others' is named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.config import Settings
from readiness.errors import FileFaults
from readiness.instrument import wording, yardsticks
from readiness.instrument.check import check
from readiness.instrument.load import available, load_version
from tests.conftest import TINY_SURVEYS

SURVEYS = Path(__file__).resolve().parents[2] / "surveys"
OURS = SURVEYS / yardsticks.FOLDER
GOOD = """\
title = "A survey"
publisher = "Somebody"
address = "https://example.org/results"
retrieved = "2026-11-28"
licence = "Open Government Licence v3.0"
year = 2024
population = "Nurses who answered"
n = 1200
instrument = "innovation-readiness"

[[figures]]
id = "one"
question = "Question 3: whether ideas are heard"
beside = "safety-1"
measure = "favourable"
value = 61.5
closeness = "loose"
differs = "They were asked about their team."

[[figures]]
id = "two"
question = "Question 4: satisfaction"
beside = "recognition"
measure = "mean"
value = 4
lowest = 1
highest = 7
closeness = "loose"
differs = "Another scale."
"""

Change = Callable[[str, str], list[tuple[str, str]]]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """What is wrong with a sound file once one part of it is replaced: place and problem."""

    def faults(old: str, new: str) -> list[tuple[str, str]]:
        assert old in GOOD
        (tmp_path / "one.toml").write_text(GOOD.replace(old, new, 1), "utf-8")
        found = yardsticks.check(tmp_path, SURVEYS)
        assert all(fault.file == "benchmarks/one.toml" and fault.remedy for fault in found)
        return [(fault.place, fault.problem) for fault in found]

    return faults


def test_ours_are_sound_and_none_claims_our_wording() -> None:
    found = yardsticks.load_all(OURS, SURVEYS)
    assert {figure.closeness for one in found.values() for figure in one.figures} == {"loose"}
    assert check(SURVEYS) == ()


def test_ours_mark_every_licence_and_number_that_is_not_named_as_unconfirmed() -> None:
    for name, one in yardsticks.load_all(OURS, SURVEYS).items():
        assert ("licence" in one.unconfirmed) is one.licence.startswith("The page names none"), name
        unnumbered = any("gives no number" in figure.question for figure in one.figures)
        assert ("question" in one.unconfirmed) is unnumbered, name


def test_ours_copy_no_sentence_into_our_questionnaire() -> None:
    instrument = load_version(SURVEYS, "innovation-readiness", "2026.1")
    asked = {item.text.casefold() for item in (*instrument.items(), *instrument.area_items())}
    told = [figure.question for one in yardsticks.load_all(OURS, SURVEYS).values() for figure in one.figures]
    assert not asked & {text.casefold() for text in told}


def test_they_are_no_instrument() -> None:
    assert {name for name, _ in available(SURVEYS)} == {"innovation-readiness"}


def test_a_mean_is_put_where_it_lies_on_its_scale(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(GOOD, "utf-8")
    one, two = yardsticks.load_all(tmp_path, SURVEYS)["one"].figures
    assert (one.of_hundred, two.of_hundred) == (61.5, 50)


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ('"https://example.org/results"', '"example"', "address", "no address"),
        ('"2026-11-28"', '"2026-02-30"', "retrieved", "no day"),
        ('"2026-11-28"', "2026-11-28", "retrieved", "must be a text"),
        ('instrument = "innovation', 'instrument = "other', "instrument", "no questionnaire"),
        ('"safety-1"', '"safety-9"', "figures[1].beside", "no dimension or item"),
        ("61.5", "101", "figures[1].value", "no percentage"),
        ("61.5", "nan", "figures[1].value", ""),
        ("61.5", "61.5\nlowest = 1", "figures[1].lowest", "no scale of its own"),
        ("value = 4\n", "value = 8\n", "figures[2].value", "outside its scale"),
        ("highest = 7\n", "", "figures[2].lowest", "ends of its scale"),
        ('differs = "Another scale."\n', "", "figures[2].differs", "has to say what differs"),
        ('"two"', '"one"', "figures[1].id", "stands here twice"),
        ('"loose"', '"same"', "figures[1].wording", "nothing proves"),
        ('"loose"', '"near"', "figures[1].closeness", "not known"),
        ("Somebody", "Some\u200bbody", "publisher", "unseen"),
        ("n = 1200", "n = 0", "n", "too small"),
        ("year = 2024", "year = 2024\nrank = 1", "", "not known here"),
    ],
)
def test_each_fault_is_named_with_its_place(
    changed: Change, old: str, new: str, place: str, problem: str
) -> None:
    assert any(where == place and problem in said for where, said in changed(old, new))


def test_all_faults_are_told_at_once(changed: Change) -> None:
    assert len(changed(GOOD[GOOD.index("address") :], GOOD[GOOD.index("retrieved") :])) == 1
    both = GOOD.replace("61.5", "610").replace("safety-1", "safety-9")
    assert len(changed(GOOD, both)) == 2


def test_the_same_wording_is_believed_where_the_hash_of_the_item_proves_it(changed: Change) -> None:
    instrument = load_version(SURVEYS, "innovation-readiness", "2026.1")
    proof = wording.wordings(instrument)["safety"]["safety-1"]
    same = f'"same"\nwording = "{proof}"'
    assert changed('"loose"', same) == []
    assert changed('beside = "safety-1"', 'beside = "safety-2"') == []
    other = GOOD.replace('"loose"', same, 1).replace('"safety-1"', '"safety-2"')
    assert [place for place, _ in changed(GOOD, other)] == ["figures[1].wording"]


def test_a_hash_is_of_all_that_decides_what_an_answer_means() -> None:
    instrument = load_version(SURVEYS, "innovation-readiness", "2026.1")
    item = instrument.items()[0]
    before = wording.wording(instrument, item)
    for change in ({"text": "Other."}, {"hint": "Look."}, {"reverse": True}, {"role": "gp"}):
        assert wording.wording(instrument, item.model_copy(update=change)) != before
    assert wording.wording(instrument, item.model_copy(update={"source": "Another book"})) == before
    scale = instrument.scale(item.scale)
    shorter = instrument.model_copy(
        update={"scales": (scale.model_copy(update={"points": scale.points[1:]}),)}
    )
    assert wording.wording(shorter, item) != before


def test_a_file_that_is_no_toml_or_too_large_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("title = ", "utf-8")
    (tmp_path / "large.toml").write_bytes(b"#" * 300_000)
    with pytest.raises(FileFaults) as caught:
        yardsticks.load_all(tmp_path, SURVEYS)
    assert [fault.file for fault in caught.value.faults] == [
        "benchmarks/broken.toml",
        "benchmarks/large.toml",
    ]


def test_a_folder_of_surveys_without_any_uses_those_that_we_bring(settings: Settings) -> None:
    assert replace(settings, surveys=TINY_SURVEYS).benchmarks == OURS
    assert tomllib.loads((OURS / "gp-worklife-2021.toml").read_text("utf-8"))["year"] == 2021
