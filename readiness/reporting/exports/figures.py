"""The main pictures as SVG and PNG, each with the sentence that says what it shows and with words in place of it."""

from __future__ import annotations

import io
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness.baseline.findings import AreaFinding, Findings
from readiness.reporting import tables
from readiness.reporting.exports import drawn, palette
from readiness.reporting.pictures import figures as statistical
from readiness.reporting.pictures import spoken
from readiness.reporting.words import headlines
from readiness.reporting.words.printed import Printer, printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300
LINE = 4.6 / 25.4
"""Height of a line above a picture that stands alone, in inches."""
MARGIN = 4 / 25.4
"""White around a picture, in inches."""


@dataclass(frozen=True)
class Picture:
    """One picture, before it is drawn."""

    id: str
    table: str
    """The published table that holds its figures."""
    title: str
    """The sentence that says what it shows."""
    words: str
    """What is read aloud in place of it."""
    draw: Callable[[], Figure]


def pictures(findings: Findings, printer: Printer, rows: int = 60) -> Iterator[Picture]:
    """Return each picture that has something to show; lists longer than so many rows become several pictures."""
    found = printable(findings)
    yield from _dimensions(found, printer)
    yield from _heat(found, printer, rows)
    yield from _needs(found, printer, rows)
    yield from _importance(found, printer)
    yield from _barriers(found, printer)


def _cut(name: str, parts: list[list[AreaFinding]]) -> Iterator[tuple[str, list[AreaFinding]]]:
    """Name the parts of a picture: by the picture alone where there is one, or else with a number."""
    for i, part in enumerate(parts, 1):
        yield name if len(parts) == 1 else f"{name}-{i}", part


def _needs(found: Findings, printer: Printer, rows: int) -> Iterator[Picture]:
    shown = [one for one in found.areas if one.readiness]
    shown.sort(key=lambda one: one.readiness.value if one.readiness else 0)
    for name, part in _cut("need", tables.kept_together(shown, lambda _: "", 1, rows)):
        yield Picture(
            name,
            "areas",
            headlines.need(found, printer),
            spoken.need(part, printer),
            lambda part=part: statistical.areas_drawn(part, shown, printer),  # type: ignore[misc]
        )


def _importance(found: Findings, printer: Printer) -> Iterator[Picture]:
    shown = [one for one in found.areas if one.readiness and one.importance]
    if len(shown) < 2:
        return
    words = spoken.importance(shown, printer)
    title = headlines.importance(found, printer)
    yield Picture("importance", "areas", title, words, lambda: statistical.importance_drawn(shown, printer))


def _heat(found: Findings, printer: Printer, rows: int) -> Iterator[Picture]:
    areas = [one for one in found.areas if any(cell.mean or cell.divided for _, cell in one.dimensions)]
    columns = [*(one.name for one in found.dimensions), printer.wording.say("label.general")]
    for name, part in _cut("heat-map", tables.kept_together(areas, lambda _: "", 1, rows)):
        lines = [tables.heat_row(one.name, one.dimensions, one.general, found, printer) for one in part]
        lines.append(tables.system_heat(found, printer))
        yield Picture(
            name,
            "area_heat",
            headlines.heat_map(found, printer),
            _heat_words(part, found, printer),
            lambda lines=lines: drawn.heat(columns, lines, printer),  # type: ignore[misc]
        )


def _heat_words(areas: list[AreaFinding], found: Findings, printer: Printer) -> str:
    """Say which cells of the heat map are at its ends."""
    names = {one.id: one.name for one in found.dimensions}
    cells = sorted(
        (
            (cell.mean.value, names.get(key, key), area.name)
            for area in areas
            for key, cell in area.dimensions
            if cell.mean and not cell.divided
        ),
        key=lambda cell: cell[0],
    )
    say = printer.wording.say
    if not cells:
        return say("alt.heat_none", count=str(len(areas)))
    low, high = (
        say("alt.heat_cell", dimension=name, area=printer.short(area), score=printer.number(value))
        for value, name, area in (cells[0], cells[-1])
    )
    return say("alt.heat", count=str(len(areas)), low=low, high=high)


def _dimensions(found: Findings, printer: Printer) -> Iterator[Picture]:
    if not any(one.cell.mean for one in found.dimensions):
        return
    say = printer.wording.say
    told = " ".join(
        say(
            "alt.dimension",
            dimension=one.name,
            score=printer.score(one.cell.mean),
            interval=printer.interval(one.cell.mean),
        )
        for one in found.dimensions
    )
    words = say("alt.dimensions", count=str(len(found.dimensions)), dimensions=told)
    title = headlines.system(found, printer)
    yield Picture(
        "dimensions", "dimensions", title, words, lambda: drawn.dimensions(found.dimensions, printer)
    )


