"""From a filled-in page to PDF/UA bytes, with nothing fetched but our own files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from readiness.reporting import typefaces


def printed(html: str, reports: Path, stylesheets: tuple[str, ...], identifier: bytes) -> bytes:
    """Lay out a page with the stylesheets of the reports folder; the identifier makes the bytes repeatable."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _fetcher(reports), FontConfiguration()
    styles = [CSS(filename=reports / name, url_fetcher=fetcher, font_config=fonts) for name in stylesheets]
    page = HTML(string=html, base_url=f"{reports.resolve().as_uri()}/", url_fetcher=fetcher)
    made: bytes = page.write_pdf(
        stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
    )
    return made


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
