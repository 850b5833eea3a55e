"""Title and year of the survey, and the days on which people can answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response

from readiness.fieldwork.setup_drafts import Reading
from readiness.fieldwork.setup_lists import plain
from readiness.web.console import gate
from readiness.web.console.setting_up import filling
from readiness.web.console.setting_up.filling import Field, Page, Typed, Wrong

_LONGEST = 366
"""Days; answers of more than a year say nothing of any."""


def ask(code: str) -> Response:
    """Show them."""
    return filling.ask(PAGE, code)


def take(code: str) -> Response:
    """Keep them."""
    return filling.take(PAGE, code)


def _fields(reading: Reading) -> tuple[Field, ...]:
    seen, missing = reading.seen, {one.place for one in reading.faults if one.problem == "This is missing."}
    days = {key: () if key in missing else _parts(getattr(seen, key)) for key in ("opens_on", "closes_on")}
    return (
        Field(
            "title",
            "Title",
            hint="What you and your colleagues call it in lists, reports and mails.",
            value="" if "title" in missing else seen.title,
        ),
        Field(
            "year",
            "Year",
            hint="Reports compare one year with the next.",
            value="" if "year" in missing else str(seen.year),
            width="nhsuk-input--width-4",
            mode="numeric",
        ),
        Field("opens_on", "First day", "day", "For example, 2 11 2026.", days["opens_on"] or ("", "", "")),
        Field(
            "closes_on",
            "Last day",
            "day",
            "People can answer until midnight. Three to four weeks work best.",
            days["closes_on"] or ("", "", ""),
        ),
    )


def _made(_: Reading, typed: Typed) -> dict[str, Any]:
    title, year = plain(typed.text("title")), typed.text("year", 10)
    first, last = (_day(typed, name) for name in ("opens_on", "closes_on"))
    faults = {**_faults_of_title(title, year), **_faults_of_days(first, last, gate.today())}
    if faults or first is None or last is None:
        raise Wrong(**faults)
    days = {"opens_on": first.isoformat(), "closes_on": last.isoformat()}
    return {"title": title, "year": int(year), **days}


def _faults_of_title(title: str, year: str) -> dict[str, str]:
    faults = {}
    if not 0 < len(title) <= 200:
        faults["title"] = "Enter a title of up to 200 letters"
    if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2100):
        faults["year"] = "Enter a year, such as 2026"
    return faults


def _faults_of_days(first: date | None, last: date | None, today: date) -> dict[str, str]:
    faults = {}
    if first is None:
        faults["opens_on"] = "First day must be a real date, such as 2 11 2026"
    if last is None:
        faults["closes_on"] = "Last day must be a real date, such as 29 11 2026"
    elif last < today:
        faults["closes_on"] = "Last day must be today or later"
    elif first and last < first:
        faults["closes_on"] = "Last day must not lie before the first day"
    elif first and (last - first).days > _LONGEST:
        faults["closes_on"] = "Last day must be within a year of the first day"
    return faults


def _day(typed: Typed, name: str) -> date | None:
    try:
        day, month, year = (int(typed.text(f"{name}-{part}", 10)) for part in ("day", "month", "year"))
        found = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if 2000 <= found.year <= 2100 else None


def _parts(day: date) -> tuple[str, str, str]:
    return str(day.day), str(day.month), str(day.year)


PAGE = Page("Title and days", "set_up_days", ("title", "year", "opens_on", "closes_on"), _fields, _made)
