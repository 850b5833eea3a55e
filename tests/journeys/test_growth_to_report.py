"""A questionnaire grows by text files alone: an item, a role and a language, from the first page to the findings.

Nothing here touches the program: the test writes files as an author would, and then does what any assessment does.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from readiness import create_app
from readiness.baseline.door import baseline
from readiness.baseline.findings import Findings
from readiness.config import Settings
from readiness.fieldwork import lifecycle, setup_file, submitting
from readiness.fieldwork.ways import links
from readiness.instrument import journey
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.reporting.documents import report
from readiness.reporting.exports.json import as_json

EACH = 15
ROLE = """
[[roles]]
id = "pharmacist"
name = "Pharmacist"
plural = "Pharmacists"
where = "your pharmacy"
nearest = "gp"
"""
ITEM_OF_THE_ROLE = """
[[items]]
id = "{dimension}-pharmacist"
role = "pharmacist"
text = "In my pharmacy this is so: {dimension}."
measures = "The same, as pharmacists see it"
source = "A test"
"""
ITEM = """
[[items]]
id = "direction-9"
text = "Leaders where I work stop what does not work."
measures = "Stopping"
source = "A test"
"""
WELSH = """
title = "Pa mor barod ydym ni i fabwysiadu arloesedd?"

[front]
voluntary = "Eich dewis chi yw cymryd rhan."

[items.direction]
direction-9 = "Mae arweinwyr lle rwy'n gweithio yn rhoi'r gorau i'r hyn nad yw'n gweithio."
"""


@pytest.fixture
def grown(settings: Settings, on_sqlite: Database, tmp_path: Path) -> Settings:
    """The real questionnaire in a folder of its own, with three things more."""
    surveys = tmp_path / "surveys"
    shutil.copytree(settings.surveys / "innovation-readiness", surveys / "innovation-readiness")
    folder = surveys / "innovation-readiness" / "2026.1"
    append(folder / "instrument.toml", ROLE)
    append(folder / "dimensions" / "direction.toml", ITEM)
    for path in (folder / "dimensions").glob("*.toml"):
        append(path, ITEM_OF_THE_ROLE.format(dimension=path.stem))
    (folder / "translations").mkdir(exist_ok=True)
    (folder / "translations" / "cy.toml").write_text(WELSH, "utf-8")
    return replace(settings, surveys=surveys)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


@pytest.fixture
def instrument(grown: Settings) -> Instrument:
    return load_version(grown.surveys, "innovation-readiness", "2026.1")


@pytest.fixture
def assessment(grown: Settings, on_sqlite: Database, today: date) -> Assessment:
    """The example's assessment of it, open, with headcounts for the new role."""
    assert setup_file.EXAMPLE.count("manager = 60 }") == 1
    text = setup_file.EXAMPLE.replace("manager = 60 }", "manager = 60, pharmacist = 80 }")
    text = text.replace('links = "codes"', 'links = "open"')
    setup = setup_file.parsed("grown.toml", text.encode(), grown.surveys)
    with on_sqlite.write() as session:
        made = lifecycle.create(session, setup, grown)
        return lifecycle.open_(session, made.code, grown, today)


@pytest.fixture
def findings(
    on_sqlite: Database, assessment: Assessment, instrument: Instrument, today: date, settings: Settings
) -> Findings:
    """What may be shown once people of every role have answered."""
    with on_sqlite.write() as session:
        local = assessments.local(session, assessment)
        for receipt, answers in everybody(instrument, local):
            assert submitting.submit(session, assessment, instrument, local, answers, receipt, today)
    lifecycle.close(on_sqlite, settings, assessment.code, today)
    with on_sqlite.read() as session:
        return baseline(session, assessments.by_code(session, assessment.code), instrument)


def everybody(instrument: Instrument, local: journey.Local) -> Iterator[tuple[str, dict[str, Any]]]:
    for role in instrument.roles:
        for number in range(EACH):
            answers: dict[str, Any] = {
                "role": role.id,
                "place": local.places[number % 2].id,
                "areas": [area.id for area in local.areas],
            }
            for page in journey.pages(instrument, local, answers):
                answers |= {
                    asked.key: 3 + (number + at) % 3
                    for at, asked in enumerate(page.questions)
                    if asked.kind == "item"
                }
            yield f"receipt-{role.id}-{number:04}", answers


@pytest.mark.slow
def test_a_new_item_and_a_new_role_reach_the_findings_and_the_report(
    findings: Findings, grown: Settings, tmp_path: Path
) -> None:
    found = json.loads(as_json(findings))["findings"]
    assert found["n"] == 4 * EACH
    (role,) = (one for one in found["roles"] if one["id"] == "pharmacist")
    assert (role["name"], role["n"], role["headcount"]) == ("Pharmacists", EACH, 80)
    assert role["dimensions"]["direction"]["mean"]["n"] == EACH
    items = {item["id"]: item for one in found["dimensions"] for item in one["items"]}
    assert items["direction-9"]["cell"]["mean"]["n"] == 4 * EACH
    assert items["direction-pharmacist"]["cell"]["mean"]["n"] == EACH
    assert {f"{one['id']}-pharmacist" for one in found["dimensions"]} <= set(items)
    made = report.write(findings, grown.reports, tmp_path / "report.pdf")
    assert made.read_bytes().startswith(b"%PDF")


def test_a_new_language_greets_people_and_falls_back_where_it_is_silent(
    on_sqlite: Database, assessment: Assessment, grown: Settings, today: date
) -> None:
    with on_sqlite.write() as session:
        token = links.open_link(session, assessment).token
    app = create_app(grown)
    app.config["NOW"] = lambda: datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    try:
        page = app.test_client().get(f"/l/{token}?lang=cy", follow_redirects=True).text
    finally:
        app.extensions["database"].dispose()
    assert '<html lang="cy">' in page
    assert "Pa mor barod ydym ni i fabwysiadu arloesedd?" in page
    assert "Eich dewis chi yw cymryd rhan." in page
    assert "Proven innovations help patients" in page, (
        "not translated, so in the questionnaire's own language"
    )


def test_the_new_item_is_asked_of_everyone_in_both_languages(instrument: Instrument) -> None:
    for role in instrument.roles:
        for language, begin in (("en", "Leaders where I work stop"), ("cy", "Mae arweinwyr")):
            pages = journey.pages(instrument, journey.Local(), {"role": role.id}, language)
            texts = {one.key: one.text for page in pages for one in page.questions}
            assert texts["direction-9"].startswith(begin)
