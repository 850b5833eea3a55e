"""Sentences of an area's page, and those beside charts, made from findings by rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.baseline.findings import AreaFinding, Cell, Findings, Mean, Share
from readiness.baseline.seen import narrowed
from readiness.reporting.words import area as area_page
from readiness.reporting.words import headlines, message, sentences
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from tests.reporting.test_sentences import NEEDS, of_tiers

ASKED = "Has something new become routine in the last 12 months?"


@pytest.fixture
def printer(wording: Wording) -> Printer:
    return Printer(wording)


@pytest.mark.parametrize(
    ("tier", "headline", "do"),
    [
        (
            "clear",
            "is a clear priority: the chance that it is among the areas in most need of change is 94%.",
            "Bring the area's",
        ),
        ("likely", "is a likely priority", "Bring the area's"),
        ("untold", "cannot be told apart from other areas: the answers do not settle", "Work on"),
        ("other", "is not among the areas in most need of change: the chance is 2%.", "Ask what makes"),
        (None, "Readiness in Cardiology stands at", "Work on"),
    ],
)
def test_area_of_each_tier_says_what_it_means_and_what_to_do(
    findings: Findings, printer: Printer, tier: str | None, headline: str, do: str
) -> None:
    some = of_tiers(findings, tier, "untold", "untold")
    said = area_page.sentences(some.areas[0], some, printer)
    assert headline in said.headline
    assert said.do.startswith(do)


def test_hidden_area_gives_no_figure_and_says_what_it_takes(findings: Findings, printer: Printer) -> None:
    said = area_page.sentences(findings.areas[-1], findings, printer)
    assert said.headline.startswith("The figures of Musculoskeletal conditions are not shown")
    assert "at least 11 answers" in said.do
    assert not re.search(r"\d", said.headline)


@pytest.mark.parametrize(
    ("generals", "says"),
    [
        ((None, None, None), "No role has enough answers here"),
        ((50.0, None, None), "Only one role has enough answers"),
        ((50.0, 51.0, None), "too close to tell apart"),
        ((40.0, 50.0, 62.0), "GPs see less readiness here than managers: 40 against 62."),
    ],
)
def test_roles_of_an_area_are_compared_only_beyond_chance(
    findings: Findings, printer: Printer, generals: tuple[float | None, ...], says: str
) -> None:
    found = tuple(
        replace(role, general=Mean(value, value - 5, value + 5, 2.5, 13, 30) if value else None)
        for role, value in zip(findings.areas[0].roles, generals, strict=True)
    )
    assert says in area_page.roles(replace(findings.areas[0], roles=found), printer)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: replace(one, unshown_roles=("Managers",)), "No figures are shown for managers alone"),
        (lambda one: replace(one, standardised=False), "The figures stand for those who answered"),
        (lambda one: replace(one, headcount=None), "92 people answered."),
        (lambda one: one, "92 of 460 people answered (20%)."),
    ],
)
def test_area_says_for_whom_its_figures_stand(
    findings: Findings, printer: Printer, change: Callable[[AreaFinding], AreaFinding], says: str
) -> None:
    assert says in " ".join(area_page.sure(change(findings.areas[0]), findings, printer))


def test_divided_views_are_read_from_who_agrees_not_from_an_average(
    findings: Findings, printer: Printer
) -> None:
    stroke = next(one for one in findings.areas if one.id == "stroke")
    assert "Views are divided on route to adoption" in " ".join(area_page.sure(stroke, findings, printer))


def test_no_gap_and_no_strength_is_said(findings: Findings, printer: Printer) -> None:
    one = replace(findings.areas[0], gaps=(), strengths=(), above=(), below=())
    said = area_page.parts(one, findings, printer)
    assert said.startswith(
        "No score of Cardiology differs from that of the whole system by three points or more, and beyond chance."
        " The dimensions here are too"
    )
    assert area_page.what_to_do(one, findings, printer).startswith(
        "Start from what people say gets in the way"
    )


@pytest.mark.parametrize(
    ("limiting", "says"),
    [
        ("capability", "The lowest of the three parts of readiness here is capability."),
        ("general", "here is where people work."),
        (None, "too close"),
    ],
)
def test_limiting_part_is_named_or_said_to_be_unclear(
    findings: Findings, printer: Printer, limiting: str | None, says: str
) -> None:
    assert says in area_page.limiting(replace(findings.areas[0], limiting=limiting), printer)


@pytest.mark.parametrize(
    ("above", "below", "says"),
    [
        (
            ("safety",),
            ("resources", "capability"),
            "Cardiology is stronger in safety to try and weaker in time and",
        ),
        (("commitment",), (), "Cardiology is stronger in commitment."),
        ((), ("general",), "Cardiology is weaker in where people work."),
        (
            (),
            (),
            "No score of Cardiology differs from that of the whole system by three points or more, and beyond chance.",
        ),
        (
            (),
            ("resources", "route", "safety", "skills", "evidence"),
            "weaker in time and resources, route to adoption, safety to try, and two more.",
        ),
    ],
)
def test_area_is_compared_with_the_whole_system(
    findings: Findings, printer: Printer, above: tuple[str, ...], below: tuple[str, ...], says: str
) -> None:
    one = replace(findings.areas[0], above=above, below=below)
    assert says in area_page.compared(one, findings, printer)


def test_what_to_do_takes_what_is_weaker_here_before_what_is_low_everywhere(
    findings: Findings, printer: Printer
) -> None:
    one = replace(findings.areas[0], need=NEEDS["untold"], below=("safety",), gaps=("resources", "safety"))
    assert area_page.what_to_do(one, findings, printer).startswith(
        "Work on safety to try, and time and resources"
    )


@pytest.mark.parametrize("above", [("safety",), ()])
def test_area_teaches_only_what_it_does_better_than_the_whole_system(
    findings: Findings, printer: Printer, above: tuple[str, ...]
) -> None:
    one = replace(findings.areas[0], need=NEEDS["other"], above=above)
    assert ("something to teach" in area_page.headline(one, printer)) == bool(above)
    assert area_page.what_to_do(one, findings, printer).startswith("Ask what makes") == bool(above)


def test_roles_are_held_apart_over_all_their_pairs() -> None:
    means = [Mean(value, value - 4, value + 4, 2, 13, 40) for value in (50.0, 53.0, 56.2)]
    assert sentences.ends_apart([means[0], means[2]])
    assert not sentences.ends_apart(means)
    assert not sentences.ends_apart(means[:1])


def test_quoted_names_need_no_comma_between_two(wording: Wording) -> None:
    assert (
        wording.joined(["“Time, and cover”", "“Bread and butter”"])
        == "“Time, and cover” and “Bread and butter”"
    )


def test_names_lose_their_capital_inside_a_sentence_unless_abbreviated(printer: Printer) -> None:
    assert [printer.inside(name) for name in ("Managers", "GPs", "IT staff")] == [
        "managers",
        "GPs",
        "IT staff",
    ]


def test_least_known_innovation_is_named_only_beyond_chance(findings: Findings, printer: Printer) -> None:
    one = findings.areas[0]
    assert area_page.innovations(one, printer) == "The answers do not settle which innovation is known least."
    assert area_page.innovations(replace(one, innovations=()), printer) == ""
    alone = area_page.innovations(replace(one, innovations=one.innovations[:1]), printer)
    assert alone == "Of remote monitoring at home, 31% answered “I have not heard of it”."


# ------------------------------------------------------------------------------------- headlines of pictures


def test_heat_map_says_whether_areas_or_dimensions_differ_more(findings: Findings, printer: Printer) -> None:
    assert headlines.heat_map(findings, printer).startswith(
        "Dimensions differ more than areas do: read along a row"
    )
    areas = tuple(
        replace(
            one,
            dimensions=tuple(
                (key, Cell(Mean(value, value - 3, value + 3, 1.5, 20, 90))) for key, _ in one.dimensions
            ),
        )
        for one, value in zip(findings.areas[:4], (30.0, 45.0, 60.0, 75.0), strict=True)
    )
    assert headlines.heat_map(replace(findings, areas=areas), printer).startswith("Areas differ more")
    assert headlines.heat_map(replace(findings, areas=findings.areas[-1:]), printer).startswith(
        "Too few people"
    )


def test_heat_map_of_one_area_names_it(findings: Findings, printer: Printer) -> None:
    first, *others = findings.areas
    hidden = tuple(replace(one, dimensions=()) for one in others)
    said = headlines.heat_map(replace(findings, areas=(first, *hidden)), printer)
    assert said == f"Only {first.name} can be shown beside the whole system: read along its row"


def test_places_are_compared_only_beyond_chance(findings: Findings, printer: Printer) -> None:
    assert (
        headlines.places(findings, printer)
        == "Readiness where people work runs from 54 in Eastcoast to 58 in Northvale"
    )
    close = tuple(replace(one, general=findings.places[0].general) for one in findings.places)
    assert (
        headlines.places(replace(findings, places=close), printer)
        == "No difference between places is beyond chance"
    )
    assert (
        headlines.places(replace(findings, places=()), printer) == "Too few people answered to compare places"
    )


@pytest.mark.parametrize(
    ("tier", "says"),
    [
        ("clear", "Among the areas that need most change"),
        ("likely", "Probably among the areas that need most change"),
        ("untold", "Cannot be told apart from the other areas: decide by what stands inside"),
        ("other", "Not among the areas that need most change"),
    ],
)
def test_front_of_an_area_report_says_how_it_stands(
    findings: Findings, printer: Printer, tier: str, says: str
) -> None:
    assert message.front(replace(findings.areas[0], need=NEEDS[tier]), printer) == says


def test_front_without_an_order_gives_the_score_and_without_that_says_why(
    findings: Findings, printer: Printer
) -> None:
    alone = replace(findings.areas[0], need=None, readiness=Mean(56.4, 52, 60, 2, 13, 92))
    assert message.front(alone, printer) == "Readiness stands at 56 out of 100"
    assert message.front(replace(alone, readiness=None), printer) == "Too few answers to be shown on its own"


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ([], "No other area can be shown beside this one."),
        ([None], "No other area can be shown beside this one."),
        ([(70, 80)], "The interval of Cardiology overlaps with that of no other area shown."),
        (
            [(60, 80), (70, 80)],
            "The interval of Cardiology overlaps with that of one of the two other areas shown: between the two, the"
            " order may be chance.",
        ),
        (
            [(40, 50), (55, 58), (70, 80), None],
            "The interval of Cardiology overlaps with those of two of the three other areas shown: among them, the"
            " order may be chance.",
        ),
    ],
)
def test_overlap_counts_the_areas_that_can_be_seen(
    findings: Findings, printer: Printer, others: list[tuple[int, int] | None], says: str
) -> None:
    own = replace(findings.areas[0], readiness=Mean(55, 50, 60, 2, 13, 92))
    beside = [
        replace(
            findings.areas[1],
            id=f"other-{i}",
            readiness=ends and Mean(sum(ends) / 2, ends[0], ends[1], 2, 13, 90),
        )
        for i, ends in enumerate(others)
    ]
    assert area_page.overlap(own, replace(findings, areas=(own, *beside)), printer) == says


@pytest.mark.parametrize(
    ("areas", "says"),
    [
        (1, "One clinical area is stronger than the whole system at something: ask what it does"),
        (3, "Three clinical areas are stronger than the whole system at something: ask what they do"),
        (12, "12 clinical areas are stronger than the whole system at something: ask what they do"),
    ],
)
def test_page_of_what_works_counts_the_areas(
    findings: Findings, printer: Printer, areas: int, says: str
) -> None:
    assert headlines.works(areas, findings, printer) == says


@pytest.mark.parametrize(
    ("percent", "says"),
    [
        (70.0, "What people agree with most holds for more than half of those who gave an opinion"),
        (52.0, "This is what people agree with most"),
        (30.0, "Even what people agree with most holds for fewer than half of those who gave an opinion"),
        (None, "What people say, in their own words"),
    ],
)
def test_page_of_what_works_claims_no_majority_that_there_is_not(
    findings: Findings, printer: Printer, percent: float | None, says: str
) -> None:
    share = Share(percent, percent - 5, percent + 5, 200) if percent else None
    dimensions = tuple(
        replace(one, items=tuple(replace(item, cell=Cell(favourable=share)) for item in one.items))
        for one in findings.dimensions
    )
    assert headlines.works(0, replace(findings, dimensions=dimensions), printer) == says


def test_no_area_is_said_to_be_stronger_only_where_areas_can_be_compared(
    findings: Findings, printer: Printer
) -> None:
    even = replace(findings, areas=tuple(replace(one, above=()) for one in findings.areas))
    assert headlines.no_stronger_area(findings, printer) == ""
    assert headlines.no_stronger_area(even, printer).startswith(
        "No clinical area that can be shown is stronger"
    )
    assert headlines.no_stronger_area(replace(even, areas=()), printer) == ""
    assert headlines.no_stronger_area(replace(even, areas=even.areas[-1:]), printer) == "", "it is hidden"


def test_what_reaches_the_target_holds_nobody_back(findings: Findings, printer: Printer) -> None:
    cells = tuple((key, Cell(Mean(82, 80, 84, 1, 13, 90))) for key, _ in findings.areas[0].dimensions)
    one = replace(findings.areas[0], dimensions=cells, gaps=("resources",), below=(), above=(), need=None)
    assert area_page.parts(one, findings, printer).endswith(
        "Every dimension that can be shown here reaches the target of 75."
    )
    assert area_page.what_to_do(one, findings, printer).startswith("Start from what people say")
    told = area_page.what_to_do(replace(one, barriers=()), findings, printer)
    assert told == "Nothing stands out here: ask the area's people what would help them most."


def test_parts_of_readiness_are_called_close_only_where_all_are_shown(
    findings: Findings, printer: Printer
) -> None:
    one = replace(findings.areas[0], limiting=None)
    (key, name, _), other = one.components
    assert area_page.limiting(replace(one, components=((key, name, Cell()), other)), printer) == ""


@pytest.mark.parametrize(
    ("importance", "says"),
    [
        ((None, None), "Too few people answered to show how important they find change"),
        ((7.0, None), "Only of Cardiology can it be shown how important people find change"),
        ((7.0, 7.1), "The answers do not settle in which of the two areas change matters more to people"),
        ((7.0, 7.1, 7.2), "No area stands out in how important people find change"),
        ((7.0, 9.0), "People find change most important in Respiratory medicine"),
    ],
)
def test_importance_is_told_of_as_many_areas_as_are_shown(
    findings: Findings, printer: Printer, importance: tuple[float | None, ...], says: str
) -> None:
    areas = tuple(
        replace(one, importance=None if value is None else Mean(value, value - 0.4, value + 0.4, 0.2, 2, 90))
        for one, value in zip(findings.areas, importance, strict=False)
    )
    assert headlines.importance(replace(findings, areas=areas), printer) == says


def test_one_role_that_is_shown_is_named(findings: Findings, printer: Printer) -> None:
    roles = tuple(replace(one, general=one.general if one.id == "gp" else None) for one in findings.roles)
    some = replace(findings, role_gaps=(), roles=roles)
    assert headlines.roles(some, printer) == "Of the roles, only GPs can be shown"


def test_answers_whose_order_may_be_chance_are_named_together(findings: Findings, printer: Printer) -> None:
    assert headlines.adopted(findings, printer) == f"{ASKED} The most frequent answer is “No”, given by 47%."
    near = replace(findings.adopted[1], share=Share(46.0, 43, 49, 1190))
    told = headlines.adopted(replace(findings, adopted=(findings.adopted[0], near)), printer)
    assert told.startswith(f"{ASKED} The most frequent answers are “No” and “Yes, one thing” (47% and 46%);")


def test_places_that_differ_by_less_than_a_point_are_not_printed_alike(
    findings: Findings, printer: Printer
) -> None:
    places = tuple(
        replace(one, general=Mean(value, value - 0.1, value + 0.1, 0.05, 13, 9000))
        for one, value in zip(findings.places, (54.1, 54.2, 54.4), strict=True)
    )
    said = headlines.places(replace(findings, places=places), printer)
    assert said == "Readiness where people work runs from 54.1 in Northvale to 54.4 in Eastcoast"


def test_margin_in_the_heat_map_is_told_only_where_two_areas_can_be_compared(
    findings: Findings, printer: Printer
) -> None:
    assert "Two figures in one column" in headlines.heat_map_explained(findings, printer)
    alone = replace(findings, areas=findings.areas[:1])
    assert "Two figures in one column" not in headlines.heat_map_explained(alone, printer)


def test_an_area_is_not_compared_with_a_whole_that_is_not_shown(findings: Findings, printer: Printer) -> None:
    for one in findings.areas:
        alone = narrowed(findings, one.id)
        assert area_page.compared(one, findings, printer)
        assert area_page.compared(alone.areas[0], alone, printer) == ""
