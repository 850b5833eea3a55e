"""Work in a process of its own: it says how far it is, and at its limit it ends and says so."""

from __future__ import annotations

import os
import selectors
import signal
from collections.abc import Callable
from typing import Any

import pytest

from readiness.building import child
from readiness.building.child import Child, Limits, Outcome
from readiness.errors import DatabaseAway, ReadinessError

LIMITS = Limits(seconds=20, megabytes=200)


def done(work: Callable[[Any], Any], limits: Limits = LIMITS) -> tuple[Outcome, list[str]]:
    """Wait until the work has ended; return what came of it and which stages it told of."""
    one, stages = Child(work, limits), []
    with selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_READ)
        while one.outcome is None:
            selector.select()
            stages += one.listen()
    return one.outcome, stages


def test_the_result_and_the_stages_come_back() -> None:
    def work(say: Callable[[str], None]) -> list[int]:
        say("figures")
        say("layout")
        return [os.getpid()]

    outcome, stages = done(work)
    assert stages == ["figures", "layout"]
    assert outcome.result != [os.getpid()]
    assert outcome.problem == ""


def test_a_large_result_comes_whole() -> None:
    assert done(lambda say: "x" * 5_000_000)[0].result == "x" * 5_000_000


def test_what_a_person_can_mend_is_told_and_not_tried_again() -> None:
    def work(say: Any) -> None:
        raise ReadinessError("The fonts are missing.", "Run `make assets`.")

    assert done(work)[0] == Outcome(problem="The fonts are missing. Run `make assets`.")


def test_an_absent_database_is_worth_another_try() -> None:
    def work(say: Any) -> None:
        raise DatabaseAway("The database cannot be used now.", "Wait.")

    assert done(work)[0] == Outcome(problem="The database cannot be used now. Wait.", again=True)


def test_a_mistake_of_ours_is_worth_another_try_and_tells_no_content() -> None:
    def work(say: Any) -> None:
        raise KeyError("a name that nobody may read")

    assert done(work)[0] == Outcome(problem="A mistake in this program stopped it: KeyError.", again=True)


def test_who_wants_too_much_memory_is_refused_and_told_the_limit() -> None:
    outcome, _ = done(lambda say: bytes(500 * 2**20))
    assert (
        outcome.problem == "It needed more than 200 MiB of memory, the limit that is set by `build_memory`."
    )
    assert not outcome.again


def test_memory_within_the_limit_is_there() -> None:
    assert done(lambda say: len(bytes(100 * 2**20)))[0].result == 100 * 2**20


def test_work_without_end_is_ended_at_its_limit_and_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE", 600)

    def work(say: Any) -> None:
        while True:
            pass

    outcome, _ = done(work, Limits(seconds=1, megabytes=200))
    assert (
        "more than 1 seconds of processor time, the limit that is set by `build_seconds`" in outcome.problem
    )
    assert not outcome.again


def test_work_that_only_waits_is_ended_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE", 0)
    one = Child(lambda say: signal.pause(), Limits(seconds=60, megabytes=200))
    one.listen()
    assert one.outcome == Outcome(problem="It took more than 0 minutes.")
    assert not alive(one)


def test_a_process_that_is_killed_is_worth_another_try() -> None:
    outcome, _ = done(lambda say: os.kill(os.getpid(), signal.SIGKILL))
    assert outcome == Outcome(problem="Its process was ended from outside.", again=True)


def test_a_broken_process_is_told_from_one_that_was_ended() -> None:
    outcome, _ = done(lambda say: os.kill(os.getpid(), signal.SIGTRAP))
    assert outcome.problem.startswith("Its process broke down.")
    assert outcome.again


def test_a_process_can_be_ended_by_its_parent() -> None:
    one = Child(lambda say: signal.pause(), LIMITS)
    one.kill()
    assert one.outcome is not None
    assert not alive(one)


def test_it_runs_at_low_priority() -> None:
    assert done(lambda say: os.nice(0))[0].result >= child.NICE


def alive(one: Child) -> bool:
    try:
        os.kill(one._pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_mistake_of_the_program_is_logged_without_what_it_repeats(caplog: pytest.LogCaptureFixture) -> None:
    def work() -> None:
        raise KeyError("words of somebody who answered")

    assert child._outcome(work, LIMITS).again
    assert "builtins.KeyError" in caplog.text
    assert "test_child.py" in caplog.text
    assert "somebody" not in caplog.text
