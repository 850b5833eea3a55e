"""Publishing: after closing alone, the same until it is published anew, and never more than was published before."""

from __future__ import annotations

from datetime import date

import pytest

from readiness.errors import TooFewAnswers, WrongState
from readiness.fieldwork import lifecycle, publishing
from readiness.fieldwork.moderating import moderation
from readiness.fieldwork.moderating.moderation import NotDecided
from readiness.fieldwork.publishing import By, NotPublished, within
from readiness.records import publications, responses, shares
from readiness.records.publication_tables import Share
from readiness.records.responses import AnswerSet

LEA = By("lea@example.org", 1_800_000_000)
LATER = By("lea@example.org", 1_800_000_999)


@pytest.fixture
def closed(database, assessment, tiny, tiny_settings):
    """Fourteen people answered and wrote, all of it approved."""
    people = [
        AnswerSet(comments=(("would-help", f"Words number {i} about Priya's rota."),), quotable=True)
        for i in range(14)
    ]
    with database.write() as session:
        responses.add(session, assessment, tiny, people)
    of = lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))
    with database.write() as session:
        read = moderation.to_read(session, of, tiny).readings
        moderation.keep(session, {one: moderation.show(one) for one in read})
    return of


@pytest.fixture
def publish(database, closed, tiny):
    """Publish what is approved."""

    def published(by=LEA):
        with database.write() as session:
            return publishing.publish(session, closed, tiny, by)

    return published


def decide(database, of, tiny, decided, only=1):
    """Decide about the first comments as `decided` says."""
    with database.write() as session:
        read = moderation.to_read(session, of, tiny).readings[:only]
        moderation.keep(session, {one: decided(one) for one in read})


def test_nothing_is_published_before_somebody_does(database, closed, publish):
    with database.read() as session:
        assert publishing.published(session, closed) is None
    made = publish()
    with database.read() as session:
        now = publishing.published(session, closed)
    assert (now.id, now.published_by, now.published_at) == (made.id, LEA.who, LEA.now)
    assert len(now.words["would-help"]) == 14


def test_only_what_is_closed_and_was_answered_by_enough(database, assessment, tiny, tiny_settings):
    with pytest.raises(WrongState, match="nothing to publish before it closes"), database.write() as session:
        publishing.publish(session, assessment, tiny, LEA)
    of = lifecycle.close(database, tiny_settings, assessment.code, date(2026, 11, 30))
    with pytest.raises(TooFewAnswers, match="Fewer than 11 people"), database.write() as session:
        publishing.publish(session, of, tiny, LEA)


def test_publishing_twice_without_a_change_is_refused(publish):
    publish()
    with pytest.raises(WrongState, match="nothing has changed since"):
        publish()


def test_moderating_afterwards_leaves_the_published_words_and_is_told(database, closed, publish, tiny):
    publish()
    with database.read() as session:
        assert not publishing.differs(session, closed, tiny)
    decide(database, closed, tiny, lambda one: moderation.withhold("person"))
    with database.read() as session:
        assert publishing.differs(session, closed, tiny)
        assert len(publishing.published(session, closed).words["would-help"]) == 14
    publish(LATER)
    with database.read() as session:
        first, second = publications.all(session, closed.id)
        assert not publishing.differs(session, closed, tiny)
    assert (first.ended_at, first.ended_by) == (LATER.now, LATER.who)
    assert (second.ended_at, len(second.words["would-help"])) == (None, 13)


def test_what_was_not_published_is_never_added(database, closed, publish, tiny):
    decide(database, closed, tiny, lambda one: moderation.withhold("person"))
    publish()
    with pytest.raises(NotDecided, match="words that the published report did not show"):
        decide(database, closed, tiny, moderation.show)


def test_what_was_published_cut_is_never_shown_whole(database, closed, publish, tiny):
    decide(
        database,
        closed,
        tiny,
        lambda one: moderation.show(one, f"{one.comment.text.partition(' about')[0]} [...] rota."),
    )
    publish()
    with pytest.raises(NotDecided, match="published report did not show"):
        decide(database, closed, tiny, moderation.show)


def test_nor_by_taking_it_back_first(database, closed, publish, tiny):
    decide(database, closed, tiny, lambda one: moderation.withhold("person"))
    publish()
    with database.write() as session:
        publishing.take_back(session, closed, LATER)
    with pytest.raises(NotDecided, match="published report did not show"):
        decide(database, closed, tiny, moderation.show)


def test_words_that_slipped_past_the_moderators_are_refused_at_publishing(database, closed, publish, tiny):
    """Two moderators at once: one publishes, the other's page was read before."""
    with database.read() as session:
        read_before = moderation.to_read(session, closed, tiny).readings
    decide(database, closed, tiny, lambda one: moderation.withhold("person"))
    publish()
    with database.write() as session:
        moderation.keep(session, {read_before[0]: moderation.show(read_before[0])})
    with pytest.raises(WrongState, match="words would now be shown that the published report did not show"):
        publish()


def test_what_was_taken_out_may_come_back(database, closed, publish, tiny):
    publish()
    decide(database, closed, tiny, lambda one: moderation.withhold("person"))
    publish()
    decide(database, closed, tiny, moderation.show)
    assert len(publish().words["would-help"]) == 14


def test_taking_back_ends_every_link(database, closed, publish):
    publish()
    with database.write() as session:
        for number in range(3):
            link = Share(assessment_id=closed.id, hash=bytes([number]) * 32, whom="The board")
            link.made_at, link.made_by, link.ends_on = LEA.now, LEA.who, date(2027, 1, 1)
            shares.add(session, link)
        shares.of(session, closed)[0].ended_at = LEA.now
    with database.write() as session:
        assert publishing.take_back(session, closed, LATER) == 2
    with database.read() as session:
        assert publishing.published(session, closed) is None
        assert shares.opening(session, closed, date(2026, 12, 1)) == 0
    with pytest.raises(NotPublished, match="not published"), database.write() as session:
        publishing.take_back(session, closed, LATER)


@pytest.mark.parametrize(
    ("texts", "earlier", "fits"),
    [
        ((), ("a b",), True),
        (("a b", "c"), ("c", "a b", "d"), True),
        (("a […]", "c"), ("a b", "c"), True),
        (("a b", "a b"), ("a b", "c"), False),
        (("a […]", "a […]"), ("a b", "c"), False),
        (("a […]", "a b"), ("a b", "a c"), True),
        (("a b c",), ("a […] c",), False),
        (("a […]",), ("a […] c",), True),
        (("e",), ("a b",), False),
    ],
)
def test_fewer_words_are_within_others_and_more_are_not(texts, earlier, fits):
    assert within(texts, earlier) is fits
