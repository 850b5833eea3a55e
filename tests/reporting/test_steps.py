"""What a report says first: the steps to begin with, and its one message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.baseline.findings import Cell, Findings
from readiness.reporting.words import answers, message, steps
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from tests.reporting.test_sentences import level, of_tiers, with_scores


@pytest.fixture
def printer(wording: Wording) -> Printer:
    return Printer(wording)


# ------------------------------------------------------------------------------------------ what to do first


def test_steps_follow_the_findings(findings: Findings, printer: Printer) -> None:
    told = steps.first(findings, printer)
    assert [step.split()[0] for step in told] == ["Begin", "Across", "Take", "Bring"]
    assert "Protect time before asking for more" in told[1]


def test_steps_say_nothing_twice(findings: Findings, printer: Printer) -> None:
    """The barrier named most asks for what the weakest dimension asks for: the next one is taken on instead."""
    step = steps.first(findings, printer)[2]
    assert step.startswith("Take on “IT systems do not join up”, named next most often.")


def test_two_weakest_dimensions_are_two_steps(findings: Findings, printer: Printer) -> None:
    two = with_scores(findings, 60, 66, 41, 59, 55, 52, 68, 41.3)
    told = steps.first(replace(two, barriers=(), role_gaps=(), areas=()), printer)
    assert [step.partition(".")[0] for step in told] == [
        "Across the whole system, work on time and resources",
        "Work on route to adoption as well",
    ]


def test_nothing_that_stands_out_is_no_lack_of_answers(findings: Findings, printer: Printer) -> None:
    even = replace(level(findings, 60), barriers=(), role_gaps=(), areas=())
    assert steps.first(even, printer)[0].startswith(
        "Nothing stands out: ask people what would help them most"
    )


def test_instrument_of_others_gets_plain_advice(findings: Findings, printer: Printer) -> None:
    dimensions = tuple(replace(one, id=f"their-{one.id}") for one in findings.dimensions)
    barriers = tuple(replace(one, id=f"their-{one.id}") for one in findings.barriers)
    told = steps.first(replace(findings, dimensions=dimensions, barriers=barriers), printer)
    assert "It is about this: protected time, people, seed money and cover." in told[1]
    assert "ask the people who named it" in told[2]


def test_nothing_to_worry_about_says_so(findings: Findings, printer: Printer) -> None:
    well = replace(level(findings, 82), role_gaps=(), barriers=())
    found = answers.summary(of_tiers(well, "untold", "untold", "untold"), printer)
    text = " ".join((*found.ready, *found.first))
    assert "Keep what works: no dimension lies under the target of 75." in text
    assert "people agree that what adoption needs is in place" in text


def test_all_hidden_asks_for_more_answers(findings: Findings, printer: Printer) -> None:
    nothing = replace(
        findings,
        general=None,
        areas=(),
        barriers=(),
        role_gaps=(),
        dimensions=tuple(replace(one, cell=Cell()) for one in findings.dimensions),
    )
    assert steps.first(nothing, printer) == (
        "Ask more people. Fewer than 11 answers in a group are never shown, so that nobody can be recognised.",
    )


# -------------------------------------------------------------------------------------------- the one message


@pytest.mark.parametrize(
    ("tiers", "says"),
    [
        (("clear", "untold", "other"), "Cardiology needs most change"),
        (("likely", "untold", "other"), "Cardiology probably needs most change"),
        (("clear", "clear", "other"), "Cardiology and Respiratory medicine need most change"),
        (("untold", "untold", "other"), "Work on time and resources everywhere: no clinical area stands out"),
        ((None, None, None), "We are least ready in time and resources"),
    ],
)
def test_message_follows_the_tiers(
    findings: Findings, printer: Printer, tiers: tuple[str | None, ...], says: str
) -> None:
    assert message.message(of_tiers(findings, *tiers), printer) == says


def test_message_of_many_clear_areas_counts_them(findings: Findings, printer: Printer) -> None:
    some = of_tiers(findings, "clear", "clear", "clear", "clear")
    assert message.message(some, printer) == "Four clinical areas need most change"


def test_message_of_a_level_system_names_no_dimension(findings: Findings, printer: Printer) -> None:
    some = of_tiers(level(findings, 60), "untold", "untold", "untold")
    assert message.message(some, printer) == "We stand at 60 out of 100, and no dimension stands out"
    ready = of_tiers(level(findings, 82), "untold", "untold", "untold")
    assert message.message(ready, printer) == "We are ready: every dimension reaches the target of 75"
