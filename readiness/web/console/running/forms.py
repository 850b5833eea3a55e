"""The forms of these pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import Field, FileField, RadioField, SelectField, SelectMultipleField, StringField

from readiness.web.console.forms import DayForm, Look, OwnForm

Choices = list[tuple[str, str]]
DAY = "For example, 31 3 2027."
YES = "yes"
LONGEST_TYPED = 2000
"""Letters of a text that are looked at; what is longer is too long for any field."""
NO_LATER = Look(
    "date", hint=f"{DAY} Leave it blank otherwise.", legend="Last day, if it is to end before the assessment"
)


def words(label: str) -> StringField:
    """Return a field for a text, which never holds what PostgreSQL could not keep."""
    return StringField(label, filters=[lambda typed: (typed or "").replace("\0", "")[:LONGEST_TYPED]])


class LastDayForm(DayForm):
    """A last day alone."""

    looks: Mapping[str, Look] = MappingProxyType({"day": Look("date", hint=DAY, legend="Last day")})


class LinkForm(DayForm):
    """For whom links are to be made, and until when they may be used."""

    whom = RadioField("Who is to use it?")
    part = SelectField("Which place or organisation?")
    looks: Mapping[str, Look] = MappingProxyType(
        {
            "whom": Look("radios"),
            "part": Look("select"),
            "day": NO_LATER,
        }
    )


class CodesForm(DayForm):
    """How many codes are wanted, and for whom."""

    number = StringField("How many people are asked there?")
    part = SelectField("Which place or organisation?")
    looks: Mapping[str, Look] = MappingProxyType(
        {
            "part": Look("select"),
            "number": Look(mode="numeric", width="nhsuk-input--width-5"),
            "day": NO_LATER,
        }
    )


class OwnWordsForm(OwnForm):
    """What a lead puts into mails."""

    subject = words("Subject of the invitation")
    paragraph = words("A paragraph in every mail, above the link")
    looks: Mapping[str, Look] = MappingProxyType(
        {
            "subject": Look(
                hint="Reminders keep theirs, which says that they are reminders and until when to answer."
            ),
            "paragraph": Look("words", hint="For example: who asks, and why it matters here. Plain text."),
        }
    )


class PosterForm(OwnForm):
    """In which languages a poster is to speak."""

    language = RadioField("In which language?")
    looks: Mapping[str, Look] = MappingProxyType({"language": Look("radios")})


class ListForm(OwnForm):
    """A file with the people to invite."""

    people = FileField("The file with the people to invite")
    looks: Mapping[str, Look] = MappingProxyType({"people": Look("file")})


class AddressForm(OwnForm):
    """The address of somebody on the list."""

    email = StringField("Email address")
    looks: Mapping[str, Look] = MappingProxyType(
        {"email": Look(kind="email", hint="As it stands on the list.")}
    )


class SeenForm(OwnForm):
    """A yes to a file that was looked at."""

    digest = StringField()


class TestForm(OwnForm):
    """Which mail to send to oneself."""

    kind = RadioField("Which mail?")
    language = RadioField("In which language?")
    looks: Mapping[str, Look] = MappingProxyType({"kind": Look("radios"), "language": Look("radios")})


class SendForm(OwnForm):
    """A yes to sending."""

    again = SelectMultipleField("Those whose mail may have been sent when sending was broken off")


class CloseForm(OwnForm):
    """The title, typed as a yes that nobody gives by mistake."""

    title = StringField("Type the assessment's title")
    anyway = SelectMultipleField("Fewer people have answered than may ever be shown")
    looks: Mapping[str, Look] = MappingProxyType({"title": Look(hint="Exactly as it stands above.")})


def parts(places: Choices, organisations: Choices, none: str) -> Choices:
    """Return what a link or a batch of codes may be for, as a list to choose from."""
    named = [(f"place:{slug}", f"{name} (place)") for slug, name in places]
    named += [(f"organisation:{slug}", f"{name} (organisation)") for slug, name in organisations]
    return [("", none), *named]


def chosen(field: Field) -> tuple[str | None, str | None]:
    """Return the place or the organisation that was chosen; neither where none was."""
    kind, _, slug = str(field.data or "").partition(":")
    return (slug if kind == "place" else None), (slug if kind == "organisation" else None)
