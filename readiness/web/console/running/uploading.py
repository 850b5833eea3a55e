"""Putting people on the list: a file is looked at, every bad row is named, and only a yes puts anybody on the list."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask import Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from readiness.access.faults import Refused
from readiness.errors import Fault, FileFaults
from readiness.fieldwork.inviting import invitations, people_file, sheets, waiting
from readiness.fieldwork.inviting.people_file import Known
from readiness.fieldwork.inviting.waiting import Waiting
from readiness.records import invited as lists
from readiness.records.invited import Person
from readiness.records.tables import Assessment
from readiness.web.console import gate, once, scoped
from readiness.web.console.drawing import drawn
from readiness.web.console.forms import Look, YesForm
from readiness.web.console.running import asking
from readiness.web.console.running.forms import ListForm, SeenForm
from readiness.web.console.running.invited import known

HINT = (
    "CSV or Excel (.xlsx), up to 8 MB. The first row names the columns: "
    "address, role, place, organisation, language."
)
ROOM = 64 * 1024
"""For what comes with the file."""


class InMemory(FormDataParser):
    """Reads a file that is sent without putting it on any disk: it holds addresses."""

    def __init__(self, stream_factory: Any = None, **limits: Any) -> None:
        super().__init__(lambda *_, **__: io.BytesIO(), **limits)


class Group(NamedTuple):
    """How many people of a file belong to a role, place, organisation or language."""

    column: str
    name: str
    people: int


def ask(code: str) -> Response:
    """Ask for the file."""
    asking.unclosed("personal")
    return _page(ListForm())


def take(code: str) -> Response:
    """Read the file; keep it aside if all of it can be used, and say what is wrong if not."""
    request.max_content_length = sheets.LARGEST + ROOM
    request.form_data_parser_class = InMemory
    try:
        form = once.took(ListForm)
    except RequestEntityTooLarge as error:
        raise Refused(
            "The file is larger than 8 MB.", "Go back and choose a smaller one, or split it."
        ) from error
    of = asking.unclosed("personal")
    sent = request.files.get("people")
    if sent is None or not sent.filename:
        form.people.errors = ["Choose a file"]
        return _page(form)
    data = sent.stream.read()
    try:
        people_file.parsed(sent.filename, data, known(of))
    except FileFaults as error:
        form.people.errors = ["The file cannot be used yet: mend what is listed below and choose it again"]
        return _page(form, error)
    there = url_for("console.people_seen", code=code)
    with asking.said(), once.claimed(there):
        invitations.set_aside(asking.settings(), asking.database(), code, sent.filename, data)
    return gate.leading(there)


def look(code: str) -> Response:
    """Show what is in the file, before anybody is on the list."""
    of = asking.unclosed("personal")
    names = known(of)
    found = _waiting(of, names)
    people, there = found.people.people, _there(of)
    already = sum(person.address.lower() in there for person in people)
    return drawn(
        "running/seen",
        section="assessments",
        subject=scoped.here(),
        form=SeenForm(data={"digest": found.digest}),
        drop=YesForm(),
        name=found.name,
        notes=found.people.notes,
        people=len(people),
        already=already,
        groups=list(_groups(people, names)),
        first=people[:5],
    )


def keep(code: str) -> Response:
    """Put the people on the list; those who are on it stay as they are."""
    form, back = once.took(SeenForm), url_for("console.invited", code=code)
    of = asking.unclosed("personal")
    found = _waiting(of, known(of))
    if form.digest.data != found.digest:
        raise Refused(
            "Another file has been chosen since this page was shown.",
            "Go back to the list and look at that one.",
        )
    with asking.said(), once.claimed(back):
        done = invitations.add(asking.settings(), asking.database(), code, found.people.people)
    waiting.drop(asking.settings().lists, code)
    with gate.desk() as acting:
        acting.note("put people on the list", asking.about(), added=done.added, already=done.already)
    return gate.leading(back)


def drop(code: str) -> Response:
    """Forget the file."""
    once.took(YesForm)
    asking.unclosed("personal")
    back = url_for("console.invited", code=code)
    with once.claimed(back):
        waiting.drop(asking.settings().lists, code)
    return gate.leading(back)


def _page(form: ListForm, wrong: FileFaults | None = None) -> Response:
    form.looks = {"people": Look("file", hint=HINT)}
    faults: tuple[Fault, ...] = wrong.faults if wrong else ()
    more = wrong.message.rpartition("\n... and ")[2] if wrong and "\n... and " in wrong.message else ""
    return drawn(
        "running/upload",
        section="assessments",
        subject=scoped.here(),
        form=form,
        wrong=faults,
        more=more.removesuffix(" more."),
    )


def _waiting(of: Assessment, names: Known) -> Waiting:
    with asking.said():
        return waiting.found(asking.settings().lists, of.code, names)


def _there(of: Assessment) -> set[str]:
    folder = asking.settings().lists
    if not lists.exists(folder, of.code):
        return set()
    with asking.said(), lists.opened(folder, of.code) as listed:
        return listed.addresses()


def _groups(people: Iterable[Person], names: Known) -> Iterable[Group]:
    """Count the file by each column, so that a column that was misread shows."""
    called: dict[str, Mapping[str, str]] = {
        "role": names.roles,
        "place": names.places,
        "organisation": names.organisations,
        "language": {},
    }
    listed = list(people)
    for column, words in called.items():
        counts = Counter(getattr(person, column) for person in listed)
        for slug, number in sorted(counts.items(), key=lambda one: -one[1]):
            yield Group(column, words.get(slug or "", slug or "not given"), number)
