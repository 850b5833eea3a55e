"""A value of a published table as people read it: rounded as the report rounds, and `not shown` where it is None."""

from __future__ import annotations

from datetime import date
from math import isfinite

from readiness.baseline.findings import Share
from readiness.reporting.published.kinds import Column, Limit, Unit, Value
from readiness.reporting.words.printed import Printer

PLACES = {Unit.TEN: 1, Unit.NUMBER: 2, Unit.POINTS: 1, Unit.SMALL: 4}
"""Decimal places; every other number is printed whole."""
LIMITS = {Limit.UNDER: Share(5, 5, 5, 0), Limit.OVER: Share(95, 95, 95, 0)}
"""A share near nobody or near everybody, to print in its place."""


def known(value: Value) -> Value:
    """Return the value, or None for a number that is none."""
    return None if isinstance(value, float) and not isfinite(value) else value


def shown(column: Column, value: Value, printer: Printer) -> str:
    """Return a value as text."""
    value = known(value)
    if value is None:
        return printer.none
    if isinstance(value, Limit):
        return printer.share(LIMITS[value])
    if isinstance(value, bool):
        return printer.wording.say("export.yes" if value else "export.no")
    if isinstance(value, date):
        return printer.wording.day(value)
    return value if isinstance(value, str) else _number(column, value, printer)


def _number(column: Column, value: float, printer: Printer) -> str:
    if column.unit is Unit.CHANCE:
        return printer.chance(value)
    if column.unit is Unit.RATE:
        return printer.rate(value)
    if column.unit is Unit.PERCENT:
        return printer.wording.say("format.percent", number=printer.number(value))
    if isinstance(value, int) and column.unit is not Unit.COUNT:
        return str(value)
    return printer.number(value, PLACES.get(column.unit, 0))
