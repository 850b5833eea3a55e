"""What each kind of question takes, keeps and shows, and how it refuses what no form of ours would send."""

from __future__ import annotations

import pytest

from readiness.instrument.journey import AskedOption, AskedQuestion
from readiness.instrument.kinds import Refused, checked, read, shown, unanswered

AGREE = (AskedOption("1", "Disagree"), AskedOption("2", "Agree"), AskedOption("0", "Don't know"))
COLOURS = (AskedOption("red", "Red"), AskedOption("green", "Green"), AskedOption("blue", "Blue"))
STEPS = tuple(AskedOption(str(step), str(step)) for step in range(11))

ITEM = AskedQuestion("aim-1", "item", "I know the aim.", options=AGREE)
CHOICE = AskedQuestion("colour", "choice", "Which colour?", options=COLOURS)
CHOICES = AskedQuestion("colours", "choices", "Which colours?", options=COLOURS, at_most=2)
NUMBER = AskedQuestion("overall", "number", "How much?", options=STEPS, low=0, high=10)
COMMENT = AskedQuestion("words", "comment", "Say something.", at_most=20)
ALL = (ITEM, CHOICE, CHOICES, NUMBER, COMMENT)

ONE = "Choose one of the answers shown"
SOME = "Choose only from the answers shown"


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (ITEM, ["2"], 2),
        (ITEM, ["0"], 0),
        (ITEM, [" 1 "], 1),
        (CHOICE, ["red"], "red"),
        (CHOICE, ["", "red"], "red"),
        (CHOICES, ["blue", "red"], ["red", "blue"]),
        (CHOICES, ["red", "red", "red"], ["red"]),
        (NUMBER, ["0"], 0),
        (NUMBER, ["10"], 10),
        (COMMENT, [" More time.\r\nAnd tea. "], "More time.\nAnd tea."),
        (COMMENT, ["=1+1"], "=1+1"),
        (COMMENT, ["<b>bold</b> & 'so'"], "<b>bold</b> & 'so'"),
        (COMMENT, ["Amser \N{HEAVY BLACK HEART} â"], "Amser \N{HEAVY BLACK HEART} â"),
    ],
)
def test_read_keeps_what_was_meant(question: AskedQuestion, raw: list[str], value: object) -> None:
    assert read(question, raw) == value
    assert checked(question, value) == value


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
@pytest.mark.parametrize("raw", [[], [""], ["  "], ["\n\t"]])
def test_read_takes_nothing_for_a_blank(question: AskedQuestion, raw: list[str]) -> None:
    assert read(question, raw) is None
    assert checked(question, None) is None


@pytest.mark.parametrize(
    ("question", "raw", "sentence"),
    [
        (ITEM, ["3"], ONE),
        (ITEM, ["-1"], ONE),
        (ITEM, ["1.0"], ONE),
        (ITEM, ["01"], ONE),
        (ITEM, ["\N{ARABIC-INDIC DIGIT ONE}"], ONE),
        (ITEM, ["Agree"], ONE),
        (ITEM, ["1", "2"], ONE),
        (ITEM, ["9" * 5000], ONE),
        (CHOICE, ["purple"], ONE),
        (CHOICE, ["RED"], ONE),
        (CHOICE, ["red\x00"], ONE),
        (CHOICE, ["red", "green"], ONE),
        (CHOICE, ["' OR 1=1 --"], ONE),
        (CHOICE, ["x" * 1_000_000], ONE),
        (CHOICES, ["red", "purple"], SOME),
        (CHOICES, ["red", "red\x00"], SOME),
        (CHOICES, ["red", "green", "blue"], "Choose no more than 2"),
        (CHOICES, [str(number) for number in range(100_000)], SOME),
        (NUMBER, ["11"], "Choose a number from 0 to 10"),
        (NUMBER, ["-1"], "Choose a number from 0 to 10"),
        (NUMBER, ["7.5"], "Choose a number from 0 to 10"),
        (NUMBER, ["1e1"], "Choose a number from 0 to 10"),
        (NUMBER, ["9" * 100_000], "Choose a number from 0 to 10"),
        (NUMBER, ["nan"], "Choose a number from 0 to 10"),
        (NUMBER, ["1", "2"], "Choose a number from 0 to 10"),
        (COMMENT, ["x" * 21], "Write 20 characters or fewer"),
        (COMMENT, ["x" * 1_000_000], "Write 20 characters or fewer"),
        (COMMENT, ["one", "two"], "Write your answer in words"),
    ],
)
def test_read_refuses_with_a_sentence(question: AskedQuestion, raw: list[str], sentence: str) -> None:
    with pytest.raises(Refused) as error:
        read(question, raw)
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "raw", ["a\x00b", "a\x1bb", "a\x85b", "a\u202eb", "a\u2066b", "a\ud800b", "a\x00\x00b"], ids=ascii
)
def test_comment_loses_what_nobody_sees(raw: str) -> None:
    assert read(COMMENT, [raw]) == "ab"
    assert checked(COMMENT, raw) == "ab"


