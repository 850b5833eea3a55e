"""Runs as a process of its own: invites everyone on the list of an assessment, for the tests to kill it midway."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from readiness.config import load
from readiness.fieldwork.inviting import mailing
from readiness.fieldwork.inviting.mail import Postbox
from readiness.fieldwork.inviting.mailing import Pace
from readiness.records import invited
from readiness.records.database import Database


def send(instance: str, code: str, day: str) -> None:
    """Send as the command does."""
    settings = load(Path(instance))
    made = mailing.prepared(settings, Database(settings.database_url), code, date.fromisoformat(day))
    folder = settings.lists
    with invited.opened(folder, code) as people, invited.alone(folder, code), Postbox(settings) as postbox:
        made.invitations(people).go(postbox, Pace(60_000), lambda _: None)


if __name__ == "__main__":
    send(*sys.argv[1:])
