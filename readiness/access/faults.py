"""What may be said to somebody who may not, or not yet, or not like this."""

from __future__ import annotations

from readiness.errors import ReadinessError


class Unfit(ReadinessError):
    """Something typed cannot be used; `field` says which."""

    def __init__(self, field: str, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.field = field

    def __str__(self) -> str:
        return (
            f"{self.message}. {self.remedy}".strip()
        )  # beside a field the message stands alone, without a stop


class WrongSignIn(ReadinessError):
    """The address and the password, or the code, do not belong together; it is not said which is wrong."""


class Wait(ReadinessError):
    """Too many tries failed: the next is taken only after a while."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__("Too many tries have failed.", f"Wait {spoken(seconds)}, then try again.")


class LinkGone(ReadinessError):
    """The one-time link has been used, has ended, or was replaced by a newer one."""


class NotAllowed(ReadinessError):
    """The account has no right to do this."""


class Missing(ReadinessError):
    """There is no such account, grant or system."""


class Refused(ReadinessError):
    """What was asked would break a rule of the house, such as that of two persons."""


def spoken(seconds: int) -> str:
    """Return a stretch of time as people say it, never shorter than it is."""
    if seconds <= 90:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{-(-seconds // 60)} minutes"
