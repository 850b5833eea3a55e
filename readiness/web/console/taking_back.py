"""Taking a right back."""

from __future__ import annotations

from flask import Response, current_app, url_for

from readiness.access import grants as giving
from readiness.web.console import gate
from readiness.web.console.approving import found
from readiness.web.console.drawing import FormPage, form_page
from readiness.web.console.forms import YesForm, took


def ask(number: int) -> Response:
    """Say what will be lost, and ask."""
    with current_app.extensions["database"].read() as session:
        right = found(session, number)
    what = f"{right.name} of {right.of}".removesuffix(" of ")
    back = (right.whose, url_for("console.person", number=right.account))
    texts = (
        f"{right.whose} loses it at once and is signed out. To have it again, it must be given and approved.",
    )
    return form_page(
        FormPage(
            f"Take back {what} from {right.whose}?",
            YesForm(),
            url_for("console.take_back", number=number),
            "Take it back",
            texts,
            back=back,
            warning=True,
            section="people",
        )
    )


def take(number: int) -> Response:
    """Do it; who takes back the own right to care for people goes to the first page."""
    took(YesForm)
    with gate.desk() as acting:
        giving.take_back(acting, number)
    return gate.leading(url_for("console.home"))
