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
NAMES: dict[str, Any] = {}


@pytest.mark.parametrize(("line", "block"), BLOCKS, ids=[f"line {line + 1}" for line, _ in BLOCKS])
def test_example(line: int, block: str) -> None:
    exec(compile("\n" * line + block, str(PAGE), "exec"), NAMES)


def test_every_module_is_shown() -> None:
    modules = {path.stem for path in (PAGE.parents[1] / "readiness" / "analysis").iterdir()} - {
        "__init__",
        "arrays",
    }
    assert {name for name in modules if not name.startswith("__")} <= set(re.findall(r"`(\w+)`", TEXT))
