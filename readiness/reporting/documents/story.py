"""The story on one page: the message, three figures with their questions, and what to do first."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from readiness.baseline.findings import Findings
from readiness.reporting.words import answers, message, sentences
from readiness.reporting.words.printed import Printer

Page = dict[str, Any]
ON_A_WALL = 3
"""Steps that are still read on a wall."""
BLOCK, LEAST, STEPS = 17, 32, 24
"""Millimetres of a page around the texts of a question, of the least that a question takes, and around all steps."""
OPENING, TEXT, STEP = (62, 5.6), (80, 5.0), (96, 6.4)
"""Letters on a line, and millimetres of a line, of the first text of a question, of the others and of a step."""
SPACINGS = ((248, ""), (285, "near"))
"""Up to how many millimetres the page is set in which spacing; one of more is set closest."""


def story(findings: Findings, printer: Printer) -> Page:
    """Return the message, the questions with their large figures, and the first steps.

    What was not asked is no question: there is a block only for what was.
    """
    found = answers.summary(findings, printer)
    blocks = [
        _ready(findings, found.ready, printer),
        *([_need(findings, found.need, printer)] if findings.areas else []),
        *([_barriers(findings, found.barriers, printer)] if findings.barriers else []),
        *([_roles(findings, printer)] if findings.role_gaps and not findings.barriers else []),
    ]
    return {
        "message": message.message(findings, printer),
        "spacing": _spacing([block["texts"] for block in blocks], found.first),
        "blocks": blocks,
        "first": {
            "question": printer.wording.say("question.first"),
            "texts": found.first,
            "wall": found.first[:ON_A_WALL],
        },
    }


def _spacing(answered: Sequence[Sequence[str]], steps: Sequence[str]) -> str:
    """Return how closely the answers are set, so that they stand on one page."""
    height = STEPS + sum(_height([text], STEP) for text in steps)
    for first, *rest in answered:
        height += max(LEAST, BLOCK + _height([first], OPENING) + _height(rest, TEXT))
    return next((name for most, name in SPACINGS if height <= most), "near nearest")


def _height(texts: Sequence[str], line: tuple[int, float]) -> float:
    """Return about how many millimetres texts take, one behind the other."""
    letters, height = line
    return len(wrap(" ".join(texts), letters)) * height


def _ready(findings: Findings, texts: Sequence[str], printer: Printer) -> Page:
    figure = printer.score(findings.general) if findings.general else ""
    interval = printer.interval(findings.general)
    return _block("ready", figure, printer.wording.say("summary.score_label"), texts, printer, interval)


def _need(findings: Findings, texts: Sequence[str], printer: Printer) -> Page:
    count, total = len(sentences.of_tier(findings, "clear", "likely")), sentences.ranked(findings)
    say = printer.wording.say
    label = say("summary.stand_out_none")
    shown = any(area.readiness for area in findings.areas)
    why = say("summary.no_order" if shown else "summary.nothing_shown")
    if count:
        key = "summary.stand_out" if total == len(findings.areas) else "summary.stand_out_shown"
        label = printer.wording.say(f"{key}_{'one' if count == 1 else 'many'}", total=str(total))
    told = max(1, sum(bool(sentences.of_tier(findings, tier)) for tier in ("clear", "likely")))
    return _block("need", str(count) if total else "", label, texts, printer, told=told, why=why)


def _barriers(findings: Findings, texts: Sequence[str], printer: Printer) -> Page:
    top, _ = sentences.top_barriers(findings.barriers)
    figure = printer.share(top[0].share) if top else ""
    interval = printer.share_interval(top[0].share) if top else ""
    return _block("barriers", figure, printer.wording.say("summary.barrier_label"), texts, printer, interval)


def _roles(findings: Findings, printer: Printer) -> Page:
    """Return where roles differ most, where nobody was asked what holds people back."""
    widest = max(findings.role_gaps, key=lambda gap: abs(gap.difference))
    figure, label = printer.number(abs(widest.difference)), printer.wording.say("summary.role_label")
    texts, interval = [sentences.role_gap(findings, printer)], printer.size(widest.low, widest.high)
    return _block("roles", figure, label, texts, printer, interval)


def _block(
    key: str,
    figure: str,
    label: str,
    texts: Sequence[str],
    printer: Printer,
    interval: str = "",
    told: int = 1,
    why: str = "",
) -> Page:
    return {
        "key": key,
        "question": printer.wording.say(f"question.{key}"),
        "figure": figure or "–",
        "empty": not figure,
        "label": label if figure else why or printer.wording.say("summary.nothing_shown"),
        "interval": interval if figure else "",
        "texts": texts,
        "wall": " ".join(texts[:told]),
    }
