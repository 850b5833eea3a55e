"""Processes of the server that are killed one right after the other, as where memory is short."""

from __future__ import annotations

import os
import signal
import urllib.request

import pytest

from benchmarks.answering import machine
from benchmarks.answering.installation import Installation, installed

pytestmark = pytest.mark.slow


def test_the_other_process_works_on_however_soon_one_is_killed_again() -> None:
    with installed("sqlite") as place:
        server = place.start()
        try:
            one, other = _workers(server.pid)
            for _ in range(3):
                os.kill(one, signal.SIGKILL)
                one = _replaced(place, server.pid, one, other)
            assert "crash loop" not in place.log()
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _workers(server: int) -> list[int]:
    return [each.pid for each in machine.family(server) if each.parent == server]


def _replaced(place: Installation, server: int, killed: int, other: int) -> int:
    """Return the process that has come for one that was killed; the other answers all the while."""
    while killed in (found := _workers(server)) or len(found) < 2:
        assert _answers(place)
    assert other in found
    return next(each for each in found if each != other)


def _answers(place: Installation) -> bool:
    try:
        with urllib.request.urlopen(f"http://{place.host}/healthz") as answer:
            return bool(answer.status == 200)
    except ConnectionResetError:  # the one that was killed had taken it
        return _answers(place)
