"""The examples of docs/analysis.md run as they stand, one after the other, as a reader would type them."""

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "analysis.md"
TEXT = PAGE.read_text("utf-8")
BLOCKS = [
    (TEXT[: found.start(1)].count("\n"), found.group(1))
    for found in re.finditer(r"```python\n(.*?)```", TEXT, re.S)
]


@pytest.mark.parametrize("last", range(len(BLOCKS)), ids=[f"line {line + 1}" for line, _ in BLOCKS])
def test_example(last: int) -> None:
    """Each begins anew and takes the ones above it along, so that it runs in any order and alone."""
    names: dict[str, Any] = {}
    for line, block in BLOCKS[: last + 1]:
        exec(compile("\n" * line + block, str(PAGE), "exec"), names)


def test_every_module_is_shown() -> None:
    modules = {path.stem for path in (PAGE.parents[1] / "readiness" / "analysis").iterdir()} - {
        "__init__",
        "arrays",
    }
    assert {name for name in modules if not name.startswith("__")} <= set(re.findall(r"`(\w+)`", TEXT))