def _barriers(found: Findings, printer: Printer) -> Iterator[Picture]:
    if not any(one.share for one in found.barriers):
        return
    say = printer.wording.say
    told = " ".join(
        say("alt.barrier", barrier=printer.short(one.name), share=printer.share(one.share))
        for one in found.barriers
    )
    words = say("alt.barriers", count=str(len(found.barriers)), barriers=told)
    title = headlines.barriers(found, printer)
    yield Picture("barriers", "barriers", title, words, lambda: drawn.barriers(found.barriers, printer))


# ----------------------------------------------------------------------------------------- written to files


def files(findings: Findings, printer: Printer, style: Path) -> dict[str, bytes]:
    """Return every picture as SVG and PNG, with a list of what each shows, for people and for programs."""
    source = source_of(findings, printer)
    made: dict[str, bytes] = {}
    told = list(pictures(findings, printer))
    for picture in told:
        with statistical.styled(style):
            figure = standing_alone(picture, source)
            made[f"{picture.id}.svg"] = svg(figure, picture)
            made[f"{picture.id}.png"] = png(figure, picture)
    made["README.txt"] = _readme(told, source, printer).encode()
    made["figures.json"] = _manifest(told, source)
    return made


def source_of(findings: Findings, printer: Printer) -> str:
    """Return what a picture that stands alone says of where it comes from."""
    heading = printable(findings.heading)
    which = "_simulated" if heading.simulated else ""
    return printer.wording.say(
        f"document.title{which}",
        title=printer.short(heading.title),
        system=printer.short(heading.system),
        year=str(heading.year),
    )


def standing_alone(picture: Picture, source: str) -> Figure:
    """Draw a picture with its sentence and its source above it: room is added on top, so nothing inside moves."""
    figure = picture.draw()
    title = textwrap.wrap(picture.title, 92)
    width, height = figure.get_size_inches()
    above = LINE * (len(title) + 1) + 2 / 25.4
    places = [(axes, axes.get_position()) for axes in figure.axes]
    figure.set_size_inches(width, height + above)
    share = height / (height + above)
    for axes, at in places:
        axes.set_position((at.x0, at.y0 * share, at.width, at.height * share))
    look: dict[str, Any] = {"ha": "left", "va": "top", "parse_math": False}
    figure.text(0, 1, "\n".join(title), fontsize=10.5, color=palette.ACCENT, **look, **drawn.strong())
    figure.text(
        0, 1 - LINE * len(title) / (height + above), source, fontsize=7.5, color=palette.MUTED, **look
    )
    return figure


def svg(figure: Figure, picture: Picture) -> bytes:
    """Return a drawn picture as SVG that a screen reader announces by its title and its words."""
    written = io.StringIO()
    details = {"Title": picture.title, "Description": picture.words, "Date": None, "Creator": None}
    figure.savefig(written, format="svg", metadata=details, **_paper(figure))
    title, words = (escape(text, quote=False) for text in (picture.title, picture.words))
    said = (
        f'role="img" aria-labelledby="title words">\n'
        f' <title id="title">{title}</title>\n <desc id="words">{words}</desc>'
    )
    text = re.sub(r"\n <title>.*?</title>", "", written.getvalue(), count=1, flags=re.DOTALL)
    return re.sub(r"(<svg [^>]*)>", lambda found: f"{found[1]} {said}", text, count=1).encode()


def png(figure: Figure, picture: Picture, dpi: int = DPI) -> bytes:
    """Return a drawn picture as PNG with its title and its words inside."""
    written = io.BytesIO()
    details = {"Title": picture.title, "Description": picture.words, "Software": None}
    figure.savefig(written, format="png", dpi=dpi, metadata=details, **_paper(figure))
    return written.getvalue()


def _paper(figure: Figure) -> dict[str, Any]:
    """Return the sheet that a picture is laid on: white, with a margin on every side."""
    from matplotlib.transforms import Bbox

    width, height = figure.get_size_inches()
    sheet = Bbox(((-MARGIN, -MARGIN), (width + MARGIN, height + MARGIN)))
    return {"bbox_inches": sheet, "facecolor": palette.PAPER}


def _readme(told: list[Picture], source: str, printer: Printer) -> str:
    say = printer.wording.say
    lines = [source, ""]
    if not told:
        lines.append(say("export.no_figures"))
    for picture in told:
        lines += [f"{picture.id}.svg, {picture.id}.png", f"    {picture.title}", *_folded(picture.words), ""]
    return "\n".join(lines).rstrip() + "\n"


def _folded(words: str) -> list[str]:
    return textwrap.wrap(words, 100, initial_indent="    ", subsequent_indent="    ")


def _manifest(told: list[Picture], source: str) -> bytes:
    shape = [
        {
            "id": one.id,
            "files": [f"{one.id}.svg", f"{one.id}.png"],
            "title": one.title,
            "description": one.words,
            "table": one.table,
        }
        for one in told
    ]
    return (json.dumps({"source": source, "figures": shape}, ensure_ascii=False, indent=2) + "\n").encode()
