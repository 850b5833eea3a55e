"""Folders of files as one zip, the same bytes for the same files whenever and wherever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell; the time of making would make every file another one."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files, by their names, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return made.getvalue()


def rewritten(archive: bytes) -> bytes:
    """Return the same zip without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as made:
        return zipped({name: made.read(name) for name in made.namelist()})
