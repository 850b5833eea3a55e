"""A page of ours as Typst's source: the same headings, texts and tables, no pictures and no tags."""

from __future__ import annotations

import json
from html.parser import HTMLParser

SCRIPT = """
import sys, time
import typst
text = sys.stdin.read().encode()
typst.compile(text)
least = 9e9
for _ in range(3):
    start = time.process_time()
    data = typst.compile(text)
    least = min(least, time.process_time() - start)
print(f"{least:.2f}")
"""
"""What a Python that has Typst runs: the first run reads the fonts and is not counted."""
HEAD = '#set page(paper: "a4", margin: 20mm)\n#set text(size: 9.6pt)\n#set heading(numbering: none)\n'
LEVELS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3}
SAID = {"p", "li", "th", "td", "div", *LEVELS}


def source(html: str) -> str:
    """Return the page in Typst's language."""
    reader = _Reader()
    reader.feed(html)
    return HEAD + "\n".join(reader.written)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self._text: list[str] = []
        self._rows: list[list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._say("p")
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in SAID and self._rows is None:
            self._say("p")
        if dict(attrs).get("class") == "page":
            self.written.append("#pagebreak(weak: true)")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self._rows:
            self._rows[-1].append(self._taken())
        elif tag == "table" and self._rows is not None:
            self._table(self._rows)
            self._rows = None
        elif tag in SAID and self._rows is None:
            self._say(tag)

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text = []
        return text

    def _say(self, tag: str) -> None:
        text = self._taken()
        if text:
            quoted = json.dumps(text, ensure_ascii=False)
            level = LEVELS.get(tag)
            self.written.append(f"#heading(level: {level}, {quoted})" if level else f"#par({quoted})")

    def _table(self, rows: list[list[str]]) -> None:
        width = max((len(row) for row in rows), default=0)
        if not width:
            return
        cells = [cell for row in rows for cell in (*row, *[""] * (width - len(row)))]
        quoted = ", ".join(f"text({json.dumps(cell, ensure_ascii=False)})" for cell in cells)
        self.written.append(f"#block(breakable: false, table(columns: {width}, stroke: 0.2pt, {quoted}))")
