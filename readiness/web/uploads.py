"""Uploaded files stay in memory: what leads upload names people, and a temporary file leaves its bytes on the disk."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request


class InMemory(Request):
    """A request whose files are held in memory, however large they are; how large they may be is the page's to say."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Return where a file is written while it comes; Werkzeug would take a temporary file from 500 kB on."""
        return BytesIO()
