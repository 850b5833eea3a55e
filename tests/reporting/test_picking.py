"""Which advice is picked for an area and for the whole system: order, ties, what is hidden, nothing to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.baseline.findings import AreaFinding, Cell, Findings, Mean, Named, Share
from readiness.reporting.words import picking
from readiness.reporting.words.advice import AdviceBook
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from tests.reporting.believable import BARRIERS, DIMENSIONS

Pick = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="module")
def book(wording: Wording) -> AdviceBook:
    return wording.advice


def share(percent: float, low: float) -> Share:
    return Share(percent, low, 90, 80)


def named(*barriers: tuple[str, float]) -> tuple[Named, ...]:
    """Barriers with shares, in their order, each one's interval five points to either side."""
    names = {key: name for key, name, _ in BARRIERS}
    return tuple(Named(key, names.get(key, key), share(percent, percent - 5)) for key, percent in barriers)


@pytest.fixture
def area(findings: Findings) -> AreaFinding:
    """An area in which nothing stands out yet."""
    return replace(findings.areas[0], above=(), below=(), gaps=(), barriers=(), limiting=None)


@pytest.fixture
def pick(findings: Findings, area: AreaFinding, book: AdviceBook) -> Pick:
    def picked(**found: object) -> list[tuple[str, str]]:
        pieces = picking.picked(replace(area, **found), findings, book)
        return [(one.reason, f"{one.advice.kind}/{one.advice.subject}") for one in pieces]

    return picked


def test_nothing_that_stands_out_gets_no_advice(pick: Pick) -> None:
    assert pick() == []


def test_order_is_weaker_than_elsewhere_then_gap_then_barrier_then_lowest_part(pick: Pick) -> None:
    assert pick(
        below=("route",), gaps=("recognition",), barriers=named(("time", 50)), limiting="capability"
    ) == [("below", "dimensions/route"), ("gap", "dimensions/recognition"), ("barrier", "barriers/time")]
    assert pick(gaps=("route",), barriers=named(("time", 50)), limiting="capability") == [
        ("gap", "dimensions/route"),
        ("barrier", "barriers/time"),
        ("limiting", "components/capability"),
    ]


def test_three_pieces_are_the_most_and_one_place_is_the_barriers(pick: Pick) -> None:
    weaker = ("route", "recognition", "safety", "evidence")
    assert len(pick(below=weaker)) == 3
    assert pick(below=weaker, barriers=named(("time", 50)))[-1] == ("barrier", "barriers/time")


def test_weaker_here_and_holding_back_is_one_piece(pick: Pick) -> None:
    assert pick(below=("route",), gaps=("route", "safety")) == [
        ("below", "dimensions/route"),
        ("gap", "dimensions/safety"),
    ]


def test_part_that_is_weaker_and_the_lowest_is_one_piece(pick: Pick) -> None:
    assert pick(below=("commitment",), limiting="commitment") == [("below", "components/commitment")]


def test_two_pieces_never_say_the_same(pick: Pick) -> None:
    barriers = named(("time", 50), ("it", 30))
    assert pick(gaps=("resources",), barriers=barriers[:1]) == [("gap", "dimensions/resources")]
    assert pick(gaps=("resources",), barriers=barriers) == [
        ("gap", "dimensions/resources"),
        ("next", "barriers/it"),
    ]
    assert pick(gaps=("skills",), limiting="capability") == [("gap", "dimensions/skills")]


def test_of_tied_barriers_the_first_that_says_something_new_is_picked(pick: Pick) -> None:
    tied = named(("time", 50), ("it", 48))
    assert pick(gaps=("resources",), barriers=tied)[-1] == ("barrier", "barriers/it")
    assert pick(barriers=named(("other", 50), ("it", 48))) == [("barrier", "barriers/it")]


def test_next_barrier_takes_no_place_from_anything_else(pick: Pick) -> None:
    barriers = named(("time", 50), ("it", 30), ("money", 20))
    assert pick(gaps=("resources", "route"), barriers=barriers, limiting="capability")[-1] == (
        "limiting",
        "components/capability",
    )
    assert pick(gaps=("resources",), barriers=barriers, limiting="capability")[-1] == ("next", "barriers/it")
    assert len(pick(gaps=("resources",), barriers=barriers)) == 2


