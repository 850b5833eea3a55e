"""Which pages and questions a person sees, in which words, with half of the journey answered and all of it."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.instrument.journey import AskedOption, AskedPage, Local, LocalInnovation, keys, pages, visible
from readiness.instrument.load import load
from readiness.instrument.types import AllOf, AnyOf, AtLeast, Condition, Instrument, Is, Not, Option
from tests.instrument.conftest import VALID, Build

NURSE = {"role": "nurse", "areas": ["heart", "lungs"]}


def ids(found: tuple[AskedPage, ...]) -> list[str]:
    return [page.id for page in found]


def asked(found: tuple[AskedPage, ...]) -> list[str]:
    return [question.key for page in found for question in page.questions]


def page(found: tuple[AskedPage, ...], name: str) -> AskedPage:
    return next(one for one in found if one.id == name)


def text(found: tuple[AskedPage, ...], key: str) -> str:
    return next(one.text for each in found for one in each.questions if one.key == key)


def test_whole_journey_runs_about_dimensions_areas_closing(tiny: Instrument, local: Local) -> None:
    found = pages(tiny, local, NURSE)
    assert ids(found) == [
        "about-you",
        "aim",
        "time",
        "areas",
        "heart-views",
        "heart-change",
        "lungs-views",
        "lungs-change",
        "all-in-all",
        "your-words",
    ]
    assert [one.section for one in found] == [
        "about",
        "dimension",
        "dimension",
        "areas",
        *["area"] * 4,
        *["closing"] * 2,
    ]
    assert [one.area for one in found] == [None] * 4 + ["heart", "heart", "lungs", "lungs"] + [None] * 2


def test_without_an_answer_only_what_everyone_is_asked(tiny: Instrument, local: Local) -> None:
    found = pages(tiny, local, {})
    assert ids(found) == ["about-you", "aim", "time", "areas", "all-in-all", "your-words"]
    assert "aim-nurse" not in asked(found)
    assert page(found, "aim").intro is None


def test_role_decides_items_and_wording(tiny: Instrument, local: Local) -> None:
    nurse, manager = pages(tiny, local, {"role": "nurse"}), pages(tiny, local, {"role": "manager"})
    assert page(nurse, "aim").intro == "Think of your ward."
    assert page(manager, "aim").intro == "Think of your office."
    assert text(nurse, "aim-nurse") == "On your ward, the aim is clear."
    assert "aim-nurse" not in asked(manager)


@pytest.mark.parametrize("role", ["doctor", "", None, 5, ["nurse"], {"nurse": 1}])
def test_a_role_that_is_none_counts_as_no_role(role: Any, tiny: Instrument, local: Local) -> None:
    assert pages(tiny, local, {"role": role}) == pages(tiny, local, {})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        (["lungs", "heart"], ["heart", "lungs"]),
        (["lungs", "lungs"], ["lungs"]),
        (["skin", "nowhere"], ["skin"]),
        (["skin", "lungs", "heart"], ["heart", "lungs"]),
        ("heart", []),
        (7, []),
        (None, []),
        ([["heart"]], []),
    ],
)
def test_chosen_areas_come_in_the_assessments_order_and_never_too_many(
    given: Any, expected: list[str], tiny: Instrument, local: Local
) -> None:
    found = pages(tiny, local, {"role": "nurse", "areas": given})
    assert [one.area for one in found if one.id.endswith("-views")] == expected


def test_area_pages_name_the_area_and_the_persons_place(tiny: Instrument, local: Local) -> None:
    views = page(pages(tiny, local, NURSE), "heart-views")
    assert (views.title, views.intro) == ("heart care: your view", "Think of heart care at your ward.")
    assert [question.key for question in views.questions] == ["heart.commitment-1"]
    assert views.questions[0].text == "In heart care, people want change."


def test_a_brace_in_a_name_is_never_a_placeholder(tiny: Instrument, local: Local) -> None:
    found = pages(tiny, local, {"role": "nurse", "areas": ["skin"]})
    assert page(found, "skin-views").title == "skin {where}: your view"


def test_innovations_are_asked_in_their_areas(tiny: Instrument, local: Local) -> None:
    found = pages(tiny, local, NURSE)
    assert [key for key in asked(found) if ".innovation." in key] == [
        "heart.innovation.monitor",
        "heart.innovation.app",
        "lungs.innovation.app",
    ]
    assert text(found, "lungs.innovation.app") == "Do you know App in lung care?"


def test_options_of_each_kind_are_listed(tiny: Instrument, local: Local) -> None:
    found = {question.key: question for each in pages(tiny, local, NURSE) for question in each.questions}
    assert found["role"].options == (AskedOption("nurse", "Nurse"), AskedOption("manager", "Manager"))
    assert [option.text for option in found["place"].options] == ["North", "South"]
    assert found["tenure"].options[1].hint == "Ten years or more."
    assert [option.value for option in found["aim-1"].options] == ["1", "2", "3", "0"]
    assert [option.value for option in found["overall"].options] == [str(step) for step in range(11)]
    assert (found["overall"].low_label, found["overall"].high_label) == ("Not ready", "Ready")
    assert (found["areas"].at_most, found["areas"].required) == (2, True)
    assert (found["would-help"].at_most, found["would-help"].options) == (200, ())


def test_scale_without_dont_know_offers_none(build: Build, local: Local) -> None:
    instrument = load(build(VALID / "scale-of-seven-without-dont-know"))
    found = {
        question.key: question for each in pages(instrument, local, NURSE) for question in each.questions
    }
    assert [option.value for option in found["time-2"].options] == list("1234567")


def test_without_places_innovations_and_areas_nothing_is_asked_about_them(tiny: Instrument) -> None:
    assert asked(pages(tiny, Local(), NURSE)) == [
        "role",
        "organisation-type",
        "tenure",
        "aim-1",
        "aim-nurse",
        "time-1",
        "time-2",
        "overall",
        "adopted",
        "would-help",
        "quote",
    ]


def test_addresses_stay_apart_where_ids_join_to_the_same_words(tiny: Instrument) -> None:
    local = Local(
        areas=(Option(id="a", text="A"), Option(id="a-views", text="B"), Option(id="all-in", text="C"))
    )
    page_of_same_name = tiny.closing[0].model_copy(update={"id": "a-views"})
    instrument = tiny.model_copy(update={"closing": (page_of_same_name,)})
    found = ids(pages(instrument, local, {"role": "nurse", "areas": ["a", "a-views"]}))
    assert len(set(found)) == len(found)
    assert "a-views-2" in found


def test_keys_are_all_that_could_ever_be_asked_in_order(tiny: Instrument, local: Local) -> None:
    found = keys(tiny, local)
    assert found[:9] == (
        "role",
        "place",
        "organisation-type",
        "tenure",
        "aim-1",
        "aim-nurse",
        "time-1",
        "time-2",
        "areas",
    )
    assert "skin.innovation.app" in found
    assert "skin.innovation.monitor" not in found
    assert found[-4:] == ("overall", "adopted", "would-help", "quote")
    for role in ("nurse", "manager"):
        for area in local.areas:
            assert set(asked(pages(tiny, local, {"role": role, "areas": [area.id]}))) <= set(found)


def test_pages_are_the_same_however_often_they_are_asked_for(tiny: Instrument, local: Local) -> None:
    again = Local(local.places, local.areas, local.innovations)
    assert pages(tiny, local, NURSE) == pages(tiny, again, dict(NURSE))


def test_a_changed_copy_of_an_instrument_is_laid_out_anew(tiny: Instrument, local: Local) -> None:
    pages(tiny, local, NURSE)
    shorter = tiny.model_copy(update={"dimensions": tiny.dimensions[:1]})
    assert "time" not in ids(pages(shorter, local, NURSE))


def test_another_list_of_innovations_is_laid_out_anew(tiny: Instrument, local: Local) -> None:
    pages(tiny, local, NURSE)
    more = Local(local.places, local.areas, (*local.innovations, LocalInnovation("pump", "Pump")))
    assert "lungs.innovation.pump" in asked(pages(tiny, more, NURSE))


# Conditions


ANSWERS = {"colour": "red", "colours": ["red", "blue"], "overall": 7, "aim-1": 0, "heart.importance": 9}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"question": "colour", "is": "red"}, True),
        ({"question": "colour", "is": "blue"}, False),
        ({"question": "colours", "is": "blue"}, True),
        ({"question": "colours", "is": "green"}, False),
        ({"question": "overall", "is": "7"}, True),
        ({"question": "aim-1", "is": "0"}, True),
        ({"question": "missing", "is": "None"}, False),
        ({"question": "overall", "at_least": 7}, True),
        ({"question": "overall", "at_least": 8}, False),
        ({"question": "colours", "at_least": 2}, True),
        ({"question": "colours", "at_least": 3}, False),
        ({"question": "missing", "at_least": -99}, False),
        ({"question": "colour", "at_least": 0}, False),
        ({"not": {"question": "missing", "is": "red"}}, True),
        ({"any": [{"question": "missing", "is": "red"}, {"question": "overall", "at_least": 1}]}, True),
        ({"any": [{"question": "missing", "is": "red"}, {"question": "overall", "at_least": 8}]}, False),
        ({"all": [{"question": "colour", "is": "red"}, {"question": "overall", "at_least": 1}]}, True),
        ({"all": [{"question": "colour", "is": "red"}, {"question": "overall", "at_least": 8}]}, False),
    ],
)
def test_condition_is_true_of_answers(condition: dict[str, Any], expected: bool) -> None:
    assert visible(shaped(condition), ANSWERS) is expected


def test_inside_an_area_its_own_answer_comes_first() -> None:
    condition = shaped({"question": "importance", "at_least": 9})
    assert visible(condition, ANSWERS, "heart")
    assert not visible(condition, ANSWERS, "lungs")
    assert visible(shaped({"question": "overall", "at_least": 7}), ANSWERS, "heart")


def shaped(condition: dict[str, Any]) -> Condition:
    """Return the condition as its type, so that the tests can be read as an instrument is."""
    kinds: dict[str, Any] = {"any": AnyOf, "all": AllOf, "not": Not, "is": Is, "at_least": AtLeast}
    kind = next(kind for word, kind in kinds.items() if word in condition)
    given = {
        word: tuple(map(shaped, part)) if isinstance(part, list) else shaped(part) if word == "not" else part
        for word, part in condition.items()
    }
    found: Condition = kind.model_validate(given)
    return found


@pytest.mark.parametrize(
    ("valid", "answers", "expected"),
    [
        ("condition-is", {"adopted": "one"}, True),
        ("condition-is", {"adopted": "none"}, False),
        ("condition-is", {}, False),
        ("condition-at-least", {"overall": 7}, True),
        ("condition-at-least", {"overall": 6}, False),
        ("condition-at-least-so-many", {"areas": ["heart", "lungs"]}, True),
        ("condition-at-least-so-many", {"areas": ["heart"]}, False),
        ("condition-any", {"overall": 9}, True),
        ("condition-any", {"adopted": "one"}, True),
        ("condition-any", {"overall": 8, "adopted": "none"}, False),
        ("condition-all", {"overall": 9, "adopted": "one"}, True),
        ("condition-all", {"overall": 9}, False),
        ("condition-not", {"role": "manager"}, True),
        ("condition-not", {"role": "nurse"}, False),
    ],
)
def test_question_with_a_condition_is_asked_when_it_is_true(
    valid: str, answers: dict[str, Any], expected: bool, build: Build, local: Local
) -> None:
    found = pages(load(build(VALID / valid)), local, answers)
    assert ("would-help" in asked(found)) is expected


def test_condition_in_an_area_looks_at_that_area(build: Build, local: Local) -> None:
    instrument = load(build(VALID / "condition-is-one-of-those-chosen"))
    found = pages(
        instrument, local, {**NURSE, "heart.barriers": ["time", "other"], "lungs.barriers": ["time"]}
    )
    assert "heart.which" in asked(found)
    assert "lungs.which" not in asked(found)
    assert "lungs-more" not in ids(found)


def test_answers_left_behind_by_a_change_of_mind_decide_nothing(build: Build, local: Local) -> None:
    """A nurse's answer makes one question visible, and that one's answer another; a manager sees neither."""
    instrument = load(build(VALID / "condition-on-another-condition"))
    answers = {"role": "nurse", "aim-nurse": 1, "time-2": 3}
    assert {"time-2", "would-help"} <= set(asked(pages(instrument, local, answers)))
    answers["role"] = "manager"
    assert not {"time-2", "would-help"} & set(asked(pages(instrument, local, answers)))


def test_answers_of_an_area_no_longer_chosen_decide_nothing(build: Build, local: Local) -> None:
    instrument = load(build(VALID / "condition-is-one-of-those-chosen"))
    found = pages(instrument, local, {"role": "nurse", "areas": ["lungs"], "heart.barriers": ["other"]})
    assert not [key for key in asked(found) if key.startswith("heart.")]


def test_half_filled_journey_shows_what_follows_from_it(build: Build, local: Local) -> None:
    instrument = load(build(VALID / "condition-on-a-rating"))
    assert "time-2" not in asked(pages(instrument, local, {"role": "nurse"}))
    assert "time-2" not in asked(pages(instrument, local, {"role": "nurse", "aim-1": 0}))
    assert "time-2" in asked(pages(instrument, local, {"role": "nurse", "aim-1": 3}))


def test_answers_of_any_type_break_nothing(build: Build, local: Local) -> None:
    instrument = load(build(VALID / "condition-any"))
    strange: tuple[Any, ...] = (None, -1, 10**5000, 1.5, "x", "", [], [None], [[]], {}, {"a": 1}, object())
    for value in strange:
        answers = dict.fromkeys(keys(instrument, local), value)
        assert pages(instrument, local, answers)
