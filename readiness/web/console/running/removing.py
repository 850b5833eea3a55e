"""Taking somebody off the list for good."""

from __future__ import annotations

from flask import Response, url_for

from readiness.access.faults import Unfit
from readiness.errors import ReadinessError
from readiness.fieldwork.inviting import invitations
from readiness.web.console import gate, once, scoped
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.running import asking
from readiness.web.console.running.forms import AddressForm


def ask(code: str) -> Response:
    """Ask who, and say what is lost."""
    asking.unclosed("personal")
    return _page(AddressForm())


def take(code: str) -> Response:
    """Overwrite the address and take the link out of use, whether they have answered or not."""
    form, back = once.took(AddressForm), url_for("console.invited", code=code)
    asking.unclosed("personal")
    if not str(form.email.data or "").strip():
        form.say(Unfit("email", "Enter the address of whoever is to be taken off"))
        return _page(form)
    try:
        with once.claimed(back):
            invitations.remove(asking.settings(), asking.database(), code, str(form.email.data or "")[:300])
    except once.Done:
        raise
    except ReadinessError as error:
        form.say(Unfit("email", error.message.removesuffix("."), error.remedy))
        return _page(form)
    with gate.desk() as acting:
        acting.note("took somebody off the list", asking.about())
    return gate.leading(back)


def _page(form: AddressForm) -> Response:
    code = scoped.here().code
    texts = (
        "Their address is overwritten, they get no more mail, and their link stops working, whether they have answered "
        "or not: you are not told which. An answer that was sent stays, since nothing leads from them to it.",
    )
    page = FormPage(
        "Take somebody off the list",
        form,
        url_for("console.remove", code=code),
        "Take them off",
        texts,
        back=("Invitations and reminders", url_for("console.invited", code=code)),
        warning=True,
        section="assessments",
    )
    return form_page(page)
