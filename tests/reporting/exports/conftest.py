"""Findings in which no number is like another, and one that hides nothing, for tests of completeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import Any

import pytest

from readiness.baseline.findings import Findings, Share
from readiness.reporting.published import Table, printer_of, published
from readiness.reporting.words.printed import Printer
from tests.reporting.believable import REPORTS

PAYLOADS = (
    *("=1+1", '=HYPERLINK("http://127.0.0.1:9/","x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)"),
    *(
        '="a"&"b"',
        "=IMPORTXML(1)",
        "=WEBSERVICE(1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "  +1",
        "\u00a0=1",
    ),
    *(
        "=+1",
        "=-1",
        "=@1",
        "-@1",
        "+@1",
        "=(1)",
        "={1}",
        "=[x]y!z",
        "=$A$1",
        "=A1:B2",
        "=1/0",
        "=TRUE",
        "=now()",
    ),
    *("＝1+1", "＋1", "－1", "＠x", "-2+3+cmd|' /C calc'!A0", "=DDE(1)", "=EXEC(1)", "=rand()", "+A1", "-A1"),
    *(
        "@A1",
        "=SUM(1)*cmd|' /C calc'!A0",
        '=1;"',
        "=’1",
        "\x00=1+1",
        "\ufeff=1+1",
        "\u200b=1+1",
        "\u202e=1+1",
    ),
)
"""Texts that a spreadsheet might run; all are written by us."""


def distinct(findings: Findings) -> Findings:
    """The same findings with another number everywhere, and no share so near an end that it has no figure."""
    step: Iterator[int] = count()

    def change(found: Any, masked: bool = False) -> Any:
        if isinstance(found, bool) or found is None or isinstance(found, str):
            return found
        if isinstance(found, int):
            return 100_000 + next(step)
        if isinstance(found, float):
            return 10 + next(step) / 1024
        if isinstance(found, tuple):
            return tuple(change(one) for one in found)
        if isinstance(found, Share):
            low, percent, high = sorted(10 + next(step) / 1024 for _ in range(3))
            return Share(percent, low, high, 100_000 + next(step))
        if is_dataclass(found) and not isinstance(found, type):
            return replace(found, **{one.name: change(getattr(found, one.name)) for one in fields(found)})
        return found

    return replace(change(findings), heading=findings.heading)


@pytest.fixture(scope="session")
def printer() -> Printer:
    return Printer(_wording())


def _wording() -> Any:
    from readiness.reporting.words import wording

    return wording.load(REPORTS, "en")


@pytest.fixture
def tables(findings: Findings) -> tuple[Table, ...]:
    return published(findings, printer_of(findings, REPORTS))
