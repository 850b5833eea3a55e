"""The console's forms: what is typed is judged by `access`, and said here at the field it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import g, request
from wtforms import Field, Form, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.form import BaseForm

from readiness.access import keys
from readiness.access.faults import Unfit
from readiness.web.console import cookies, telling
from readiness.web.respond.forms import PROOF, PROVES, DeviceToken
from readiness.web.respond.gone import FormRefused

KEY_LENGTH = 43
"""Of a form's own key, 256 random bits."""
LONGEST_CUT = 4000
"""Letters of what is left of a comment: twice the longest one."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a field is drawn: which macro, and what helps whoever fills it in."""

    macro: str = "text"
    hint: str = ""
    kind: str = "text"
    autocomplete: str = "off"
    mode: str = ""
    width: str = ""
    """The class that makes it as narrow as what goes in."""
    hints: tuple[tuple[str, str], ...] = ()
    """For radio buttons and checkboxes: what each choice means."""
    legend: str = ""
    """What stands over the three fields of a day."""


class OwnForm(Form):
    """A form that only this browser can send."""

    class Meta:
        csrf = True
        csrf_class = DeviceToken
        csrf_field_name = PROOF

        def get_translations(self, form: BaseForm) -> None:
            """Leave WTForms' own sentences aside: ours say what to do."""

    looks: Mapping[str, Look] = MappingProxyType({})

    def __init__(self, typed: Any = None, **given: Any) -> None:
        proof = cookies.proof(g.sign_in_token)
        super().__init__(typed, meta={"csrf_context": f"{proof}{keys.token()}"}, **given)

    @property
    def asked(self) -> list[tuple[Field, Look]]:
        """The fields that a person sees, each with how it is drawn, in the order of their looks."""
        return [(self[name], look) for name, look in self.looks.items()]

    @property
    def token(self) -> str:
        """What the page must send back."""
        return str(self.meta.csrf_context)

    @property
    def key(self) -> str:
        """What the form that was sent had to itself; empty where it carried no key of ours."""
        key = str(self[PROOF].data or "")[PROVES:]
        return key if len(key) == KEY_LENGTH else ""

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each fault and the address of its field on the page."""
        return [(field.errors[0], f"#{field.id}") for field, _ in self.asked if field.errors]

    def say(self, fault: Unfit) -> None:
        """Put what is wrong at its field, or at the first where the page has no such field."""
        names = [field.name for field, _ in self.asked]
        field = self[fault.field if fault.field in names else names[0]]
        field.errors = [f"{fault.message}. {telling.remedy(fault)}".removesuffix(" ").removesuffix(".")]


class YesForm(OwnForm):
    """A form that only says yes."""


def _text(label: str) -> StringField:
    return StringField(label, filters=[_plain])


def _plain(typed: str | None) -> str:
    """Return a text without what PostgreSQL could not keep, and never too long to be worth reading."""
    return (typed or "").replace("\0", "")[:1000]


EMAIL = Look(kind="email", autocomplete="username")
OLD = Look(kind="password", autocomplete="current-password")
NEW = Look(
    kind="password",
    autocomplete="new-password",
    hint="12 letters or more. Three or four words that have nothing to do with you make a good one.",
)
CODE = Look(
    mode="numeric",
    autocomplete="one-time-code",
    width="nhsuk-input--width-10",
    hint="The 6 numbers that the app shows.",
)


class SignInForm(OwnForm):
    """Address and password."""

    email = _text("Email address")
    password = PasswordField("Password")
    looks = MappingProxyType({"email": EMAIL, "password": OLD})


class EmailForm(OwnForm):
    """An address."""

    email = _text("Email address")
    looks = MappingProxyType({"email": EMAIL})


class InviteForm(OwnForm):
    """The address of somebody else."""

    email = _text("Email address")
    looks = MappingProxyType({"email": Look(kind="email", hint="The person's own address at work.")})


class SystemForm(OwnForm):
    """The name of a system."""

    name = _text("Name of the system")
    looks = MappingProxyType(
        {"name": Look(hint="As people know it, such as Ashdale Integrated Care System.")}
    )


class CodeForm(OwnForm):
    """A code."""

    code = _text("Security code")
    looks = MappingProxyType(
        {
            "code": Look(
                autocomplete="one-time-code",
                width="nhsuk-input--width-20",
                hint="The 6 numbers that your authenticator app shows now, or one of your recovery codes.",
            )
        }
    )


class JoinForm(OwnForm):
    """A name and a new password."""

    name = _text("Your name")
    password = PasswordField("Choose a password")
    looks = MappingProxyType({"name": Look(autocomplete="name"), "password": NEW})


class NewPasswordForm(OwnForm):
    """A new password."""

    password = PasswordField("Choose a new password")
    looks = MappingProxyType({"password": NEW})


class ChangePasswordForm(OwnForm):
    """The old password and a new one."""

    current = PasswordField("Your password now")
    password = PasswordField("Choose a new password")
    looks = MappingProxyType({"current": OLD, "password": NEW})


class ProvedForm(OwnForm):
    """The password once more, for what must not be done on a screen that was left open."""

    current = PasswordField("Your password")
    looks = MappingProxyType({"current": OLD})


class FactorForm(OwnForm):
    """A first code of a new authenticator, with its secret, sealed."""

    secret = StringField()
    code = _text("Security code")
    looks = MappingProxyType({"code": CODE})


class ChangeFactorForm(FactorForm):
    """The same, where there is one already: with the password."""

    current = PasswordField("Your password")
    looks = MappingProxyType({**FactorForm.looks, "current": OLD})


class NameForm(OwnForm):
    """What a passkey is to be called."""

    name = _text("Name of the passkey")
    looks = MappingProxyType({"name": Look(hint="Such as the device that keeps it: Work laptop.")})


class ProvedNameForm(NameForm):
    """The same, with the password."""

    current = PasswordField("Your password")
    looks = MappingProxyType({**NameForm.looks, "current": OLD})


class PasskeyForm(OwnForm):
    """What a device says when it makes or shows a passkey: our script writes it in."""

    answer = StringField()


class ResetForm(OwnForm):
    """What is lost."""

    lost = RadioField("What has the person lost?")


class RoleForm(OwnForm):
    """A role, and of which system."""

    role = RadioField("What is this person to be?")
    system = RadioField("Of which system?")


class DayForm(OwnForm):
    """The last day of something."""

    day = _text("Day")
    month = _text("Month")
    year = _text("Year")

    @property
    def last_day(self) -> date | None:
        """The last day, if one is given."""
        written = [str(field.data or "").strip() for field in (self.day, self.month, self.year)]
        if not any(written):
            return None
        try:
            day, month, year = (int(one) for one in written)
            return date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise Unfit("day", "Last day must be a real date, like 31 3 2027") from error


class RightForm(DayForm):
    """Which part of a system, and until when."""

    part = RadioField("Which one?")


class CommentForm(OwnForm):
    """What is to become of a comment, and which decision was there when this page was shown."""

    handle = StringField()
    seen = StringField()
    sure = StringField()
    do = StringField()
    words = StringField(filters=[lambda typed: (typed or "").replace("\0", "")[:LONGEST_CUT]])
    reason = StringField()


class ShareForm(DayForm):
    """For whom a link to published results is, and until when it opens."""

    whom = _text("Who is it for?")
    looks = MappingProxyType(
        {
            "whom": Look(hint="Such as: the integrated care board. Only those who lead the system see this."),
            "day": Look("date", hint="Leave it empty for 30 days. A year at most.", legend="Last day"),
        }
    )


class TokenForm(DayForm):
    """What a program is to read, until when, and the password once more."""

    name = _text("Name")
    system = RadioField("Of which system?")
    scopes = SelectMultipleField("What is it to read?")
    current = PasswordField("Your password")


def took(form: type[OwnForm]) -> Any:
    """Return the form as it was sent, or refuse one that this browser was not given."""
    sent = form(request.form)
    if not g.sign_in_token or not _genuine(sent):
        raise FormRefused()
    return sent


def _genuine(form: OwnForm) -> bool:
    field = form[PROOF]
    return bool(field.validate(form))


def fresh() -> str:
    """Return the token of a browser that holds none yet, so that its forms can be told from those of others."""
    if not g.sign_in_token:
        g.sign_in_token = g.new_token = keys.token()
    return str(g.sign_in_token)


def offered(field: RadioField | SelectMultipleField, choices: Iterable[tuple[str, str]]) -> None:
    """Let these be chosen from."""
    field.choices = list(choices)
