"""Rounds of mail against a real mail server: who gets one, who does not, and what becomes of what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness.errors import DatabaseAway, WrongSetting, WrongState
from readiness.fieldwork import lifecycle
from readiness.fieldwork.inviting import invitations
from readiness.fieldwork.inviting.mail import MailServerAway
from readiness.records import invited
from tests.fieldwork.mailing.conftest import Office
from tests.fieldwork.mailing.server import Handler, drop

Later = Callable[[int], None]
one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_everyone_is_invited_once(office: Office, post: Handler) -> None:
    office.add(25)
    assert office.invite().sent == 25
    assert office.invite().sent == 0
    assert set(post.to.values()) == {1}
    assert len(post.to) == 25


@one_database
def test_people_who_are_added_later_are_invited_later(office: Office, post: Handler) -> None:
    office.add(3)
    office.invite()
    added = invitations.add(office.settings, office.database, office.assessment.code, office.add(5)[3:])
    assert (added.added, added.already) == (0, 2)
    assert office.invite().sent == 2
    assert set(post.to.values()) == {1}


@one_database
def test_many_mails_go_over_one_connection_and_then_over_a_new_one(office: Office, post: Handler) -> None:
    office.add(25)
    office.invite(batch=10)
    assert post.connections == 3


@one_database
def test_no_more_mails_go_in_a_minute_than_are_set(office: Office) -> None:
    office.add(4)
    office.invite(per_minute=30)
    assert office.clock.slept == pytest.approx([2.0, 2.0, 2.0])


@one_database
@pytest.mark.parametrize("answered", [0, 3, 6])
def test_a_round_of_reminders_takes_as_long_whoever_has_answered(
    answered: int, office: Office, later: Later
) -> None:
    people = office.add(6)
    office.invite()
    for person in people[:answered]:
        office.answer(person)
    later(1)
    office.clock.slept.clear()
    assert office.remind(per_minute=30).sent == 6 - answered
    assert office.clock.slept == pytest.approx([2.0] * 5)


def test_those_are_reminded_who_have_not_answered(office: Office, post: Handler, later: Later) -> None:
    people = office.add(10)
    office.invite()
    post.taken.clear()
    for person in people[:4]:
        office.answer(person)
    later(1)
    office.remind()
    assert set(post.to) == {person.address for person in people[4:]}
    assert set(post.to.values()) == {1}


@one_database
def test_a_finished_round_of_reminders_does_not_tell_on_the_list_who_had_answered(
    office: Office, later: Later
) -> None:
    people = office.add(10)
    office.invite()
    for person in people[:4]:
        office.answer(person)
    later(1)
    office.remind()
    with office.list() as listed:
        assert listed.counts(1).sent == 10


@one_database
def test_nobody_gets_two_mails_on_a_day(office: Office, post: Handler, later: Later) -> None:
    office.add(3)
    office.invite()
    with pytest.raises(WrongState, match="nobody to whom reminder 1 could go today"):
        office.remind()
    later(1)
    office.remind()
    with pytest.raises(WrongState, match="nobody to whom reminder 1 could go today"):
        office.remind()
    assert len(post.taken) == 6


@one_database
def test_nobody_is_reminded_more_than_three_times(office: Office, post: Handler, later: Later) -> None:
    office.add(2)
    office.invite()
    for _ in range(3):
        later(1)
        office.remind()
    later(1)
    with pytest.raises(WrongState, match="All 3 reminders have been sent"):
        office.remind()
    assert set(post.to.values()) == {4}
    assert sum("Last reminder" in mail["Subject"] for mail in post.mails) == 2
    assert len({mail["Message-ID"] for mail in post.mails}) == 8


@one_database
def test_only_those_are_reminded_who_were_invited(office: Office, post: Handler, later: Later) -> None:
    office.add(2)
    office.invite()
    later(1)
    office.add(3)
    office.remind()
    assert post.to == {"person0@ashdale.example": 2, "person1@ashdale.example": 2}


@one_database
def test_whoever_opts_out_gets_no_more_mail(office: Office, post: Handler, later: Later) -> None:
    first, second = office.add(2)
    office.invite()
    with office.list() as listed:
        assert listed.opt_out(first.id)
    later(1)
    office.remind()
    assert post.to == {first.address: 1, second.address: 2}


@one_database
def test_an_address_that_is_refused_for_good_is_noted_and_never_tried_again(
    office: Office, post: Handler, later: Later
) -> None:
    office.add(3)
    post.refusals["person1@ashdale.example"] = "550 5.1.1 <person1@ashdale.example>: no such user here"
    done = office.invite()
    assert (done.sent, done.refused) == (2, 1)
    del post.refusals["person1@ashdale.example"]
    assert office.invite().sent == 0
    later(1)
    office.remind()
    assert post.to["person1@ashdale.example"] == 0
    found = invitations.status(office.settings, office.assessment)
    assert found.refusals == (("person1@ashdale.example", "550 5.1.1 ... no such user here"),)


@one_database
def test_an_address_that_is_refused_for_now_is_tried_again(office: Office, post: Handler) -> None:
    office.add(3)
    post.refusals["person1@ashdale.example"] = "451 4.7.1 come back later"
    done = office.invite()
    assert (done.sent, done.waiting) == (2, 1)
    assert invitations.status(office.settings, office.assessment).pending == 1
    post.refusals.clear()
    assert office.invite().sent == 1
    assert set(post.to.values()) == {1}


@one_database
def test_that_a_reminder_was_refused_names_nobody(office: Office, post: Handler, later: Later) -> None:
    office.add(3)
    office.invite()
    later(1)
    post.refusals["person1@ashdale.example"] = "550 gone"
    assert office.remind().refused == 1
    assert invitations.status(office.settings, office.assessment).refusals == ()


@one_database
def test_a_connection_lost_before_the_mail_was_handed_over_loses_and_doubles_nothing(
    office: Office, post: Handler
) -> None:
    office.add(6)
    left = [2, 1]

    def sometimes(server: object, address: str) -> None:
        if left and len(post.taken) == 3 - len(left) + 1:
            left.pop()
            drop(server)

    post.at_rcpt = sometimes
    done = office.invite()
    assert (done.sent, done.uncertain, left) == (6, 0, [])
    assert set(post.to.values()) == {1}


@one_database
def test_a_connection_lost_while_the_mail_was_handed_over_leaves_it_uncertain(
    office: Office, post: Handler
) -> None:
    office.add(6)
    post.at_data = lambda server, address: drop(server) if len(post.taken) == 3 else None
    done = office.invite()
    assert (done.sent, done.uncertain) == (5, 1)
    assert office.invite().sent == 0
    assert set(post.to.values()) == {1}
    assert office.invite(again=True).sent == 1
    assert sorted(post.to.values()) == [1, 1, 1, 1, 1, 2]


@one_database
def test_a_server_that_goes_on_ending_the_connection_ends_the_run_and_nothing_is_lost(
    office: Office, post: Handler
) -> None:
    office.add(4)
    post.at_rcpt = lambda server, address: drop(server) if len(post.taken) == 2 else None
    with pytest.raises(MailServerAway, match="again and again"):
        office.invite()
    post.at_rcpt = lambda server, address: None
    assert office.invite().sent == 2
    assert set(post.to.values()) == {1}


@one_database
def test_a_server_that_shuts_down_is_asked_again(office: Office, post: Handler) -> None:
    office.add(3)
    said = ["421 4.3.2 shutting down"]
    post.at_rcpt = lambda server, address: said.pop() if said and len(post.taken) == 1 else None
    assert office.invite().sent == 3
    assert set(post.to.values()) == {1}


@one_database
def test_a_server_that_refuses_everything_is_not_believed_of_the_addresses(
    office: Office, post: Handler
) -> None:
    office.add(15)
    post.at_rcpt = lambda server, address: "554 5.7.1 your machine is on a list of ours"
    with pytest.raises(MailServerAway, match="refused 10 mails one after the other"):
        office.invite()
    post.at_rcpt = lambda server, address: None
    assert office.invite().sent == 15


@one_database
def test_a_server_that_does_not_take_our_sender_blames_no_address(office: Office, post: Handler) -> None:
    office.add(2)
    post.senders["survey@ashdale.example"] = "553 5.7.1 not yours"
    with pytest.raises(MailServerAway, match=r"does not take mail from survey@ashdale\.example: 553"):
        office.invite()
    post.senders.clear()
    assert office.invite().sent == 2


@one_database
def test_a_round_that_was_broken_off_goes_on_on_another_day(
    office: Office, post: Handler, later: Later
) -> None:
    office.add(6)
    office.invite()
    post.taken.clear()
    later(1)
    post.at_rcpt = lambda server, address: drop(server) if len(post.taken) == 2 else None
    with pytest.raises(MailServerAway):
        office.remind()
    post.at_rcpt = lambda server, address: None
    later(1)
    office.remind()
    assert set(post.to.values()) == {1}
    with office.list() as listed:
        assert [(one.number, one.day, one.finished) for one in listed.reminders()] == [
            (1, office.today, True)
        ]


@one_database
def test_a_round_that_ended_without_being_noted_as_finished_does_not_stop_the_next(
    office: Office, post: Handler, later: Later
) -> None:
    office.add(2)
    office.invite()
    later(1)
    office.remind()
    with office.list() as listed:
        listed.begin_round(1, office.today)
    later(1)
    office.remind()
    assert set(post.to.values()) == {3}


@one_database
def test_two_commands_do_not_send_at_once(office: Office) -> None:
    folder, code = office.settings.lists, office.assessment.code
    second = invited.alone(folder, code)
    with (
        invited.alone(folder, code),
        pytest.raises(WrongState, match="being sent by another command"),
        second,
    ):
        pass
    with invited.alone(folder, code):
        pass


@one_database
def test_whoever_answers_during_a_round_is_not_reminded(office: Office, post: Handler, later: Later) -> None:
    people = office.add(5)
    office.invite()
    post.taken.clear()
    later(1)

    def everyone_answers(server: object, address: str) -> None:
        for person in people:
            office.answer(person)

    post.at_data = everyone_answers
    office.remind()
    assert len(post.taken) == 1


@one_database
def test_closing_in_the_middle_of_a_round_ends_it(office: Office, post: Handler) -> None:
    office.add(5)

    def close(server: object, address: str) -> None:
        lifecycle.close(office.database, office.settings, office.assessment.code, office.today)

    post.at_data = close
    with pytest.raises(DatabaseAway, match="destroyed because the assessment was closed"):
        office.invite()
    assert len(post.taken) == 1


@one_database
def test_nothing_is_sent_before_the_first_and_after_the_last_day(office: Office, later: Later) -> None:
    office.add(1)
    office.today = office.assessment.closes_on.replace(month=12)
    with pytest.raises(WrongState, match="takes no answers today"):
        office.invite()


@one_database
def test_links_that_lead_nowhere_on_other_devices_are_not_sent(office: Office) -> None:
    office.add(1)
    office.settings = replace(office.settings, base_url="http://127.0.0.1:8000")
    with pytest.raises(WrongSetting, match="leads nowhere on other people's devices"):
        office.invite()
