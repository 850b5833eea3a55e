"""What is read aloud in place of a picture of clinical areas: every figure that it draws."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.baseline.findings import AreaFinding
from readiness.reporting.words.printed import Printer


def need(shown: Sequence[AreaFinding], printer: Printer) -> str:
    """Say each area's readiness with its interval."""
    say = printer.wording.say
    named = " ".join(
        say(
            "alt.need_area",
            area=printer.short(one.name),
            score=printer.score(one.readiness),
            interval=printer.interval(one.readiness),
        )
        for one in shown
    )
    return say("alt.need", count=str(len(shown)), areas=named)


def importance(shown: Sequence[AreaFinding], printer: Printer) -> str:
    """Say each area's readiness and how much change in it matters to people."""
    say = printer.wording.say
    named = " ".join(
        say(
            "alt.importance_area",
            area=printer.short(one.name),
            score=printer.score(one.readiness),
            importance=printer.score(one.importance, 1),
        )
        for one in shown
    )
    return say("alt.importance", count=str(len(shown)), areas=named)
