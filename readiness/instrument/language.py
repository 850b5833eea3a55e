"""An instrument in another language: where each of its texts lies, and a copy with the texts exchanged.

One walk over the instrument visits every text with its path. What it does there is up to the caller: collect
the texts (`texts`) or exchange them (`spoken`); so a path means the same to loader, checker and translator.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from readiness.errors import ReadinessError
from readiness.instrument.types import (
    AreaBlock,
    Choice,
    Choices,
    Comment,
    Dimension,
    FrontPage,
    Frozen,
    Instrument,
    Item,
    Number,
    Option,
    Page,
    Point,
    Scale,
)

Swap = Callable[[str, str], str]
Part = TypeVar("Part", bound=Frozen)
AnyQuestion = Choice | Choices | Number | Comment


@dataclass(frozen=True, eq=False, slots=True)
class Same:
    """An instrument as the key of a cache: equal only to itself, as comparing texts costs more."""

    instrument: Instrument

    def __hash__(self) -> int:
        return id(self.instrument)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.instrument is self.instrument


def spoken(instrument: Instrument, language: str | None) -> Instrument:
    """Return the instrument with its texts in that language; a missing text stays in the instrument's own."""
    if language is None or language == instrument.language:
        return instrument
    return _spoken(Same(instrument), language)


def offered(instrument: Instrument, languages: Sequence[str] | None) -> Instrument:
    """Return the instrument as it is asked in these of its languages only; in all where none is given."""
    if languages is None:
        return instrument
    left = tuple(one for one in instrument.languages if one in languages or one == instrument.language)
    return instrument.model_copy(update={"languages": left})


def require(instrument: Instrument, language: str | None) -> None:
    """Refuse a language that the instrument does not speak; none means its own."""
    if language not in (None, *instrument.languages):
        raise ReadinessError(
            f"{instrument.id} {instrument.version} is not asked in {language!r}.",
            f"Its languages are: {', '.join(instrument.languages)}.",
        )


def texts(instrument: Instrument) -> dict[str, str]:
    """Return every text that a translator may translate, by path, in the order in which it is asked."""
    found: dict[str, str] = {}

    def keep(path: str, text: str) -> str:
        found[path] = text
        return text

    _walk(instrument, keep)
    return found


def missing(instrument: Instrument, language: str) -> tuple[str, ...]:
    """Return the paths of the texts that have no translation into that language."""
    given = _given(instrument, language)
    return tuple(path for path in texts(instrument) if path not in given)


def template(instrument: Instrument, language: str) -> str:
    """Return the file for a translator: each original as a comment, below it what is translated already."""
    given = _given(instrument, language)
    tables: dict[str, list[str]] = {"": [f"# {instrument.title} ({instrument.version}), in {language}."]}
    for path, text in texts(instrument).items():
        table, _, key = path.rpartition(".")
        lines = tables.setdefault(table, [f"\n[{table}]"])
        lines += [f"# {_quoted(text)}", f"{key} = {_quoted(given.get(path, ''))}"]
    return "\n".join(line for lines in tables.values() for line in lines) + "\n"


@lru_cache(maxsize=64)
def _spoken(same: Same, language: str) -> Instrument:
    given = _given(same.instrument, language)
    if not given:
        return same.instrument
    changed = _walk(same.instrument, lambda path, text: given.get(path, text))
    return changed.model_copy(update={"language": language})


def _given(instrument: Instrument, language: str) -> dict[str, str]:
    return next((found.texts for found in instrument.translations if found.language == language), {})


def _quoted(text: str) -> str:
    """Return the text as TOML writes it; JSON's strings are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _walk(instrument: Instrument, swap: Swap) -> Instrument:
    """Return a copy with each text replaced by what `swap` makes of its path and itself."""
    parts = {
        "title": swap("title", instrument.title),
        "front": _front(instrument.front, swap),
        "roles": tuple(
            _swapped(role, f"roles.{role.id}", ("name", "plural", "where"), swap) for role in instrument.roles
        ),
        "scales": tuple(_scale(scale, swap) for scale in instrument.scales),
        "about": _page(instrument.about, swap),
        "dimensions": tuple(_dimension(part, swap) for part in instrument.dimensions),
        "area": _area(instrument.area, swap) if instrument.area else None,
        "closing": tuple(_page(page, swap) for page in instrument.closing),
    }
    return instrument.model_copy(update=parts)


def _swapped(part: Part, path: str, names: tuple[str, ...], swap: Swap) -> Part:
    """Return the part with the texts of those names swapped; a text that is not there stays away."""
    found = {name: getattr(part, name) for name in names}
    given = {name: swap(f"{path}.{name}", text) for name, text in found.items() if text is not None}
    return part.model_copy(update=given)


def _front(front: FrontPage, swap: Swap) -> FrontPage:
    changed = _swapped(front, "front", ("why", "who_sees", "voluntary"), swap)
    happens = tuple(swap(f"front.happens.{n}", text) for n, text in enumerate(front.happens, 1))
    return changed.model_copy(update={"happens": happens})


def _scale(scale: Scale, swap: Swap) -> Scale:
    path = f"scales.{scale.id}"
    points = tuple(
        Point(code=point.code, label=swap(f"{path}.{point.code}", point.label)) for point in scale.points
    )
    return _swapped(scale, path, ("dont_know",), swap).model_copy(update={"points": points})


def _page(page: Page, swap: Swap) -> Page:
    changed = _swapped(page, f"pages.{page.id}", ("title", "intro"), swap)
    return changed.model_copy(update={"questions": tuple(_question(asked, swap) for asked in page.questions)})


def _dimension(dimension: Dimension, swap: Swap) -> Dimension:
    changed = _swapped(dimension, f"dimensions.{dimension.id}", ("name", "holds", "intro"), swap)
    items = tuple(_item(item, dimension.id, swap) for item in dimension.items)
    return changed.model_copy(update={"items": items})


def _item(item: Item, dimension: str, swap: Swap) -> Item:
    given = {"text": swap(f"items.{dimension}.{item.id}", item.text)}
    if item.hint:
        given["hint"] = swap(f"hints.{dimension}.{item.id}", item.hint)
    return item.model_copy(update=given)


def _area(block: AreaBlock, swap: Swap) -> AreaBlock:
    names = ("choose_title", "choose_intro", "views_title", "views_intro")
    changed = _swapped(block, "area", names, swap)
    parts = {
        "choose": _question(block.choose, swap),
        "components": tuple(_dimension(part, swap) for part in block.components),
        "pages": tuple(_page(page, swap) for page in block.pages),
    }
    return changed.model_copy(update=parts)


def _question(asked: AnyQuestion, swap: Swap) -> AnyQuestion:
    names = ("text", "hint", *(("low_label", "high_label") if isinstance(asked, Number) else ()))
    changed = _swapped(asked, f"questions.{asked.id}", names, swap)
    if not isinstance(changed, Choice | Choices):
        return changed
    options = tuple(_option(option, asked.id, swap) for option in changed.options)
    return changed.model_copy(update={"options": options})


def _option(option: Option, question: str, swap: Swap) -> Option:
    given = {"text": swap(f"options.{question}.{option.id}", option.text)}
    if option.hint:
        given["hint"] = swap(f"option_hints.{question}.{option.id}", option.hint)
    return option.model_copy(update=given)
