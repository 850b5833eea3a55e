"""How long documents take, in processor seconds: figures, layout and writing; beside them the page maker alone.

`python -m benchmarks.reports.speed [SYSTEMS] [TYPST]` makes every document of a system of 10,000 people and 20
clinical areas, then the baseline reports of so many systems (42) in a row in one process; `-42` makes the row alone.
The page maker alone lays out the same pages with all pictures taken out. TYPST is a Python that has the package
`typst`; with it the same headings, texts and tables are set by Typst, as a floor. Wall time says nothing on a busy
machine and is not taken.
"""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pikepdf

from benchmarks.findings import LOCAL, wave
from benchmarks.reports.typst_floor import SCRIPT, source
from readiness import config
from readiness.baseline.door import SEED, findings
from readiness.baseline.findings import Findings, Heading
from readiness.baseline.subject import subject
from readiness.instrument.load import load_version
from readiness.records.assessments import Headcounts
from readiness.reporting import kinds, pdf, stages

REPORTS = config.load().reports
PEOPLE = Headcounts({"gp": 10_000, "clinician": 10_000, "manager": 10_000})
RUNS = 2
DIFFERENT = 6
"""So many made-up systems take turns in the row."""
Run = TypeVar("Run")
PICTURES = re.compile(r"<img[^>]*>|<svg.*?</svg>|style=\"[^\"]*url\([^\"]*\"", re.DOTALL)


@dataclass
class Clock:
    """Processor seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = "figures"
    _at: float = field(default_factory=time.process_time)

    def __call__(self, stage: str) -> None:
        """Begin a stage."""
        now = time.process_time()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0) + now - self._at
        self._stage, self._at = stage, now

    @property
    def total(self) -> float:
        """All stages together."""
        return sum(self.seconds.values())


@dataclass
class Sheet:
    """A filled-in page and its stylesheets."""

    html: str = ""
    styles: tuple[str, ...] = ()


def system(seed: int, people: int, title: str = "Readiness") -> Findings:
    """Return the findings of a made-up system."""
    instrument = load_version(config.load().surveys, "innovation-readiness", "2026.1")
    code = f"system-{seed}"
    heading = Heading(
        code, title, f"System {seed}", 2026, None, None, instrument.id, "2026.1", "", "en", True, 11, "0", "", SEED
    )  # fmt: skip
    return findings(subject(instrument, LOCAL, wave(instrument, people, seed), PEOPLE, 11), heading, 30_000)


def made(found: Findings, kind: str, options: dict[str, str]) -> tuple[bytes, Clock, Sheet]:
    """Make a document; return its bytes, its processor seconds, and what was laid out."""
    clock, laid_out = Clock(), Sheet()
    inner = pdf._laid_out

    def listening(html: str, reports: Path, styles: tuple[str, ...]) -> object:
        laid_out.html, laid_out.styles = html, styles
        return inner(html, reports, styles)

    pdf._laid_out = listening
    try:
        with stages.heard(clock):
            data = kinds.make(found, REPORTS, kind, options)
    finally:
        pdf._laid_out = inner
    clock("over")
    return data, clock, laid_out


def alone(sheet: Sheet) -> tuple[int, float]:
    """Lay out a page without its pictures by the page maker alone; return pages and processor seconds."""
    bare = PICTURES.sub("", sheet.html)
    start = time.process_time()
    data = pdf._laid_out(bare, REPORTS, sheet.styles).write_pdf(pdf_variant="pdf/ua-1")
    return pages(data), time.process_time() - start


def pages(data: bytes) -> int:
    """Count the pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def least(runs: list[Run], of: Callable[[Run], float]) -> Run:
    """Return the run that took least."""
    return min(runs, key=of)


def memory() -> float:
    """Return how much memory this process has now, in MiB."""
    held = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return held * resource.getpagesize() / 2**20


def documents(found: Findings, typst: str) -> None:
    """Print a row for every kind of PDF, and what all areas take together."""
    print("document   pages  figures  layout  writing    all  no pictures: pages  s   ratio   Typst s")
    for kind in [kind for kind in kinds.KINDS.values() if kind.suffix == "pdf"]:
        areas = [{"area": area.id} for area in found.areas] if kind.of_area else [{}]
        made(found, kind.id, areas[0])
        data, clock, sheet = least(
            [made(found, kind.id, areas[0]) for _ in range(RUNS)], lambda run: run[1].total
        )
        bare, seconds = least([alone(sheet) for _ in range(RUNS)], lambda run: run[1])
        stage = [clock.seconds.get(name, 0) for name in ("figures", "layout", "writing")]
        bare, seconds = min((alone(sheet) for _ in range(3)), key=lambda run: run[1])
        print(
            f"{kind.id:<9}  {pages(data):5}  {stage[0]:7.2f}  {stage[1]:6.2f}  {stage[2]:7.2f}  {clock.total:5.2f}"
            f"  {bare:18}  {seconds:4.2f}  {clock.total / seconds:5.2f}  {_typst(sheet.html, typst)}",
            flush=True,
        )
        if kind.of_area:
            start = time.process_time()
            for one in areas:
                made(found, kind.id, one)
            print(f"           all {len(areas)} areas: {time.process_time() - start:.1f} s of processor time")


def _typst(html: str, typst: str) -> str:
    """Return the processor seconds that Typst takes for the same texts and tables."""
    if not typst:
        return "      -"
    done = subprocess.run(
        [typst, "-c", SCRIPT], input=source(html), capture_output=True, text=True, check=True
    )
    return f"{done.stdout.strip():>7}"


def in_a_row(systems: int) -> None:
    """Make the baseline report of one system after the other in one process, and look at its memory."""
    print(f"\n{systems} systems of 2,000 people in a row, one process: report s, memory MiB afterwards")
    different = [system(seed, 2_000) for seed in range(min(DIFFERENT, systems))]
    times = []
    for number in range(1, systems + 1):
        times.append(made(different[number % len(different)], "baseline", {})[1].total)
        if number % DIFFERENT == 0 or number in (1, systems):
            print(f"{number:4}  {times[-1]:6.2f}  {memory():6.0f}", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"in all {sum(times):.0f} s; most memory {most:.0f} MiB")


def main(systems: int, typst: str) -> None:
    """Print all of it."""
    if systems < 0:
        in_a_row(-systems)
        return
    start = time.process_time()
    found = system(0, 10_000)
    print(f"findings of 10,000 people in {len(found.areas)} areas: {time.process_time() - start:.2f} s\n")
    documents(found, typst)
    if systems:
        in_a_row(systems)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 42, given[1] if len(given) > 1 else "")
