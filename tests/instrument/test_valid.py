"""What an instrument may be: each folder changes the small instrument in one way that is still right."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.instrument.journey import Local, pages
from readiness.instrument.load import inspect, load
from tests.instrument.conftest import VALID, Build

FOLDERS = sorted(VALID.iterdir())


@pytest.mark.parametrize("valid", FOLDERS, ids=lambda folder: folder.name)
def test_valid_instrument_has_no_fault_and_can_be_asked(valid: Path, build: Build, local: Local) -> None:
    folder = build(valid)
    assert inspect(folder) == ()
    for role in load(folder).roles:
        assert pages(load(folder), local, {"role": role.id, "areas": ["heart", "lungs"]})
