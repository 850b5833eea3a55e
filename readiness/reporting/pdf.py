"""From a filled-in page to PDF/UA bytes, with nothing fetched but our own files."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

from readiness.reporting import stages, typefaces
from readiness.reporting.finishing import LONG_AGO, Attached, finisher

COLLECT_EVERY = 100_000
"""Python's own number is 700; with this one a report takes a fifth less time and a tenth more memory."""
NOTHING: Mapping[str, str] = MappingProxyType({})


def printed(
    html: str,
    reports: Path,
    stylesheets: tuple[str, ...],
    identifier: bytes,
    attached: tuple[Attached, ...] = (),
    described: Mapping[str, str] = NOTHING,
) -> bytes:
    """Lay out a page with the stylesheets of the reports folder; the identifier makes the bytes repeatable.

    `attached` are files to put inside; `described` are properties for programs that read the file's description.
    """
    with _collecting_seldom():
        stages.enter(stages.LAYOUT)
        document = _laid_out(html, reports, stylesheets)
        stages.enter(stages.WRITING)
        made: bytes = document.write_pdf(
            finisher=finisher(attached, described),
            attachments=[_attachment(one) for one in attached] or None,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier,
        )
    return made


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage less often: pages are made of millions of small things that are all still needed."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECT_EVERY, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _laid_out(html: str, reports: Path, stylesheets: tuple[str, ...]) -> Any:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _fetcher(reports), FontConfiguration()
    styles = [CSS(filename=reports / name, url_fetcher=fetcher, font_config=fonts) for name in stylesheets]
    page = HTML(string=html, base_url=f"{reports.resolve().as_uri()}/", url_fetcher=fetcher)
    return page.render(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")


def _attachment(one: Attached) -> Any:
    from weasyprint import Attachment

    return Attachment(
        string=one.data, name=one.name, description=one.description, created=LONG_AGO, modified=LONG_AGO
    )


def allowed(url: str, reports: Path) -> Path | None:
    """Return the file that an address of ours stands for: a font, or a file inside the reports folder."""
    parts = urlsplit(url)
    if parts.scheme == "font":
        return typefaces.faces().get(parts.path)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    path = Path(unquote(parts.path)).resolve()
    return path if path.is_relative_to(reports.resolve()) else None


def _fetcher(reports: Path) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Fetches pictures made here and files of ours; every other address is refused before it is opened."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return what stands at an address of ours."""
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = allowed(url, reports)
            if path is None:
                raise ValueError(f"a report fetches nothing from {url[:200]}")
            return URLFetcherResponse(url, path.read_bytes())

    return OwnFiles(allowed_protocols=("data",))
