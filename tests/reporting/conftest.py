"""Findings to report on: a believable system, and awkward ones that a report must survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.baseline.findings import Findings
from readiness.reporting.words.wording import Wording
from readiness.reporting.words.wording import load as load_wording
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable


@pytest.fixture
def findings() -> Findings:
    return believable()


@pytest.fixture(scope="session")
def wording() -> Wording:
    return load_wording(REPORTS, "en")


@pytest.fixture(scope="session")
def reports() -> Path:
    return REPORTS


@pytest.fixture(scope="session")
def awkward() -> dict[str, Findings]:
    return {name: change(believable()) for name, change in AWKWARD.items()}
