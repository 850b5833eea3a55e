"""Changing an action: how far it is, what came of it, and anything else as long as nothing stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Response, current_app, url_for

from readiness.access.faults import Unfit
from readiness.fieldwork import undertaken
from readiness.fieldwork.undertaken import Unwritten, Wanted
from readiness.web.console import gate
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import Look, offered, took
from readiness.web.console.years import acting, adding, forms
from readiness.web.console.years.acting import Desk
from readiness.web.console.years.forms import ActionForm


def ask(code: str, number: int) -> Response:
    """Show it as it is."""
    of, wanted = _here(number)
    form = ActionForm(data=forms.filled(wanted))
    form.asks(_looks(form, of, wanted))
    return _page(form, of, number, wanted)


def take(code: str, number: int) -> Response:
    """Change it."""
    form = took(ActionForm)
    of, before = _here(number)
    form.asks(_looks(form, of, before))
    try:
        wanted = _wanted(form, of, before)
        with gate.desk() as desk:
            acting.required(desk.session, of.assessment, number)
            if undertaken.change(desk.session, of.assessment, of.instrument, number, wanted):
                desk.note("action changed", acting.about(number), **undertaken.told(wanted))
    except (Unfit, Unwritten) as fault:
        form.say(Unfit("month" if fault.field == "started" else fault.field, fault.message, fault.remedy))
        return _page(form, of, number, before)
    return gate.leading(f"{url_for('console.actions', code=code)}#action-{number}")


def _here(number: int) -> tuple[Desk, Wanted]:
    with current_app.extensions["database"].read() as session:
        of = acting.desk(session)
        return of, undertaken.as_wanted(acting.required(session, of.assessment, number))


def _wanted(form: ActionForm, of: Desk, before: Wanted) -> Wanted:
    owner, note, state = (str(field.data or "") for field in (form.owner, form.note, form.state))
    told = replace(before, owner=owner.strip(), note=note.strip(), state=state)
    if of.later is not None:
        return told
    area = (str(form.area.data or "") or None) if "area" in form.looks else before.area
    if not acting.may(area):
        raise Unfit("area", "Select where it is done")
    return replace(
        told,
        text=str(form.text.data).strip(),
        area=area,
        dimension=str(form.dimension.data or "") or None,
        started=form.started,
        expected=form.points,
    )


def _page(form: ActionForm, of: Desk, number: int, before: Wanted) -> Response:
    code = of.assessment.code
    fixed = (
        (
            before.text,
            f"{of.later.title} has closed, and its report sets this beside what moved. So what is done, where, when "
            "and what was expected stay as they were.",
        )
        if of.later
        else ()
    )
    remove = (("Remove this action", url_for("console.action_remove", code=code, number=number)),)
    page = FormPage(
        "Change what is recorded",
        form,
        url_for("console.action_sent", code=code, number=number),
        "Save",
        fixed,
        back=acting.back(),
        links=() if of.later else remove,
        section="assessments",
    )
    return form_page(page)


def _looks(form: ActionForm, of: Desk, before: Wanted) -> Iterator[tuple[str, Look]]:
    """Yield the fields that are asked: once the next report is there only what can still be put right."""
    forms.states(form)
    yield "state", forms.STATE
    yield "note", forms.NOTE
    if of.later is None:
        yield "text", Look("words")
        everywhere = [("", acting.EVERYWHERE)] if of.everywhere else []
        offered(form.area, [*everywhere, *of.own.items()])
        if len(form.area.choices) > 1:
            yield "area", Look("select")
        yield "dimension", forms.moves(form, adding.measures(of, before.area))
        yield "expected", forms.points("Leave it empty if nothing in particular is expected.")
        yield "month", forms.START
    yield "owner", forms.OWNER
