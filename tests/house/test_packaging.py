"""The wheel carries all that a checkout has, and runs without one."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARRIED = {"readiness": "readiness", "surveys": "readiness_surveys", "reports": "readiness_reports"}


def run(*words: object, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("READINESS_")}
    return subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that the checkout stays as it is."""
    copy = tmp_path_factory.mktemp("copy")
    for name in CARRIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", folder=copy)
    assert built.returncode == 0, built.stdout + built.stderr
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="session")
def contents(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_folder_of_the_program_is_a_package_of_the_wheel() -> None:
    """What the tests below would find in half a minute; those who change the program run this one."""
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg", "utf-8")
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "readiness").rglob("*.py")}
    missing = {".".join(folder.parts) for folder in folders} - set(settings["options"]["packages"].split())
    assert missing == set(), "A new folder needs a line in setup.cfg."


@pytest.mark.slow
@pytest.mark.parametrize("folder", CARRIED)
def test_the_wheel_carries_every_file_of(folder: str, contents: set[str]) -> None:
    files = [path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file()]
    expected = {f"{CARRIED[folder]}/{path.as_posix()}" for path in files if "__pycache__" not in path.parts}
    assert expected
    assert expected - contents == set(), "A new package or file needs a line in setup.cfg."


@pytest.mark.slow
def test_the_wheel_carries_what_is_built_and_nothing_made_by_chance(contents: set[str]) -> None:
    assert any(name.startswith("readiness/web/static/") and name.endswith(".css") for name in contents)
    assert any(name.startswith("readiness/reporting/fonts/") and name.endswith(".ttf") for name in contents)
    assert not [name for name in contents if "__pycache__" in name or name.endswith((".db", ".pyc"))]
    assert {name.split("/")[0] for name in contents if ".dist-info/" not in name} == set(CARRIED.values())


@pytest.mark.slow
def test_an_installed_wheel_shows_the_demonstration_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    python = installed(wheel, tmp_path / "environment")
    empty = tmp_path / "empty"
    empty.mkdir()
    demo = run(python.with_name("readiness"), "demo", "--no-serve", folder=empty)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    reports = list((empty / "instance" / "reports").rglob("*.pdf"))
    assert reports, "The demonstration writes its report under instance/reports/."
    assert reports[0].read_bytes().startswith(b"%PDF-")
    assert any(report.name in demo.stdout.replace("\n", "") for report in reports), demo.stdout


def installed(wheel: Path, environment: Path) -> Path:
    """Install the wheel alone into a fresh environment that sees this one's packages, without a network."""
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=environment.parent)
    python = environment / "bin" / "python"
    there = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=environment)
    site = Path(there.stdout.strip())
    (site / "borrowed.pth").write_text(without_this_checkout(environment / "borrowed"), "utf-8")
    pip = (
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-index",
        "--no-deps",
        "--quiet",
        wheel,
    )
    done = run(*pip, folder=environment)
    assert done.returncode == 0, done.stderr
    origin = run(python, "-c", "import readiness; print(readiness.__file__)", folder=environment.parent)
    assert Path(origin.stdout.strip()).is_relative_to(site), origin.stdout + origin.stderr
    return python


def without_this_checkout(borrowed: Path) -> str:
    """A folder of links to every installed package but ours, whose editable install would lead back here."""
    borrowed.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if (
            "readiness" not in path.name
            and path.suffix != ".pth"
            and not path.name.startswith("__editable__")
        ):
            (borrowed / path.name).symlink_to(path)
    return str(borrowed)
