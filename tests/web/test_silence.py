"""Marked words on a whole journey with forced errors turn up where they belong, and in no log or other table."""

from __future__ import annotations

import json
import logging
import logging.config
import socket
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from readiness.errors import DatabaseAway
from readiness.fieldwork import drafts, submitting
from readiness.fieldwork.ways import links
from readiness.records.database import Database
from readiness.web.logs import QUIET
from tests.web.visitor import Visitor

COMMENT = "Canary-comment-7431"
ADDRESS = "203.0.113.77"
AGENT = "Canary-browser-9182"


@pytest.mark.parametrize("mode", ["open", "codes", "personal"], indirect=True)
def test_a_marked_journey_with_three_errors_leaves_its_marks_nowhere(
    mode: str,
    app: Flask,
    answers: dict[str, Any],
    database: Database,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    token = request.getfixturevalue("token" if mode == "open" else "own")
    _go_with_three_errors(Visitor(app), token, {**answers, "would-help": COMMENT}, monkeypatch)
    secret = token.partition("-")[2] if mode == "personal" else token
    logged = caplog.text + "".join(capfd.readouterr())
    assert "ValueError" in logged
    assert "links.py" in logged or "starting.py" in logged
    for mark in (secret, ADDRESS, AGENT, COMMENT):
        assert mark not in logged
    kept = {table: everything(database, table) for table in tables(database)}
    assert COMMENT in kept.pop("comment")
    for table, found in kept.items():
        for mark in (ADDRESS, AGENT, COMMENT, *(() if table == "link" else (secret,))):
            assert mark not in found, table


def _go_with_three_errors(
    visitor: Visitor, token: str, marked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answer and send while the link, a page and the sending each fail once."""
    visitor.client.environ_base |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT}
    with monkeypatch.context() as broken:
        broken.setattr(links, "follow", _breaks)
        assert visitor.get(f"/l/{token}").status == 500
    visitor.get(f"/l/{token}").send("Start now")
    here = visitor.page
    with monkeypatch.context() as broken:
        broken.setattr(drafts, "move", _away)
        assert visitor.answer(marked).status == 503
    visitor.page = here
    while not visitor.address.endswith("/check"):
        visitor.answer(marked)
    here = visitor.page
    with monkeypatch.context() as broken:
        broken.setattr(submitting, "checked", _breaks)
        assert visitor.send("Send my answers").status == 500
    visitor.page = here
    assert visitor.send("Send my answers").heading == "Thank you"


def _breaks(*given: Any, **_: Any) -> None:
    raise ValueError(f"{given} {COMMENT}")


def _away(*_: Any) -> None:
    raise DatabaseAway("It is away.")


def tables(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return inspect(connection).get_table_names()


def everything(database: Database, table: str) -> str:
    with database.read() as session:
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
    return json.dumps([[repr(value) for value in row] for row in rows])


def test_the_servers_own_log_repeats_no_message_of_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(QUIET)
    log = logging.getLogger("_granian")
    try:
        socket.inet_aton(f"{COMMENT} {ADDRESS}")
    except OSError:
        log.exception("Application callable raised an exception")
    log.info("Not said")
    said = capsys.readouterr().err
    assert "raised an exception" in said
    assert "OSError" in said
    assert "test_silence.py" in said
    for mark in (ADDRESS, COMMENT, "Not said"):
        assert mark not in said
