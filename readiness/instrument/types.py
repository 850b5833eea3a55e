"""What an instrument is: frozen types that every other part trusts, shaped from TOML once.

Texts may hold the placeholders `{area}`, `{where}` and `{innovation}` and no others. Conditions are a closed set of
words and are evaluated forward: they may look only at questions that come earlier.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class Frozen(BaseModel):
    """A part of an instrument: no unknown keys, no silent conversions, no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Is(Frozen):
    """The question was answered with this; where several may be chosen, this is one of those chosen."""

    question: Id
    is_: str = Field(alias="is")


class AtLeast(Frozen):
    """The question's number, or the number of things chosen in it, is this or more."""

    question: Id
    at_least: int


class AnyOf(Frozen):
    """One of these is true."""

    any_: tuple[Condition, ...] = Field(alias="any", min_length=1)


class AllOf(Frozen):
    """All of these are true."""

    all_: tuple[Condition, ...] = Field(alias="all", min_length=1)


class Not(Frozen):
    """This is not true."""

    not_: Condition = Field(alias="not")


Condition = Is | AtLeast | AnyOf | AllOf | Not


class Role(Frozen):
    """A kind of respondent: decides wording and which items are asked."""

    id: Id
    name: Text
    plural: Text
    where: Text
    """How this role says where it works; stands for `{where}` in texts."""
    nearest: Id | None = None
    """The role that this one joins in estimation where too few of it answered."""


class Point(Frozen):
    """One labelled step of a scale."""

    code: int
    label: Text


class Scale(Frozen):
    """Labelled steps, lowest first, with codes 1, 2, 3 ... and, apart from them, a way to say "don't know" (code 0)."""

    id: Id
    points: tuple[Point, ...] = Field(min_length=2, max_length=11)
    dont_know: Text | None = None
    favourable: int
    """From this code upwards an answer counts as favourable."""


class Asked(Frozen):
    """What all kinds of question have in common."""

    id: Id
    text: Text
    hint: Text | None = None
    required: bool = False
    when: Condition | None = None


class Item(Asked):
    """A statement rated on a scale and scored."""

    kind: Literal["item"] = "item"
    scale: Id = "agreement"
    role: Id | None = None
    """The one role that is asked this; None for an anchor, worded the same for every role and every year."""
    reverse: bool = False
    measures: Text
    """The construct that the item is written to."""
    source: Text
    """The published work in which that construct is described."""


class Option(Frozen):
    """One thing to choose."""

    id: Id
    text: Text
    hint: Text | None = None


class Choice(Asked):
    """One of several options (radio buttons); `options` are here, or `source` names a list of the assessment."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = ()
    source: Literal["roles", "places"] | None = None
    for_each: Literal["innovations"] | None = None
    """Asked once for each of the assessment's innovations, `{innovation}` standing for its name."""


class Choices(Asked):
    """Some of several options (checkboxes), `at_most` so many."""

    kind: Literal["choices"]
    options: tuple[Option, ...] = ()
    source: Literal["areas"] | None = None
    at_most: int = Field(ge=1)


class Number(Asked):
    """A whole number from `low` to `high`, shown as one row of radio buttons with a word at each end."""

    kind: Literal["number"]
    low: int
    high: int
    low_label: Text
    high_label: Text


class Comment(Asked):
    """An open question; kept apart from all other answers."""

    kind: Literal["comment"]
    at_most: int = Field(default=1000, ge=1, le=2000)
    """The most characters taken."""


Question = Annotated[Choice | Choices | Number | Comment, Field(discriminator="kind")]


class Page(Frozen):
    """Questions shown together."""

    id: Id
    title: Text
    intro: Text | None = None
    questions: tuple[Question, ...] = Field(min_length=1)


class Dimension(Frozen):
    """One side of readiness, where I work: a page of items and a score."""

    id: Id
    name: Text
    holds: Text
    """What it is about, in a phrase for reports."""
    intro: Text | None = None
    items: tuple[Item, ...] = Field(min_length=1)


class AreaBlock(Frozen):
    """What is asked again for each clinical area that a person chose."""

    choose: Choices
    """The question that chooses the areas; its source is `areas`."""
    choose_title: Text
    choose_intro: Text | None = None
    components: tuple[Dimension, ...]
    """Commitment and capability: each a page part of items and a score."""
    views_title: Text
    """Title of the page with the components' items; `{area}` stands for the area's name."""
    views_intro: Text | None = None
    importance: Id | None = None
    """Id of the question of `pages` that holds the importance of change."""
    barriers: Id | None = None
    """Id of the question of `pages` that holds the barriers."""
    awareness: Id | None = None
    """Id of the question of `pages` asked for each innovation."""
    pages: tuple[Page, ...] = ()


class FrontPage(Frozen):
    """Words of the first page; `{system}` may not stand here: who asks is said by the product."""

    why: Text
    happens: tuple[Text, ...] = Field(min_length=1)
    """What happens to the answers, a sentence each."""
    who_sees: Text
    voluntary: Text


class Translation(Frozen):
    """The texts of an instrument in another language, by path, such as `dimensions.direction.name`."""

    language: str
    texts: dict[str, str]


class Instrument(Frozen):
    """A questionnaire in one version: never edited again once an assessment has used it."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]+$")]
    title: Text
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    minutes: int = Field(ge=1, le=60)
    front: FrontPage
    roles: tuple[Role, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = Field(min_length=1)
    about: Page
    """Role, place, organisation type, years in role: the only things asked about the person."""
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    area: AreaBlock | None = None
    closing: tuple[Page, ...] = ()
    criterion: Id | None = None
    """Id of the closing question with overall readiness, 0 to 10: never part of the index."""
    adopted: Id | None = None
    """Id of the closing question about something new having become routine."""
    consent: Id | None = None
    """Id of the closing question that allows comments to be quoted."""
    digest: str = ""
    """SHA-256 of all its files; set by the loader."""
    languages: tuple[str, ...] = ()
    """All languages it can be asked in, its own first; set by the loader."""
    translations: tuple[Translation, ...] = ()
    """Texts of the other languages; set by the loader, applied by `language.spoken`."""

    def items(self) -> tuple[Item, ...]:
        """Return every item of Part A, in order, whoever is asked."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    def area_items(self) -> tuple[Item, ...]:
        """Return every item asked about a clinical area, in order."""
        return tuple(item for part in (self.area.components if self.area else ()) for item in part.items)

    def open_questions(self) -> tuple[Comment, ...]:
        """Return the questions that people answer in their own words, in order."""
        asked = (question for page in self.closing for question in page.questions)
        return tuple(question for question in asked if isinstance(question, Comment))

    def scale(self, scale_id: str) -> Scale:
        """Return the scale with that id."""
        return next(scale for scale in self.scales if scale.id == scale_id)

    def role(self, role_id: str) -> Role:
        """Return the role with that id."""
        return next(role for role in self.roles if role.id == role_id)


for part in (AnyOf, AllOf, Not):
    part.model_rebuild()
