"""Slides to present the findings with: one message a slide, a picture or a table, and notes for the one who speaks.

Titles are the sentences of the findings. Notes say how to read what is shown, how sure it is and what is not shown.
The same findings give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from readiness.baseline.findings import Findings
from readiness.reporting.exports import figures, palette, slides
from readiness.reporting.exports.slides import MAIN, WHOLE, Box
from readiness.reporting.exports.zips import rewritten
from readiness.reporting.pictures.figures import styled
from readiness.reporting.published import Table, legible, published
from readiness.reporting.published.showing import shown
from readiness.reporting.words import headlines, sentences, steps
from readiness.reporting.words.printed import TARGET, Printer

DPI = 220
ROWS = 11
"""Areas on one slide."""
WIDE = Box(WHOLE.left, WHOLE.top, 9.3, WHOLE.height)
"""Room of a picture of many columns."""
GROUPS, GAPS = 12, 9
"""Rows of a table that can be read from the last row of seats."""


@dataclass
class Deck:
    """A deck that is being made, and all that its slides are made from."""

    file: Any
    findings: Findings
    tables: dict[str, Table]
    printer: Printer
    style: Path
    source: str

    def say(self, key: str, **values: str) -> str:
        """Return a text of the report's words."""
        return self.printer.wording.say(key, **values)

    def slide(self, title: str, notes: Sequence[str]) -> Any:
        """Add a slide with its foot and its notes; what is never shown is said in every note."""
        on = slides.slide(self.file, title)
        slides.foot(on, self.source, len(self.file.slides))
        hidden = f"{self.say('export.deck.hidden')} {self.hidden()} {self.say('export.read.masked')}"
        said = [*(note for note in notes if note), hidden]
        on.notes_slide.notes_text_frame.text = "\n\n".join(said)
        return on

    def hidden(self) -> str:
        """Say what stands in place of a figure, and why."""
        threshold = str(self.findings.heading.threshold)
        return self.say("export.read.hidden", threshold=threshold, name=self.printer.none)


def deck(findings: Findings, printer: Printer, style: Path) -> bytes:
    """Return the deck's bytes."""
    found = legible(findings)
    tables = {table.id: table for table in published(findings, printer)}
    made = Deck(slides.deck(), found, tables, printer, style, figures.source_of(findings, printer))
    _title(made)
    _ready(made)
    _who(made)
    pictures = list(figures.pictures(findings, printer, ROWS))
    kinds = [_kind(picture) for picture in pictures]
    for i, picture in enumerate(pictures):
        of = kinds[i]
        _picture(made, picture, kinds[:i].count(of) + 1, kinds.count(of))
    _role_gaps(made)
    _first(made)
    _method(made)
    return _written(made)


def _written(made: Deck) -> bytes:
    heading = made.findings.heading
    day = datetime.combine(heading.closed or heading.opened or date(heading.year, 1, 1), time())
    about = made.file.core_properties
    about.title, about.author, about.last_modified_by = made.source[:255], heading.system[:255], ""
    about.subject = made.say("export.deck.kind")
    about.language = made.printer.wording.language
    about.created = about.modified = about.last_printed = day
    about.revision, about.comments = 1, ""
    written = io.BytesIO()
    made.file.save(written)
    return rewritten(written.getvalue())


# ------------------------------------------------------------------------------------------- first and second


def _title(made: Deck) -> None:
    """Say what the deck is about, who answered and when."""
    heading, printer = made.findings.heading, made.printer
    on = slides.slide(made.file, printer.short(heading.title, 90), slides.TITLE_SLIDE)
    slides.dark(on)
    slides.place(on.shapes.title, Box(1.0, 1.5, 11.3, 1.6), palette.PAPER, 40)
    asked = dict.fromkeys(day for day in (heading.opened, heading.closed) if day)
    days = " – ".join(map(printer.wording.day, asked))
    lines = [
        f"{printer.short(heading.system, 90)}, {heading.year}",
        headlines.who(made.findings, printer),
        days,
    ]
    if heading.simulated:
        lines.append(made.say("simulated.cover"))
    slides.fill(
        on.placeholders[1], Box(1.0, 3.3, 11.3, 2.4), [line for line in lines if line], palette.SHADES[6], 22
    )
    on.notes_slide.notes_text_frame.text = "\n\n".join(
        [
            made.say("export.deck.opening"),
            *([_simulated(made)] if heading.simulated else []),
        ]
    )


def _simulated(made: Deck) -> str:
    """Say that no person answered, and what follows from that."""
    return f"{made.say('simulated.cover')} {' '.join(made.say('simulated.explained').split())}"


def _ready(made: Deck) -> None:
    """Answer how ready the system is: one large figure and the sentences beside it."""
    found, printer = made.findings, made.printer
    title = (
        made.say("export.deck.ready", score=printer.score(found.general))
        if found.general
        else made.say("ready.hidden").rstrip(".")
    )
    on = made.slide(title, [_read(made, made.say("export.deck.read_ready")), _sure(made)])
    told = sentences.ready(found, printer)[0 if found.general else 1 :]
    if found.general:
        slides.say(on, Box(0.6, 2.2, 3.6, 1.9), [printer.score(found.general)], 115, palette.ACCENT)
        label = [
            made.say("summary.score_label"),
            f"{made.say('label.interval')}: {printer.interval(found.general)}",
        ]
        slides.say(on, Box(0.7, 4.3, 3.4, 1.2), label, 15, palette.MUTED)
    box = Box(4.6, 2.3, 8.1, 4.4)
    slides.say(on, box, told, slides.fitting(told, box, 20))


def _read(made: Deck, text: str) -> str:
    return f"{made.say('export.deck.how_to_read')} {text}"


