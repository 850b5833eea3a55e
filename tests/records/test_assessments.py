"""What belongs to an assessment besides its own description is found in every table that there is."""

from __future__ import annotations

import subprocess
import sys

KNOWN = """
from readiness.records import assessments
from readiness.records.tables import Assessment, Table
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
class Counting(Session):
    asked = []
    def scalar(self, statement, *given, **more):
        self.asked.append(str(statement))
        return False
session = Counting(create_engine("sqlite://"))
assessments.in_use(session, Assessment(id=1))
print(*session.asked)
"""


def test_a_process_that_has_not_met_a_table_yet_asks_it_all_the_same() -> None:
    asked = subprocess.run([sys.executable, "-c", KNOWN], capture_output=True, text=True, check=True).stdout
    for table in ("link", "code_batch", "response", "build", "errand", "publication", "share"):
        assert f"FROM {table} " in asked, table
    for described in ("place", "clinical_area", "headcount", "following"):
        assert f"FROM {described} " not in asked, described
