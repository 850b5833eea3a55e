"""What a worker does for a rehearsal: works a plan out, or has simulated people answer and makes what they would show.

Both begin with the set-up and the response rates as they were when somebody asked, and touch nothing that is real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from readiness.baseline import planning
from readiness.baseline.findings import Findings
from readiness.baseline.planning import Asked, Rates
from readiness.config import Settings
from readiness.errors import FileFaults, ReadinessError
from readiness.fieldwork import setup_drafts
from readiness.rehearsal import plans, trial
from readiness.reporting import kinds, stages

Say = Callable[[str, int], None]
"""Hears which step begins, and how many percent are done."""
TURNOUTS = 20
PEOPLE, FOUND = 40, 45
"""So many percent of a trial are done once all people have answered, and once what they said has been worked out."""
LATER = {stages.FIGURES: 0.2, stages.LAYOUT: 0.4, stages.WRITING: 0.9}
"""How much of a document is done when a stage of it begins."""


class Document(NamedTuple):
    """A document of a trial."""

    title: str
    file: str
    """The name of its file, which begins with the word simulated."""
    data: bytes


def plan(asked: Mapping[str, Any], settings: Settings, say: Say) -> dict[str, Any]:
    """Return what the assessment will be able to show."""
    reading = setup_drafts.read(asked["tables"], asked["system"], settings)
    wrong = [fault for fault in reading.faults if fault.place.startswith("headcounts")]
    if wrong:
        raise FileFaults(wrong)
    if reading.instrument is None:
        raise ReadinessError("No questionnaire is chosen yet.", "Choose one, and ask again.")
    tried = 0

    def progress(turnouts: int) -> None:
        nonlocal tried
        tried += turnouts
        say("turnouts", 5 + 80 * tried // TURNOUTS)

    wanted = planning.asked(reading.seen, reading.instrument, settings.threshold)
    made = planning.plan(wanted, _rates(asked), turnouts=TURNOUTS, reports=2 * TURNOUTS, progress=progress)
    return plans.told(made)


def documents(
    asked: Mapping[str, Any], settings: Settings, within: Path, say: Say
) -> tuple[int, list[Document]]:
    """Return how many simulated people answered, and the documents that show what to expect."""
    drawn = _drawn(asked, settings)
    answered = 0

    def progress(people: int) -> None:
        nonlocal answered
        answered += people
        say("answers", PEOPLE * answered // len(drawn.people))

    found = trial.found(settings, drawn, progress, within)
    wanted = list(_wanted(found))
    made = []
    for number, (kind, area, title) in enumerate(wanted):
        done, each = FOUND + number * (100 - FOUND) / len(wanted), (100 - FOUND) / len(wanted)

        def hear(stage: str, done: float = done, each: float = each) -> None:
            say(stage, int(done + each * LATER.get(stage, 0.5)))

        with stages.heard(hear):
            data = kinds.make(found, settings.reports, kind, {"area": area} if area else {})
        known = kinds.known(kind)
        name = "-".join(filter(None, (trial.CODE, known.stem(found.heading.baseline), area)))
        made.append(Document(title, f"{name}.{known.suffix}", data))
    return len(drawn.people), made


def _drawn(asked: Mapping[str, Any], settings: Settings) -> trial.Trial:
    """Return who will answer, or say what is missing."""
    reading = setup_drafts.read(asked["tables"], asked["system"], settings)
    if reading.setup is None or reading.instrument is None:
        raise FileFaults(reading.faults)
    wanted: Asked = planning.asked(reading.setup, reading.instrument, settings.threshold)
    return trial.prepared(reading.setup, wanted, _rates(asked), asked.get("seed", 1))


def _wanted(found: Findings) -> Iterator[tuple[str, str, str]]:
    """Yield kind, area and title of each document: the report, its summary, and the report of one area."""
    yield "baseline", "", kinds.known("baseline").called(found.heading.baseline)
    yield "summary", "", kinds.known("summary").name
    area = next((area for area in found.areas if area.n is not None), None)
    if area is not None:
        yield "area", area.id, f"{kinds.known('area').name}: {area.name}"


def _rates(asked: Mapping[str, Any]) -> Rates:
    rates = asked["rates"]
    roles = {role: percent / 100 for role, percent in rates["roles"].items()}
    return Rates(rates["everybody"] / 100, roles, rates.get("source", ""))