def _sure(made: Deck, text: str = "") -> str:
    return f"{made.say('export.deck.how_sure')} {text or made.say('export.read.interval')}"


def _who(made: Deck) -> None:
    """Show how many of each role and place answered."""
    groups = made.tables["groups"]
    rows = [row for row in groups.rows if row[0] in ("role", "place")][:GROUPS]
    at = [column.id for column in groups.columns].index("people")
    if all(row[at] is None for row in rows):
        return
    threshold = str(made.findings.heading.threshold)
    notes = [_read(made, made.say("explain.who", threshold=threshold))]
    on = made.slide(headlines.who(made.findings, made.printer), notes)
    _table(made, on, Table(**_kept(groups, rows)), ("group", "people", "headcount", "rate"), (5, 2, 2, 2))


def _kept(table: Table, rows: Sequence[Any]) -> dict[str, Any]:
    """Return the table with only these rows, as what a table is made of."""
    return {name: getattr(table, name) for name in Table.__dataclass_fields__} | {"rows": tuple(rows)}


def _table(made: Deck, on: Any, table: Table, ids: Sequence[str], widths: Sequence[float]) -> None:
    """Show some columns of a published table as a native table."""
    at = [next(i for i, column in enumerate(table.columns) if column.id == name) for name in ids]
    short: Callable[[str], str] = lambda text: made.printer.short(text, 44)  # noqa: E731
    head = [table.columns[i].name for i in at]
    body = [[short(shown(table.columns[i], row[i], made.printer)) for i in at] for row in table.rows]
    slides.table(on, WHOLE, [head, *body], widths, table.finding)


# ---------------------------------------------------------------------------------------------------- pictures


def _kind(picture: figures.Picture) -> str:
    return picture.id.rstrip("-0123456789")


def _picture(made: Deck, picture: figures.Picture, number: int, total: int) -> None:
    """Show a picture, beside it what it says in words; no two slides have one title."""
    with styled(made.style):
        drawn = picture.draw()
        image = figures.png(drawn, picture, DPI)
        inches = tuple(side + 2 * figures.MARGIN for side in drawn.get_size_inches())
    kind = _kind(picture)
    read, beside = _about(made, kind)
    table = made.tables[picture.table].title
    notes = [_read(made, read), _sure(made), made.say("export.deck.figures_in", name=table)]
    names = {"title": picture.title, "number": str(number), "total": str(total)}
    on = made.slide(picture.title if total == 1 else made.say("export.continued", **names), notes)
    room = WIDE if kind == "heat-map" else MAIN
    taken = slides.picture(on, room, image, (inches[0], inches[1]), picture.words)
    left = max(taken.left + taken.width + 0.35, MAIN.left + MAIN.width + 0.35)
    box = Box(left, MAIN.top, WHOLE.left + WHOLE.width - left, MAIN.height)
    # What the first of several slides has said need not be read again: of the others only how to read them.
    told = beside if number == 1 else [read]
    slides.say(on, box, told, slides.fitting(told, box))


def _about(made: Deck, kind: str) -> tuple[str, list[str]]:
    """Return how to read a kind of picture, and what stands beside it."""
    found, printer = made.findings, made.printer
    target = printer.number(TARGET)
    if kind == "need":
        return made.say("explain.need"), list(sentences.need(found, printer))
    if kind == "importance":
        return made.say("explain.importance", target=target), [made.say("explain.importance", target=target)]
    if kind == "heat-map":
        told = headlines.heat_map_explained(found, printer)
        return told, [told]
    if kind == "dimensions":
        beside = [sentences.extremes(found, printer), made.say("explain.system", target=target)]
        return made.say("explain.system", target=target), [one for one in beside if one]
    return made.say("explain.barriers"), [
        *sentences.barriers(found.barriers, printer),
        made.say("explain.barriers"),
    ]


# -------------------------------------------------------------------------------------------------- the last ones


def _role_gaps(made: Deck) -> None:
    """Show the widest differences between roles, if any is beyond chance."""
    gaps = made.tables["role_gaps"]
    if not gaps.rows:
        return
    at = [column.id for column in gaps.columns].index("difference")
    widest = sorted(gaps.rows, key=lambda row: -abs(float(str(row[at]))))[:GAPS]
    on = made.slide(
        headlines.roles(made.findings, made.printer),
        [_read(made, made.say("explain.roles")), _sure(made, " ".join(gaps.notes))],
    )
    ids = ("dimension", "lower_role", "higher_role", "difference", "difference_low", "difference_high")
    _table(made, on, Table(**_kept(gaps, widest)), ids, (4, 3, 3, 1.6, 1.6, 1.6))


def _first(made: Deck) -> None:
    """Say what to do first."""
    told = [f"{i}.  {step}" for i, step in enumerate(steps.first(made.findings, made.printer), 1)]
    on = made.slide(made.say("question.first"), [made.say("export.deck.first")])
    slides.say(on, WHOLE, told, slides.fitting(told, WHOLE, 20))


def _method(made: Deck) -> None:
    """Say how the figures were made, what is not shown and how to cite them."""
    heading = made.findings.heading
    names = {
        "system": heading.system,
        "title": heading.title,
        "year": str(heading.year),
        "name": heading.code,
    }
    told = [
        made.say(
            "export.deck.made",
            name=f"{heading.instrument} {heading.version}",
            threshold=str(heading.threshold),
        ),
        made.hidden(),
        made.say("export.read.interval"),
        f"{made.say('export.cite_label')}: {made.say('export.cite', **names)}",
        f"{made.say('made.data_digest')}: {heading.data_digest}",
    ]
    if heading.simulated:
        told.insert(0, _simulated(made))
    on = made.slide(made.say("export.deck.method"), [made.say("made.reading")])
    slides.say(on, WHOLE, told, slides.fitting(told, WHOLE, 18))
