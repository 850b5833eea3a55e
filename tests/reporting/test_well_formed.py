"""Every sentence that rules compose, of every kind of findings and in both languages: whole, and said once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from readiness.baseline.findings import Cell, Findings, Mean, Share
from readiness.reporting.documents import story
from readiness.reporting.published import printer_of
from readiness.reporting.words import answers, headlines, message
from readiness.reporting.words import area as area_words
from readiness.reporting.words.printed import Printer
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable
from tests.reporting.test_sentences import level, of_tiers, with_readiness


def with_shares(findings: Findings, share: Share) -> Findings:
    """The findings with one share of every barrier, answer and step."""
    named: Callable[[Any], Any] = lambda many: tuple(replace(one, share=share) for one in many)  # noqa: E731
    areas = tuple(
        replace(
            area,
            barriers=named(area.barriers),
            innovations=tuple(replace(one, steps=named(one.steps)) for one in area.innovations),
        )
        for area in findings.areas
    )
    found = {"barriers": named(findings.barriers), "adopted": named(findings.adopted), "areas": areas}
    return replace(findings, **found)


def exact(findings: Findings) -> Findings:
    """The findings of very many people: every interval is narrower than half a point."""

    def narrow(mean: Mean | None) -> Mean | None:
        return mean and Mean(mean.value, mean.value - 0.2, mean.value + 0.2, 0.1, mean.sd, 40_000)

    def cell(one: Cell) -> Cell:
        return replace(one, mean=narrow(one.mean))

    areas = tuple(
        replace(
            one,
            readiness=narrow(one.readiness),
            general=narrow(one.general),
            dimensions=tuple((key, cell(each)) for key, each in one.dimensions),
            roles=tuple(replace(role, general=narrow(role.general)) for role in one.roles),
        )
        for one in findings.areas
    )
    dimensions = tuple(replace(one, cell=cell(one.cell)) for one in findings.dimensions)
    return replace(findings, general=narrow(findings.general), dimensions=dimensions, areas=areas)


KINDS: dict[str, Callable[[Findings], Findings]] = {
    **{name: change for name, change in AWKWARD.items() if name != "hostile"},
    "one-area": lambda found: with_readiness(found, 50.0),
    "one-of-two-areas": lambda found: with_readiness(found, 50.0, None),
    "two-areas": lambda found: with_readiness(found, 50.0, 60.0),
    "three-areas": lambda found: with_readiness(found, 50.0, 51.0, None),
    "clear": lambda found: of_tiers(found, *["clear"] * 9),
    "likely": lambda found: of_tiers(found, "likely", "untold", "other"),
    "untold": lambda found: of_tiers(found, *["untold"] * 5),
    "some-untold": lambda found: of_tiers(found, "untold", "other", "other", "untold"),
    "one-role": lambda found: replace(found, roles=found.roles[:1], role_gaps=()),
    "no-roles": lambda found: replace(found, roles=(), role_gaps=()),
    "no-places": lambda found: replace(found, places=()),
    "no-barriers": lambda found: replace(
        found, barriers=(), areas=tuple(replace(one, barriers=()) for one in found.areas)
    ),
    "all-named-alike": lambda found: with_shares(found, Share(40, 35, 45, 300)),
    "all-named-seldom": lambda found: with_shares(found, Share(5, 5, 5, 300)),
    "all-level": lambda found: level(found, 55),
    "all-ready": lambda found: level(found, 90),
    "one-dimension": lambda found: replace(
        found,
        dimensions=(found.dimensions[0], *(replace(one, cell=Cell()) for one in found.dimensions[1:])),
    ),
    "more-than-staff": lambda found: replace(found, headcount=1000),
    "exact": exact,
}
MALFORMED = re.compile(r"  | [.,;:](?!\w)|\(\)|“”|None(?! of)|[{}]|\.\.|,\.|: \.|^$|\b0 (points|pwynt)")
ALIKE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)%? (?:to|i) \1(?![\d.])")


def said(found: Findings, printer: Printer) -> Iterator[str]:
    """Yield every sentence that is composed by rules; those that have nothing to say are empty by intent."""
    yield message.message(found, printer)
    for part in vars(answers.summary(found, printer)).values():
        yield from part
    for block in story.story(found, printer)["blocks"]:
        yield from (block["figure"], block["label"], block["wall"], *block["texts"])
    heads = (
        headlines.who,
        headlines.system,
        headlines.heat_map,
        headlines.heat_map_explained,
        headlines.need,
        headlines.importance,
        headlines.roles,
        headlines.places,
        headlines.barriers,
        headlines.adopted,
        headlines.barrier_everywhere,
        headlines.no_stronger_area,
    )
    yield from filter(None, (head(found, printer) for head in heads))
    yield headlines.works(sum(bool(one.above) for one in found.areas), found, printer)
    for area in found.areas:
        yield message.front(area, printer)
        yield area_words.overlap(area, found, printer)
        for text in vars(area_words.sentences(area, found, printer)).values():
            yield from filter(None, text if isinstance(text, tuple) else (text,))


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_whole_and_no_interval_ends_where_it_begins(kind: str, language: str) -> None:
    found = KINDS[kind](believable())
    found = replace(found, heading=replace(found.heading, language=language))
    told = list(said(found, printer_of(found, REPORTS)))
    assert len(told) > 10
    assert {text for text in told if MALFORMED.search(text) or ALIKE.search(text)} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_first_page_says_nothing_twice_and_asks_what_was_asked(kind: str) -> None:
    found = KINDS[kind](believable())
    told = story.story(found, printer_of(found, REPORTS))
    texts = [text for block in told["blocks"] for text in block["texts"]] + list(told["first"]["texts"])
    assert len(texts) == len(set(texts))
    keys = [block["key"] for block in told["blocks"]]
    assert ("need" in keys) == bool(found.areas)
    assert ("barriers" in keys) == bool(found.barriers)
    assert not any("did not ask" in text for text in texts)


def test_the_marks_of_a_broken_sentence_are_found() -> None:
    """Else the tests above would pass on anything."""
    for broken in ("It is “” most.", "at 52 (52 to 52)", "from 5.2% to 5.2%", "within 0 points", "a , b"):
        assert MALFORMED.search(broken) or (ALIKE.search(broken) and "to" in broken), broken
    assert not ALIKE.search("51 to 52")
