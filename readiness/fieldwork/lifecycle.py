"""The life of an assessment: set up as a draft, opened, closed.

Opening locks the instrument by the hash of its files: what people are asked cannot change under them, and a report
can always say to which words its figures belong.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from readiness.config import Settings
from readiness.errors import (
    Closed,
    DatabaseAway,
    FileFaults,
    InstrumentChanged,
    NotOpenYet,
    ReadinessError,
    TooFewAnswers,
    WrongState,
)
from readiness.fieldwork import rates, running_again, setup_file
from readiness.fieldwork.inviting import invitations
from readiness.fieldwork.setup_file import Setup
from readiness.fieldwork.setup_types import LONGEST_DAYS
from readiness.fieldwork.ways import personal
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument
from readiness.records import assessments, invited, responses, spending
from readiness.records.database import Database, Session
from readiness.records.tables import Assessment

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which are mistaken for each other when read aloud or from a poster."""


def create(session: Session, setup: Setup, settings: Settings, code: str = "") -> Assessment:
    """Keep a new assessment as a draft, with a code that is known already or a new one.

    Its threshold is never under that of the installation.
    """
    faults = setup_file.faults(
        setup, load_version(settings.surveys, setup.instrument, setup.version), "set-up"
    )
    if faults:
        raise FileFaults(faults)
    assessment = Assessment(
        code=code or new_code(),
        title=setup.title,
        year=setup.year,
        state="draft",
        opens_on=setup.opens_on,
        closes_on=setup.closes_on,
        instrument=setup.instrument,
        version=setup.version,
        simulated=setup.simulated,
        threshold=max(setup.threshold or 0, settings.threshold),
        mode=setup.links,
        count_pages=setup.count_pages,
        languages=list(setup.languages) or None,
        front=setup.front.model_dump(exclude_none=True) or None,
    )
    kept = assessments.add(session, setup.system, assessment, setup_file.parts(setup))
    if setup.follows:
        running_again.follow(session, kept, setup)
    return kept


def open_(session: Session, code: str, settings: Settings, today: date) -> Assessment:
    """Let people answer, and lock the words they are asked."""
    assessment = assessments.held(session, code, alone=True)
    _require(assessment, "draft", "opened")
    if today > assessment.closes_on:
        raise WrongState(
            f"{assessment.title} ({code}) was to close on {_day(assessment.closes_on)}.",
            "Create it again with later dates.",
        )
    instrument = load_version(settings.surveys, assessment.instrument, assessment.version)
    _refuse_other_words(session, settings, assessment, instrument)
    if assessment.mode == "personal":
        personal.make_key(settings, assessment)
    assessment.instrument_hash = instrument.digest
    assessment.state, assessment.opened_on = "open", today
    return assessment


def move_last_day(session: Session, code: str, settings: Settings, day: date, today: date) -> Assessment:
    """Let an open assessment take answers until another day, which is neither over nor too far away.

    The first page, mails and posters name the day from then on. Response rates are blurred for so many days as they are
    shown on, so that a year is the most.
    """
    assessment = assessments.held(session, code, alone=True)
    _require(assessment, "open", "given another last day")
    furthest = assessment.opens_on + timedelta(days=LONGEST_DAYS - 1)
    if day < max(today, assessment.opens_on):
        raise ReadinessError(
            f"{_day(day)} is over, or before the first day.",
            "Choose today or a later day; or close the assessment.",
        )
    if day > furthest:
        raise ReadinessError(
            f"{_day(day)} is too far away.", f"Choose {_day(furthest)} or an earlier day: a year is the most."
        )
    locked_instrument(assessment, settings)
    assessment.closes_on = day
    return assessment


