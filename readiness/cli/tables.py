"""Plain text with tables, as a terminal shows it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

LONGEST = 48
"""A longer name is cut."""


class Page:
    """What is printed, line by line and table by table, without colours."""

    def __init__(self, width: int) -> None:
        from rich.console import Console

        self._written = io.StringIO()
        self._console = Console(
            file=self._written,
            width=width,
            color_system=None,
            force_terminal=False,
            highlight=False,
            emoji=False,
        )

    def add(self, part: str | Table, apart: bool = False) -> None:
        """Add a table or a text, after an empty line where it stands apart; a text is never read as markup."""
        if apart:
            self._console.print()
        self._console.print(part, markup=False)

    def point(self, sentence: str) -> None:
        """Add a sentence as one of a list."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        listed = Table.grid(padding=(0, 1))
        listed.add_row("-", Text(sentence))
        self._console.print(Padding(listed, (0, 0, 0, 2)))

    def text(self) -> str:
        """Return all that was added."""
        return "\n".join(line.rstrip() for line in self._written.getvalue().splitlines()) + "\n"


def empty(title: str, heads: tuple[str, ...], longest: int = LONGEST) -> Table:
    """Return a table without rows: the first column for names, the others for figures."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, title_style="")
    for head in heads:
        first = head == heads[0]
        table.add_column(head, justify="left" if first else "right", min_width=longest if first else 9)
    return table


def row(table: Table, *texts: str) -> None:
    """Add a row; names come from outside and are never read as markup."""
    from rich.text import Text

    table.add_row(*map(Text, texts))


def short(name: str, longest: int = LONGEST) -> str:
    """Return a name as long as its column is."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