def test_comment_is_as_long_as_it_is_read_not_as_browsers_send_it() -> None:
    assert read(COMMENT, ["\r\n".join("0123456789")]) == "\n".join("0123456789")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (ITEM, True),
        (ITEM, "1"),
        (ITEM, 1.0),
        (ITEM, [1]),
        (ITEM, 3),
        (ITEM, -1),
        (ITEM, {}),
        (CHOICE, ["red"]),
        (CHOICE, 1),
        (CHOICE, "purple"),
        (CHOICE, {"red": 1}),
        (CHOICES, "red"),
        (CHOICES, ["red", 1]),
        (CHOICES, [["red"]]),
        (CHOICES, ["red", "green", "blue"]),
        (CHOICES, {"red": 1}),
        (NUMBER, "5"),
        (NUMBER, 5.0),
        (NUMBER, False),
        (NUMBER, 11),
        (NUMBER, 10**12),
        (NUMBER, float("nan")),
        (COMMENT, ["words"]),
        (COMMENT, 5),
        (COMMENT, "x" * 21),
    ],
)
def test_checked_refuses_another_type_and_another_value(question: AskedQuestion, value: object) -> None:
    with pytest.raises(Refused) as error:
        checked(question, value)
    assert str(error.value).startswith(("Choose", "Write"))


def test_checked_refuses_a_number_too_long_to_be_printed() -> None:
    for question in (ITEM, NUMBER):
        with pytest.raises(Refused, match="Choose"):
            checked(question, 10**5000)


def test_refusal_can_be_said_in_another_language() -> None:
    with pytest.raises(Refused) as error:
        read(CHOICES, ["red", "green", "blue"])
    assert (error.value.sentence, error.value.values) == ("Choose no more than %(most)s", {"most": 2})


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (ITEM, 2, "Agree"),
        (ITEM, 0, "Don't know"),
        (ITEM, 7, ""),
        (CHOICE, "green", "Green"),
        (CHOICE, "purple", ""),
        (CHOICE, ["green"], ""),
        (CHOICES, ["blue", "red"], "Red; Blue"),
        (CHOICES, ["purple"], ""),
        (CHOICES, "red", ""),
        (NUMBER, 0, "0"),
        (NUMBER, 99, ""),
        (COMMENT, "More time.", "More time."),
        (COMMENT, 5, ""),
    ],
)
def test_shown_says_the_answer_as_it_was_offered(question: AskedQuestion, value: object, words: str) -> None:
    assert shown(question, value) == words


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_nothing_is_shown_of_nothing(question: AskedQuestion) -> None:
    assert shown(question, None) == ""


def test_what_is_needed_is_said_for_each_kind() -> None:
    assert [unanswered(question) for question in ALL] == [
        "Choose an answer",
        "Choose an answer",
        "Choose at least one",
        "Choose an answer",
        "Write an answer",
    ]
