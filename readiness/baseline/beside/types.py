"""What one system lets another have of its published figures: protected aggregates, and what they were asked by.

The shape of the exchange file follows from these types (docs/exchange.schema.json). Whatever a file holds that is not
here, or is here and cannot be, is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from readiness.config import FLOOR
from readiness.instrument.rules.wording import UNSEEN

FORMAT: Literal["readiness-exchange/1"] = "readiness-exchange/1"
MOST_PEOPLE = 10_000_000
Kind = Literal["readiness", "general", "dimension", "component", "item"]


def _plain(text: str) -> str:
    if UNSEEN.search(text) or "\n" in text:
        raise ValueError("this text holds an unseen character")
    return text


def _day(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("write it as YYYY-MM-DD")
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_plain)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Score = Annotated[float, Field(ge=0, le=100)]
End = Annotated[float, Field(ge=-100, le=200)]
Shown = Annotated[int, Field(ge=FLOOR, le=MOST_PEOPLE)]
Head = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]


class Part(BaseModel):
    """A part of an exchange file: no unknown keys, no silent conversions, finite numbers."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class Questionnaire(Part):
    """What people were asked by."""

    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{1,9}$")]
    hash: Hash
    """SHA-256 of its files."""


class Statement(Part):
    """A statement of the questionnaire, by what its answers mean."""

    part: Slug
    """The dimension or component that it belongs to."""
    id: Slug
    role: Slug | None
    """The one role that is asked this; null where everybody is."""
    wording: Hash
    """SHA-256 of its text, hint, scale, direction and role."""


class Role(Part):
    """A role as the report shows it; those that it does not show are not here."""

    id: Slug
    n: Shown
    headcount: Head | None


class Figure(Part):
    """A mean score from 0 to 100 with its 95% interval."""

    kind: Kind
    id: Slug
    """The dimension, component or item; readiness and general are called so."""
    n: Shown
    mean: Score
    low: End
    high: End
    se: Annotated[float, Field(ge=0, le=100)]
    sd: Annotated[float, Field(ge=0, le=100)]


class Group(Part):
    """The whole system, or one clinical area that is called as in the list that all systems have."""

    area: Slug | None
    """The area; null for the whole system."""
    n: Shown
    headcount: Head | None
    figures: tuple[Figure, ...] = Field(max_length=500)


class Exchange(Part):
    """What a system lets others have of one published assessment."""

    system: Name
    title: Name
    year: Annotated[int, Field(ge=2000, le=2100)]
    opened: Day | None
    closed: Day | None
    simulated: bool
    """Whether the answers are made up."""
    questionnaire: Questionnaire
    threshold: Annotated[int, Field(ge=FLOOR, le=1000)]
    """The fewest people behind any figure."""
    standardised: bool
    """Whether figures stand for the headcount's mix of roles, not for who happened to answer."""
    note: Name
    """How to read the mix of roles."""
    software: Name
    roles: tuple[Role, ...] = Field(max_length=50)
    statements: tuple[Statement, ...] = Field(min_length=1, max_length=1000)
    groups: tuple[Group, ...] = Field(min_length=1, max_length=200)


class Signed(Part):
    """The file: what is told, the key that signed it, and the signature over the canonical bytes of what is told."""

    format: Literal["readiness-exchange/1"]
    exchange: Exchange
    key: Hash
    """The Ed25519 public key, 32 bytes in hexadecimal."""
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
    """The Ed25519 signature, 64 bytes in hexadecimal."""
