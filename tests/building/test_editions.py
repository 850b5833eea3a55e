"""What is published is found once, kept, and never found otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.baseline import door
from readiness.building import editions
from readiness.errors import ReadinessError
from readiness.records import publications
from tests.reporting.believable import believable

WORDS = {"would-help": ["One thing.", "Another thing.", "A third."]}


@pytest.fixture
def found(monkeypatch):
    """Find believable figures, and write down how often."""
    times = []

    def finds(session, of, instrument, salt):
        times.append(instrument.language)
        return replace(believable(), n=1000 + len(times), comments=())

    monkeypatch.setattr(door, "baseline", finds)
    return times


@pytest.fixture
def publish(database, closed):
    def published(words=WORDS, now=0):
        with database.write() as session:
            return publications.add(session, closed, words, "lea@example.org", now).id

    return published


def test_they_are_found_once_in_every_language_with_the_published_words(
    database, closed, publish, found, tiny_settings, tiny
):
    number = publish()
    with database.read() as session:
        assert editions.shown(session, publications.by_id(session, number), "en") is None
    first = editions.filled(database, number, tiny_settings)
    assert editions.filled(database, number, tiny_settings) == first
    assert found == list(tiny.languages)
    with database.read() as session:
        publication = publications.by_id(session, number)
        assert editions.shown(session, publication, "en") == first["en"]
    assert sorted(first["en"].comments[0].texts) == sorted(WORDS["would-help"])


def test_a_later_version_has_the_same_figures_and_its_own_words(
    database, publish, found, tiny_settings, tiny
):
    first = editions.filled(database, publish(), tiny_settings)["en"]
    later = editions.filled(database, publish({}, now=1), tiny_settings)["en"]
    assert found == list(tiny.languages)
    assert later == replace(first, comments=())


def test_nothing_is_made_of_what_was_taken_back(database, closed, publish, found, tiny_settings):
    number = publish()
    with database.write() as session:
        publications.end(session, closed, "lea@example.org", 1)
    with pytest.raises(ReadinessError, match="no longer published"):
        editions.filled(database, number, tiny_settings)


def test_findings_are_the_same_once_packed_and_unpacked():
    assert editions.unpacked(editions.packed(believable())[1]) == believable()
