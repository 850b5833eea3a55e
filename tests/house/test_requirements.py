"""What setup.cfg asks for is pinned, with hashes and without an address."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "setup").glob("requirements*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^ ;]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Name and version of all that a lock pins."""
    text = (ROOT / "setup" / name).read_text("utf-8")
    return {canonicalize_name(found["name"]): found["version"] for found in PIN.finditer(text)}


def wanted(*extras: str) -> list[Requirement]:
    """What setup.cfg asks for, with the extras."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg", "utf-8")
    texts = [settings["options"]["install_requires"]]
    texts += [settings["options.extras_require"][extra] for extra in extras]
    return [Requirement(line) for text in texts for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.txt", ()), ("requirements-test.txt", ("test", "postgresql"))]
)
def test_every_dependency_is_pinned_to_a_version_that_will_do(lock: str, extras: tuple[str, ...]) -> None:
    pinned = pins(lock)
    for requirement in wanted(*extras):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in setup/{lock}: run `make lock`."
        assert version in requirement.specifier, (
            f"setup/{lock} pins {requirement.name} {version}: run `make lock`."
        )


def test_tests_run_with_the_very_versions_that_people_get() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-test.txt").items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_its_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9._-]+==[^\\]+( \\\n    --hash=sha256:[0-9a-f]{64})+", entry), entry[:80]
    assert "://" not in text


def test_the_lock_of_the_assets_has_checksums_and_no_address_to_fetch_from() -> None:
    packages = json.loads((ROOT / "setup" / "assets" / "package-lock.json").read_text("utf-8"))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert all("integrity" in package and "resolved" not in package for package in fetched.values())
