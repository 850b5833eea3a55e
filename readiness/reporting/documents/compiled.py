"""Templates compiled once in a process, not once a document: compiling takes longer than filling them in."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Keeps what was compiled by the name and the checksum of its source, so that a changed one is compiled anew.

    Whoever shares one must have the same filters, which Jinja may call while it compiles.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled, unless the source has changed since."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has just been compiled."""
        self._kept[bucket.key] = bucket.checksum, bucket.code


TEMPLATES = Compiled()
"""Those of the documents."""