def close(
    database: Database, settings: Settings, code: str, today: date, only_if_enough: bool = False
) -> Assessment:
    """End the answering for good and remove every trace of who answered, and in which order.

    Drafts, receipts, codes, marks, the list of people and the key of their links are destroyed.

    Closing a closed assessment does what is left to do, and nothing where all is done. `only_if_enough` refuses to
    close while fewer people have answered than may ever be shown.
    """
    with database.write() as session:
        assessment = assessments.held(session, code, alone=True)
        if assessment.state != "closed":
            _require(assessment, "open", "closed")
            if only_if_enough:
                _require_enough(session, assessment)
            _keep_rates(session, settings, assessment, today)
            assessment.state, assessment.closed_on, assessment.unrewritten = "closed", today, True
            responses.forget(session, assessment)
            spending.forget(session, assessment)
    rewritten = _rewritten(database, assessment) if assessment.unrewritten else ""
    troubles = [told for told in (_destroyed(settings, code), rewritten) if told]
    if troubles:
        raise DatabaseAway(
            f"{assessment.title} ({code}) is closed, but {' '.join(troubles)}",
            "Make room on the disk, mend the rights to these folders and end what else reads the database, then "
            f"repeat the step: readiness assessment close {code}.",
        )
    return assessment


def _destroyed(settings: Settings, code: str) -> str:
    """Destroy the key and the list, each whatever becomes of the other; return what could not be destroyed."""
    left = []
    for name, destroy in (
        ("the key of its links", partial(personal.destroy_key, settings, code)),
        ("the list of people", partial(invited.destroy, settings.lists, code)),
    ):
        try:
            destroy()
        except OSError as error:
            left.append(f"{name} could not be destroyed: {error.strerror}.")
    return " ".join(left)


def _rewritten(database: Database, assessment: Assessment) -> str:
    """Write the database's files anew, and note that it is done; return why it could not be."""
    try:
        database.rewrite()
        with database.write() as session:
            assessments.held(session, assessment.code).unrewritten = assessment.unrewritten = False
    except DatabaseAway as error:
        return f"traces of the order of answers may be left: {error.message}"
    return ""


def unfinished(assessment: Assessment, settings: Settings, today: date) -> str:
    """Return what is still to be done so that the promise of the first page holds, or nothing where all is done."""
    code = assessment.code
    listed = invited.exists(settings.lists, code) or invited.upload(settings.lists, code).exists()
    left = personal.key(settings, code) is not None or listed
    named = f"{assessment.title} ({assessment.code})"
    if assessment.state == "closed" and assessment.unrewritten:
        return f"{named} is closed, but traces of the order of answers may be left: readiness assessment close {code}"
    if assessment.state == "closed" and left:
        return f"{named} is closed, but its key or list is still there: readiness assessment close {code}"
    if assessment.state == "open" and today > assessment.closes_on:
        return (
            f"{named} takes no more answers since {_day(assessment.closes_on)}, but nothing has been destroyed yet: "
            f"readiness assessment close {code}"
        )
    return ""


def locked_instrument(assessment: Assessment, settings: Settings) -> Instrument:
    """Return the assessment's instrument, which since its opening may not have changed by a byte.

    A translation that has come since is left out until `add_languages` takes it in.
    """
    hash_ = assessment.instrument_hash
    found = load_version(settings.surveys, assessment.instrument, assessment.version, hash_)
    require_same_words(assessment, found)
    return found


def add_languages(session: Session, code: str, settings: Settings) -> tuple[str, ...]:
    """Offer the translations that have come since the assessment was opened, lock them too, and return which."""
    assessment = assessments.held(session, code, alone=True)
    _require(assessment, "open", "given more languages")
    before = locked_instrument(assessment, settings)
    now = load_version(settings.surveys, assessment.instrument, assessment.version)
    assessment.instrument_hash = now.digest
    added = tuple(language for language in now.languages if language not in before.languages)
    if assessment.languages is not None:
        assessment.languages = [*assessment.languages, *added]
    return added


def require_same_words(assessment: Assessment, instrument: Instrument) -> None:
    """Refuse an instrument that is not, byte for byte, the one that the assessment was opened with."""
    if assessment.instrument_hash not in (None, instrument.digest):
        raise InstrumentChanged(
            f"The files of {assessment.instrument} {assessment.version} have changed since {assessment.title} "
            f"({assessment.code}) was opened.",
            "Put the files back as they were; new wording needs a new version in a folder of its own.",
        )


