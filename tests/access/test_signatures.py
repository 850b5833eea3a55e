"""The key that signs what leaves, and the keys of others that somebody compared."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from readiness.access import signatures
from readiness.config import Settings
from readiness.errors import ReadinessError

# RFC 8032, section 7.1, test 2: secret key, public key, message, signature.
SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
OTHER = bytes.fromhex(PUBLIC)


def path(settings: Settings) -> Path:
    return settings.exchange / signatures.OWN


def test_a_signature_of_the_standard_holds_and_no_other_does() -> None:
    key, signature = OTHER, bytes.fromhex(SIGNATURE)
    assert signatures.holds(key, signature, b"\x72")
    assert not signatures.holds(key, signature, b"\x73")
    assert not signatures.holds(key, b"\0" * 64, b"\x72")
    assert not signatures.holds(b"\xff" * 32, signature, b"\x72")
    assert not signatures.holds(b"short", signature, b"\x72")


def test_the_key_is_made_once_and_only_its_owner_may_read_it(settings: Settings) -> None:
    before = os.umask(0)
    try:
        first = signatures.public(settings)
    finally:
        os.umask(before)
    assert signatures.public(settings) == first
    assert stat.S_IMODE(path(settings).stat().st_mode) == 0o600
    assert stat.S_IMODE(path(settings).parent.stat().st_mode) == 0o700
    assert list(settings.exchange.iterdir()) == [path(settings)]


def test_a_key_that_others_may_read_is_not_used(settings: Settings) -> None:
    signatures.own(settings)
    path(settings).chmod(0o640)
    with pytest.raises(ReadinessError, match="chmod 600"):
        signatures.own(settings)


def test_two_that_make_it_at_once_get_the_same(settings: Settings) -> None:
    signatures._make(path(settings))
    first = signatures.public(settings)
    signatures._make(path(settings))
    assert signatures.public(settings) == first
    assert list(settings.exchange.iterdir()) == [path(settings)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no key",
        X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ],
    ids=["empty", "no key", "another kind"],
)
def test_a_damaged_key_says_what_to_do(settings: Settings, data: bytes) -> None:
    settings.exchange.mkdir()
    path(settings).write_bytes(data)
    path(settings).chmod(0o600)
    with pytest.raises(ReadinessError, match="backup"):
        signatures.own(settings)


def test_a_fingerprint_is_read_however_it_was_typed() -> None:
    told = signatures.fingerprint(OTHER)
    assert [len(group) for group in told.split(" ")] == [4] * 8
    for typed in (told, told.upper(), told.replace(" ", ""), told.replace(" ", ":"), f" {told} "):
        assert signatures.read_aloud(typed) == told


@pytest.mark.parametrize("typed", ["", "1234", "g" * 32, "../../etc/passwd", "0" * 64])
def test_what_is_no_fingerprint_is_refused(typed: str) -> None:
    with pytest.raises(ReadinessError, match="no fingerprint"):
        signatures.read_aloud(typed)


def test_a_key_is_trusted_from_the_comparison_until_it_is_forgotten(settings: Settings) -> None:
    assert not signatures.trusts(settings, OTHER)
    signatures.trust(settings, OTHER)
    assert stat.S_IMODE(settings.exchange.stat().st_mode) == 0o700
    told = signatures.fingerprint(OTHER)
    assert signatures.trusts(settings, OTHER)
    assert signatures.trusted(settings) == (told,)
    signatures.forget(settings, told)
    assert not signatures.trusts(settings, OTHER)
    with pytest.raises(ReadinessError, match="not among those"):
        signatures.forget(settings, told)


def test_its_own_key_an_installation_trusts_and_asking_makes_none(settings: Settings) -> None:
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not signatures.trusts(settings, key)
    assert not path(settings).exists()
    assert signatures.trusts(settings, signatures.public(settings))


def test_the_file_of_a_trusted_key_cannot_stand_for_another(settings: Settings) -> None:
    signatures.trust(settings, OTHER)
    (file,) = (settings.exchange / signatures.TRUSTED).iterdir()
    file.write_text("0" * 64)
    assert not signatures.trusts(settings, OTHER)
