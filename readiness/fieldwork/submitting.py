"""Taking one person's answers for good: everything is checked again, and a double send counts once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from readiness.errors import Unanswered
from readiness.fieldwork import lifecycle
from readiness.fieldwork.layout import Layout, laid_out
from readiness.instrument import journey, kinds
from readiness.instrument.journey import Local
from readiness.instrument.kinds import Value
from readiness.instrument.types import Instrument
from readiness.records import assessments, responses
from readiness.records.database import Session
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment

SECONDS_AN_ITEM = timedelta(seconds=2)
_UNKNOWN = "This is no question of this survey."


def submit(
    session: Session,
    assessment: Assessment,
    instrument: Instrument,
    local: Local,
    answers: Mapping[str, Any],
    receipt: str,
    today: date | None = None,
    took: timedelta | None = None,
) -> bool:
    """Keep the answers and return True, or False where answers with this receipt are kept already.

    Whether the assessment takes answers is asked of the database itself, which then keeps it from closing until this
    transaction ends; its first and last day are heeded where `today` is given. Of the time that answering took, only
    whether it was too short to read the items is kept.
    """
    now = assessments.held(session, assessment.code)
    lifecycle.require_answering(now, today)
    lifecycle.require_same_words(now, instrument)
    kept = checked(instrument, local, answers)
    if not responses.spend(session, assessment, receipt):
        return False
    hasty = None if took is None else too_short(instrument, local, answers, took)
    responses.receive(session, assessment, instrument, replace(kept, hasty=hasty))
    return True


def too_short(instrument: Instrument, local: Local, answers: Mapping[str, Any], took: timedelta) -> bool:
    """Say whether less than two seconds an item were taken for those that were rated (method, section 3)."""
    asked = (question for page in journey.pages(instrument, local, answers) for question in page.questions)
    rated = sum(question.kind == "item" and question.key in answers for question in asked)
    return took < rated * SECONDS_AN_ITEM


def sent(session: Session, assessment: Assessment, receipt: str) -> bool:
    """Say whether answers with this receipt are kept."""
    return responses.spent(session, assessment, receipt)


def checked(instrument: Instrument, local: Local, answers: Mapping[str, Any]) -> AnswerSet:
    """Return the answers as they are kept, or raise Unanswered with every fault by key."""
    layout = laid_out(instrument, journey.pages(instrument, local, answers))
    faults: dict[str, str] = {}
    values = dict(_values(layout, answers, faults))
    # An answer to a question that is not visible now is dropped; a key that is no question at all is not.
    if others := set(answers) - set(layout.asked):
        faults |= dict.fromkeys(others - set(journey.keys(instrument, local)), _UNKNOWN)
    if faults:
        raise Unanswered(faults)
    return layout.sorted_out(values)


def _values(
    layout: Layout, answers: Mapping[str, Any], faults: dict[str, str]
) -> Iterator[tuple[str, Value]]:
    for key, question in layout.asked.items():
        try:
            value = kinds.checked(question, answers.get(key))
        except ValueError as refused:
            faults[key] = str(refused)
            continue
        if value is not None:
            yield key, value
        elif question.required:
            faults[key] = kinds.unanswered(question)
