"""What programs can ask for: the one description of which addresses, door and OpenAPI document are made."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "/api/v1"
MOST = 100
"""So many entries of a list are given at a time, at most."""
USUAL = 50


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for beside an address: a whole number from 1 on, or a language."""

    name: str
    description: str
    most: int = 0
    """The largest number; 0 for a language."""
    usual: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One address that can be read."""

    name: str
    address: str
    view: str
    scope: str | None
    """What a token must be good for; empty for any token, None where no token is needed."""
    summary: str
    description: str
    answer: str
    """The name of the schema of what is answered."""
    parameters: tuple[Parameter, ...] = ()
    problems: tuple[str, ...] = ()
    """What can go wrong beside what can everywhere."""


PAGED = (
    Parameter("page", "Which page of the list; the first is 1.", most=1_000_000, usual=1),
    Parameter("limit", "How many entries a page has.", most=MOST, usual=USUAL),
)
LANGUAGE = Parameter("language", "A language of the questionnaire, such as `cy`; without it, its own.")
OPERATIONS = (
    Operation(
        "openapi",
        "/openapi.json",
        "document:show",
        None,
        "This document",
        "Needs no token.",
        "Document",
    ),
    Operation(
        "assessments",
        "/assessments",
        "assessments:listed",
        "",
        "List assessments",
        "Those of the token's system, the newest first.",
        "Assessments",
        PAGED,
    ),
    Operation(
        "assessment",
        "/assessments/<code>",
        "assessments:one",
        "",
        "One assessment",
        "Its days, its questionnaire, its places and clinical areas, and whether its results are published.",
        "Assessment",
        problems=("not-found",),
    ),
    Operation(
        "rates",
        "/assessments/<code>/rates",
        "rates:show",
        "rates",
        "Response rates",
        "Rounded and blurred, worked out once a day while people answer, and kept at closing. Who leads one area or "
        "organisation is given that group alone; what is not shown is null or missing.",
        "Rates",
        problems=("not-found", "not-yet", "not-shown"),
    ),
    Operation(
        "findings",
        "/assessments/<code>/findings",
        "findings:whole",
        "results",
        "Findings",
        "What `readiness export --as json` writes, in one object. Before results are published only who leads the "
        "system is given them; everybody else, what was published, as it was published.",
        "FindingsFile",
        (LANGUAGE,),
        ("not-found", "not-yet", "not-shown", "being-found"),
    ),
    Operation(
        "areas",
        "/assessments/<code>/areas",
        "findings:areas",
        "results",
        "Findings of clinical areas",
        "Those areas that the token may see: all once results are published, before that an area lead's own, without "
        "what compares it with others.",
        "Areas",
        (LANGUAGE,),
        ("not-found", "not-yet", "not-shown", "being-found"),
    ),
    Operation(
        "change",
        "/assessments/<code>/change",
        "changes:show",
        "results",
        "What has moved",
        "What is published of what has moved since the years before, in one object, as the published change report "
        "and `readiness change --json` have it. Everybody is given the same, whoever leads the system too.",
        "ChangesFile",
        (LANGUAGE,),
        ("not-found", "not-yet", "not-shown", "being-found"),
    ),
    Operation(
        "instruments",
        "/instruments",
        "instruments:listed",
        "instruments",
        "List questionnaires",
        "Every version of every instrument, by name.",
        "Instruments",
        PAGED,
    ),
    Operation(
        "instrument",
        "/instruments/<instrument>/<version>",
        "instruments:one",
        "instruments",
        "One questionnaire",
        "Its dimensions with their items, its scales and its roles, in one of its languages.",
        "Instrument",
        (LANGUAGE,),
        ("not-found",),
    ),
)
