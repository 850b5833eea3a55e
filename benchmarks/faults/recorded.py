"""The program with a recorder under its SQLite: every write, truncation and sync of the database's files, timed.

SQLite reaches files through a table of functions, of which a few are replaced here by ones that write down what they
are asked and then do it. The program itself is not changed.
Run: python -m benchmarks.faults.recorded FOLDER FULL|NORMAL (then what `readiness` is to do)
"""

from __future__ import annotations

import ctypes
import os
import pickle
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any, NamedTuple

LEVELS = {"FULL": 2, "NORMAL": 1}
_KEPT = 0x100 | 0x800 | 0x80000
"""SQLite's marks of a database, a journal and a write-ahead log, among the flags of opening."""


class Unrecordable(Exception):
    """Python carries an SQLite of its own inside, whose functions cannot be reached."""


class Operation(NamedTuple):
    """One thing that was done to a file."""

    began: float
    """On the monotonic clock, which all processes share."""
    ended: float
    what: str
    """write, truncate or sync."""
    file: str
    offset: int = 0
    """For a truncation the new length."""
    data: bytes = b""


class _Methods(Structure):
    _fields_ = (
        ("version", c_int),
        *(
            (name, c_void_p)
            for name in ("close", "read", "write", "truncate", "sync", "size", "lock", "unlock")
        ),
        *((name, c_void_p) for name in ("reserved", "control", "sector", "device")),
        *(
            (name, c_void_p)
            for name in ("shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch")
        ),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("size", c_int),
        ("longest", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
    )


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, c_void_p)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class Recorder:
    """Stands between SQLite and the files, in this process and in all that it forks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._alive: list[Any] = []
        self._log: tuple[int, Any] = (0, None)
        library = ctypes.CDLL(_library())
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        self._open = _OPEN(vfs.open)
        vfs.open = self._pointer(_OPEN(self._opened))

    def _opened(self, vfs: int, name: int, file: Any, flags: int, out: int) -> int:
        """Open a file; its name is passed on as it stands in memory, since SQLite keeps hold of it there."""
        code = self._open(vfs, name, file, flags, out)
        if code == 0 and name and flags & _KEPT:
            self._names[ctypes.addressof(file.contents)] = Path(ctypes.string_at(name).decode()).name
            file.contents.methods = ctypes.pointer(self._recording(file.contents.methods.contents))
        return int(code)

    def _recording(self, original: _Methods) -> _Methods:
        """Return SQLite's functions for a file with ours among them."""
        at = ctypes.addressof(original)
        if at not in self._tables:
            table = _Methods.from_buffer_copy(original)
            write, truncate, sync = _WRITE(original.write), _TRUNCATE(original.truncate), _SYNC(original.sync)

            def on_write(file: int, data: int, size: int, offset: int) -> int:
                began, content = time.monotonic(), ctypes.string_at(data, size)
                code = write(file, data, size, offset)
                return self._note(code, began, "write", file, offset, content)

            def on_truncate(file: int, size: int) -> int:
                began = time.monotonic()
                return self._note(truncate(file, size), began, "truncate", file, size)

            def on_sync(file: int, flags: int) -> int:
                began = time.monotonic()
                return self._note(sync(file, flags), began, "sync", file)

            table.write = self._pointer(_WRITE(on_write))
            table.truncate = self._pointer(_TRUNCATE(on_truncate))
            table.sync = self._pointer(_SYNC(on_sync))
            self._tables[at] = table
        return self._tables[at]

    def _pointer(self, function: Any) -> int | None:
        self._alive.append(function)
        return ctypes.cast(function, c_void_p).value

    def _note(self, code: int, began: float, what: str, file: int, offset: int = 0, data: bytes = b"") -> int:
        done = Operation(began, time.monotonic(), what, self._names[file], offset, data)
        if self._log[0] != os.getpid():
            self._log = (os.getpid(), (self._folder / f"{os.getpid()}.log").open("ab", buffering=0))
        self._log[1].write(pickle.dumps(tuple(done)))
        return code


def operations(folder: Path) -> list[Operation]:
    """Return what all processes did, in order."""
    return sorted(each for path in folder.glob("*.log") for each in _read(path))


def _read(path: Path) -> Iterator[Operation]:
    with path.open("rb") as log:
        while True:
            try:
                yield Operation(*pickle.load(log))
            except EOFError:
                return


def _library() -> str:
    """Return the file of the SQLite that Python uses."""
    sqlite3.connect(":memory:").close()
    found = re.search(r"/\S*libsqlite3\S*", Path("/proc/self/maps").read_text())
    if found is None:
        raise Unrecordable("Python's SQLite is no library of its own.")
    return found.group()


def main() -> None:
    """Run the program under the recorder."""
    from readiness.__main__ import main as program
    from readiness.records import engines

    recorder = Recorder(Path(sys.argv[1]))
    engines._PRAGMAS["synchronous"] = LEVELS[sys.argv[2]]
    sys.argv[1:] = sys.argv[3:]
    program()
    del recorder


if __name__ == "__main__":
    main()
