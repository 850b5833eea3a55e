"""What leaves is published, and nothing else is; the same figures give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from readiness.baseline.beside import Exchange, canonical, slug
from readiness.baseline.findings import Findings, GroupFinding, ItemFinding
from readiness.instrument.types import Instrument
from tests.baseline.beside.conftest import told
from tests.reporting.believable import HOSTILE, believable, cell


def numbers(part: Any) -> Iterator[float]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list | tuple):
        for one in part:
            yield from numbers(one)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield part


def means(part: Any) -> Iterator[tuple[float, ...]]:
    """Yield every mean of published findings, whole."""
    if isinstance(part, dict):
        if part.keys() == {"value", "low", "high", "se", "sd", "n"}:
            yield tuple(part[key] for key in ("value", "low", "high", "se", "sd", "n"))
        for one in part.values():
            yield from means(one)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from means(one)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_number_in_it_is_published(asked: Instrument, seed: int) -> None:
    findings = believable(seed)
    published = asdict(findings)
    what = json.loads(canonical(told(findings, asked)))
    assert set(numbers(what)) <= set(numbers(published))
    shown = set(means(published))
    order = ("mean", "low", "high", "se", "sd", "n")
    figures = [figure for group in what["groups"] for figure in group["figures"]]
    assert figures
    shown_groups = {(one["n"], one["headcount"]) for one in (published, *published["areas"])}
    assert {(group["n"], group["headcount"]) for group in what["groups"]} <= shown_groups
    assert {tuple(figure[key] for key in order) for figure in figures} <= shown


def test_what_the_report_hides_is_not_in_it(asked: Instrument, ours: Exchange) -> None:
    hidden = replace(believable(), roles=(*believable().roles, GroupFinding("hidden", "Hidden", None, 40)))
    what = told(hidden, asked)
    assert what.roles == ours.roles
    assert {group.area for group in what.groups} == {None, "cardiology", "cancer", "mental-health"}
    assert "musculoskeletal-conditions" not in {group.area for group in what.groups}


def test_it_holds_no_comment_no_place_no_code_and_no_digest_of_answers(ours: Exchange) -> None:
    findings = believable()
    text = canonical(ours).decode()
    assert findings.heading.code not in text
    assert findings.heading.data_digest not in text
    assert str(findings.heading.seed) not in text
    assert "place" not in text
    assert "comment" not in text


def test_a_hidden_mean_is_no_figure(asked: Instrument) -> None:
    findings = believable()
    first, *rest = findings.dimensions
    hidden = replace(first, cell=replace(first.cell, mean=None))
    what = told(replace(findings, dimensions=(hidden, *rest)), asked)
    assert "direction" not in {one.id for one in what.groups[0].figures}


def test_statements_of_one_role_are_told_of_and_their_figures_are_not(
    asked: Instrument, ours: Exchange
) -> None:
    own = {one.id for one in ours.statements if one.role}
    assert "direction-gp" in own
    assert not own & {figure.id for group in ours.groups for figure in group.figures}


def test_areas_are_those_of_the_shared_list_and_two_of_one_name_are_left_out(asked: Instrument) -> None:
    findings = believable()
    twice = tuple(replace(area, name="Cardiology") for area in findings.areas[:2])
    what = told(replace(findings, areas=(*twice, *findings.areas[2:])), asked)
    assert {group.area for group in what.groups} == {None, "cancer", "mental-health"}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_of_a_system_can_be_told_in_one_plain_line(asked: Instrument, name: str) -> None:
    findings = believable()
    what = told(replace(findings, heading=replace(findings.heading, system=name)), asked)
    assert 0 < len(what.system) <= 300
    assert "\x00" not in what.system


def test_the_same_figures_give_the_same_bytes(asked: Instrument, ours: Exchange) -> None:
    assert canonical(told(believable(), asked)) == canonical(ours)
    assert canonical(ours).isascii()


@pytest.mark.parametrize(
    ("name", "made"),
    [("Care of older people", "care-of-older-people"), ("Ear, nose", "ear-nose"), ("قلب", "")],
)
def test_names_become_ids(name: str, made: str) -> None:
    assert slug(name) == made


def test_figures_of_a_role_alone_never_pass_for_those_of_all(asked: Instrument) -> None:
    findings: Findings = believable()
    first, *rest = findings.dimensions
    alone = ItemFinding("direction-extra", "Said by one role.", cell(10, 400), "gp")
    what = told(replace(findings, dimensions=(replace(first, items=(*first.items, alone)), *rest)), asked)
    assert "direction-extra" not in {one.id for one in what.groups[0].figures}
