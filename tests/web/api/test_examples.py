"""The examples of docs/api.md do what they say, on a service that is running."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readiness.baseline.findings import Findings
from readiness.records.tables import Assessment
from readiness.web.api.operations import OPERATIONS, PREFIX
from readiness.web.api.problems import KINDS
from tests.web.api.conftest import Desk
from tests.web.console.conftest import LEAD

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")


def examples(language: str) -> str:
    """Return the examples of a language, one after the other."""
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture
def environment(desk: Desk, later: Assessment, service: str) -> dict[str, str]:
    """What the page tells an analyst to set."""
    desk.join("lea@example.org", LEAD)
    return {**os.environ, "READINESS_URL": service, "READINESS_TOKEN": desk.token("lea@example.org")}


def ran(*words: str, environment: dict[str, str]) -> str:
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_examples_in_python(environment: dict[str, str], found: Findings) -> None:
    told = ran(sys.executable, "-W", "error", "-c", examples("python"), environment=environment)
    for area in found.areas:
        if area.readiness:
            assert re.search(rf"{area.name} +{area.n} +{area.readiness.value:.1f}", told), told
    assert "4 statements, 2 roles" in told
    assert re.search(r"Mental health +aim +-?0.0 .* too few answers to tell", told), told


def test_what_is_refused_is_told_by_the_example(environment: dict[str, str]) -> None:
    shown = {**environment, "READINESS_TOKEN": "rdy_" + "a" * 43}
    done = subprocess.run(
        [sys.executable, "-c", examples("python")], env=shown, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip().partition(". ")[0]) == (1, "There is no such token")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_example_with_curl(environment: dict[str, str]) -> None:
    assert '"title": "Ashdale 2027"' in ran("sh", "-ec", examples("sh"), environment=environment)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_example_in_r(environment: dict[str, str]) -> None:
    assert "Cardiology" in ran("Rscript", "-e", examples("r"), environment=environment)


def test_the_page_lists_every_address_and_every_status() -> None:
    for one in OPERATIONS:
        address = one.address.replace("<code>", "CODE").replace("<instrument>", "ID")
        assert f"| `{address.replace('<version>', 'VERSION')}` |" in PAGE
    told = {
        int(one) for row in re.findall(r"^\| ([\d, ]+) \|", PAGE, re.MULTILINE) for one in row.split(", ")
    }
    assert {kind.status for kind in KINDS.values()} - {500} == told - {304}
    assert f"after `{PREFIX}`" in PAGE
