"""The first step: address and password."""

from __future__ import annotations

from flask import Response, current_app, g, url_for

from readiness.access import signing_in
from readiness.access import single_sign_on as sso
from readiness.access.faults import Unfit, Wait, WrongSignIn
from readiness.config import Settings
from readiness.records.account_tables import Account
from readiness.web.console import cookies, gate, passkey, single_sign_on
from readiness.web.console.drawing import FormPage, form_page, with_sign_in
from readiness.web.console.forms import SignInForm, fresh, took

CHECK = "Check both, or choose that you have forgotten your password"


def ask() -> Response:
    """Ask for address and password; who is signed in already goes on."""
    if g.signed is not None:
        return gate.leading(gate.wanted() if g.signed.sign_in.whole else gate.next_step())
    fresh()
    return _page(SignInForm())


def take() -> Response:
    """Take them, and go on to the second step."""
    form = took(SignInForm)
    if _blank(form):
        return _page(form)
    email = form.email.data.strip().lower()
    try:
        account, token = signing_in.with_password(
            current_app.extensions["database"],
            current_app.extensions["settings"],
            email,
            form.password.data,
            gate.moment(),
            cookies.known_for(email),
        )
    except WrongSignIn:
        form.say(Unfit("email", "Email address or password is wrong", CHECK))
        return _page(form)
    except Wait as wait:
        form.say(Unfit("email", wait.message.removesuffix("."), wait.remedy))
        return _page(form, 429)
    if not _may(account):
        return _page(_told_to_go_there(form))
    step = "console.code" if gate.protected(account) else "console.authenticator"
    return with_sign_in(gate.leading(gate.with_next(url_for(step), _wish())), token)


def _may(account: Account) -> bool:
    """Say whether the account may sign in without the provider; if not, the half sign-in is never handed out."""
    with current_app.extensions["database"].read() as session:
        return sso.may_use_password(session, current_app.extensions["settings"], account)


def _told_to_go_there(form: SignInForm) -> SignInForm:
    name = current_app.extensions["settings"].oidc_name
    form.say(Unfit("email", f"Passwords are for administrators only: sign in with {name}"))
    return form


def _blank(form: SignInForm) -> bool:
    if not form.email.data.strip():
        form.say(Unfit("email", "Enter your email address"))
    if not form.password.data:
        form.say(Unfit("password", "Enter your password"))
    return bool(form.faults)


def _wish() -> str:
    wish = gate.wanted()
    return "" if wish == url_for("console.home") else wish


def _invited(settings: Settings) -> tuple[str, ...]:
    """Say how those come in who have been invited, where it is by the provider alone."""
    if not settings.oidc_required:
        return ()
    return (
        f"If you have been invited, sign in with {settings.oidc_name}, under the address to which the invitation came.",
    )


def _page(form: SignInForm, status: int = 200) -> Response:
    settings = current_app.extensions["settings"]
    return form_page(
        FormPage(
            "Sign in",
            form,
            gate.with_next(url_for("console.sign_in"), _wish()),
            "Continue",
            (
                "For those who run an assessment. To answer a survey, open the link that you were given.",
                "You are asked again after 30 minutes without a page, and when your rights or password have changed.",
                *_invited(settings),
            ),
            links=(("I have forgotten my password", url_for("console.forgotten")),),
            posts=passkey.way("Sign in with a passkey"),
            first=single_sign_on.way(),
            second="Administrators, if that does not work"
            if settings.oidc_required
            else "Or with your password",
        ),
        status,
    )
