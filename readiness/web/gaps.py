"""Pages that differ from person to person in one place alone, compressed beforehand before that place and after it."""

from __future__ import annotations

import struct
import zlib

_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""Of a gzip file without name or moment."""
_RAW = -zlib.MAX_WBITS
_LEVEL = 9
_STORED = struct.Struct("<BHH")
_TAIL = struct.Struct("<LL")
_NOWHERE = b"\0"
"""A byte that no page holds, so that nothing is ever repeated from the gap."""


class Gapped:
    """A page with a gap for a text of `width` bytes."""

    def __init__(self, before: str, after: str, width: int) -> None:
        self._before, self._after, self._width = before.encode(), after.encode(), width
        first = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
        self._first = _HEAD + first.compress(self._before) + first.flush(zlib.Z_SYNC_FLUSH)
        seen = self._before + _NOWHERE * width
        rest = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=seen[-(1 << zlib.MAX_WBITS) :])
        self._rest = rest.compress(self._after) + rest.flush()
        self._checked = zlib.crc32(self._before)
        self._size = len(self._before) + width + len(self._after)

    def plain(self, text: str) -> bytes:
        """Return the page with the text in its gap."""
        return self._before + text.encode() + self._after

    def compressed(self, text: str) -> bytes:
        """Return the same as a gzip file: the text stands in it as it is, between the two parts."""
        filled = text.encode()
        if len(filled) != self._width:
            raise ValueError(f"The gap is for {self._width} bytes, not for {len(filled)}.")
        checked = zlib.crc32(self._after, zlib.crc32(filled, self._checked))
        stored = _STORED.pack(0, self._width, self._width ^ 0xFFFF)
        return b"".join((self._first, stored, filled, self._rest, _TAIL.pack(checked, self._size)))
