"""What two systems exchange, made of believable findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from readiness.baseline.beside import FORMAT, Exchange, Signed, canonical, exchange
from readiness.baseline.findings import Findings
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from tests.reporting.believable import believable

SURVEYS = Path(__file__).resolve().parents[3] / "surveys"
AREAS = ("Cardiology", "Cancer", "Mental health", "Musculoskeletal conditions", "Dermatology")
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


def told(findings: Findings, instrument: Instrument) -> Exchange:
    """Return what may be exchanged of findings, as if they were found with that questionnaire."""
    heading = replace(findings.heading, instrument_hash=instrument.digest)
    return exchange(replace(findings, heading=heading), instrument, AREAS)


def signed(what: Exchange) -> bytes:
    """Return the file."""
    made = Signed(
        format=FORMAT,
        exchange=what,
        key=KEY.public_key().public_bytes_raw().hex(),
        signature=KEY.sign(canonical(what)).hex(),
    )
    return canonical(made) + b"\n"


@pytest.fixture(scope="session")
def asked() -> Instrument:
    """The questionnaire that believable findings are of."""
    return load_version(SURVEYS, "innovation-readiness", "2026.1")


@pytest.fixture(scope="session")
def ours(asked: Instrument) -> Exchange:
    """What a believable system lets others have."""
    return told(believable(), asked)


@pytest.fixture
def changed(ours: Exchange) -> Callable[..., Exchange]:
    """Return what another system lets others have: the same, but for some parts."""

    def make(**parts: Any) -> Exchange:
        return ours.model_copy(update=parts)

    return make
