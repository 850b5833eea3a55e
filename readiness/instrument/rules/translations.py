"""Rules about translations: another language, texts that exist, the same placeholders, nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.errors import Fault
from readiness.instrument.language import missing, texts
from readiness.instrument.plain import nearest
from readiness.instrument.reading import Reading, translation_file
from readiness.instrument.rules.wording import placeholders, unseen

LONGEST = 1000
"""Characters of a text, as in the instrument's own language."""

_CODE = re.compile(r"[a-z]{2}")


def language_is_another(reading: Reading) -> Iterator[Fault]:
    """Say which file is called after no language, or after the instrument's own."""
    for language in reading.languages:
        if not _CODE.fullmatch(language):
            problem = f'"{language}" is no language code.'
            remedy = "Name the file after the language's two letters, such as cy.toml."
            yield reading.fault(translation_file(language), "", problem, remedy)
        elif language == reading.instrument.language:
            problem = "This is the instrument's own language."
            remedy = "Remove this file, or name it after the language that it holds."
            yield reading.fault(translation_file(language), "", problem, remedy)


def texts_exist(reading: Reading) -> Iterator[Fault]:
    """Say which translation is of a text that the instrument does not have."""
    known = texts(reading.instrument)
    for language, path, _ in _given(reading):
        if path not in known:
            problem = "The instrument has no such text."
            yield reading.fault(translation_file(language), path, problem, "Remove it" + nearest(path, known))


def placeholders_kept(reading: Reading) -> Iterator[Fault]:
    """Say which translation has other placeholders than its original."""
    known = texts(reading.instrument)
    for language, path, text in _given(reading):
        wanted = placeholders(known.get(path, text))
        if placeholders(text) != wanted:
            words = f"just {', '.join(sorted(wanted))}" if wanted else "no placeholder and no brace"
            problem = "The placeholders are not those of the original."
            yield reading.fault(translation_file(language), path, problem, f"Write {words}.")


def texts_fit(reading: Reading) -> Iterator[Fault]:
    """Say which translation is too long or holds a character that nobody can see."""
    for language, path, text in _given(reading):
        yield from unseen(reading, translation_file(language), (path,), text)
        if len(text) > LONGEST:
            problem = f"This text is longer than {LONGEST} characters."
            yield reading.fault(translation_file(language), path, problem, "Shorten it.")


def nothing_untranslated(reading: Reading) -> Iterator[Fault]:
    """Say which text has no translation yet."""
    own, known = reading.instrument.language, texts(reading.instrument)
    for translation in reading.instrument.translations:
        for path in missing(reading.instrument, translation.language):
            problem = f"This text has no translation; people read it in {own}."
            remedy = f"Translate: {known[path]}"
            yield reading.fault(translation_file(translation.language), path, problem, remedy)


def _given(reading: Reading) -> Iterator[tuple[str, str, str]]:
    for translation in reading.instrument.translations:
        for path, text in translation.texts.items():
            yield translation.language, path, text
