"""Response rates as plain values for programs, and the part of them that somebody may see."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Any

from readiness.fieldwork.rates.figures import Group, Rates

_HIDDEN = Group("", "", None, None)


def part(found: Rates, areas: Container[str], organisations: Container[str]) -> Rates:
    """Return what is shown of these clinical areas and organisations alone, without the whole or any other group."""
    kept = {"area": areas, "organisation": organisations}
    tables = {
        table: tuple(group for group in groups if group.id in kept.get(table, ()))
        for table, groups in found.tables.items()
    }
    return replace(found, total=_HIDDEN, tables=tables, balance=None)


def plain(found: Rates, code: str, left: int) -> dict[str, Any]:
    """Return the rates of the assessment with that code, which has so many days left, as JSON has values."""
    balance = found.balance
    return {
        "code": code,
        "day": found.day.isoformat(),
        "closed": found.closed,
        "days_left": 0 if found.closed else max(left, 0),
        "total": _figures(found.total),
        "tables": {name: [_figures(group) for group in groups] for name, groups in found.tables.items()},
        "representativeness": balance and {"figure": balance.value, "low": balance.low, "high": balance.high},
        "lowest": [{"table": table, "id": group.id} for table, group in found.lowest()],
    }


def _figures(group: Group) -> dict[str, Any]:
    figures: dict[str, Any] = {"answered": group.answered, "asked": group.asked, "percent": group.rate}
    return {"id": group.id, "name": group.name, **figures, "or_more": group.or_more}
