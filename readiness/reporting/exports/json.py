"""Findings as JSON, for programs: figures unrounded (shares are whole percentages), nothing where a figure is hidden.

Beside `format` stands `findings`, in the shape of `readiness.baseline.findings`, field by field, with these changes:
pairs of an id and what belongs to it become an object by id; commitment and capability become objects with `id`,
`name` and `cell`; a share also carries `text`, as it may be printed, and `masked`: null, or "under" or "over" where it
is 5 percent or less, or 95 or more; such a share has no figures, because the true ones are not told. Dates are written
as YYYY-MM-DD. A number that is not finite is null, so that every reader of JSON can read it.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any

from readiness.baseline.findings import AreaFinding, Findings, GroupFinding, Quality, Share

FORMAT = "readiness-findings/1"
PAIRS = {(GroupFinding, "dimensions"), (AreaFinding, "dimensions"), (Quality, "without_flagged")}
COMPONENTS = {(Findings, "components"), (AreaFinding, "components")}


def as_json(findings: Findings) -> str:
    """Return the findings as JSON, the same text for the same findings."""
    shape = {"format": FORMAT, "findings": plain(findings)}
    return json.dumps(shape, ensure_ascii=False, indent=2, allow_nan=False)


def plain(found: Any) -> Any:
    """Return what JSON has for findings, or for a part of them."""
    if isinstance(found, float):
        return found if isfinite(found) else None
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, tuple):
        return [plain(one) for one in found]
    if is_dataclass(found):
        shape = {field.name: _field(found, field.name) for field in fields(found)}
        return {**shape, **_told(found)} if isinstance(found, Share) else shape
    return found


def _told(share: Share) -> dict[str, Any]:
    """Return what a share says beside its figures; what is masked has none."""
    masked = "under" if share.percent <= 5 else "over" if share.percent >= 95 else None
    figures = dict.fromkeys(("percent", "low", "high")) if masked else {}
    return {**figures, "masked": masked, "text": str(share)}


def _field(owner: Any, name: str) -> Any:
    """Return a field; ids with what belongs to them become objects, also where there are none."""
    value = getattr(owner, name)
    if (type(owner), name) in PAIRS:
        return {key: plain(one) for key, one in value}
    if (type(owner), name) in COMPONENTS:
        return [{"id": key, "name": title, "cell": plain(cell)} for key, title, cell in value]
    return plain(value)
