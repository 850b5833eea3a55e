"""Every page that somebody who answers can see, as pictures: as a GP, on a phone and on a desk, in English and Welsh.

No measure: pictures are for people to look at. A real server, a real browser, no JavaScript, one picture a page.
Run: python -m benchmarks.walk [--out walk] [--role gp] [--language en cy] [--screen phone desk]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.answering.installation import Installation, installed, stop

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
SCREENS = {
    "phone": ViewportSize(width=390, height=844),
    "desk": ViewportSize(width=1280, height=900),
}
SAID = "A named person who has done it before, and an hour a week to learn it."
MOST_PAGES = 40


class Walk:
    """One person's way, with a picture of each page."""

    def __init__(self, browser: Browser, folder: Path, screen: str, role: str) -> None:
        context = browser.new_context(viewport=SCREENS[screen], java_script_enabled=False)
        self.page: Page = context.new_page()
        self._folder, self._role, self._number = folder, role, 0

    def picture(self, name: str) -> None:
        """Keep what is on the screen, from top to bottom."""
        self._number += 1
        self.page.screenshot(path=self._folder / f"{self._number:02} {name}.png", full_page=True)

    def press(self, selector: str) -> None:
        """Press the first button or link of that kind, and wait for what comes."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def answer(self) -> None:
        """Answer everything on the page with something that it offers."""
        names = {one.get_attribute("name") for one in self.page.locator("input[type=radio]").all()}
        for number, name in enumerate(sorted(filter(None, names))):
            options = self.page.locator(f'input[name="{name}"]')
            mine = self.page.locator(f'input[name="{name}"][value="{self._role}"]')
            chosen = mine if mine.count() else options.nth(min(1 + number % 4, options.count() - 1))
            chosen.check(force=True)
        for box in self.page.locator("input[type=checkbox]").all()[:2]:
            box.check(force=True)
        for text in self.page.locator("textarea").all():
            text.fill(SAID)

    def whole(self, link: str, language: str) -> None:
        """Go from the link to the thanks, with the pages beside the way."""
        self.page.goto(f"{link}?lang={language}")
        self.picture("start")
        self.press("form[action$='/start'] button")
        self.picture("first page")
        self.press("#answers .nhsuk-button:not(.nhsuk-button--secondary)")
        self.picture("an error")
        for _ in range(MOST_PAGES):
            if self.page.url.endswith("/check"):
                break
            self.answer()
            self.picture(self.page.url.rpartition("/")[2].partition("?")[0])
            self.press("#answers .nhsuk-button:not(.nhsuk-button--secondary)")
        self.picture("check")
        self._beside()
        self.press("form[action$='/check'] button")
        self.picture("thanks")

    def _beside(self) -> None:
        check = self.page.url
        for name in ("delete", "later"):
            self.page.goto(check.replace("/check", f"/{name}"))
            self.picture(name)
        self.press("form[action$='/later'] button")
        self.picture("resume code")
        self.page.goto(check.replace("/check", "/"))
        self.picture("start again")
        self.page.goto(check.replace("/check", "/nowhere"))
        self.picture("no such page")
        self.page.goto(check)

    def alone(self, base: str, code: str, language: str) -> None:
        """Look at the pages that need no draft."""
        for path in (
            "/",
            "/privacy/open",
            "/accessibility",
            f"/a/{code}/resume",
            "/l/wrong",
            f"/a/{code}/aim",
        ):
            self.page.context.clear_cookies()
            self.page.goto(f"{base}{path}?lang={language}")
            self.picture(path.strip("/").replace("/", " ").replace(code, "") or "home")


def main() -> None:
    """Take all pictures and say where they are."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.walk", description=__doc__)
    words.add_argument("--out", type=Path, default=Path("walk"))
    words.add_argument("--role", default="gp")
    words.add_argument("--language", nargs="+", default=["en", "cy"])
    words.add_argument("--screen", nargs="+", choices=SCREENS, default=list(SCREENS))
    given = words.parse_args()
    with installed("sqlite") as place:
        server = place.start()
        try:
            _taken(place, given)
        finally:
            stop(server)
    print(f"Now look at the pictures in {given.out}.")


def _taken(place: Installation, given: argparse.Namespace) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for screen in given.screen:
            for language in given.language:
                folder = given.out / f"{screen} {language}"
                folder.mkdir(parents=True, exist_ok=True)
                walk = Walk(browser, folder, screen, given.role)
                walk.whole(place.link(), language)
                walk.alone(f"http://{place.host}", place.code, language)


if __name__ == "__main__":
    main()
