"""Every page of results: it opens, says what the report says, and holds however awkward the findings are."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from readiness.baseline.findings import Findings
from readiness.reporting.exports import palette
from readiness.reporting.published import printer_of
from readiness.reporting.words import headlines, message
from readiness.web import statics
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import HOSTILE, REPORTS, believable
from tests.web.console.conftest import Person
from tests.web.console.results.conftest import PAGES, Find, everything

FIGURE = re.compile(r">(-?\d[\d.,%]*|under 5%|over 95%)<")


def missing(page: str, findings: Findings) -> bool:
    """Whether these findings have no such area or dimension."""
    part, name = page.rpartition("/")[::2]
    if part == "/areas":
        return name not in {one.id for one in findings.areas}
    return part == "/dimensions" and name not in {one.id for one in findings.dimensions}


def test_every_page_opens_whatever_was_found(lea: Person, find: Find, base: str) -> None:
    for name, changed in AWKWARD.items():
        findings = find(changed(believable()))
        for page in PAGES:
            opened = lea.browser.get(base + page)
            wanted = 404 if missing(page, findings) else 200
            assert opened.response.status_code == wanted, (name, page)
            assert opened.heading.strip(), (name, page)


def test_names_are_never_read_as_markup(lea: Person, find: Find, base: str) -> None:
    find(AWKWARD["hostile"](believable()))
    for page in PAGES:
        source = everything(lea.browser.get(base + page))
        assert "<script>alert" not in source, page
        assert "<style>" not in source, page
        assert not lea.browser.page.xpath("//*[@onload or @style]"), page
    assert HOSTILE[0].split()[0] in lea.browser.get(f"{base}/map").text


def test_the_headline_is_the_finding_that_the_report_opens_with(lea: Person, find: Find, base: str) -> None:
    findings = find()
    printer = printer_of(findings, REPORTS)
    said = {
        "": message.message(findings, printer),
        "/need": headlines.need(findings, printer),
        "/map": headlines.heat_map(findings, printer),
        "/dimensions": headlines.system(findings, printer),
        "/roles": headlines.roles(findings, printer),
        "/barriers": headlines.barriers(findings, printer),
        "/priorities": headlines.importance(findings, printer),
    }
    for page, sentence in said.items():
        assert sentence in lea.browser.get(base + page).heading, page


def test_each_picture_says_what_it_shows_and_stands_beside_its_table(
    lea: Person, find: Find, base: str
) -> None:
    find()
    pictures = 0
    for page in PAGES:
        lea.browser.get(base + page)
        for picture in lea.browser.page.xpath("//*[local-name()='svg'][@role='img']"):
            pictures += 1
            title, desc = picture.xpath("./*[local-name()='title' or local-name()='desc']")
            assert title.text, page
            assert re.search(r"\d", desc.text), page
            assert picture.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
            assert picture.xpath(".//*[local-name()='text']"), page
            assert picture.xpath("following::table"), page
    assert pictures >= 12


def test_a_hidden_area_looks_like_one_that_nobody_answered_for(lea: Person, find: Find, base: str) -> None:
    """The smallest area of the believable findings is hidden; an area without a single answer reads the same."""
    findings = find()
    hidden = next(one for one in findings.areas if one.n is None)
    seen = [everything(lea.browser.get(f"{base}/areas/{hidden.id}"))]
    empty = replace(hidden, roles=(), barriers=(), items=())
    assert "not shown" in lea.browser.text
    assert f"{hidden.n}" not in FIGURE.findall(seen[0])
    rows = {name: row(lea.browser.get(base + name).page, hidden.name) for name in ("/need", "/map")}
    assert all(set(cells) <= {"not shown", "Not shown"} for cells in rows.values())
    areas = tuple(empty if one.id == hidden.id else one for one in findings.areas)
    find(replace(findings, areas=areas))
    for name, cells in rows.items():
        assert row(lea.browser.get(base + name).page, hidden.name) == cells


def row(page: object, name: str) -> list[str]:
    """The cells of the row that is about that name."""
    found = page.xpath("//tr[th[normalize-space()=$name]]", name=name)[0]  # type: ignore[attr-defined]
    return [" ".join(cell.text_content().split()) for cell in found.iter("td")]


def test_an_unknown_area_dimension_or_table_is_not_there(lea: Person, find: Find, base: str) -> None:
    find()
    for page in ("/areas/nowhere", "/dimensions/nowhere", "/tables/nowhere", "/tables/areas?area=nowhere"):
        assert lea.browser.get(base + page).response.status_code == 404, page


def test_results_can_be_read_in_another_language_of_the_questionnaire(
    app: Flask, lea: Person, find: Find, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readiness.web.console.results import source

    asked = source.lifecycle.locked_instrument

    def two(*given: object) -> object:
        found = asked(*given)  # type: ignore[arg-type]
        return found.model_copy(update={"languages": ("en", "cy")})

    monkeypatch.setattr(source.lifecycle, "locked_instrument", two)
    find()
    welsh = believable()
    find(replace(welsh, heading=replace(welsh.heading, language="cy")), "cy")
    page = lea.browser.get(f"{base}?language=cy")
    assert page.page.xpath("//div[@lang='cy']//h1")
    assert page.page.get("lang") == "en"
    assert all("language=cy" in link for link in page.page.xpath("//nav[@aria-label='Results']//a/@href"))
    assert "Strongest" not in page.text
    lea.browser.get(page.link("English"))
    assert "Strongest" in lea.browser.text
    assert lea.browser.get(f"{base}?language=fr").page.xpath("//div[@lang='en']//h1")


def test_the_heat_map_has_the_colours_of_the_report() -> None:
    sheet = next(statics.FOLDER.glob("console.*.css")).read_text("utf-8")
    for number, shade in enumerate(palette.SHADES, 1):
        assert re.search(rf"\.app-heat--{number}\{{[^}}]*background:\s*{shade}", sheet), number
    scss = (Path(__file__).parents[4] / "setup" / "assets" / "_results.scss").read_text("utf-8")
    assert f"$app-ink: {palette.INK};" in scss
    assert f"$app-accent: {palette.ACCENT};" in scss
