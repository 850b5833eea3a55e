"""One person on the way from the link to the thanks: what is asked for next, and what was answered.

Nothing here touches the network: a journey yields what the browser asks for and is sent what came back.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from benchmarks.answering import forms
from benchmarks.answering.forms import Form

APART = ("areas", "quote")
"""Answers that are kept in another form: as the areas that have a block, and as a mark beside each comment."""
REMARK = "What would help is time to learn, somebody who has done it before, and fewer forms."


class Ask(NamedTuple):
    """One request of a browser."""

    kind: str
    """What it is for: start, view, save, check, send, thanks or file."""
    target: str
    form: bytes | None = None
    """The body of a POST."""


class Got(NamedTuple):
    """What came back."""

    status: int
    location: str
    body: bytes


class Stuck(Exception):
    """A page cannot be gone on from."""


Journey = Generator[Ask, Got, None]


class Person:
    """Somebody who opens a link and answers every question with something that the page offers."""

    def __init__(self, name: str, link: str, files: bool = True) -> None:
        self.name = name
        self.cookies: dict[str, str] = {}
        self.said: dict[str, Any] = {}
        """By field: what was chosen, on pages whose keeping was confirmed."""
        self.written: dict[str, str] = {}
        self.confirmed = False
        """Whether the server has said that the answers have been sent."""
        self.sending = False
        """Whether the answers may have been sent, confirmed or not."""
        self.heard = 0.0
        """When the last answer came, on the monotonic clock."""
        self.confirmed_at = 0.0
        self.link = link
        self._files = files
        self._random = random.Random(name)

    def journey(self) -> Journey:
        """Go all the way; each step is what a browser would ask for."""
        got = yield from self._seen("start", self.link)
        if self._files:
            for address in forms.files(got.body):
                yield Ask("file", address)
        while not self.confirmed:
            got = yield from self._onward(got)

    def kept(self, leads_to: str) -> None:
        """Take note that the server says it has kept a page."""

    def _onward(self, got: Got) -> Generator[Ask, Got, Got]:
        """Fill in the form of a page, send it, and open where it leads."""
        form = forms.onward(got.body)
        if form is None:
            raise Stuck(f"{self.name}: no form leads on from {got.body[:3000]!r}")
        chosen, written = self._chosen(form), self._written(form)
        kind = _purpose(form.fields.action)
        self.sending = self.sending or kind == "send"
        answered = yield Ask(kind, form.fields.action, _body(form, chosen, written))
        if answered.status != 303:
            raise Stuck(f"{self.name}: {answered.status} after {kind} to {form.fields.action}")
        self.said |= chosen
        self.written |= written
        if kind == "send" and urlsplit(answered.location).path.endswith("/done"):
            self.confirmed, self.confirmed_at = True, self.heard
        self.kept(answered.location)
        return (yield from self._seen(_page(answered.location), answered.location))

    def _seen(self, kind: str, target: str) -> Generator[Ask, Got, Got]:
        """Open an address, going wherever it leads."""
        for _ in range(5):
            got = yield Ask(kind, target)
            if got.status not in (301, 302, 303, 307, 308):
                return got
            target = got.location
        raise Stuck(f"{self.name}: sent round in circles at {target}")

    def _chosen(self, form: Form) -> dict[str, Any]:
        radios = {name: self._random.choice(options) for name, options in form.fields.radios.items()}
        boxes = {
            name: sorted(self._random.sample(options, min(2, len(options))))
            for name, options in form.fields.checkboxes.items()
        }
        return radios | boxes

    def _written(self, form: Form) -> dict[str, str]:
        return {name: f"{self.name} {name}: {REMARK}" for name in form.fields.texts}


def expected(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a person's fields stands in the row of answers."""
    return {name: value for name, value in said.items() if name not in APART}


def fingerprint(said: Mapping[str, Any]) -> str:
    """Return one text for a set of answers, the same however it was kept."""
    shown = (
        (name, sorted(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in said.items()
    )
    return repr(sorted(shown))


def _body(form: Form, chosen: Mapping[str, Any], written: Mapping[str, str]) -> bytes:
    pressed = [form.fields.pressed] if form.fields.pressed else []
    return urlencode([*form.hidden, *chosen.items(), *written.items(), *pressed], doseq=True).encode()


def _purpose(action: str) -> str:
    last = urlsplit(action).path.rpartition("/")[2]
    return {"start": "start", "check": "send"}.get(last, "save")


def _page(location: str) -> str:
    last = urlsplit(location).path.rpartition("/")[2]
    return {"": "start", "check": "check", "done": "thanks"}.get(last, "view")
