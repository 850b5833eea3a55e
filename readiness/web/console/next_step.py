"""What to do next about an assessment: where it stands in a sentence, and the one thing to do, whatever else may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app, g, url_for

from readiness.access import rights
from readiness.access.rights import Action
from readiness.config import FLOOR
from readiness.fieldwork import setup_drafts
from readiness.records import assessments, comments, publications, responses
from readiness.records.database import Session
from readiness.records.tables import Assessment, SetupDraft
from readiness.web.console import gate, telling


class Next(NamedTuple):
    """Where an assessment stands, and what to do about it: the first step is the one that most people take."""

    said: str
    steps: Sequence[tuple[str, str]] = ()
    waits: bool = True
    """Whether something would be left undone; if not, it is said on the assessment's own page alone."""


def of_setup(draft: SetupDraft, system: str) -> Next:
    """Say how much is still to be done before the launch, to whoever sets assessments up."""
    if not _may(Action.SET_UP, draft.system_id):
        return Next("It is being set up. There is nothing for you to do yet.", waits=False)
    reading = setup_drafts.read(draft.tables, system, current_app.extensions["settings"])
    if reading.faults:
        said = "Some steps are still to be done before you can launch."
        return Next(said, [("Go on setting it up", url_for("console.set_up", code=draft.code))])
    check = ("Check and launch", url_for("console.set_up_check", code=draft.code))
    steps = [check, ("All steps", url_for("console.set_up", code=draft.code))]
    return Next("Nothing is missing: you can check everything and launch.", steps)


def of_assessment(session: Session, of: Assessment) -> Next:
    """Say what is next for whoever is signed in, who holds a right to its system."""
    leads = _may(Action.SET_UP, of.system_id)
    if of.state == "closed":
        return _closed(session, of) if leads else _read_by_others(session, of)
    if of.state == "draft":
        return _draft(of) if leads else Next("It is not open yet. There is nothing for you to do.", (), False)
    return _open(session, of) if leads else _open_to_others(of)


def _draft(of: Assessment) -> Next:
    first = telling.day(of.opens_on)
    said = (
        f"It is launched, and not open yet. Open it now: nobody can answer before {first}, whenever you open it."
        if gate.today() < of.opens_on
        else "Its first day has come, and nobody can answer until you open it."
    )
    return Next(said, [_to("Open it now", "open_now", of), _to("Make links and posters", "asking", of)])


def _open(session: Session, of: Assessment) -> Next:
    last = telling.day(of.closes_on)
    going, asking = _to("How it is going", "overview", of), _to("Ask people in", "asking", of)
    if gate.today() > of.closes_on:
        said = f"The last day was {last}: nobody can answer any more. Close it to see the results."
        return Next(said, [_to("Close it", "close", of), _to("Change the last day", "last_day", of)])
    if not _anybody_asked(session, of):
        return Next("It is open, and nobody has been asked yet: nobody can answer without a link.", [asking])
    said = f"People can answer until {last}. See once a day how many have, and remind them."
    return Next(said, [going, asking])


def _open_to_others(of: Assessment) -> Next:
    said = f"People can answer until {telling.day(of.closes_on)}. Results come after that."
    if not _may(Action.SEE_RATES, of.system_id):
        return Next(said, waits=False)
    return Next(said, [_to("How it is going", "overview", of)])


def _closed(session: Session, of: Assessment) -> Next:
    results, publish = (
        _to("Read the results", "results", of),
        _to("Publish the results", "publication", of),
    )
    least = max(of.threshold, FLOOR)
    if responses.count(session, of) < least:
        said = f"Fewer than {least} people have answered, so there is no result. Ask again next year."
        return Next(said, [_to("How it went", "overview", of)], False)
    published = publications.current(session, of)
    if published is not None:
        steps = [_to("Record what is done about it", "actions", of), results, _to("Share it", "shares", of)]
        return Next("The results are published. Write down what is done about them.", steps, False)
    waiting = comments.waiting(session, of, least)
    if waiting:
        many = f"{waiting} comments wait" if waiting > 1 else "1 comment waits"
        said = f"{many} to be read. Reports quote none that nobody has approved, so read them first."
        return Next(said, [_to("Read and approve comments", "comments", of), results])
    said = "Nobody but its leads sees the results yet. Read them, then publish them for the others."
    return Next(said, [results, publish])


def _read_by_others(session: Session, of: Assessment) -> Next:
    read = [_to("Read the results", "results", of)]
    if publications.current(session, of) is not None:
        return Next("The results are published.", read, False)
    if _may(Action.SEE_RESULTS, of.system_id):
        return Next("The results of your area are there. The others come when they are published.", read)
    return Next("It is closed. You can read the results here once its lead has published them.", waits=False)


def _anybody_asked(session: Session, of: Assessment) -> bool:
    """Say whether links, codes or a list have been made; with a list, more is said on its own page."""
    return of.mode == "personal" or assessments.in_use(session, of)


def _may(action: Action, system: int) -> bool:
    return rights.may_somewhere(g.grants, action, system, gate.today())


def _to(text: str, page: str, of: Assessment) -> tuple[str, str]:
    return text, url_for(f"console.{page}", code=of.code)
