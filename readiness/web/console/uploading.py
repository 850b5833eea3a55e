"""Larger bodies than those of staff, for the few pages of the console that take files and long lists."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import FileStorage

LARGEST = 1024 * 1024
"""Bytes of a whole request; larger ones are refused before they are read."""


def allow(largest: int = 0) -> None:
    """Let this request be as large, or larger where a page says so; to be called before its form is looked at."""
    request.max_content_length = request.max_form_memory_size = largest or LARGEST


def received(name: str) -> tuple[str, bytes]:
    """Return the name and the bytes of an uploaded file; both empty where none was chosen."""
    found: FileStorage | None = request.files.get(name)
    if found is None or not found.filename:
        return "", b""
    plain = "".join(sign for sign in found.filename.rsplit("/")[-1].rsplit("\\")[-1] if sign.isprintable())
    with found.stream as opened:
        return plain[:100], opened.read()
