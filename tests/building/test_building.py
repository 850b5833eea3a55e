"""What the console and the command line ask of building, without any worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from readiness import building
from readiness.building import Order, Status
from readiness.building.cache import Cache
from readiness.config import Settings
from readiness.errors import ReadinessError
from readiness.records import builds
from readiness.records.database import Database
from readiness.records.tables import Assessment

pytestmark = pytest.mark.usefixtures("quick")
KEY = "a" * 64


def test_the_same_request_twice_is_one_build(ask: Callable[..., int], look: Callable[[int], Status]) -> None:
    number = ask()
    assert ask() == number
    status = look(number)
    assert (status.name, status.state, status.told, status.ended) == (
        "Note",
        "waiting",
        "Waiting for a worker",
        False,
    )


def test_a_document_about_an_area_bears_its_name(
    ask: Callable[..., int], look: Callable[[int], Status]
) -> None:
    assert look(ask("leaf", "cardiology")).name == "Leaf: Cardiology"


def test_everything_is_each_document_once_and_each_area_s(database: Database, closed: Assessment) -> None:
    with database.read() as session:
        orders = building.everything(session, closed)
    assert Order("note") in orders
    assert [order.area for order in orders if order.kind == "leaf"] == [
        "cardiology",
        "respiratory",
        "diabetes",
    ]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (Order("sculpture"), "no document of the kind 'sculpture'.*There are: note, leaf"),
        (Order("leaf", "skin"), "no clinical area 'skin'.*cardiology, diabetes, respiratory"),
        (Order("leaf"), "about one clinical area: name it. Its areas are: cardiology, diabetes, respiratory"),
        (Order("note", "cardiology"), "is one for all areas"),
    ],
)
def test_what_does_not_exist_is_refused_when_it_is_asked_for(
    database: Database, closed: Assessment, order: Order, said: str
) -> None:
    with pytest.raises(ReadinessError, match=said), database.write() as session:
        building.request(session, closed, order)


def test_nothing_is_built_before_closing(database: Database, assessment: Assessment) -> None:
    before = pytest.raises(ReadinessError, match="is open: there are no reports before it closes")
    with before, database.write() as session:
        building.request(session, assessment, Order("note"))


def test_a_finished_file_is_fetched_until_it_made_room(
    database: Database, settings: Settings, ask: Callable[..., int], look: Callable[[int], Status]
) -> None:
    number = ask()
    assert building.fetched(settings, look(number)) is None
    with database.write() as session:
        builds.take(session, "one", 0, 60)
        builds.done(session, number, "one", KEY, 0)
    path = Cache.of(settings).keep(KEY, "pdf", b"%PDF")
    assert building.fetched(settings, look(number)) == path
    path.unlink()
    assert building.fetched(settings, look(number)) is None


def test_what_is_called_off_can_be_tried_again(
    database: Database, ask: Callable[..., int], look: Callable[[int], Status]
) -> None:
    number = ask()
    with database.write() as session:
        building.cancel(session, number)
    assert look(number).told == "Called off"
    with pytest.raises(ReadinessError, match="has ended"), database.write() as session:
        building.cancel(session, number)
    with database.write() as session:
        building.retry(session, number)
    assert look(number).state == "waiting"
    with pytest.raises(ReadinessError, match="neither failed"), database.write() as session:
        building.retry(session, number)


def test_an_unknown_build_is_said_to_be_none(database: Database) -> None:
    with pytest.raises(ReadinessError, match="no build 7"), database.read() as session:
        building.status(session, 7)


def test_builds_are_listed_newest_first(
    database: Database, ask: Callable[..., int], closed: Assessment
) -> None:
    first, second = ask(), ask("refused")
    with database.read() as session:
        assert [one.number for one in building.listed(session)] == [second, first]
        assert [one.number for one in building.listed(session, closed, most=1)] == [second]


def test_asking_for_documents_imports_nothing_that_draws() -> None:
    """The web asks; its processes stay small and start at once."""
    script = (
        "import sys, readiness.building, readiness.web; "
        "heavy = {'weasyprint', 'matplotlib', 'scipy', 'pikepdf', 'statsmodels'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
