"""One-time codes agree with RFC 6238."""

from __future__ import annotations

import pytest

from readiness.access import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("moment", "code"),  # RFC 6238, appendix B, the rows of SHA-1
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_standard(moment: int, code: str) -> None:
    assert totp.code(SECRET, moment // 30, digits=8) == code
    assert totp.code(SECRET, moment // 30) == code[2:]


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_phone_may_be_half_a_minute_wrong(seconds: int, taken: bool) -> None:
    typed = totp.code(SECRET, (1234567890 + seconds) // 30)
    assert (totp.step(SECRET, typed, 1234567890) is not None) == taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "\udcff"])
def test_what_is_no_code_is_none(typed: str) -> None:
    if typed == "\udcff":
        typed = "\x00"
    assert totp.step(SECRET, typed, 1234567890) is None


def test_a_secret_can_be_typed_and_read_from_a_picture() -> None:
    assert totp.read(totp.written(SECRET)) == SECRET
    assert totp.written(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 4648 of the same bytes
    assert totp.address(SECRET, "Ashdale & Co", "jo@example.org") == (
        "otpauth://totp/Ashdale%20%26%20Co%3Ajo%40example.org"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ashdale%20%26%20Co"
    )
