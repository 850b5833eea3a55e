"""What moved, published: made of what is published of each year, kept with the newest, and gone with any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from readiness.baseline import door
from readiness.baseline.findings import Findings, Mean
from readiness.baseline.years import history
from readiness.building import editions_of_years, making, moved, moving, years
from readiness.building.moved import ALL, PUBLISHED
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.fieldwork import lifecycle, publishing, undertaken
from readiness.fieldwork.setup_types import Setup
from readiness.fieldwork.undertaken import Wanted
from readiness.instrument.types import Instrument
from readiness.records import publications
from readiness.records.database import Database
from readiness.records.tables import Assessment
from readiness.reporting import claims
from tests.web.following import of_year

Two = tuple[Assessment, Assessment]
WORDS = {"would-help": ["One thing.", "Another.", "A third."]}


@pytest.fixture
def database(on_sqlite: Database) -> Database:
    """One database: what is kept with publications is tried on both in tests/building/test_editions.py."""
    return on_sqlite


@pytest.fixture
def two(
    database: Database, tiny_settings: Settings, tiny_setup: Setup, tiny: Instrument, assessment: Assessment
) -> Two:
    """Two closed years; one thing was done between them."""
    first = lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))
    given = {"title": "Ashdale 2027", "year": 2027, "follows": first.code}
    with database.write() as session:
        undertaken.add(
            session, first, tiny, Wanted("Two hours", "cardiology", "time", expected=5, state="running")
        )
        made = lifecycle.create(session, tiny_setup.model_copy(update=given), tiny_settings)
        lifecycle.open_(session, made.code, tiny_settings, made.opens_on)
    return first, lifecycle.close(database, tiny_settings, made.code, made.closes_on)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Find believable figures, moved by as many points as is said here."""
    points = {"by": 0.0}

    def finds(_: Any, of: Assessment, *__: Any) -> Findings:
        made = of_year(of.year)
        return bent(replace(made, heading=replace(made.heading, code=of.code)), points["by"])

    for module in (door, making):
        monkeypatch.setattr(module, "baseline", finds)
    return points


def bent(findings: Any, by: float) -> Any:
    """Return findings with every mean so many points higher."""
    if isinstance(findings, Mean):
        return replace(findings, value=findings.value + by)
    if isinstance(findings, tuple):
        return tuple(bent(one, by) for one in findings)
    if is_dataclass(findings) and not isinstance(findings, type):
        return replace(
            findings, **{one.name: bent(getattr(findings, one.name), by) for one in fields(findings)}
        )  # type: ignore[type-var]
    return findings


@pytest.fixture
def publish(database: Database) -> Callable[..., int]:
    """Publish a year, with what moved where that can be."""

    def published(of: Assessment) -> int:
        with database.write() as session:
            beside = publishing.earlier(session, of)
            return publications.add(
                session, of, WORDS, "lea@example.org", 1, beside, history.done(session, of)
            ).id

    return published


def means(of: Any) -> Iterator[Mean]:
    """Yield every mean in there."""
    if isinstance(of, Mean):
        yield of
    elif isinstance(of, tuple | list):
        for one in of:
            yield from means(one)
    elif is_dataclass(of):
        for one in fields(of):
            yield from means(getattr(of, one.name))


@pytest.mark.usefixtures("found")
def test_every_figure_is_one_that_a_published_report_shows_and_nobody_is_quoted(
    database: Database, tiny_settings: Settings, two: Two, publish: Callable[..., int]
) -> None:
    for of in two:
        number = publish(of)
    made = editions_of_years.filled(database, number, tiny_settings)["en"]
    shown = {mean.value for year in (2026, 2027) for mean in means(of_year(year))}
    hundreds = {10 * value for value in shown}  # what people gave from 0 to 10
    set_beside = [
        point.mean.value
        for line in made.lines
        if not line.cautious and line.family != "barriers"  # these are shares
        for point in line.points
        if point.mean
    ]
    assert len(set_beside) > 50
    assert not [value for value in set_beside if value not in shown | hundreds]
    assert "One thing." not in str(made)
    assert not list(means(made.rounds)), "a year's own figures stand in its own report"


