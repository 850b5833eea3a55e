"""The published pages on invitations and on the words of mails name what there is, all of it, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from readiness.cli.invitations import invite
from readiness.config import Settings, load
from readiness.fieldwork.inviting import mailing, people_file, sheets
from readiness.instrument import messages

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "invitations.md").read_text("utf-8")
README = (ROOT / "surveys" / "README.md").read_text("utf-8")
MAILS = README.partition("\n## Mails\n")[2].partition("\n## ")[0]


def first_cells(heading: str) -> list[str]:
    """What stands in back quotes in the first column of the table under the heading."""
    table = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_every_command_that_it_names_is_one_and_none_is_left_out() -> None:
    assert set(re.findall(r"readiness invite ([a-z]+)", PAGE)) == set(invite.commands)


def test_every_option_that_it_names_is_one() -> None:
    options = {one for command in invite.commands.values() for param in command.params for one in param.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= options


def test_the_settings_are_those_of_the_program_with_their_defaults(tmp_path: Path) -> None:
    named = first_cells("The mail server")
    ours = [one.name for one in fields(Settings) if re.match("smtp|mail|reply", one.name)]
    assert sorted(named) == sorted(ours)
    defaults = load(tmp_path, {})
    for name in ("smtp_port", "smtp_security", "mail_per_minute"):
        assert re.search(rf"\| `{name}` \| `?{getattr(defaults, name)}`? \|", PAGE)


def test_the_columns_and_limits_are_those_of_the_program() -> None:
    assert first_cells("The list") == list(people_file.COLUMNS)
    assert f"{sheets.LARGEST // 1024 // 1024} MB and {people_file.MOST:,} people" in PAGE
    assert "There are three" in PAGE
    assert mailing.MOST_REMINDERS == 3
    assert mailing.IN_A_ROW == 10


@pytest.mark.parametrize("key", messages.Messages.model_fields)
def test_every_part_of_a_file_of_mails_is_explained(key: str) -> None:
    assert f"`{key}`" in MAILS or f"`[{key}]`" in MAILS


def test_every_placeholder_is_explained_and_no_other() -> None:
    assert set(re.findall(r"`(\{[a-z]+\})`", MAILS)) == {*messages.INLINE, *messages.ALONE, "{subject}"}
