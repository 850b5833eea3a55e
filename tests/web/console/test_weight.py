"""Whoever answers waits for nothing of the console: none of it is imported or compiled until somebody opens it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import readiness
from readiness.config import Settings
from readiness.web import statics
from readiness.web.console.routes import ROUTES

HEAVY = (
    "argon2",
    "segno",
    "readiness.access",
    "readiness.records.account_tables",
    "readiness.web.console.gate",
)
ASKED = """
import sys
from readiness import create_app
client = create_app().test_client()
assert client.get("/").status_code == 200
print(*sys.modules)
"""


def test_nothing_of_the_console_is_imported_for_those_who_answer(settings: Settings) -> None:
    environment = {
        **os.environ,
        "READINESS_INSTANCE": str(settings.instance),
        "READINESS_SECRET_KEY": settings.secret_key,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=True
    )
    assert not set(HEAVY) & set(done.stdout.split())


COUNTS = (
    "scipy",
    "matplotlib",
    "pandas",
    "weasyprint",
    "readiness.baseline.years.judging",
    "readiness.baseline.door",
)
READ = """
import sys
from importlib import import_module
from readiness.building import editions_of_years
from readiness.web.console.years.routes import ROUTES
for route in ROUTES:
    import_module("readiness.web.console." + route.view.partition(":")[0])
editions_of_years._adapter()
print(*sys.modules)
"""


def test_what_has_moved_is_read_without_what_works_it_out() -> None:
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)
    assert not set(COUNTS) & set(done.stdout.split())


def test_every_view_that_a_route_names_is_there() -> None:
    for route in ROUTES:
        module, _, name = route.view.partition(":")
        assert callable(getattr(import_module(f"readiness.web.console.{module}"), name))


def test_every_class_of_the_console_is_in_its_stylesheet() -> None:
    sheet = next(statics.FOLDER.glob("console.*.css")).read_text("utf-8")
    folder = Path(readiness.__file__).parent / "web" / "templates" / "console"
    used = {
        name for path in folder.rglob("*.html") for name in re.findall(r"app-[\w-]+", path.read_text("utf-8"))
    }
    assert not {name for name in used if f".{name}" not in sheet}
