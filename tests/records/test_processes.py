"""Several processes write at once, and one of them is killed: what was confirmed is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from readiness.records import responses
from readiness.records.database import Database
from readiness.records.tables import Assessment

pytestmark = pytest.mark.slow
WRITER = Path(__file__).with_name("writer.py")


def writer(database: Database, assessment: Assessment, name: str, count: int) -> subprocess.Popen[str]:
    url = database.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, str(WRITER), url, assessment.code, name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(WRITER.parent.parent.parent)},
    )


def test_four_processes_of_fifty_writes_meet_no_lock_error(
    database: Database, assessment: Assessment
) -> None:
    writers = [writer(database, assessment, f"process {n}", 50) for n in range(4)]
    ends = [(*each.communicate(timeout=120), each.returncode) for each in writers]
    assert [(len(said.splitlines()), complaint, code) for said, complaint, code in ends] == [(50, "", 0)] * 4
    with database.read() as session:
        assert responses.count(session, assessment) == 200


def test_what_a_killed_process_had_confirmed_is_kept_whole(
    database: Database, assessment: Assessment
) -> None:
    with writer(database, assessment, "killed", 100_000) as killed:
        assert killed.stdout is not None
        confirmed = [killed.stdout.readline().strip() for _ in range(60)]
        killed.send_signal(signal.SIGKILL)
        # Through the same reader as above: it may have read further than the lines that were asked of it.
        rest = killed.stdout.read()
    confirmed += [line for line in rest.splitlines() if line.rpartition(" ")[2]]
    with database.read() as session:
        assert all(responses.spent(session, assessment, receipt) for receipt in confirmed[:-1])
        # The last write may have been kept while its confirmation was still on its way.
        assert len(confirmed) <= responses.count(session, assessment) <= len(confirmed) + 1
