"""What was answered in a preview, carried in its addresses alone: neither a cookie nor the database holds it."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

LARGEST = 32 * 1024
"""Bytes that are unpacked; the answers to all questions take a tenth of it."""
LONGEST = 4_000
"""Letters of an address that servers and browsers take without ado."""


def packed(answers: Mapping[str, Any]) -> str:
    """Return answers as a part of an address; nothing where they would make it too long."""
    written = json.dumps(dict(answers), separators=(",", ":")).encode()
    found = urlsafe_b64encode(zlib.compress(written, 9)).decode().rstrip("=")
    return found if len(found) <= LONGEST else ""


def read(written: str) -> dict[str, Any]:
    """Return the answers that an address carries; none where it has been changed into something else."""
    try:
        data = urlsafe_b64decode(written[:LONGEST] + "=" * (-len(written) % 4))
        found = json.loads(zlib.decompressobj().decompress(data, LARGEST))
    except (ValueError, zlib.error, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if _is_answer(value)}


def _is_answer(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str) or type(value) is int
