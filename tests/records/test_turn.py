"""Writers take turns: one at a time, and an error on the way keeps nobody out."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from readiness.records.turn import Turn

HOLDING = """
import sys
from pathlib import Path
from readiness.records.turn import Turn
turn = Turn(Path(sys.argv[1]), 5)
turn.take()
print("taken", flush=True)
sys.stdin.read()
"""


def test_threads_take_turns(tmp_path: Path) -> None:
    turn, inside, most = Turn(tmp_path / "turn", 5), [], []

    def write(number: int) -> None:
        turn.take()
        inside.append(number)
        most.append(len(inside))
        inside.remove(number)
        turn.give()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    assert max(most) == 1


def test_another_process_is_waited_for_and_its_death_gives_the_turn_back(tmp_path: Path) -> None:
    words = [sys.executable, "-c", HOLDING, str(tmp_path / "turn")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "taken\n"
        with pytest.raises(TimeoutError):
            Turn(tmp_path / "turn", 0.05).take()
        other.kill()
        other.wait()
        Turn(tmp_path / "turn", 5).take()


def test_an_error_keeps_nobody_out(tmp_path: Path) -> None:
    folder = tmp_path / "not yet there"
    turn = Turn(folder / "turn", 1)
    with pytest.raises(OSError, match="No such file"):
        turn.take()
    folder.mkdir()
    turn.take()
    turn.give()
