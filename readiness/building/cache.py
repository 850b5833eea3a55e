"""Finished documents, kept by what they were made from: the same findings, wording and software give the same file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from readiness.config import Settings
from readiness.reporting import files

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of files under their keys; when it grows too large, those that nobody fetched for longest go."""

    folder: Path
    largest: int
    """Bytes."""

    @classmethod
    def of(cls, settings: Settings) -> Cache:
        """Return the cache of an installation."""
        return cls(settings.instance / "reports" / "cache", settings.cache_megabytes * 2**20)

    def found(self, name: str, suffix: str) -> Path | None:
        """Return the file of that key, now fetched last of all; None where there is none."""
        path = self._path(name, suffix)
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def keep(self, name: str, suffix: str, data: bytes) -> Path:
        """Keep a file, whole or not at all, and make room for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = files.write_whole(self._path(name, suffix), data)
        self._make_room(path)
        return path

    def _path(self, name: str, suffix: str) -> Path:
        if not _KEY.fullmatch(name):
            raise ValueError(f"{name!r} is no key")
        return self.folder / f"{name}.{suffix}"

    def _make_room(self, newest: Path) -> None:
        """Take the oldest away until all fit; the newest stays even if it is too large by itself."""
        kept = [(found.st_mtime_ns, found.st_size, path) for path, found in self._all()]
        size = sum(one[1] for one in kept)
        for _, less, path in sorted(kept, key=lambda one: one[0]):
            if size <= self.largest:
                return
            if path != newest:
                path.unlink(missing_ok=True)
                size -= less

    def _all(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield every file as it is; one that another process has just taken away is none."""
        for path in self.folder.iterdir():
            if _KEY.fullmatch(path.stem):
                with suppress(FileNotFoundError):
                    yield path, path.stat()
