"""The report as a web page, held to WCAG 2.2 AA by axe in a real browser, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from readiness.reporting.documents import report
from readiness.reporting.documents.report import Document
from tests.journeys.conftest import NARROW
from tests.journeys.test_accessibility import AXE, WIDE, check
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable

pytestmark = pytest.mark.browser


DOCUMENTS = [
    ("believable", report.BASELINE),
    ("believable", report.of_area("stroke")),
    ("believable", report.SUMMARY),
    ("hostile", report.BASELINE),
]
BEYOND = """() => [...document.querySelectorAll('h1, h2, h3, p, caption > span, li')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.skip, td, th'))
    .map(one => one.textContent)"""


@pytest.mark.parametrize(("kind", "document"), DOCUMENTS, ids=lambda one: getattr(one, "kind", one))
def test_document_as_a_web_page(browser: Browser, tmp_path: Path, kind: str, document: Document) -> None:
    made = report.write_page(AWKWARD[kind](believable()), REPORTS, tmp_path / "report.html", document)
    page = browser.new_page(viewport=WIDE)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.add_init_script(path=AXE)
    page.goto(made.as_uri())
    check(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.evaluate(BEYOND) == []
    assert {url.partition(":")[0] for url in fetched} <= {"file", "data"}
    assert [url for url in fetched if url.startswith("file:")] == [made.as_uri()]
    for cover in page.locator(".tabled:has(.cover-scores)").all():
        assert cover.evaluate("it => it.scrollWidth <= it.clientWidth"), "the cover is cut on a phone"
    page.close()
