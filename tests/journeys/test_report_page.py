"""The report as a web page, held to WCAG 2.2 AA by axe in a real browser, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from readiness.reporting.documents import report
from readiness.reporting.documents.report import Document
from tests.journeys.conftest import NARROW
from tests.journeys.test_accessibility import AXE, WIDE, check
from tests.reporting.believable import REPORTS, believable

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "document", [report.BASELINE, report.of_area("stroke"), report.SUMMARY], ids=lambda one: one.kind
)
def test_document_as_a_web_page(browser: Browser, tmp_path: Path, document: Document) -> None:
    made = report.write_page(believable(), REPORTS, tmp_path / "report.html", document)
    page = browser.new_page(viewport=WIDE)
    page.add_init_script(path=AXE)
    page.goto(made.as_uri())
    check(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.close()
