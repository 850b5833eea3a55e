"""Going through the questions: forward, back, wrong and changed."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.records import drafts
from readiness.records.tables import Assessment
from tests.web.visitor import Visitor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_the_first_page_says_who_asks_how_long_it_takes_and_until_when(visitor: Visitor, token: str) -> None:
    visitor.get(f"/l/{token}")
    assert visitor.heading == "A tiny questionnaire"
    for told in ("Ashdale asks", "about 1 minute", "Nothing happens to your answers.", "Nobody sees them."):
        assert told in visitor.text
    assert "You need not answer." in visitor.text
    assert "until 29 November 2026" in visitor.text
    assert "11 people" in visitor.text


def test_pages_come_in_order_and_say_where_one_is(begun: Visitor, answers: dict[str, Any]) -> None:
    seen = []
    while not begun.address.endswith("/check"):
        seen.append(begun.title.removesuffix(" – A tiny questionnaire"))
        begun.answer(answers)
    assert seen == [
        "About you – Page 1 of about 8",
        "Aim – Page 2 of about 8",
        "Time – Page 3 of about 8",
        "Your areas – Page 4 of about 8",
        "Cardiology: your view – Page 5 of 10",
        "Cardiology: what is in the way – Page 6 of 10",
        "Respiratory: your view – Page 7 of 10",
        "Respiratory: what is in the way – Page 8 of 10",
        "All in all – Page 9 of 10",
        "Your words – Page 10 of 10",
    ]


def test_a_missing_role_is_asked_for_and_everything_else_kept(begun: Visitor) -> None:
    begun.answer({"place": "south", "tenure": "long"})
    assert begun.status == 422
    assert begun.title.startswith("Error: About you")
    assert begun.faults == [("Choose an answer: What is your role?", "#role")]
    assert begun.page.get_element_by_id("role").get("type") == "radio"
    assert begun.chosen == {"place": ["south"], "tenure": ["long"]}
    assert begun.page.get_element_by_id("role-error").text_content() == "Error: Choose an answer"


def test_an_area_must_be_chosen(begun: Visitor, answers: dict[str, Any]) -> None:
    begun.answer(answers).answer(answers).answer(answers).answer({})
    assert begun.status == 422
    assert begun.faults == [("Choose at least one: Which areas do you work in?", "#areas")]


def test_too_many_areas_are_refused_and_stay_ticked(begun: Visitor, answers: dict[str, Any]) -> None:
    begun.answer(answers).answer(answers).answer(answers)
    begun.answer({"areas": ["cardiology", "respiratory", "diabetes"]})
    assert begun.status == 422
    assert begun.faults == [("Choose no more than 2: Which areas do you work in?", "#areas")]
    assert begun.chosen["areas"] == ["cardiology", "respiratory", "diabetes"]


def test_a_comment_that_is_too_long_stays_on_the_page(begun: Visitor, answers: dict[str, Any]) -> None:
    while "would-help" not in begun.names:
        begun.answer(answers)
    long = "Too long. " * 30
    begun.answer({"would-help": long})
    assert begun.status == 422
    assert begun.faults == [("Write 200 characters or fewer: What would help?", "#would-help")]
    assert begun.chosen["would-help"] == [long]


@pytest.mark.parametrize("value", ["director", "", "nurse'--", "0"])
def test_an_answer_that_is_not_on_offer_is_refused(begun: Visitor, value: str) -> None:
    form = begun.form()
    begun.post(form.action, {**begun.typed(form, None, {}), "role": value})
    assert begun.status == 422
    assert begun.faults[0][1] == "#role"


def test_nothing_but_role_and_areas_has_to_be_answered(begun: Visitor) -> None:
    pages = 0
    while not begun.address.endswith("/check"):
        begun.answer({"role": "manager", "areas": ["diabetes"]})
        assert begun.status == 200
        pages += 1
    assert pages == 8
    assert begun.text.count("Not answered") == 14
    assert "You have answered none of the questions about your work." in begun.text
    assert begun.link("Go straight to sending") == "#_send"


def test_the_check_page_says_at_the_top_how_much_is_blank(begun: Visitor, answers: dict[str, Any]) -> None:
    some = {**answers, "respiratory.barriers": ["time"]}
    del some["time-1"], some["time-2"]
    while not begun.address.endswith("/check"):
        begun.answer(some)
    assert "2 questions are not answered. You may leave them blank." in begun.text
    begun.get(begun.link("Change Time")).answer({"time-1": 3})
    assert "1 question is not answered. You may leave it blank." in begun.text
    begun.get(begun.link("Change Time")).answer({"time-2": 3})
    assert "You have answered everything." in begun.text


def test_of_what_must_be_answered_nobody_says_that_it_may_stay_blank(
    begun: Visitor, assessment: Assessment
) -> None:
    begun.answer({"role": "nurse"}).answer({"aim-1": 1}).get(f"/a/{assessment.code}/check")
    blank = begun.text.count("Not answered") - 1  # the areas
    assert f"{blank} questions are not answered." in begun.text


def test_back_keeps_what_was_typed_on_the_page_that_is_left(begun: Visitor, answers: dict[str, Any]) -> None:
    begun.answer(answers)
    begun.answer({"aim-1": 2}, button="Back")
    assert begun.heading == "About you"
    assert begun.chosen["role"] == ["nurse"]
    begun.answer({})
    assert begun.chosen == {"aim-1": ["2"]}


def test_back_does_not_ask_for_what_is_missing(begun: Visitor) -> None:
    begun.answer({"place": "north"}, button="Back")
    assert begun.status == 200
    assert begun.heading == "A tiny questionnaire"
    begun.get(begun.link("Continue"))
    begun.get(begun.address.replace("aim", "about-you"))
    assert begun.chosen == {"place": ["north"]}


def test_back_never_throws_away_what_cannot_be_kept(begun: Visitor, answers: dict[str, Any]) -> None:
    begun.answer(answers).answer(answers).answer(answers)
    begun.answer({"areas": ["cardiology", "respiratory", "diabetes"]}, button="Back")
    assert begun.status == 422
    assert begun.chosen["areas"] == ["cardiology", "respiratory", "diabetes"]


def test_return_in_a_field_means_continue_and_never_back(begun: Visitor) -> None:
    first, back, *_ = begun.page.xpath("//button[@form='answers' or ancestor::form[@id='answers']]")
    assert (first.get("aria-hidden"), first.get("tabindex"), first.get("name")) == ("true", "-1", None)
    assert back.text_content() == "Back"


def test_sending_a_page_twice_does_no_harm(begun: Visitor, answers: dict[str, Any]) -> None:
    form = begun.form()
    typed = begun.typed(form, None, {"role": "nurse"})
    for _ in range(2):
        begun.post(form.action, typed)
        assert begun.heading == "Aim"


def test_an_impatient_person_who_clicks_eight_times_is_kept(
    begun: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    move, between = drafts.move, iter(range(8))

    def after_others(*given: Any) -> bool:
        return next(between, None) is None and move(*given)

    monkeypatch.setattr(drafts, "move", after_others)
    begun.send(role="nurse")
    assert begun.heading == "Aim"


def test_an_answer_can_be_taken_back(begun: Visitor, answers: dict[str, Any]) -> None:
    while "respiratory.barriers" not in begun.names:
        begun.answer({**answers, "respiratory.barriers": ["time"]})
    begun.answer({"respiratory.barriers": ["time"]})
    begun.answer({}, button="Back")
    assert begun.chosen["respiratory.barriers"] == ["time"]
    form = begun.form()
    typed = begun.typed(form, None, {})
    del typed["respiratory.barriers"]
    begun.post(form.action, typed).answer({}, button="Back")
    assert "respiratory.barriers" not in begun.chosen


def test_the_role_decides_wording_and_items(begun: Visitor) -> None:
    begun.answer({"role": "nurse"})
    assert begun.names >= {"aim-1", "aim-nurse"}
    assert "Think of your ward." in begun.text
    begun.answer({}, button="Back").answer({"role": "manager"})
    assert "aim-nurse" not in begun.names
    assert "Think of your office." in begun.text


def test_a_change_of_role_drops_the_others_answers_only_at_sending(checking: Visitor) -> None:
    assert "On your ward, the aim is clear." in checking.text
    checking.get(checking.link("Change About you")).answer({"role": "manager"})
    assert checking.address.endswith("/check")
    assert "the aim is clear" not in checking.text
    checking.get(checking.link("Change About you")).answer({"role": "nurse"})
    row = checking.page.xpath("//dt[contains(., 'the aim is clear')]/following-sibling::dd")[0]
    assert row.text_content() == "Neither"


def test_change_leads_back_to_the_check_page_and_keeps_the_change(checking: Visitor) -> None:
    checking.get(checking.link("Change Time")).answer({"time-1": 2})
    assert checking.address.endswith("/check")
    row = checking.page.xpath("//dt[contains(., 'I have time')]/following-sibling::dd")[0]
    assert row.text_content() == "Neither"
    checking.get(checking.link("Change Time")).answer({"time-1": 3}, button="Back")
    assert checking.address.endswith("/check")


def test_an_area_that_is_added_later_is_asked_about_before_the_check_page(checking: Visitor) -> None:
    checking.get(checking.link("Change Your areas")).answer({"areas": ["cardiology", "diabetes"]})
    assert checking.heading == "Diabetes: your view"
    checking.answer({"diabetes.commitment-1": 1})
    assert checking.heading == "Diabetes: what is in the way"
    checking.answer({"diabetes.importance": 5})
    assert checking.address.endswith("/check")
    assert "Respiratory" not in checking.text


def test_somebody_who_comes_back_continues_where_they_stopped(
    begun: Visitor, answers: dict[str, Any], token: str
) -> None:
    begun.answer(answers).answer(answers)
    begun.get(f"/l/{token}")
    assert "Somebody has already begun" in begun.text
    begun.get(begun.link("Continue"))
    assert begun.heading == "Time"


def test_somebody_else_at_the_same_device_can_start_afresh(
    begun: Visitor, answers: dict[str, Any], token: str
) -> None:
    begun.answer(answers)
    begun.get(f"/l/{token}").send("Delete it and start again")
    assert begun.heading == "About you"
    assert begun.chosen == {}


def test_a_double_click_on_start_keeps_the_first_answers(
    begun: Visitor, answers: dict[str, Any], token: str
) -> None:
    start = Visitor.typed(begun, begun.form(), None, {})
    begun.answer(answers)
    begun.post(begun.address.replace("aim", "start"), {"csrf_token": start["csrf_token"]})
    assert begun.chosen["role"] == ["nurse"]


def test_markup_in_a_comment_is_shown_as_it_was_written(begun: Visitor, answers: dict[str, Any]) -> None:
    words = "</textarea><script>alert(1)</script>\n\"quoted\" & 'more'"
    while not begun.address.endswith("/check"):
        begun.answer({**answers, "would-help": words})
    shown = begun.page.xpath("//dt[contains(., 'What would help')]/following-sibling::dd")[0]
    assert shown.text_content() == words
    begun.get(begun.link("Change Your words"))
    assert begun.chosen["would-help"] == [words]
