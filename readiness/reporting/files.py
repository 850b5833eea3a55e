"""Writing what was made: whole or not at all, and with a remedy where it cannot be written."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from readiness.errors import ReadinessError


def require_place(out: Path) -> None:
    """Refuse, before any work is done, a file that cannot stand where it is wanted."""
    if not out.parent.is_dir():
        raise ReadinessError(
            f"The folder {out.parent} does not exist.", "Make it first, or write the file to another one."
        )
    if out.is_dir():
        raise ReadinessError(f"{out} is a folder.", f"Name a file in it, such as {out / 'file.pdf'}.")


def require_new(out: Path, replace: bool) -> None:
    """Refuse to overwrite a file that nobody said may go."""
    if out.exists() and not replace:
        raise ReadinessError(f"{out} exists already.", "Name another file, or add --replace to overwrite it.")


def require_new_folder(out: Path) -> None:
    """Refuse a folder that exists, whatever is in it, and one that has no place."""
    if out.exists():
        raise ReadinessError(
            f"{out} exists already.", "Name a folder that does not exist yet, or a .zip file."
        )
    if not out.parent.is_dir():
        raise ReadinessError(
            f"The folder {out.parent} does not exist.", "Make it first, or choose another one."
        )


def write_whole(out: Path, data: bytes, mode: int = 0o666) -> Path:
    """Write the file, or leave what stood there before; `mode` is who may read it, less what the system forbids."""
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        part.touch(mode, exist_ok=False)
        part.write_bytes(data)
        part.replace(out)
    except OSError as error:
        raise _unwritten(out, error) from error
    finally:
        part.unlink(missing_ok=True)
    return out


def write_folder(out: Path, made: Mapping[str, bytes]) -> Path:
    """Write a new folder of files, by their names, whole or not at all."""
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        for name, data in made.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        part.rename(out)
    except OSError as error:
        raise _unwritten(out, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return out


def _unwritten(out: Path, error: OSError) -> ReadinessError:
    remedies: dict[Any, str] = {
        errno.ENOSPC: "The disk is full: make room, then try again.",
        errno.EDQUOT: "The disk quota is used up: make room, then try again.",
        errno.EACCES: "You may not write there: choose another folder.",
        errno.EROFS: "The disk is read-only: choose another folder.",
        errno.ENAMETOOLONG: "The file's name is too long: choose a shorter one.",
    }
    remedy = remedies.get(error.errno, "Choose another place, or see to the cause and try again.")
    return ReadinessError(f"{out} could not be written: {error.strerror or error}.", remedy)
