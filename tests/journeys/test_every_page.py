"""Every page of the console in every state, as all see it who may: held to WCAG by axe and to the width of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, meta
from lxml import html
from playwright.sync_api import Browser, ViewportSize

import readiness
from readiness.access import passwords
from readiness.web import statics
from readiness.web.console import letters
from readiness.web.console.routes import ROUTES
from tests.fieldwork.mailing.server import Handler, Server
from tests.journeys.conftest import NARROW, PHONE
from tests.journeys.test_accessibility import AXE, RULES, WIDE
from tests.web.console.conftest import CHEAP
from tests.web.console.pages import accounts, fieldwork, results
from tests.web.console.pages.house import founded
from tests.web.console.pages.walking import Album, Page
from tests.web.console.test_mailed import Inline

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCENES = (
    fieldwork.see_setting_up,
    fieldwork.see_open_links,
    fieldwork.see_codes,
    fieldwork.see_personal_links,
    accounts.see_people,
    accounts.see_the_way_in,
    accounts.see_the_own_account,
    results.see_results,
)
JARGON = re.compile(
    r"\bICC\b|[Tt]urnout|\b[Ww]indow\b|[Nn]ever to be quoted|for Everyone|oidc_|`"
    r"|\breadiness (?:action|assessment|benchmark|builds|codes|init|invite|link|publish|user)\b"
)
"""Words of those who make or run it; what is to be passed on to whoever runs the server stands apart as code."""
DOING = re.compile(
    r"(?i)\b(ask|check|choose|enter|give|keep|make|mend|must|paste|remove|see|select|send|sign in|take|type|upload|wait"
    r"|write)\b"
)
ELSEWHERE = {"console.sso", "console.sso_back"}
"""They lead to the identity provider and back, and show a page only where that fails."""
SHOW = """async ([sources, styles, tags]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets = [sheet];
    const found = [];
    for (const source of sources) {
        const page = new DOMParser().parseFromString(source, 'text/html').documentElement;
        page.querySelectorAll('script, link').forEach((one) => one.remove());
        document.replaceChild(document.adoptNode(page), document.documentElement);
        const root = document.documentElement;
        const faults = root.scrollWidth > root.clientWidth ? [`scrolls sideways: ${root.scrollWidth}`] : [];
        const options = {runOnly: tags, resultTypes: ['violations'], preload: false};
        const told = tags.length ? (await axe.run(options)).violations : [];
        for (const one of told)
            faults.push(`${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' ')}`);
        found.push(faults);
    }
    return found;
}"""
"""One page takes the place of another in the browser, which is much faster than loading each."""


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[Album]:
    """All that can be seen of a house in which everything has happened."""
    server, seen = Server(Handler()), Album()
    server.start()
    house = founded(tmp_path_factory.mktemp("house"), _sqlite_template, server.port)
    with pytest.MonkeyPatch.context() as patch:
        passwords._hasher()
        patch.setattr(passwords, "_hasher", lambda: CHEAP)
        patch.setattr(letters.threading, "Thread", Inline)
        accounts.see_an_empty_house(house, seen)
        house.fill()
        for scene in SCENES:
            scene(house, seen)
    yield seen
    house.close()
    server.stop()


def wrong(browser: Browser, pages: list[Page], size: ViewportSize, tags: list[str]) -> list[str]:
    """Show pages at that size and return what is wrong with them, each with who saw it and where."""
    sheet = (statics.FOLDER / statics.stylesheet(statics.FOLDER, statics.CONSOLE)).read_text()
    context = browser.new_context(viewport=size)
    window = context.new_page()
    window.set_content("<!DOCTYPE html><title>Pages</title>")
    window.evaluate(AXE.read_text())
    found = window.evaluate(SHOW, [[one.source for one in pages], sheet, tags])
    context.close()
    return [
        f"{page.who}, {page.address}: {fault}"
        for page, faults in zip(pages, found, strict=True)
        for fault in faults
    ]


def test_axe_finds_nothing_on_any_page(browser: Browser, album: Album) -> None:
    pages = list(album.pages.values())
    for size, some in (
        (WIDE, pages[::2]),
        (NARROW, pages[1::2]),
    ):  # in turn: journeys hold the longest to both
        assert wrong(browser, some, size, RULES) == []


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=lambda size: str(size["width"]))
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, album: Album, size: ViewportSize) -> None:
    assert wrong(browser, list(album.pages.values()), size, []) == []


def test_no_page_of_the_console_is_left_out(album: Album) -> None:
    expected = {f"console.{one.name}" for one in ROUTES if one.method == "GET"}
    assert expected - album.routes - ELSEWHERE == set(), "lead somebody of tests/web/console/pages there"


def test_no_template_of_the_console_is_left_out(album: Album) -> None:
    folder = Path(readiness.__file__).parent / "web" / "templates"
    known = {
        str(one.relative_to(folder)): Environment().parse(one.read_text()) for one in folder.rglob("*.html")
    }
    used = {name for one in known.values() for name in meta.find_referenced_templates(one)}
    expected = {one for one in known if one.startswith("console/")} - used
    assert len(expected) > 50
    assert expected - album.templates == set(), "show it to somebody of tests/web/console/pages"


def test_no_page_speaks_as_its_makers_do(album: Album) -> None:
    assert {
        (page.address, word) for page in album.pages.values() for word in JARGON.findall(seen(page))
    } == set()


def test_every_fault_says_what_to_do(album: Album) -> None:
    said = {
        fault.text_content()
        for page in album.pages.values()
        for fault in html.document_fromstring(page.source).xpath("//*[@role='alert']//a")
    }
    assert len(said) > 40
    assert {fault for fault in said if not DOING.search(fault)} == set()


def seen(page: Page) -> str:
    """Return all that can be read on a page."""
    return " ".join(" ".join(html.document_fromstring(page.source).find(".//main").itertext()).split())
