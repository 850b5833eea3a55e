"""Everything on one page with all that is still wrong, then the launch with what it fixes."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response, current_app, url_for

from readiness.errors import FileFaults
from readiness.fieldwork import setup_drafts
from readiness.fieldwork.setup_drafts import Reading
from readiness.web.console import gate, scoped, telling
from readiness.web.console.drawing import FormPage, drawn, form_page
from readiness.web.console.forms import YesForm, took
from readiness.web.console.setting_up import filling, groups, kinds, mending, questionnaire, steps
from readiness.web.console.setting_up.steps import WAYS
from readiness.web.words import own_name


class Said(NamedTuple):
    """A line of the summary, and where it is changed."""

    name: str
    texts: list[str]
    address: str


def show(code: str) -> Response:
    """Show it."""
    _, reading = filling.here()
    mends = mending.of(reading)
    return drawn(
        "setting_up/check",
        section="assessments",
        title=scoped.here().title,
        mends=[(one.text, steps.address(one.step, code)) for one in mends],
        lines=[Said(name, texts, steps.address(step, code)) for step, name, texts in _lines(reading)],
        code=code,
        back=filling.all_steps(code),
    )


def ask(code: str) -> Response:
    """Say what the launch fixes and what can still be changed, and ask."""
    _, reading = filling.here()
    if reading.setup is None:
        return gate.leading(url_for("console.set_up_check", code=code))
    first = reading.setup.opens_on
    now = gate.today() >= first
    return form_page(
        FormPage(
            f"Launch {reading.setup.title}?",
            YesForm(),
            url_for("console.set_up_launch_sent", code=code),
            "Launch and open it now" if now else "Launch it",
            (*_fixed(reading), _what_happens(telling.day(first), now)),
            back=("Check", url_for("console.set_up_check", code=code)),
            section="assessments",
        )
    )


def take(code: str) -> Response:
    """Create it, and open it where its first day has come: all in one transaction."""
    took(YesForm)
    filling.here()
    system, settings = scoped.here().system.name, current_app.extensions["settings"]
    try:
        with gate.desk() as acting:
            made = setup_drafts.launch(acting.session, code, system, settings, gate.today())
            about = f"assessment {code} ({made.title})"
            acting.note(
                "assessment launched", about, mode=made.mode, first=made.opens_on, last=made.closes_on
            )
            if made.state == "open":
                acting.note("assessment opened", about, questionnaire=made.instrument_hash)
    except FileFaults:
        return gate.leading(url_for("console.set_up_check", code=code))
    return gate.leading(url_for("console.assessment", code=code))


def _fixed(reading: Reading) -> tuple[str, ...]:
    seen = reading.seen
    return (
        f"Fixed from now on: how people are asked in ({WAYS[seen.links].lower()}), the first day, the lists and the "
        "words of the first page. Once it is open the words of the questionnaire are locked too, to the letter.",
        "Still possible: links, posters, invitations and reminders; giving rights to people; another last day.",
    )


def _what_happens(first: str, now: bool) -> str:
    if now:
        return "The first day has come: people can answer as soon as you say yes."
    return (
        f"The first day is {first}. Until it is opened you can take the launch back and change everything. Open it on "
        "its own page, before that day or on it: nobody can answer before the first day, whenever you open it."
    )


def _lines(reading: Reading) -> list[tuple[str, str, list[str]]]:
    """Return step, name and texts of every line."""
    seen = reading.seen
    told = {step.name: step.told(reading) for step in steps.ALL}
    found = reading.instrument
    lines = [
        ("days", "Title and days", [told["days"], f"Year {seen.year}" if told["days"] else ""]),
        (
            "questionnaire",
            "Questionnaire",
            [told["questionnaire"], questionnaire.told(found) if found else ""],
        ),
        ("languages", "Languages", [", ".join(map(own_name, steps.offered(seen, found)))]),
        *((kind.table, kind.title, _names(reading, kind.table)) for kind in kinds.KINDS),
        ("way", "How people are asked in", [told["way"]]),
        ("words", "Words of the first page", _words(reading)),
        (
            "groups",
            "Small groups",
            [f"No group of fewer than {max(seen.threshold or 0, groups.least())} is shown"],
        ),
        ("groups", "Counting of pages", ["Yes" if seen.count_pages else "No"]),
    ]
    done = {step for step, _, _ in lines}
    lines += [(one.name, one.text, [one.told(reading)]) for one in steps.ALL if one.name not in done]
    return [(step, name, [text for text in texts if text]) for step, name, texts in lines]


def _names(reading: Reading, table: str) -> list[str]:
    entries = getattr(reading.seen, table)
    told = [(one.name, kinds.more(reading, table, n)) for n, one in enumerate(entries)]
    if len(told) > _MOST:
        return [", ".join(name for name, _ in told)]
    return [f"{name} ({more})" if more else name for name, more in told]


def _words(reading: Reading) -> list[str]:
    said = reading.seen.front
    whom = ", ".join(text for text in (said.contact, said.email, said.phone) if text)
    return [said.asks or "", f"Questions go to {whom}" if whom else "", said.results or ""]


_MOST = 12
"""From so many entries on their names stand in one paragraph."""