def test_it_is_kept_as_it_was_whatever_is_found_or_done_since(
    database: Database,
    tiny_settings: Settings,
    two: Two,
    tiny: Instrument,
    found: dict[str, float],
    publish: Callable[..., int],
) -> None:
    first, second = two
    publish(first)
    number = publish(second)
    then = editions_of_years.filled(database, number, tiny_settings)
    found["by"] = 3.0
    with database.write() as session:
        undertaken.change(
            session, first, tiny, 1, Wanted("Two hours", "cardiology", "time", expected=5, state="stopped")
        )
    moving.make(tiny_settings, second.id, moved.options(PUBLISHED, ""))
    moving.make(tiny_settings, second.id, moved.options(ALL, ""))
    with database.read() as session:
        published, now = (moved.changes(tiny_settings, session, second, view) for view in (PUBLISHED, ALL))
        assert published == then["en"] == editions_of_years.filled(database, number, tiny_settings)["en"]
        assert published is not None
        assert now is not None
        assert [one.outcomes[0].action.state for one in (published, now)] == ["running", "stopped"]
        differ = [one.lines[0].points[0].mean for one in (published, now)]
        assert differ[0] != differ[1]
        assert publishing.moved_differs(session, second)


@pytest.mark.usefixtures("found")
def test_a_new_version_of_a_year_before_leaves_it_as_it_was_and_taking_that_year_back_ends_it(
    database: Database, tiny_settings: Settings, two: Two, publish: Callable[..., int]
) -> None:
    first, second = two
    publish(first)
    number = publish(second)
    then = editions_of_years.filled(database, number, tiny_settings)
    publish(first)
    assert editions_of_years.filled(database, number, tiny_settings) == then
    with database.write() as session:
        assert [one.id for one in publishing.told_by(session, first)] == [second.id]
        publications.end(session, first, "lea@example.org", 2)
    with pytest.raises(ReadinessError, match="not published with these results, or no longer"):
        editions_of_years.filled(database, number, tiny_settings)
    with database.read() as session:
        assert moved.changes(tiny_settings, session, second, PUBLISHED) is None
        assert publishing.told_by(session, first) == []
    publish(first)
    with database.read() as session:
        assert moved.changes(tiny_settings, session, second, PUBLISHED) == then["en"]


@pytest.mark.usefixtures("found")
def test_a_published_document_is_verified_by_what_was_published(
    database: Database, tiny_settings: Settings, two: Two, tiny: Instrument, publish: Callable[..., int]
) -> None:
    first, second = two
    publish(first)
    number = publish(second)
    made = editions_of_years.filled(database, number, tiny_settings)["en"]
    claim = claims.claim_of_changes(made, tiny_settings.reports)
    with database.write() as session:
        undertaken.change(
            session, first, tiny, 1, Wanted("Two hours", "cardiology", "time", expected=5, state="done")
        )
    with database.read() as session:
        assert years.changes_claimed(session, claim, tiny_settings) == made
        other = replace(claim, figures="0" * 64)
        assert years.changes_claimed(session, other, tiny_settings) != made, (
            "else what is found now is compared"
        )


@pytest.mark.usefixtures("found")
def test_a_document_of_what_is_published_is_made_of_it(
    database: Database, tiny_settings: Settings, two: Two, tiny: Instrument, publish: Callable[..., int]
) -> None:
    first, second = two
    publish(first)
    given = {"edition": str(publish(second))}
    key = years.made_of_years(second.id, tiny_settings, "change-json", given, lambda _: None)
    with database.write() as session:
        undertaken.change(
            session, first, tiny, 1, Wanted("Two hours", "cardiology", "time", expected=5, state="done")
        )
    assert years.made_of_years(second.id, tiny_settings, "change-json", given, lambda _: None) == key
    assert years.made_of_years(second.id, tiny_settings, "change-json", {}, lambda _: None) != key
