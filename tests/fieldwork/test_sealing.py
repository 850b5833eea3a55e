"""What keys are derived is what the standard says: held against the library's own derivation."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from readiness.fieldwork.sealing import derived


@pytest.mark.parametrize("length", [16, 32, 48, 64, 100])
@pytest.mark.parametrize("secret", [b"", b"x" * 43, b"y" * 500])
def test_keys_are_those_of_hkdf(secret: bytes, length: int) -> None:
    library = HKDF(SHA256(), length, salt=b"k7m2", info=b"readiness draft").derive(secret)
    assert derived(secret, b"k7m2", b"readiness draft", length) == library


def test_the_first_vector_of_rfc_5869() -> None:
    made = derived(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    assert made.hex() == expected
