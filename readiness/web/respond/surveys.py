"""The surveys that people answer here: each is read once, together with its instrument, while it is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from readiness.config import Settings
from readiness.fieldwork import lifecycle
from readiness.instrument.journey import Local
from readiness.instrument.language import offered, spoken
from readiness.instrument.types import Instrument
from readiness.records import assessments
from readiness.records.database import Database, Session
from readiness.records.drafts import Place
from readiness.records.tables import Assessment


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """An open assessment as a respondent meets it, in one language; nothing in it changes while it is open."""

    assessment: Assessment
    system: str
    instrument: Instrument
    local: Local
    language: str
    original: Instrument
    """The instrument in its own language, from which every other is made."""

    @property
    def code(self) -> str:
        """The public id in its addresses."""
        return self.assessment.code

    @property
    def title(self) -> str:
        """What the survey is called on every page."""
        return self.instrument.title

    @property
    def closes_on(self) -> date:
        """The last day for answers."""
        return self.assessment.closes_on

    @property
    def threshold(self) -> int:
        """The fewest people that are ever shown as a group."""
        return self.assessment.threshold

    def heard_in(self, language: str | None) -> Survey:
        """Return the survey in that language, or as it is where it does not speak it."""
        if language == self.language or language not in self.original.languages:
            return self
        changed = spoken(self.original, language)
        return Survey(self.assessment, self.system, changed, self.local, language, self.original)


class Surveys:
    """The open surveys of this process, by code."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[str, Survey] = {}

    def open(self, place: Place, code: str, today: date) -> Survey:
        """Return the survey if people may answer it today; whether they may is asked every time.

        In the database itself, outside a session, one statement is enough where nothing has changed.
        """
        if not isinstance(place, Database):
            return self._open(place, code, today)
        known = self._known.get(code)
        if known is not None and assessments.unchanged(place, known.assessment):
            lifecycle.require_answering(known.assessment, today)
            return known
        with place.read() as session:
            return self._open(session, code, today)

    def forget(self, code: str) -> None:
        """Read the survey anew when somebody asks for it next."""
        self._known.pop(code, None)

    def _open(self, session: Session, code: str, today: date) -> Survey:
        assessment = assessments.by_code(session, code)
        lifecycle.require_answering(assessment, today)
        known = self._known.get(code)
        if known is None or known.assessment.instrument_hash != assessment.instrument_hash:
            known = self._read(session, assessment)
        session.expunge(assessment)  # what goes wrong later in this session must not reach what is remembered
        self._known[code] = replace(known, assessment=assessment)
        return self._known[code]

    def remembered(self, code: str) -> Survey | None:
        """Return the survey as it was when the database last answered."""
        return self._known.get(code)

    def _read(self, session: Session, assessment: Assessment) -> Survey:
        instrument = offered(lifecycle.locked_instrument(assessment, self._settings), assessment.languages)
        system = assessments.system(session, assessment).name
        local = assessments.local(session, assessment)
        return Survey(assessment, system, instrument, local, instrument.language, instrument)
