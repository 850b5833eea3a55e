"""What can go wrong in words a person may read; the web turns each into a page and a status of its own."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass


class ReadinessError(Exception):
    """Anything a person caused or can mend: `message` says what and where, `remedy` how to mend it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a file: the file, the place in it, what is wrong and how to mend it."""

    file: str
    place: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}\n    {self.problem}\n    {self.remedy}"


class FileFaults(ReadinessError):
    """Every fault of the files that were read, all at once, so that they can be mended in one go."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        super().__init__(
            f"{count} fault{'' if count == 1 else 's'} found:\n"
            + "\n".join(str(fault) for fault in self.faults)
        )


class WrongSetting(ReadinessError):
    """A setting has a value that cannot work."""


class UnknownLink(ReadinessError):
    """The address leads to no assessment."""


class NotOpenYet(ReadinessError):
    """The assessment has not been opened, or its first day is still to come."""


class Closed(ReadinessError):
    """The assessment takes no more answers."""


class Unanswered(ReadinessError):
    """Something that must be answered is missing, or an answer is none of those on offer."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("Some answers are missing or cannot be used.")
        self.faults = faults


class LinkUsed(ReadinessError):
    """The link was good for one answer, which has been given."""


class LinkWithdrawn(ReadinessError):
    """The link was taken back, or its last day is over; the assessment itself may still be open."""


class TooMany(ReadinessError):
    """More was asked in this minute than is taken; a moment later it is."""


class KeyMissing(ReadinessError):
    """The key of an assessment with personal links is not where it should be."""


class UnknownAssessment(ReadinessError):
    """No assessment has that code."""


class WrongState(ReadinessError):
    """The assessment is not in the state that this step needs: draft, open or closed."""


class InstrumentChanged(ReadinessError):
    """The instrument's files are no longer those that the assessment was opened with."""


class AlreadyImported(ReadinessError):
    """The same file of answers was imported before."""


class TooFewAnswers(ReadinessError):
    """Fewer people answered than may ever be shown."""


class ReleaseRefused(ReadinessError):
    """Figures would let a reader work out the answers of too few people."""


class DatabaseAway(ReadinessError):
    """The database does not answer, is busy or is full."""


def silent(error: BaseException | None) -> str:
    """Return the kind of an error and of what caused it, with the places in the program, without any message.

    A message may repeat what somebody answered, typed or was sent, and stays out of logs.
    """
    told: list[str] = []
    while error is not None and len(told) < 5:
        frames = traceback.extract_tb(error.__traceback__)
        places = "".join(f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
        told.append(f"{type(error).__module__}.{type(error).__qualname__}{places}")
        error = error.__cause__ or error.__context__
    return "\ncaused by ".join(told)
