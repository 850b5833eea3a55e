"""The list of invited people: kept apart, in no order, and gone to the last byte when somebody is deleted."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from readiness.errors import DatabaseAway
from readiness.records import invited
from readiness.records.invited import INVITATION, Invited, NoList, Person

DAY, NEXT = date(2026, 11, 10), date(2026, 11, 11)
CODE = "abcdefghjk"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lists"


@pytest.fixture
def people(folder: Path) -> Iterator[Invited]:
    with invited.opened(folder, CODE, make=True) as listed:
        yield listed


def person(n: int) -> Person:
    return Person(os.urandom(15), f"known-{n:04}@ashdale.example", "nurse", "north")


def left_behind(folder: Path, *words: str) -> list[str]:
    """Which of the words stand anywhere in any file of the folder."""
    data = b"".join(path.read_bytes() for path in folder.iterdir())
    return [word for word in words if word.encode() in data]


def test_only_the_user_of_the_software_may_read_it(folder: Path, people: Invited) -> None:
    assert stat.S_IMODE((folder / f"{CODE}.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_list_that_was_never_made_is_not_made_by_looking(folder: Path) -> None:
    with pytest.raises(NoList, match="Nobody is on the list"), invited.opened(folder, CODE):
        pass
    assert not folder.exists()


def test_an_address_is_the_same_in_capitals(people: Invited) -> None:
    one = person(1)
    assert people.add([one]) == 1
    assert people.add([Person(os.urandom(15), one.address.upper())]) == 0
    assert people.by_address(one.address.title()) == one
    assert people.by_id(one.id) == one
    assert people.by_id(os.urandom(15)) is None


def test_people_are_kept_in_the_order_of_their_random_ids(people: Invited) -> None:
    added = [person(n) for n in range(50)]
    people.add(added)
    assert list(people.all()) == sorted(added, key=lambda one: one.id)


def test_what_was_begun_is_not_begun_again_unless_somebody_asks_for_it(people: Invited) -> None:
    one = person(1)
    people.add([one])
    assert people.claim(one.id, INVITATION, DAY)
    assert not people.claim(one.id, INVITATION, DAY)
    assert people.due(INVITATION, DAY) == []
    assert people.due(INVITATION, DAY, again=True) == [one]
    assert people.claim(one.id, INVITATION, DAY, again=True)
    people.note(one.id, INVITATION, "sent")
    assert people.due(INVITATION, DAY, again=True) == []


def test_whoever_opts_out_while_a_round_runs_is_not_written_to(people: Invited) -> None:
    one = person(1)
    people.add([one])
    people.opt_out(one.id)
    assert not people.claim(one.id, INVITATION, DAY)
    assert not people.opt_out(os.urandom(15))


def test_nothing_finer_than_a_day_is_kept(folder: Path, people: Invited) -> None:
    one = person(1)
    people.add([one])
    people.claim(one.id, INVITATION, DAY)
    people.begin_round(1, NEXT)
    with sqlite3.connect(folder / f"{CODE}.db") as bare:
        tables = [row[0] for row in bare.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        days = [row[0] for table in ("mail", "round") for row in bare.execute(f"SELECT day FROM {table}")]
    bare.close()
    assert sorted(tables) == ["mail", "person", "round", "tested", "told"]
    assert days == ["2026-11-10", "2026-11-11"]


def filled(listed: Invited, added: list[Person]) -> None:
    """Put so many on the list that pages are split, and let mails of three rounds be noted."""
    for start in range(0, len(added), 50):
        listed.add(added[start : start + 50])
    for one in added[::3]:
        listed.claim(one.id, INVITATION, DAY)
        listed.note(one.id, INVITATION, "refused", "550 no such user")


def test_no_byte_of_a_deleted_address_stays(folder: Path, people: Invited) -> None:
    added = [person(n) for n in range(300)]
    filled(people, added)
    gone = added[::50]
    assert left_behind(folder, *(one.address for one in gone)) == [one.address for one in gone]
    for one in gone:
        people.remove(one.id)
    assert left_behind(folder, *(one.address for one in gone)) == []
    assert people.counts().people == 294
    assert people.by_id(added[1].id) == added[1]


def test_the_naive_way_of_deleting_would_leave_it_there(folder: Path, people: Invited) -> None:
    added = [person(n) for n in range(300)]
    filled(people, added)
    bare = sqlite3.connect(folder / f"{CODE}.db")
    bare.execute("PRAGMA secure_delete = OFF")
    bare.execute("DELETE FROM person")
    bare.commit()
    bare.close()
    assert len(left_behind(folder, *(one.address for one in added))) > 150


def test_destroying_leaves_no_file_and_overwrites_what_was_in_it(folder: Path) -> None:
    with invited.opened(folder, CODE, make=True) as listed, invited.alone(folder, CODE):
        listed.add([person(n) for n in range(20)])
    beside = folder / f"{CODE}.db-wal"
    beside.write_bytes(b"known-0001@ashdale.example")
    kept = {path.name: path.open("rb") for path in folder.iterdir()}
    invited.destroy(folder, CODE)
    assert list(folder.iterdir()) == []
    for name, file in kept.items():
        with file:
            assert b"ashdale" not in file.read(), name
    invited.destroy(folder, CODE)


def test_a_command_that_has_the_list_open_when_it_is_destroyed_says_so(folder: Path) -> None:
    def begin(one: Person) -> None:
        with invited.opened(folder, CODE, make=True) as listed:
            listed.add([one])
            invited.destroy(folder, CODE)
            listed.claim(one.id, INVITATION, DAY)

    with pytest.raises(DatabaseAway, match="destroyed because the assessment was closed"):
        begin(person(1))
