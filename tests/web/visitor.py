"""A respondent without eyes: follows links and fills forms in, and holds every page to the rules for all pages."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from flask import Flask
from lxml import html
from lxml.html import FormElement, HtmlElement
from werkzeug.test import TestResponse

from readiness.fieldwork.drafts import NO_DRAFT
from readiness.web.console.forms import KEY_LENGTH
from readiness.web.respond.forms import PROVES

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

SCRIPTED = f"{HEADERS['Content-Security-Policy']}; script-src 'self'"
SCRIPTS = {
    "/static/passkey.js": "//form[@data-passkey]",
    "/static/tables.js": "//div[contains(@class, 'app-results')]",
    "/static/waiting.js": "//p[@role='status' and @data-part]",
}
"""Every script there is, and what a page must have to load it."""


KEYED = {PROVES + len(NO_DRAFT), PROVES + KEY_LENGTH}
"""How long the tokens of forms are: of those who answer, and of the console."""


class Visitor:
    """One browser at one device."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.response: TestResponse
        self.page: HtmlElement
        self.address = ""

    def get(self, address: str, **options: Any) -> Visitor:
        """Open a page and follow where it leads; what begins with a question mark is this page asked otherwise."""
        address = urljoin(self.address, address)
        return self._took(self.client.get(address, **options), address)

    def post(self, address: str, data: Mapping[str, Any], **options: Any) -> Visitor:
        """Send a form and follow where it leads."""
        return self._took(self.client.post(address, data=data, **options), address)

    def send(self, button: str | None = None, **answers: Any) -> Visitor:
        """Fill this page's last form in, as a person would, and press its button, or the one named."""
        form = self.form(button)
        return self.post(form.action, self.typed(form, button, answers))

    def answer(self, answers: Mapping[str, Any], button: str = "Continue") -> Visitor:
        """Answer those questions of this page that `answers` holds."""
        here = {name: value for name, value in answers.items() if name in self.names}
        form = self.form(button)
        return self.post(form.action, self.typed(form, button, here))

    def form(self, button: str | None = None) -> FormElement:
        """Return the form with the button, or the last one."""
        if button is None:
            return self.page.forms[-1]
        found = self.button(button)
        owner = found.get("form")
        return self.page.get_element_by_id(owner) if owner else next(found.iterancestors("form"))

    def button(self, text: str) -> HtmlElement:
        """Return the button that says this; a hidden one counts for nothing."""
        shown = [one for one in self.page.iter("button") if one.get("aria-hidden") is None]
        return next(one for one in shown if one.text_content().strip() == text)

    def typed(self, form: FormElement, button: str | None, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a browser would send: what stands in the form, changed by the answers, and the button."""
        found: dict[str, Any] = {}
        for name, value in form.form_values():
            found.setdefault(name, []).append(value)
        for name, value in answers.items():
            assert form.inputs[name] is not None
            found[name] = [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
        pressed = self.button(button) if button else None
        if pressed is not None and pressed.get("name"):
            found[pressed.get("name")] = pressed.get("value")
        return found

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.response.status_code

    @property
    def title(self) -> str:
        """The title of this page."""
        return str(self.page.findtext(".//title"))

    @property
    def heading(self) -> str:
        """The one heading of this page."""
        return str(self.page.find(".//h1").text_content())

    @property
    def text(self) -> str:
        """All that can be read on this page."""
        return " ".join(" ".join(self.page.find(".//body").itertext()).split())

    @property
    def names(self) -> set[str]:
        """The names of all fields."""
        return {str(one.get("name")) for one in self.page.xpath("//input|//textarea")}

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What the error summary lists, each with where it leads."""
        links = self.page.xpath("//div[contains(@class,'nhsuk-error-summary')]//a")
        return [(one.text_content(), one.get("href")) for one in links]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What is ticked or written on this page, by name."""
        found: dict[str, list[str]] = {}
        for one in self.page.xpath("//input[@checked]"):
            found.setdefault(one.get("name"), []).append(one.get("value"))
        for one in self.page.iter("textarea"):
            found[one.get("name")] = [(one.text or "").removeprefix("\n")]
        return found

    def app_static(self, name: str) -> str:
        """Return the address of a file under /static/."""
        return str(self.client.application.jinja_env.globals["static"](name))  # type: ignore[operator]

    def link(self, text: str) -> str:
        """Return where the link that says this leads."""
        return next(one.get("href") for one in self.page.iter("a") if text in one.text_content())

    def _took(self, response: TestResponse, address: str) -> Visitor:
        hops = 0
        while response.status_code in (301, 302, 303, 307, 308):
            assert response.status_code == 303
            check_headers(response)
            address, hops = response.headers["Location"], hops + 1
            assert address.startswith("/"), "a redirect may name no host"
            assert hops < 5
            response = self.client.get(address)
        self.response, self.address = response, address
        self.page = check_page(body(response))
        check_headers(response, scripts=set(self.page.xpath("//script/@src")))
        return self


def body(response: TestResponse) -> str:
    """Return the page, unpacked if it came compressed."""
    packed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.data) if packed else response.data).decode()


def check_headers(response: TestResponse, scripts: Iterable[str] = ()) -> None:
    """Hold an answer to the headers of all answers; only where a page has a script of ours may it load and ask."""
    private = {"Cache-Control": "private, no-store"} if response.request.path.startswith("/api") else {}
    asks = "; connect-src 'self'" if "/static/waiting.js" in scripts else ""
    own = {"Content-Security-Policy": f"{SCRIPTED}{asks}"} if scripts else {}
    for name, value in {**HEADERS, **private, **own}.items():
        assert response.headers.getlist(name) == [value], name


def check_page(source: str) -> HtmlElement:
    """Hold a page to the rules of all pages, and return it as a tree."""
    page = html.document_fromstring(source)
    assert source.startswith("<!DOCTYPE html>")
    assert page.get("lang")
    assert page.findtext(".//title")
    assert len(page.findall(".//h1")) == 1
    assert not [name for name, count in Counter(page.xpath("//@id")).items() if count > 1]
    _check_no_scripts(page)
    _check_forms(page)
    _check_references(page)
    return page


def _check_no_scripts(page: HtmlElement) -> None:
    assert not page.xpath("//style|//iframe|//object|//*[@style]")
    for script in page.iter("script"):
        assert set(script.attrib) == {"src", "defer"}
        assert not (script.text or "").strip()
        assert page.xpath(SCRIPTS[script.get("src")])
    assert not [name for one in page.iter() for name in one.attrib if name.startswith("on")]
    outside = [
        one for one in page.xpath("//@href|//@src|//@action") if "//" in one or ":" in one.split("?")[0]
    ]
    assert not outside


def _check_forms(page: HtmlElement) -> None:
    for form in page.forms:
        assert form.get("action")
        assert form.get("method") == "post"
        (token,) = form.xpath(".//input[@name='csrf_token']/@value")
        assert len(token) in KEYED or form.get("action").startswith("/o/"), "each form has a key of its own"
        assert form.xpath(".//button[not(@aria-hidden)]")
    for field in page.xpath("//input[@type!='hidden']|//textarea|//select"):
        labels = page.xpath(f"//label[@for='{field.get('id')}']")
        assert [one for one in labels if one.text_content().strip()], field.get("id")
    for group in page.iter("fieldset"):
        assert group[0].tag == "legend"
        assert group[0].text_content().strip()


def _check_references(page: HtmlElement) -> None:
    ids = set(page.xpath("//@id"))
    pointed = [one for text in page.xpath("//@aria-describedby|//@for|//@form") for one in text.split()]
    pointed += [one[1:] for one in page.xpath("//@href[starts-with(., '#')]")]
    assert not set(pointed) - ids
