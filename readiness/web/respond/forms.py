"""A form for each page: its fields in order, and a token that only this device can send."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import lru_cache
from hmac import compare_digest
from typing import Any, cast

from wtforms import ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from readiness.instrument.journey import AskedPage
from readiness.web.respond.fields import AnswerField, field
from readiness.web.respond.identical import Identical

PROOF = "csrf_token"
PROVES = 64
"""So long is what shows that a form was given to this browser; behind it comes the form's own key."""
_MARK_BYTES = 6


def marked(typed: Any) -> str:
    """Return the mark of a form as it was sent: the same where the very same comes once more, and else another."""
    given = repr(sorted(typed.items(multi=True))).encode()
    return urlsafe_b64encode(hashlib.sha256(given).digest()[:_MARK_BYTES]).decode()


class DeviceToken(CSRF):
    """A token made from the device's secret, so that no second cookie and no stored session is needed.

    No page repeats what another site could have put into it, and the cookie does not travel with another site's form,
    so its proof may stay the same while somebody answers. The key behind it tells forms from each other, so that what
    comes twice is done once.
    """

    def setup_form(self, form: BaseForm) -> list[tuple[str, UnboundField]]:
        self.expected = form.meta.csrf_context
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        return self.expected

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        if not compare_digest(self.expected[:PROVES].encode(), (field.data or "")[:PROVES].encode()):
            raise ValidationError("token")


class Meta(DefaultMeta):
    """How all our forms are made."""

    csrf = True
    csrf_class = DeviceToken
    csrf_field_name = PROOF

    def __init__(self, token: str) -> None:
        self.csrf_context = token

    def get_translations(self, form: BaseForm) -> None:
        """Leave WTForms' own sentences aside: ours come from the interface's catalogues."""


class PageForm(BaseForm):
    """The questions of one page, or none for a form that only says yes."""

    def __init__(
        self,
        token: str,
        asked: AskedPage | None = None,
        typed: Any = None,
        answers: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(_fields(Identical(asked)) if asked else (), meta=Meta(token))
        self.asked = asked
        self.process(typed, data=answers)

    @property
    def token(self) -> str:
        """What the page must send back."""
        return str(self.meta.csrf_context)

    @property
    def key(self) -> str:
        """The key of the form that was sent."""
        return str(self[PROOF].data or "")[PROVES:]

    @property
    def questions(self) -> list[AnswerField]:
        """The fields that a person sees."""
        return [one for one in self if isinstance(one, AnswerField)]

    @property
    def genuine(self) -> bool:
        """Whether the form came from a page that we gave to this device."""
        return not self.errors.get(PROOF)

    @property
    def given(self) -> dict[str, object]:
        """What was answered and can be used, by key; a blank is None, so that it takes an older answer away."""
        return {one.name: one.data for one in self.questions if not one.process_errors}

    @property
    def unusable(self) -> bool:
        """Whether something was typed that cannot be kept."""
        return any(one.process_errors for one in self.questions)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each fault, said together with its question, and the address of its field on the page."""
        return [(f"{one.error}: {one.legend}", f"#{one.id}") for one in self.questions if one.error]


@lru_cache(maxsize=1024)
def _fields(page: Identical) -> tuple[tuple[str, UnboundField], ...]:
    asked = cast(AskedPage, page.it)
    return tuple((question.key, field(question)) for question in asked.questions)