def test_place_of_the_barrier_is_given_away_where_it_says_nothing_new(pick: Pick) -> None:
    picked = pick(below=("resources", "route", "safety"), barriers=named(("time", 50)))
    assert [subject for _, subject in picked] == [
        "dimensions/resources",
        "dimensions/route",
        "dimensions/safety",
    ]


def test_where_people_work_as_the_lowest_part_needs_no_advice_of_its_own(pick: Pick) -> None:
    assert pick(limiting="general", below=("general",)) == []


def test_hidden_area_gets_no_advice(findings: Findings, book: AdviceBook) -> None:
    hidden = findings.areas[-1]
    assert hidden.readiness is None
    assert picking.picked(hidden, findings, book) == ()


def test_instrument_of_others_gets_no_advice(findings: Findings, area: AreaFinding, book: AdviceBook) -> None:
    one = replace(area, below=("their-route",), gaps=("their-time",), barriers=named(("their-time", 50)))
    assert picking.picked(one, findings, book) == ()


def level(findings: Findings, scores: dict[str, float], n: int = 400) -> Findings:
    """The findings with these scores of dimensions, each known to within two points."""
    dimensions = tuple(
        replace(one, cell=Cell(Mean(scores[one.id], scores[one.id] - 2, scores[one.id] + 2, 1, 20, n)))
        for one in findings.dimensions
    )
    return replace(findings, dimensions=dimensions)


def test_system_gets_its_weakest_dimensions_and_its_barrier(findings: Findings, book: AdviceBook) -> None:
    scores = {key: 60.0 for key, *_ in DIMENSIONS} | {"route": 40.0, "recognition": 41.0}
    scores |= {"safety": 70.0}
    some = replace(level(findings, scores), barriers=named(("time", 50), ("it", 30)))
    pieces = picking.picked_for_system(some, book)
    assert [(one.reason, one.advice.subject) for one in pieces] == [
        ("weakest", "route"),
        ("weakest", "recognition"),
        ("barrier", "time"),
    ]
    assert pieces[0].name == "Route to adoption"


@pytest.mark.parametrize("lowest", [75.0, 82.0])
def test_system_at_the_target_is_told_of_its_barrier_alone(
    findings: Findings, book: AdviceBook, lowest: float
) -> None:
    scores = {key: 90.0 for key, *_ in DIMENSIONS} | {"route": lowest}
    some = replace(level(findings, scores), barriers=named(("time", 50)))
    assert [one.reason for one in picking.picked_for_system(some, book)] == ["barrier"]


def test_system_without_figures_gets_no_advice(awkward: dict[str, Findings], book: AdviceBook) -> None:
    for name in ("all-hidden", "no-lists"):
        assert picking.picked_for_system(awkward[name], book) == (), name


def test_every_awkward_system_is_advised_within_the_rules(
    awkward: dict[str, Findings], book: AdviceBook
) -> None:
    for name, findings in awkward.items():
        picks = [picking.picked(one, findings, book) for one in findings.areas]
        for pieces in (picking.picked_for_system(findings, book), *picks):
            assert len(pieces) <= 3, name
            subjects = [(one.advice.kind, one.advice.subject) for one in pieces]
            assert len(set(subjects)) == len(subjects), name
            assert not any(other in one.advice.same for one in pieces for other in subjects), name


@pytest.mark.parametrize(
    ("found", "name", "says"),
    [
        ({"below": ("route",)}, "Route to adoption", "Weaker here than in the whole system."),
        ({"gaps": ("route",)}, "Route to adoption", "Among what holds this area back most."),
        ({"limiting": "capability"}, "Capability", "The lowest of the three parts of readiness here."),
        ({"barriers": named(("it", 50))}, "IT systems do not join up", "Among what people name most often"),
        (
            {"barriers": named(("other", 50), ("it", 30))},
            "IT systems do not join up",
            "What people name next",
        ),
    ],
)
def test_piece_says_what_it_is_about_and_why_it_was_picked(
    findings: Findings, area: AreaFinding, wording: Wording, found: dict[str, object], name: str, says: str
) -> None:
    (piece,) = picking.picked(replace(area, **found), findings, wording.advice)
    assert piece.name == name
    assert picking.why(piece, Printer(wording)).startswith(says)
