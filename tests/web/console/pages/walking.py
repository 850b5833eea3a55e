"""Somebody who opens everything that can be reached from a page and sends every form blank; what they see is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from flask import template_rendered
from lxml.html import HtmlElement
from werkzeug.exceptions import HTTPException

from tests.web.visitor import Visitor, body

UNSEEN = ("hidden", "submit")
LOOKS = (
    *("class", "role", "type", "lang", "tabindex", "scope", "open", "disabled", "hidden", "checked", "src"),
    *("aria-current", "aria-live"),
)
"""What makes one element look or sound unlike another."""


class Page(NamedTuple):
    """A page as somebody has seen it."""

    who: str
    address: str
    source: str


@dataclass
class Album:
    """Every page that was seen, one of each shape; and which routes have shown what they are there for."""

    pages: dict[object, Page] = field(default_factory=dict)
    routes: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    """Routes that give files, each of which is fetched once."""
    templates: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        template_rendered.connect(self._drawn)

    def keep(self, who: str, visitor: Visitor) -> Visitor:
        """Keep the page that somebody sees."""
        if visitor.status in (200, 422):
            self.routes.add(_route(visitor, visitor.address))
        parts = visitor.page.xpath("//main | //nav[@class='app-back']")
        seen = Page(who, visitor.address, body(visitor.response))
        self.pages.setdefault(tuple(shape(one) for one in parts), seen)
        return visitor

    def walk(self, who: str, visitor: Visitor, *starts: str, within: str = "/console") -> None:
        """Open these pages and all that they lead to at addresses that begin so, and send each form of theirs blank."""
        waiting, known = list(starts), set()
        while waiting:
            address = waiting.pop()
            if address not in known:
                known.add(address)
                found = self._opened(who, visitor, address)
                waiting.extend(one for one in sorted(found, reverse=True) if one.startswith(within))

    def _opened(self, who: str, visitor: Visitor, address: str) -> set[str]:
        """Open a page and return where it leads."""
        route = _route(visitor, address)
        if route in self.files:
            return set()
        response = visitor.client.get(address)
        if response.status_code == 303:
            self.routes.add(route)
            return {response.headers["Location"]}
        if response.mimetype != "text/html":
            response.close()
            self.files.add(route)
            self.routes.add(route)
            return set()
        self.keep(who, visitor._took(response, address))
        found = set(_links(visitor))
        for action, data in list(_blanks(visitor)):
            sent = visitor.client.post(action, data=data)
            if sent.mimetype == "text/html" and sent.status_code != 303:
                self.keep(who, visitor._took(sent, action))
        return found

    def _drawn(self, _app: Any, template: Any, **_given: Any) -> None:
        self.templates.add(template.name)


def _route(visitor: Visitor, address: str) -> str:
    """Return the name of the route that answers there; nothing where there is none that shows anything."""
    adapter = visitor.client.application.url_map.bind("localhost")  # type: ignore[union-attr]
    try:
        return str(adapter.match(urlsplit(address).path, "GET")[0])
    except HTTPException:
        return ""


def shape(element: HtmlElement) -> object:
    """Return how a page is built, without its words; what repeats counts once."""
    looks = tuple((name, element.get(name)) for name in LOOKS if element.get(name) is not None)
    parts: list[object] = []
    for child in element.iterchildren("*"):
        found = shape(child)
        if not parts or parts[-1] != found:
            parts.append(found)
    return element.tag, looks, bool((element.text or "").strip()), tuple(parts)


def _links(visitor: Visitor) -> Iterator[str]:
    for href in visitor.page.xpath("//a/@href"):
        if not href.startswith("#"):
            yield urljoin(visitor.address, href).partition("#")[0]


def _blanks(visitor: Visitor) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each form of this page that asks for something, with nothing filled in."""
    for form in visitor.page.forms:
        fields = [one for one in form.inputs if one.get("name")]
        if any(one.tag in ("textarea", "select") or one.get("type") not in UNSEEN for one in fields):
            kept = [one for one in fields if one.get("type") == "hidden"]
            yield form.action, {one.get("name"): one.get("value", "") for one in kept}
