"""Names that whoever sets an assessment up can pick from, so that not all of them have to be typed."""

from __future__ import annotations

import tomllib
from pathlib import Path

FILE = "clinical-areas.toml"


def areas(surveys: Path) -> tuple[str, ...]:
    """Return the names of clinical areas; none where the surveys hold no such file, or one that cannot be read."""
    try:
        found = tomllib.loads((surveys / FILE).read_text("utf-8")).get("names", [])
    except (OSError, ValueError):
        return ()
    return tuple(name for name in found if isinstance(name, str)) if isinstance(found, list) else ()
