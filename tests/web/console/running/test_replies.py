"""What a mail server answered, as a lead reads it."""

from __future__ import annotations

import pytest

from readiness.web.console.running import replies


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("550 5.1.1 <...> unknown", "The address is not known there: look at its spelling (550 5.1.1)"),
        ("550 no such user", "The address is not known there: look at its spelling (550)"),
        (
            "450 4.7.1 greylisted by mx3",
            "Not taken for now: it is tried again when you send again (450 4.7.1)",
        ),
        ("552 5.2.2 over quota", "The mailbox is full or closed (552 5.2.2)"),
        ("452 too much", "The mailbox is full or closed (452)"),
        (
            "554 5.7.1 blocked",
            "Mail from us is not taken there: ask whoever runs the mail server (554 5.7.1)",
        ),
        ("554 no", "Refused for good: ask whoever runs the mail server (554)"),
        ("", "Refused"),
        ("mx3.inner has gone", "Refused"),
    ],
)
def test_what_a_mail_server_says_of_an_address_is_told_in_words_of_ours(said: str, plain: str) -> None:
    assert replies.plain(said) == plain
