"""How long the console's pages of results take, of an assessment that 50,000 people answered.

The wave of `benchmarks.findings_database` (20 areas, 3 roles, 3 places) lies in SQLite; a worker's own function finds
the figures once, as for the first look after closing. Then somebody who leads the system opens every page as often as
asked, through the whole application: rights, log, key, page, compression. Beside processor time stands time by the
clock, which on a busy machine is that of the machine. The bar is 100 ms at the 95th of 100.
Run: python -m benchmarks.console [people [times]]
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flask.testing import FlaskClient

from benchmarks.findings_database import kept
from readiness import config
from readiness.access import grants, people, signing_in
from readiness.access.acting import Acting
from readiness.access.grants import Wanted
from readiness.access.rights import Role
from readiness.building import making
from readiness.config import Settings
from readiness.instrument.load import load_version
from readiness.records.database import Database
from readiness.records.tables import Assessment, System
from readiness.web import build

PAGES = (
    *(
        "",
        "/need",
        "/map",
        "/areas/area-0",
        "/areas/area-19",
        "/dimensions",
        "/dimensions/resources",
        "/roles",
    ),
    *("/barriers", "/priorities", "/innovations", "/words", "/method", "/tables/areas", "/tables/statements"),
)
BAR_MS = 100


class Taken(NamedTuple):
    """Milliseconds of each request: of the processor and by the clock."""

    processor: list[float]
    clock: list[float]


def main(answers: int, times: int) -> int:
    """Measure every page and print a line each; say with the exit code whether all are under the bar."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(config.load(folder, environ={}), secret_key="only-for-benchmarks-" * 2)
        database = Database(settings.database_url)
        database.upgrade()
        instrument = load_version(settings.surveys, "innovation-readiness", "2026.1")
        assessment = kept(database, instrument, answers)
        found = _seconds(lambda: making.found_now(assessment.id, settings))
        print(f"{answers:,} people; found once in {found:.1f} s of the processor")
        client = _lead(settings, database, assessment)
        base = f"/console/assessments/{assessment.code}/results"
        first = _taken(client, base, 1)
        print(f"first page of a process: {first.processor[0]:.0f} ms of the processor")
        slowest = [_line(page, _taken(client, base + page, times)) for page in PAGES]
        database.dispose()
    print(f"slowest p95 of the processor: {max(slowest):.0f} ms; the bar is {BAR_MS} ms")
    return int(max(slowest) > BAR_MS)


def _lead(settings: Settings, database: Database, assessment: Assessment) -> FlaskClient:
    """Return the browser of somebody who leads the system."""
    now = int(time.time())
    with database.write() as session:
        acting = Acting(session, settings, now, name="command line (benchmark)")
        account, _ = people.invite(acting, "lead@example.org")
        account.joined_at = now
        system = session.get_one(System, assessment.system_id).name
        grants.give(acting, account, Wanted(Role.SYSTEM_LEAD, system), rescue=True).approved_at = now
        token = signing_in.begin(session, account, now, whole=True)
    client = build(settings).test_client()
    client.set_cookie("console", token, path="/console")
    return client


def _taken(client: FlaskClient, address: str, times: int) -> Taken:
    taken = Taken([], [])
    for _ in range(times):
        gc.collect()
        began, clock = time.process_time(), time.perf_counter()
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        taken.processor.append(1000 * (time.process_time() - began))
        taken.clock.append(1000 * (time.perf_counter() - clock))
        assert response.status_code == 200, (address, response.status_code)
    return taken


def _line(page: str, taken: Taken) -> float:
    """Print what a page takes and return its 95th of 100 in processor time."""
    told = [_at(times, share) for times in taken for share in (0.5, 0.95)]
    print(f"{page or '/':24}" + "".join(f"{one:8.1f}" for one in told))
    return told[1]


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print(Path(__file__).stem, "page: processor p50 and p95 ms, clock p50 and p95 ms")
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*given, *(50_000, 100)[len(given) :]))
