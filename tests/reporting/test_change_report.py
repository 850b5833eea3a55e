"""The change report as a document: accessible, made of published figures alone, and every case has its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import page as validator
import pikepdf
import pytest

from readiness.baseline.years import Round, changes
from readiness.reporting import claims, kinds
from readiness.reporting.documents import change_report
from readiness.reporting.exports import csv
from readiness.reporting.published import printer_of
from readiness.reporting.published.changes import published_changes
from readiness.reporting.words import wording
from readiness.reporting.words.printed import Printer
from readiness.reporting.words.wording import Wording
from tests.baseline.conftest import instrument  # noqa: F401
from tests.baseline.years.conftest import without, year  # noqa: F401
from tests.reporting.believable import REPORTS
from tests.reporting.changing import CASES
from tests.reporting.test_welsh import english, without_sources
from tests.reporting.welsh import welsh


def text_of(html: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<style.*?</style>", " ", html, flags=re.DOTALL))
    )


@pytest.mark.parametrize("case", ["mixed", "untold", "apart", "nothing"])
def test_every_case_has_its_page(case: str) -> None:
    html = change_report.page(CASES[case]("en"), REPORTS, screen=True)
    said = text_of(html)
    for title in (
        "What moved?",
        "What did not move?",
        "What cannot be told?",
        "What was done, and what moved",
    ):
        assert title in said
    assert "nan" not in said.split()
    assert "{" not in said


def test_page_shows_the_difference_its_interval_and_what_could_have_been_seen() -> None:
    said = text_of(change_report.page(CASES["mixed"]("en"), REPORTS))
    assert re.search(r"Route to adoption 51 \( 49 to 53 \) 55|Route to adoption 51 \(49 to 53\)", said)
    assert "+4.2 1.8 to 6.6 2.4" in said
    assert "▼ −9" in said
    assert "This is not a trial" in said


@pytest.mark.parametrize(("case", "set_smaller"), [("mixed", True), ("still", False)])
def test_long_headline_is_set_smaller(case: str, set_smaller: bool) -> None:
    html = change_report.page(CASES[case]("en"), REPORTS)
    assert ('<h1 class="long">' in html) is set_smaller
    assert ("<h1>" in html) is not set_smaller


def test_no_line_runs_through_a_year_that_is_not_there() -> None:
    from readiness.reporting.pictures import journeys
    from tests.reporting.changing import points

    gap = points(50.0, "reworded", 52.0)
    assert [[one.year for one in part] for part in journeys._whole(gap)] == [[2024], [2026]]
    assert list(journeys._broken(gap)) == [2025]
    assert list(journeys._broken(points(50.0, "hidden", 52.0))) == []


@pytest.mark.parametrize("case", ["mixed", "nothing"])
def test_the_contents_lead_to_every_section(case: str) -> None:
    html = change_report.page(CASES[case]("en"), REPORTS)
    (contents,) = re.findall(r'<nav class="page contents.*?</nav>', html, flags=re.DOTALL)
    sections = re.findall(r'<h2 id="([a-z]+)"', html.replace(contents, ""))
    assert re.findall(r'href="#([a-z]+)"', contents) == sections


def test_a_phone_shows_small_pictures_one_by_one_each_with_its_own_words() -> None:
    found = CASES["mixed"]("en")
    drawn = [
        line for line in (*found.of("system"), *found.of("areas")) if any(one.mean for one in line.points)
    ]
    paper, screen = (change_report.page(found, REPORTS, screen=on) for on in (False, True))
    alone = re.findall(r'<img src="[^"]*" alt="([^"]*)"', screen)
    together = re.findall(r'<img src="[^"]*" alt="([^"]*)"', paper)
    assert len(together) == 2
    assert len(alone) == len(drawn)
    assert all(told in " ".join(together) for told in alone)


def test_every_text_of_the_pages_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, asked = wording.load(REPORTS, "en"), set()

    class Heard(Wording):
        def say(self, key: str, **values: str) -> str:
            asked.add(key)
            return super().say(key, **values)

    heard = Printer(Heard(loaded.language, loaded.texts, loaded.reports))
    monkeypatch.setattr(change_report, "printer_of", lambda *_: heard)
    for case in ("mixed", "untold", "acted", "level", "worse", "nothing", "fallen"):
        change_report.page(CASES[case]("en"), REPORTS)
    assert {f"change.page.{key}" for key in loaded.texts["change"]["page"]} - asked == set()


def test_welsh_report_says_nothing_in_english() -> None:
    own, found = welsh(), CASES["mixed"]("cy")
    names = {one.id: one.name for one in (*own.dimensions, *own.areas)} | {
        id: name for id, name, _ in own.components
    }
    lines = tuple(
        replace(line, measure_name=names.get(line.measure, line.measure_name))
        for line in found.lines
        if line.kind in ("system", "area") and line.family not in ("items", "barriers")
    )
    rounds = tuple(
        replace(one, findings=replace(own, heading=replace(own.heading, year=one.findings.heading.year)))
        for one in found.rounds
    )
    html = change_report.page(
        replace(found, rounds=rounds, lines=lines, outcomes=(), breaks=(), banners=()), REPORTS
    )
    assert '<html lang="cy">' in html
    assert english(without_sources(html)) == []


@pytest.mark.slow
def test_report_is_accessible_and_the_same_twice() -> None:
    found = CASES["mixed"]("en")
    data = kinds.make(found, REPORTS, "change", {})
    assert data == change_report.rendered(found, REPORTS)
    checked = validator.validate_pdf_bytes(data)
    assert checked.is_compliant, [(failure.rule_id, failure.message) for failure in checked.failures]
    with pikepdf.open(io.BytesIO(data)) as document:
        assert {claims.CLAIM, claims.FIGURES} <= set(document.attachments)
        said = claims.from_text(document.attachments[claims.CLAIM].get_file().read_bytes())
    assert said is not None
    assert said.kind == "change"
    assert said.options["before"].startswith("code2024:")


# ------------------------------------------------------------------------------------------------ disclosure


def figures(found: tuple[Round, ...]) -> Mapping[str, bytes]:
    """Return all that is shown of some years."""
    made = changes(found)
    printer = printer_of(made.now, REPORTS)
    tables = published_changes(made, printer)
    page = change_report.page(made, REPORTS)
    return {"csv": csv.long(tables, printer), "page": page.encode(errors="replace")}


def test_what_a_hidden_cell_held_changes_nothing(year: Callable[..., Round]) -> None:  # noqa: F811
    """Two systems alike in all that their reports show, and unlike in an area that neither shows."""
    before, after = year(0, {}, 300), year(1, {}, 300)
    other = replace(
        before,
        findings=replace(
            before.findings,
            areas=tuple(
                replace(
                    area, readiness=None if area.readiness is None else replace(area.readiness, value=1.0)
                )
                if area.id == "heart"
                else area
                for area in before.findings.areas
            ),
        ),
    )
    assert figures((without(before, "heart"), after)) == figures((without(other, "heart"), after))
    assert figures((before, after)) != figures((other, after))


def test_every_figure_is_one_of_the_published_findings(year: Callable[..., Round]) -> None:  # noqa: F811
    """Each year's figure in the tables is the very one that its own report shows."""
    found = changes((year(0, {}, 300), year(1, {}, 300)))
    shown = {
        mean.value
        for one in found.rounds
        for mean in [one.findings.general, *(cell.cell.mean for cell in one.findings.dimensions)]
        if mean
    }
    followed = {
        point.mean.value
        for line in found.of("system")
        for point in line.points
        if point.mean and line.measure not in ("criterion", "commitment", "capability")
    }
    assert followed
    assert followed <= shown
