"""Sentences made from findings by rules: every tier, ties, what is hidden, what is missing, nothing to worry about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.baseline.findings import Cell, Findings, Mean, Named, Need, Share
from readiness.reporting.words import answers, headlines, message, sentences, steps
from readiness.reporting.words import area as area_page
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording

NEEDS = {
    "clear": Need("clear", 0.94, 45, 40, 50, 1, 3, 1, 4),
    "likely": Need("likely", 0.61, 42, 37, 47, 1, 5, 1, 7),
    "untold": Need("untold", 0.30, 40, 35, 45, 2, 9, 1, 10),
    "other": Need("other", 0.02, 33, 29, 37, 6, 10, 4, 10),
}
RANKED = re.compile(r"\b(second|third|\d+(st|nd|rd|th)|rank(ed|s)?|number \d)\b", re.IGNORECASE)


@pytest.fixture
def printer(wording: Wording) -> Printer:
    return Printer(wording)


@pytest.fixture
def told(printer: Printer) -> Callable[[Findings], str]:
    def tell(findings: Findings) -> str:
        summary = answers.summary(findings, printer)
        return " ".join((*summary.ready, *summary.need, *summary.barriers, *summary.first))

    return tell


def of_tiers(findings: Findings, *tiers: str | None) -> Findings:
    """The findings with so many areas, of these tiers."""
    areas = [one for one in findings.areas if one.readiness][: len(tiers)]
    with_tiers = (
        replace(one, need=NEEDS[tier] if tier else None) for one, tier in zip(areas, tiers, strict=True)
    )
    return replace(findings, areas=tuple(with_tiers))


def level(findings: Findings, value: float) -> Findings:
    """The findings with one score everywhere."""

    def same(cell: Cell) -> Cell:
        return replace(cell, mean=replace(cell.mean, value=value)) if cell.mean else cell

    dimensions = tuple(replace(one, cell=same(one.cell)) for one in findings.dimensions)
    general = replace(findings.general, value=value) if findings.general else None
    return replace(findings, dimensions=dimensions, general=general)


# ----------------------------------------------------------------------------------------- how ready are we?


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (74.6, "On the whole, people agree"),
        (74.4, "People lean towards agreeing"),
        (58, "People lean towards agreeing"),
        (50, "halfway between agreeing and disagreeing"),
        (20, "what adoption needs is missing"),
    ],
)
def test_overall_score_is_put_into_words_by_the_figure_that_is_printed(
    findings: Findings, printer: Printer, value: float, says: str
) -> None:
    assert says in sentences.general(level(findings, value), printer)


def test_summary_names_the_ends_and_how_many_answered(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    text = told(findings)
    assert "Readiness where people work stands at 56 out of 100 (95% interval 55 to 57)." in text
    assert "Strongest: relationships (68). Weakest: time and resources (41)." in text
    assert "1,204 of 8,440 people answered (14%)." in text


def test_without_headcount_no_rate_is_claimed(findings: Findings, told: Callable[[Findings], str]) -> None:
    assert "1,204 people answered; how many staff there are is not known." in told(
        replace(findings, headcount=None)
    )


def test_dimensions_that_chance_may_have_ordered_are_named_together(
    findings: Findings, printer: Printer
) -> None:
    dimensions = list(findings.dimensions)
    lowest = dimensions[2].cell.mean
    assert lowest is not None
    near = replace(dimensions[7].cell, mean=replace(lowest, value=lowest.value + 0.5))
    dimensions[7] = replace(dimensions[7], cell=near)
    text = sentences.extremes(replace(findings, dimensions=tuple(dimensions)), printer)
    assert text.endswith("Weakest: time and resources (41), and route to adoption (42).")


def test_dimensions_that_are_all_alike_have_no_strongest(findings: Findings, printer: Printer) -> None:
    alike = level(findings, 55)
    assert (
        sentences.extremes(alike, printer)
        == "No dimension is stronger or weaker than the others beyond chance."
    )
    assert headlines.system(alike, printer) == "No dimension stands out from the others beyond chance"


def with_scores(findings: Findings, *values: float) -> Findings:
    """The findings with so many dimensions, of these scores."""
    shown = [
        replace(one, cell=Cell(Mean(value, value - 1, value + 1, 0.5, 20, 900)))
        for one, value in zip(findings.dimensions, values, strict=False)
    ]
    hidden = [replace(one, cell=Cell()) for one in findings.dimensions[len(values) :]]
    return replace(findings, dimensions=(*shown, *hidden))


def test_dimensions_that_differ_with_too_many_close_together_are_not_called_level(
    findings: Findings, printer: Printer
) -> None:
    close = with_scores(findings, 50, 50.5, 51, 50.2, 60, 60.5, 61, 60.2)
    assert sentences.extremes(close, printer).startswith("The dimensions run from 50 to 61, and too many")
    assert headlines.system(close, printer) == "The dimensions run from 50 to 61, with many close together"
    assert message.message(of_tiers(close, None), printer) == "We stand at 56 out of 100"


def test_a_dimension_that_alone_is_shown_is_neither_strongest_nor_level(
    findings: Findings, printer: Printer
) -> None:
    alone = with_scores(findings, 58.2)
    assert (
        sentences.extremes(alone, printer)
        == "Of the dimensions only one can be shown: direction and leadership (58)."
    )
    assert (
        headlines.system(alone, printer)
        == "Of the dimensions only direction and leadership can be shown, at 58"
    )
    assert message.message(of_tiers(alone, None), printer) == "We stand at 56 out of 100"


def test_target_is_said_to_be_reached_by_every_dimension_only_where_all_are_shown(
    findings: Findings, printer: Printer
) -> None:
    some = replace(with_scores(findings, 80, 81), areas=())
    assert message.message(some, printer) == "Every dimension that can be shown reaches the target of 75"
    assert steps.first(some, printer)[0].startswith("Keep what works: no dimension that can be shown lies")


@pytest.mark.parametrize(
    ("headcount", "says"),
    [
        (2408, "1,204 of 2,408 people answered (50%)."),
        (1200, "1,204 people answered, more than the 1,200 staff that were counted."),
        (None, "1,204 people answered; how many staff there are is not known."),
    ],
)
def test_more_answers_than_staff_are_said_to_be_more(
    findings: Findings, printer: Printer, headcount: int | None, says: str
) -> None:
    assert sentences.answered(replace(findings, headcount=headcount), printer) == says


# --------------------------------------------------------- where is most change needed, and how sure are we?


def test_clear_priority_is_named_with_its_chance_and_the_range_of_its_position(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    text = told(of_tiers(findings, "clear", "untold", "untold", "other"))
    assert "One area is a clear priority: Cardiology (chance 94%, position 1 to 3 of 4)." in text
    assert "Two others cannot be told apart from the rest: the answers do not settle" in text
    assert "One area is not among those in most need." in text
    assert "Begin with Cardiology: its own report says" in text


def test_likely_priority_is_named_as_likely(findings: Findings, told: Callable[[Findings], str]) -> None:
    text = told(of_tiers(findings, "likely", "likely", "untold"))
    assert "Two areas are likely priorities: Cardiology (chance 61%, position 1 to 5 of 3)" in text
    assert "check against what you know from elsewhere" in text
    assert "clear priorit" not in text


def test_areas_that_cannot_be_told_apart_are_a_result_with_something_to_do(
    findings: Findings, printer: Printer, told: Callable[[Findings], str]
) -> None:
    alike = of_tiers(findings, *["untold"] * 5)
    text = told(alike)
    assert "none stands out" in text
    assert "That is a useful result." in text
    assert "in their dimensions, their barriers and their roles" in text
    assert (
        headlines.need(alike, printer) == "The areas cannot be told apart: no order between them would hold"
    )


def test_areas_of_which_some_are_settled_are_not_said_to_be_all_alike(
    findings: Findings, printer: Printer
) -> None:
    some = of_tiers(findings, "untold", "untold", "untold", "other")
    said = sentences.need(some, printer)
    assert said[0].startswith("No area stands out as needing more change than the rest: for three of them")
    assert said[1] == "One area is not among those in most need."
    assert headlines.need(some, printer) == "No area stands out as needing more change than the rest"


def test_untold_areas_are_chosen_by_importance_where_that_sets_some_apart(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    areas = of_tiers(findings, *["untold"] * 4).areas
    high = replace(areas[2], importance=Mean(9.4, 9.2, 9.6, 0.1, 1, 100))
    text = told(replace(findings, areas=(*areas[:2], high, areas[3])))
    assert "not by score. It matters most to people in Diabetes and endocrinology." in text


def test_without_pooling_the_lowest_area_is_named_with_its_interval_and_its_overlaps(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    text = told(of_tiers(findings, None, None, None, None))
    assert re.search(r"Area readiness is lowest in Cardiology, at \d+ \(\d+ to \d+\)\.", text)
    assert re.search(r"The intervals? of \w+ other areas? overlap", text)


def with_readiness(findings: Findings, *values: float | None) -> Findings:
    """The findings with so many areas, too few for an order, of this readiness, known to within two points."""
    areas = [one for one in findings.areas if one.readiness][: len(values)]
    found = [
        replace(
            one,
            need=None,
            readiness=None if value is None else Mean(value, value - 2, value + 2, 1, 13, 90),
            n=None if value is None else one.n,
        )
        for one, value in zip(areas, values, strict=True)
    ]
    return replace(findings, areas=tuple(found))


@pytest.mark.parametrize(
    ("values", "says", "head", "step"),
    [
        (
            (48.2,),
            "One area was asked about, Cardiology: its readiness stands at 48 (46 to 50).",
            "Readiness in Cardiology stands at 48",
            "Take up what the report of Cardiology names.",
        ),
        (
            (48.2, None),
            "Only one area can be shown, Cardiology: its readiness stands at 48 (46 to 50).",
            "Only Cardiology can be shown, with a readiness of 48",
            "Take up what the report of Cardiology names.",
        ),
        (
            (48.2, 50.1),
            "Area readiness is lowest in Cardiology, at 48 (46 to 50).",
            "The answers do not settle which area has the lowest readiness",
            "Take up what each area's own report names",
        ),
        (
            (48.2, 60.1, None),
            "Its interval overlaps with that of no other area shown. For one area too little can be shown to say.",
            "Readiness is lowest in Cardiology: its interval overlaps with no other",
            "Look first at Cardiology: its readiness is lowest",
        ),
        (
            (None, None),
            "No clinical area can be shown on its own.",
            "Too few people answered to show any area",
            "Work on",
        ),
        (
            (),
            "This assessment did not ask about clinical areas.",
            "This assessment did not ask about clinical areas",
            "",
        ),
    ],
)
def test_few_areas_are_said_to_be_as_many_as_there_are(
    findings: Findings,
    printer: Printer,
    values: tuple[float | None, ...],
    says: str,
    head: str,
    step: str,
) -> None:
    some = with_readiness(findings, *values)
    assert says in " ".join(sentences.need(some, printer))
    assert headlines.need(some, printer) == head
    assert any(one.startswith(step) for one in steps.first(some, printer)) or values == (None, None)


def test_area_without_enough_answers_is_counted_and_not_judged(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    assert "For one area too little can be shown to say." in told(findings)


def test_two_areas_with_the_same_chance_are_both_named(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    text = told(of_tiers(findings, "clear", "clear", "untold"))
    assert "Two areas are clear priorities: Cardiology (" in text
    assert "), and Respiratory medicine (" in text or ") and Respiratory medicine (" in text


def test_of_two_areas_as_probable_the_lower_one_is_named_first(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    found = of_tiers(findings, "clear", "clear", "other")
    first, second, other = found.areas
    needs = (replace(NEEDS["clear"], probability=1.0, gap=gap) for gap in (51.0, 57.0))
    areas = tuple(replace(one, need=need) for one, need in zip((first, second), needs, strict=True))
    said = told(replace(found, areas=(*areas, other)))
    assert said.index(second.name) < said.index(first.name)


def test_of_many_areas_only_some_are_named(findings: Findings, told: Callable[[Findings], str]) -> None:
    assert "and five more." in told(of_tiers(findings, *["clear"] * 9))


@pytest.mark.parametrize("tier", ["clear", "likely", "untold", "other", None])
def test_no_position_stands_without_its_range(
    findings: Findings, printer: Printer, told: Callable[[Findings], str], tier: str | None
) -> None:
    some = of_tiers(findings, tier, "untold", "other")
    page = area_page.sentences(some.areas[0], some, printer)
    text = " ".join((told(some), page.headline, page.do, *page.sure, headlines.need(some, printer)))
    assert not RANKED.search(text)
    for found in re.findall(r"position [^,.)]*", text):
        assert re.match(r"position (\d+ to \d+ of \d+|lies between \d+ and \d+|in an order)", found), found


# ----------------------------------------------------------------------------------- what holds people back?


def test_barrier_at_the_top_is_named_with_its_share_and_those_that_follow(
    findings: Findings, told: Callable[[Findings], str]
) -> None:
    text = told(findings)
    assert "“Time, and cover for people's usual work” is named most often: 61% put it" in text
    assert (
        "After that come “IT systems do not join up” (44%) and “The money sits in another budget” (33%)."
        in text
    )


def test_barriers_whose_order_may_be_chance_are_named_together(findings: Findings, printer: Printer) -> None:
    tie = (
        Named("a", "First", Share(41, 38, 44, 900)),
        Named("b", "Second", Share(40, 37, 43, 900)),
        Named("c", "Third", None),
    )
    text = sentences.holding_back(replace(findings, barriers=tie), printer)[0]
    assert (
        text
        == "“First” and “Second” are named most often (41% and 40%); the answers do not settle which comes first."
    )


def test_more_ties_than_are_named_are_counted_and_none_of_them_is_said_to_come_after(
    findings: Findings, printer: Printer
) -> None:
    tie = tuple(Named(f"b{i}", f"B{i}", Share(41 - i, 30, 50, 90)) for i in range(5))
    behind = Named("z", "Z", Share(20, 15, 25, 90))
    told = sentences.barriers((*tie, behind), printer)
    assert told == (
        "“B0”, “B1”, “B2” and two more are named most often (37% to 41%); the answers do not settle which comes"
        " first.",
        "After that comes “Z” (20%).",
    )
    assert headlines.barriers(replace(findings, barriers=tie), printer) == (
        "“B0”, “B1”, “B2” and two more are named most often"
    )


def test_barriers_that_all_are_masked_share_one_share(findings: Findings, printer: Printer) -> None:
    masked = tuple(Named(f"b{i}", f"B{i}", Share(5, 5, 8, 90)) for i in range(2))
    assert sentences.barriers(masked, printer) == (
        "“B0” and “B1” are named most often (under 5%); the answers do not settle which comes first.",
    )


def test_hidden_barriers_and_barriers_not_asked_are_told_apart(findings: Findings, printer: Printer) -> None:
    hidden = tuple(replace(one, share=None) for one in findings.barriers)
    assert sentences.holding_back(replace(findings, barriers=hidden), printer)[0].startswith(
        "Too few people answered"
    )
    assert sentences.holding_back(replace(findings, barriers=()), printer)[0].startswith(
        "This assessment did not ask"
    )


def test_widest_gap_between_roles_is_named_with_its_interval(findings: Findings, printer: Printer) -> None:
    assert sentences.role_gap(findings, printer) == (
        "Roles differ most in time and resources: "
        "GPs and managers are 14 points apart (95% interval 11 to 18), GPs lower."
    )


def test_role_that_nobody_has_keeps_its_id_as_name(findings: Findings, printer: Printer) -> None:
    gap = replace(findings.role_gaps[0], lower_role="pharmacist")
    assert "pharmacist lower" in sentences.role_gap(replace(findings, role_gaps=(gap,)), printer)


@pytest.mark.parametrize(
    ("shown", "says"), [(3, "No difference between roles"), (1, "Too few people answered to compare")]
)
def test_missing_role_is_not_called_agreement(
    findings: Findings, printer: Printer, shown: int, says: str
) -> None:
    roles = tuple(
        replace(one, general=one.general if i < shown else None) for i, one in enumerate(findings.roles)
    )
    assert sentences.role_gap(replace(findings, role_gaps=(), roles=roles), printer).startswith(says)


def test_one_role_is_compared_with_none(findings: Findings, printer: Printer) -> None:
    alone = replace(findings, role_gaps=(), roles=findings.roles[:1])
    assert sentences.role_gap(alone, printer) == ""
    assert len(sentences.holding_back(alone, printer)) == 2
