"""The posters of open links: an A4 page each with a code to scan, in one language or two."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from readiness.errors import ReadinessError
from readiness.reporting import files, pdf, typefaces
from readiness.reporting.documents import qr
from readiness.reporting.words import wording
from readiness.reporting.words.printed import printable
from readiness.reporting.words.wording import Wording

STYLES = ("poster/poster.css",)
SAID = ("poster.scan", "poster.how", "poster.minutes", "poster.until", "poster.happens", "poster.choice")
PROMISES = (
    ("poster.unnamed.head", "poster.unnamed.text"),
    ("poster.groups.head", "poster.groups.text"),
    ("poster.closing.head", "poster.closing.text"),
)
LONG = ((150, "longest"), (64, "longer"), (40, "long"))
"""From so many letters on a headline is set smaller."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a poster says in one language in the survey's own words."""

    language: str
    title: str
    """The questionnaire's title, which is the headline."""


@dataclass(frozen=True, slots=True)
class Poster:
    """All that a poster says."""

    address: str
    """What the code opens, whole, such as https://survey.example.org/l/token."""
    spoken: tuple[Spoken, ...]
    """One language, or two: the first stands first."""
    system: str
    """Who asks."""
    minutes: int
    closes_on: date
    """The last day for answers by this link."""
    threshold: int
    """The fewest people of whom anything is shown."""
    place: str | None = None
    """The name of the place that the link belongs to."""
    organisation: str | None = None
    """The name of the organisation that the link belongs to."""
    simulated: bool = False
    """Whether all of it is made up, for a demonstration."""


def write(poster: Poster, reports: Path, out: Path) -> Path:
    """Write the poster to `out`, whole or not at all; the same poster always gives the same bytes."""
    files.require_place(out)
    return files.write_whole(out, rendered((poster,), reports))


def rendered(posters: Sequence[Poster], reports: Path) -> bytes:
    """Return posters as PDF/UA-1 bytes, a page each; the file's identifier is a digest of what they say."""
    if not (reports / "poster" / "poster.html").exists():
        raise ReadinessError(
            f"{reports} holds no poster.",
            "Point the setting `reports` to a folder that holds poster/ and wording/.",
        )
    typefaces.check()
    html = page(posters, reports)
    return pdf.printed(html, reports, STYLES, hashlib.sha256(html.encode()).digest()[:16])


def page(posters: Sequence[Poster], reports: Path) -> str:
    """Return posters as one HTML page, before it is laid out; every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(reports / "poster"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    sheets = [_sheet(poster, reports) for poster in posters]
    return environment.get_template("poster.html").render(sheets=sheets, tongues=sheets[0]["tongues"])


def _sheet(poster: Poster, reports: Path) -> dict[str, Any]:
    """Return what stands on the page of one poster."""
    # The address goes into the code as it is; only what is printed is made plain.
    plain = replace(printable(poster), address=poster.address)
    return _context(plain, [_tongue(plain, spoken, reports) for spoken in plain.spoken])


def _context(poster: Poster, tongues: Sequence[dict[str, Any]]) -> dict[str, Any]:
    start, slash, token = poster.address.rpartition("/")
    return {
        "tongues": tongues,
        "kicker": poster.organisation or poster.place or poster.system,
        "address": (printable(f"{start.partition('://')[2] or start}{slash}"), printable(token)),
        "code": f"data:image/svg+xml;base64,{base64.b64encode(qr.svg(poster.address)).decode()}",
        "size": _size([tongue["title"] for tongue in tongues]),
    }


def _tongue(poster: Poster, spoken: Spoken, reports: Path) -> dict[str, Any]:
    """Return what the poster says in one language."""
    words = wording.load(reports, spoken.language)
    if words.language != spoken.language:
        raise ReadinessError(
            f"The poster has no words in {spoken.language!r}.",
            f"Translate the part [poster] of {reports / 'wording' / 'en.toml'} into {spoken.language}.toml beside it.",
        )
    return {
        "language": words.language,
        "title": spoken.title,
        "document": words.say("poster.document", title=spoken.title, name=_whom(poster)),
        "description": words.say("poster.description", system=poster.system, day=words.day(poster.closes_on)),
        "asks": _asks(poster, words),
        "number": str(poster.minutes),
        "day": words.day(poster.closes_on),
        "alt": words.say("poster.alt", name=poster.address),
        "simulated": words.say("poster.simulated") if poster.simulated else "",
        "promises": [
            (words.say(head), words.say(text, threshold=str(poster.threshold))) for head, text in PROMISES
        ],
        **{key.rpartition(".")[2]: words.say(key) for key in SAID},
    }


def _asks(poster: Poster, words: Wording) -> str:
    if poster.organisation:
        return words.say("poster.asks.organisation", system=poster.system, name=poster.organisation)
    if poster.place:
        return words.say("poster.asks.place", system=poster.system, name=poster.place)
    return words.say("poster.asks.everyone", system=poster.system)


def _whom(poster: Poster) -> str:
    return poster.organisation or poster.place or poster.system


def _size(titles: Sequence[str]) -> str:
    """Return how large the headline can be; two languages share the room of one."""
    letters = max(map(len, titles)) * (1.4 if len(titles) > 1 else 1)
    return next((name for longest, name in LONG if letters > longest), "short")
