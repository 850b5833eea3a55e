"""A page with a gap is the same compressed and plain, whatever is put into the gap."""

from __future__ import annotations

import gzip
import zlib

import pytest

from readiness.web.gaps import Gapped

BEFORE = "<h1>Caf\u00e9</h1>" + "<p>The same words again and again.</p>" * 900
AFTER = "<p>The same words again and again.</p>" * 1_500 + "</html>"
TOKEN = "0123456789abcdef" * 4


@pytest.mark.parametrize("before", ["", BEFORE])
@pytest.mark.parametrize("after", ["", AFTER])
@pytest.mark.parametrize("text", [TOKEN, "0" * 64, "<p>The same words again and again.</p>".ljust(64, "x")])
def test_what_is_unpacked_is_the_page(before: str, after: str, text: str) -> None:
    page = Gapped(before, after, 64)
    assert page.plain(text).decode() == before + text + after
    assert gzip.decompress(page.compressed(text)).decode() == before + text + after


def test_it_is_as_small_as_the_page_compressed_in_one_piece() -> None:
    whole = len(gzip.compress((BEFORE + TOKEN + AFTER).encode(), 9))
    assert len(Gapped(BEFORE, AFTER, 64).compressed(TOKEN)) <= whole + 64 + 40


def test_a_damaged_one_is_noticed() -> None:
    packed = bytearray(Gapped(BEFORE, AFTER, 64).compressed(TOKEN))
    packed[-6] ^= 1
    with pytest.raises((gzip.BadGzipFile, zlib.error)):
        gzip.decompress(bytes(packed))


def test_only_what_fits_goes_into_the_gap() -> None:
    with pytest.raises(ValueError, match="64 bytes, not for 3"):
        Gapped("a", "b", 64).compressed("abc")
