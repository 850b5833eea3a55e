"""Writing an action down: from the report's advice that fits what was found there, or in own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import Response, current_app, request, url_for

from readiness.access.faults import Missing, Unfit
from readiness.fieldwork import undertaken
from readiness.fieldwork.undertaken import Unwritten, Wanted
from readiness.reporting.words.picking import Piece
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import Look, offered, took
from readiness.web.console.years import acting, forms
from readiness.web.console.years.acting import Desk
from readiness.web.console.years.forms import OWN, UNTOLD, ActionForm


class Idea(NamedTuple):
    """A change that the report advises."""

    key: str
    text: str
    about: str
    """The name of what the advice is about."""
    who: str
    moves: str
    """The dimension or component that it is about; empty for advice on a barrier."""


def ask(code: str) -> Response:
    """Ask what is done there."""
    of, area = _here()
    if area is None and not of.everywhere:
        return gate.leading(url_for("console.action_where", code=code))
    ideas = list(_ideas(of.advice(area), of))
    form = ActionForm(data={"dimension": UNTOLD if ideas else "", "state": undertaken.STATES[0]})
    form.asks(_looks(form, of, area, ideas))
    return _page(form, of, area)


def take(code: str) -> Response:
    """Write it down."""
    form = took(ActionForm)
    of, area = _here()
    ideas = list(_ideas(of.advice(area), of))
    form.asks(_looks(form, of, area, ideas))
    try:
        wanted = _wanted(form, area, ideas)
        with gate.desk() as desk:
            _require(area)
            made = undertaken.add(desk.session, of.assessment, of.instrument, wanted)
            desk.note("action recorded", acting.about(made.id), **undertaken.told(wanted))
    except (Unfit, Unwritten) as fault:
        form.say(Unfit(_at(fault.field), fault.message, fault.remedy))
        return _page(form, of, area)
    return gate.leading(f"{url_for('console.actions', code=code)}#action-{made.id}")


def _here() -> tuple[Desk, str | None]:
    """Return what can be done, and where; an area of others looks like none."""
    area = request.args.get("area") or None
    with current_app.extensions["database"].read() as session:
        of = acting.desk(session)
    if area is not None and area not in of.own:
        raise Missing("There is no such clinical area.", "Go back to the list and choose one there.")
    return of, area


def _require(area: str | None) -> None:
    if not acting.may(area):
        raise Missing("There is no such clinical area.", "Go back to the list and choose one there.")


def _ideas(pieces: Sequence[Piece], of: Desk) -> Iterator[Idea]:
    for piece in pieces:
        advice = piece.advice
        moves = advice.subject if advice.subject in of.measures and advice.kind != "barriers" else ""
        for number, change in enumerate(advice.changes, 1):
            yield Idea(f"{advice.kind}.{advice.subject}.{number}", change.what, piece.name, change.who, moves)


def _wanted(form: ActionForm, area: str | None, ideas: Sequence[Idea]) -> Wanted:
    text, idea = str(form.text.data).strip(), next((one for one in ideas if one.key == form.idea.data), None)
    if ideas and idea is None and form.idea.data != OWN:
        raise Unfit("idea", "Select what is to be done, or your own words")
    if idea and text:
        raise Unfit("text", "You chose a suggestion and wrote words of your own", "Keep one of the two.")
    moves = str(form.dimension.data or "")
    if moves == UNTOLD:
        if idea is None or not idea.moves:
            raise Unfit("dimension", "Select what it is to move")
        moves = idea.moves
    return Wanted(
        idea.text if idea else text,
        area,
        moves or None,
        str(form.owner.data),
        form.started,
        form.points,
        str(form.state.data or ""),
    )


def _at(field: str) -> str:
    return {"started": "month"}.get(field, field)


def _page(form: ActionForm, of: Desk, area: str | None) -> Response:
    code = of.assessment.code
    page = FormPage(
        f"Record what is done: {of.where(area)}",
        form,
        url_for("console.action_new_sent", code=code, area=area),
        "Record it",
        (_told(of),),
        back=acting.back(),
        section="assessments",
    )
    return form_page(page)


def _told(of: Desk) -> str:
    if of.shown is None:
        return (
            "The results cannot be seen now, so nothing is suggested here and it is not said what next year could "
            "show. Open the results first if you want both."
        )
    year = of.assessment.year
    return f"Once the next assessment has closed, its report sets this beside what has moved since {year}."


def _looks(form: ActionForm, of: Desk, area: str | None, ideas: Sequence[Idea]) -> Iterator[tuple[str, Look]]:
    """Yield the fields that are asked."""
    if ideas:
        offered(
            form.idea, [*((one.key, one.text) for one in ideas), (OWN, "Something else, in my own words")]
        )
        hints = tuple((one.key, f"{one.about}. Who can: {one.who}") for one in ideas)
        hint = "The report's advice that fits what was found. You can change its words afterwards."
        yield "idea", Look("radios", hint=hint, hints=hints)
        form.text.label.text = "Your own words"
        yield "text", Look("words", hint="Only if you chose “Something else”. One sentence is enough.")
    else:
        yield "text", Look("words", hint="One sentence is enough.")
    about = [(UNTOLD, "What the suggestion is about")] if ideas else []
    yield "dimension", forms.moves(form, [*about, *measures(of, area)])
    yield "expected", forms.points(HINT)
    yield "owner", forms.OWNER
    yield "month", forms.START
    forms.states(form)
    yield "state", forms.STATE


HINT = (
    "What would make it worth while? Leave it empty if you expect nothing in particular. Beside each choice "
    "above stands the smallest change that as many answers next year could tell from chance."
)


def measures(of: Desk, area: str | None) -> Iterator[tuple[str, str]]:
    """Yield what can be to move, each with the smallest change that next year could show."""
    for measure in ("", *of.measures):
        least = of.least(area, measure or None)
        shown = (
            f" (from {least:.0f} point{'' if f'{least:.0f}' == '1' else 's'})" if least is not None else ""
        )
        yield measure, of.moves(measure or None) + shown
