"""What a browser reads from a page: its form with all fields and hidden values, and the files that it fetches.

The load shares the machine with the server, so a form is parsed once for all people who are shown the same fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

_FORM = re.compile(rb"<form\b[^>]*>.*?</form>", re.S)
_HIDDEN = re.compile(rb'<input\b[^>]*\btype="hidden"[^>]*>')
_NAME = re.compile(rb'\bname="([^"]*)"')
_VALUE = re.compile(rb'\bvalue="([^"]*)"')
_FILE = re.compile(rb'<link\b[^>]*\brel="(?:stylesheet|icon)"[^>]*>')
_HREF = re.compile(rb'\bhref="([^"]*)"')
_ONWARD = ("/start", "/check")
"""How the addresses end to which a form leads on that asks nothing itself."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A form without its hidden values: where it leads and what may be answered."""

    action: str
    id: str
    radios: dict[str, list[str]] = field(default_factory=dict)
    checkboxes: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pressed(self) -> tuple[str, str] | None:
        """The name and value of the button that leads on; None where that button has no name."""
        return self.buttons[0] if self.buttons and all(name for name, _ in self.buttons) else None


@dataclass(frozen=True, slots=True)
class Form:
    """A form as one person was given it."""

    fields: Fields
    hidden: list[tuple[str, str]]


def onward(body: bytes) -> Form | None:
    """Return the form that leads on from a page: its questions, or the one that starts or sends; None without one."""
    found = [_read(text) for text in _FORM.findall(body)]
    asking = [form for form in found if form.fields.id == "answers"]
    leading = [form for form in found if form.fields.action.partition("?")[0].endswith(_ONWARD)]
    return next(iter(asking or leading), None)


def files(body: bytes) -> list[str]:
    """Return the addresses of the stylesheets and icons that a page names."""
    return [unescape(_attribute(_HREF, tag)) for tag in _FILE.findall(body)]


def _read(text: bytes) -> Form:
    hidden = [(unescape(_attribute(_NAME, tag)), _attribute(_VALUE, tag)) for tag in _HIDDEN.findall(text)]
    return Form(_parsed(_HIDDEN.sub(b"", text)), [(name, unescape(value)) for name, value in hidden])


def _attribute(pattern: re.Pattern[bytes], tag: bytes) -> str:
    found = pattern.search(tag)
    return found.group(1).decode() if found else ""


@lru_cache(maxsize=20_000)
def _parsed(text: bytes) -> Fields:
    reader = _Reader()
    reader.feed(text.decode())
    reader.close()
    return reader.fields


class _Reader(HTMLParser):
    """Reads one form."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "on")
        if tag == "form":
            self.fields = Fields(given.get("action", ""), given.get("id", ""))
        elif tag == "button" and given.get("type", "submit") == "submit":
            self.fields.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self.fields.texts.append(name)
        elif tag == "input" and given.get("type") == "radio":
            self.fields.radios.setdefault(name, []).append(value)
        elif tag == "input" and given.get("type") == "checkbox":
            self.fields.checkboxes.setdefault(name, []).append(value)
        elif tag in ("input", "select"):
            raise ValueError(f"A field of a kind that nobody here can fill in: {self.get_starttag_text()}")