def trouble(assessment: Assessment, settings: Settings) -> str:
    """Return why nobody can be asked the assessment's questions, and how to mend it, or nothing where all is well."""
    try:
        locked_instrument(assessment, settings)
    except InstrumentChanged as error:
        return str(error)
    except FileFaults:
        return (
            f"The files of {assessment.instrument} {assessment.version}, with which {assessment.title} "
            f"({assessment.code}) asks, cannot be used. `readiness check-surveys` names what is wrong in them."
        )
    return ""


def require_answering(assessment: Assessment, today: date | None = None) -> None:
    """Refuse where people may not answer: not opened, before its first day, after its last, closed."""
    if assessment.state == "closed" or (today is not None and today > assessment.closes_on):
        raise Closed("This survey has closed.", "Thank you for your interest. The results will be published.")
    if assessment.state == "draft" or (today is not None and today < assessment.opens_on):
        raise NotOpenYet("This survey is not open yet.", f"It opens on {_day(assessment.opens_on)}.")


def _require(assessment: Assessment, state: str, to_be: str) -> None:
    if assessment.state != state:
        raise WrongState(
            f"{assessment.title} ({assessment.code}) is {_STATES[assessment.state]} and cannot be {to_be}.",
            _REMEDIES[assessment.state].format(code=assessment.code),
        )


def _require_enough(session: Session, assessment: Assessment) -> None:
    """Refuse to close too early, without saying how many have answered."""
    if responses.count(session, assessment) < assessment.threshold:
        raise TooFewAnswers(
            f"Fewer than {assessment.threshold} people have answered {assessment.title} ({assessment.code}); "
            f"{assessment.threshold} are needed before anything may be shown.",
            "Leave it open for longer, or invite more widely. A closed assessment stays closed, without a result: "
            f"to close it all the same, run `readiness assessment close {assessment.code} --anyway`.",
        )


def _keep_rates(session: Session, settings: Settings, assessment: Assessment, today: date) -> None:
    """Work out the response rates for the last time, before what they are counted from is destroyed."""
    try:
        instrument = locked_instrument(assessment, settings)
    except (InstrumentChanged, FileFaults):
        instrument = None  # closing must not depend on files that somebody has changed
    try:
        listed = rates_by_list(session, settings, assessment)
    except (ReadinessError, OSError):
        listed = None  # nor on a list that cannot be read
    if settings.secret_key:
        rates.at_closing(session, assessment, instrument, today, settings.secret_key, listed)


def rates_by_list(
    session: Session, settings: Settings, assessment: Assessment
) -> Mapping[str, tuple[int, int]] | None:
    """Return how many of the list have answered, by organisation, where there is a list and the key to it."""
    if assessment.mode != "personal" or personal.key(settings, assessment.code) is None:
        return None
    return invitations.by_organisation(session, settings, assessment)


def _refuse_other_words(
    session: Session, settings: Settings, assessment: Assessment, instrument: Instrument
) -> None:
    """Refuse a version whose words have changed since an assessment used it, or since answers were imported."""
    used = assessments.locked_hashes(session, instrument.id, instrument.version)
    used |= responses.hashes(session, assessment)
    if any(
        load_version(settings.surveys, instrument.id, instrument.version, digest).digest != digest
        for digest in used
    ):
        raise InstrumentChanged(
            f"The files of {instrument.id} {instrument.version} have changed since they were first used.",
            "Put them back as they were, or give the new wording a new version in a folder of its own.",
        )


def new_code() -> str:
    """Return a code that nobody guesses."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_STATES = {"draft": "still a draft", "open": "open", "closed": "closed"}
_REMEDIES = {
    "draft": "Open it first: readiness assessment open {code}.",
    "open": "It is open already; it can be closed: readiness assessment close {code}.",
    "closed": "A closed assessment stays closed; create a new one for the next round.",
}
