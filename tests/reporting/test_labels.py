"""Names beside dots: each nearer to its own dot than to any other, and nothing on top of anything else."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import fmean

import pytest

from readiness.baseline.findings import Findings
from readiness.reporting.documents import area_pages
from readiness.reporting.pictures import figures, labels
from readiness.reporting.pictures.labels import Box
from readiness.reporting.words.printed import TARGET, Printer
from readiness.reporting.words.wording import Wording

ROOM = Box(0, 0, 450, 280)


@pytest.mark.parametrize("seed", range(8))
def test_nearest_dot_of_a_name_is_its_own_and_nothing_lies_on_another(seed: int) -> None:
    chance = random.Random(seed)
    dots = [(chance.uniform(120, 260), chance.uniform(80, 200)) for _ in range(10)]
    sizes = [(chance.uniform(30, 100), 9.0) for _ in dots]
    spots = labels.placed(sizes, dots, [], [Box(400, 100, 450, 110)], ROOM)
    found = [(i, spot) for i, spot in enumerate(spots) if spot]
    assert len(found) >= 7
    for i, spot in found:
        assert min(range(len(dots)), key=lambda j: spot.box.distance(dots[j])) == i
        assert not any(spot.box.overlaps(labels.around(dot)) for dot in dots)
        assert spot.box.inside(ROOM)
        assert not any(spot.meets(other) for j, other in found if j != i)


def test_name_stands_on_no_line_where_there_is_room() -> None:
    dot, mean = (200.0, 100.0), Box(0, 112, 450, 112)
    lines = [Box(100, 100, 300, 100), Box(200, 60, 200, 140), mean]
    (spot,) = labels.placed([(110.0, 9.0)], [dot], lines, [], ROOM)
    assert spot is not None
    assert not any(spot.box.overlaps(line) for line in lines)
    assert spot.leader is None


def test_name_crosses_a_line_rather_than_lie_along_it() -> None:
    dot, walls = (200.0, 100.0), [Box(0, 106, 450, 280), Box(0, 0, 450, 94)]
    lines = [Box(206, 100, 450, 100), Box(150, 90, 150, 110)]
    (spot,) = labels.placed([(110.0, 9.0)], [dot], lines, walls, ROOM)
    assert spot is not None
    assert spot.box.x1 < dot[0]


def test_name_without_room_is_left_out() -> None:
    assert labels.placed([(900.0, 9.0)], [(200.0, 100.0)], [], [], ROOM) == [None]


def test_every_name_of_the_picture_stands_by_its_own_dot(
    findings: Findings, wording: Wording, reports: Path
) -> None:
    shown = [one for one in findings.areas if one.readiness and one.importance]
    with figures.styled(reports / "figures.mplstyle"):
        (axes,) = figures.importance_drawn(shown, Printer(wording)).axes
        boxes = {text.get_text(): figures._box(axes, text) for text in axes.texts}
    pairs = [(one.readiness, one.importance) for one in shown if one.readiness and one.importance]
    dots = dict(zip((one.name for one in shown), figures._dots(axes, pairs), strict=True))
    middle = boxes["mean importance"]
    assert not middle.overlaps(figures._upwards(axes, TARGET))
    for name, own in dots.items():
        assert min(dots, key=lambda other: boxes[name].distance(dots[other])) == name
        assert not any(boxes[name].overlaps(labels.around(dot)) for dot in dots.values())
        assert boxes[name].distance(own) < 45
        assert not boxes[name].overlaps(middle)
    assert all(text.get_bbox_patch() is None for text in axes.texts)
    mean = figures._sideways(axes, fmean(importance.value for _, importance in pairs))
    lines = [*figures._lines(axes, pairs), mean]
    assert sum(boxes[name].overlaps(line) for name in dots for line in lines) <= 3


def test_picture_that_leaves_names_to_the_table_says_so(
    findings: Findings, awkward: dict[str, Findings], reports: Path, wording: Wording
) -> None:
    said = wording.say("explain.importance_unnamed")
    for found, unnamed in ((findings, False), (awkward["large"], True)):
        page = area_pages.importance(found, Printer(wording), reports / "figures.mplstyle")
        assert page is not None
        assert (said in page["explain"]) is unnamed
