"""All findings of a wave that lies in SQLite: how much of the time goes into reading it.

Waves as in `benchmarks.findings`, kept by the same functions that keep people's answers. Reading is the database's own
work and what turns its rows into arrays; the rest is what `benchmarks.findings` measures from memory.
Run: python -m benchmarks.findings_database [people]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import text

from benchmarks.findings import LOCAL, wave
from readiness import config
from readiness.baseline.door import baseline
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import responses
from readiness.records.database import Database, Session
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, ClinicalArea, Headcount, Place, System
from readiness.records.wave import Wave

AT_ONCE = 10_000
CODE = "benchmark"


def main(people: int) -> None:
    """Print the processor seconds of reading, and of all findings with the reading."""
    instrument = load_version(config.load().surveys, "innovation-readiness", "2026.1")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'answers.sqlite3'}")
        database.upgrade()
        assessment = kept(database, instrument, people)
        with database.read() as session:
            fetched = _seconds(lambda: _fetch(session))
            read = _seconds(lambda: responses.load_wave(session, assessment, instrument))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            whole = _seconds(lambda: baseline(session, assessment, instrument))
        size = (Path(folder) / "answers.sqlite3").stat().st_size / 2**20
        database.dispose()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("people     file MiB  fetch s  read s  read and find s  read / all  memory MiB reading, in all")
    print(
        f"{people:9,}  {size:8.0f}  {fetched:7.1f}  {read:6.1f}  {whole:15.1f}  {read / whole:10.2f}"
        f"  {memory:10.0f}, {most:.0f}"
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _fetch(session: Session) -> None:
    """Do what the database must do in any case: hand over every row as text."""
    rows = session.execute(text("SELECT answers, areas FROM response").execution_options(yield_per=1_000))
    for _ in rows.partitions():
        pass


def kept(database: Database, instrument: Instrument, people: int) -> Assessment:
    """Keep an assessment that was answered by so many people, and return it."""
    with database.write() as session:
        system = System(name="A system")
        session.add(system)
        session.flush()
        assessment = Assessment(
            system_id=system.id,
            code=CODE,
            title="A baseline",
            year=2026,
            state="closed",
            opens_on=date(2026, 1, 1),
            closes_on=date(2026, 2, 1),
            instrument=instrument.id,
            version=instrument.version,
            instrument_hash=instrument.digest,
            threshold=11,
        )
        session.add(assessment)
        session.flush()
        names = {"assessment_id": assessment.id}
        for kind, options in ((Place, LOCAL.places), (ClinicalArea, LOCAL.areas)):
            session.add_all(kind(**names, slug=o.id, name=o.text, position=i) for i, o in enumerate(options))
        session.add_all(Headcount(**names, role=role.id, people=10**7) for role in instrument.roles)
    for first in range(0, people, AT_ONCE):
        part = wave(instrument, min(AT_ONCE, people - first), seed=first)
        with database.write() as session:
            responses.add(session, assessment, instrument, _answer_sets(instrument, part))
    return assessment


def _answer_sets(instrument: Instrument, answers: Wave) -> Iterator[AnswerSet]:
    """Turn a wave back into what people sent."""
    closing = [page.questions for page in instrument.closing]
    adopted = next(q for questions in closing for q in questions if q.id == instrument.adopted)
    asked = {
        name: [option.id for option in question.options]
        for name, question in ((q.id.replace("-", "_"), q) for q in instrument.about.questions)
        if name in ("organisation_type", "tenure")
    }
    ids = {name: list(each.ids) for name, each in answers.strata.items()} | asked
    strata = {name: [ids[name][code] for code in each.codes] for name, each in answers.strata.items()}
    areas = list(_blocks(instrument, answers))
    for row, codes in enumerate(answers.codes.tolist()):
        given = {name: code for name, code in zip(answers.item_ids, codes, strict=True) if code >= 0}
        given[instrument.criterion] = int(answers.criterion[row])
        given[instrument.adopted] = adopted.options[answers.adopted[row]].id
        yield AnswerSet(
            strata={name: each[row] for name, each in strata.items()},
            answers=given,
            areas=dict(areas[2 * row : 2 * row + 2]),
        )


def _blocks(instrument: Instrument, answers: Wave) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the area and the answers of every block."""
    block = instrument.area
    questions = (question for page in block.pages for question in page.questions)
    barriers = [o.id for o in next(q for q in questions if q.id == block.barriers).options]
    named = answers.barriers.tolist()
    for row, codes in enumerate(answers.block_codes.tolist()):
        given = {name: code for name, code in zip(answers.block_item_ids, codes, strict=True) if code >= 0}
        given[block.importance] = int(answers.importance[row])
        given[block.barriers] = [each for each, true in zip(barriers, named[row], strict=False) if true]
        yield answers.area_ids[answers.block_area[row]], given


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
