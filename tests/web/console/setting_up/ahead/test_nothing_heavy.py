"""What counts and draws is the worker's: a web process that shows plans, trials and previews loads none of it."""

from __future__ import annotations

import subprocess
import sys

PAGES = ("headcounts", "pasting", "planning", "preview", "trying")
HEAVY = {"matplotlib", "pandas", "scipy", "statsmodels", "weasyprint", "openpyxl"}


def test_these_pages_load_nothing_that_counts_or_draws() -> None:
    named = ", ".join(f"readiness.web.console.setting_up.{page}" for page in PAGES)
    code = f"import sys, {named}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())
