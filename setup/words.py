"""The sentences of the web pages in other languages: gathers them into the catalogues and compiles these.

python setup/words.py gather              bring every catalogue up to date with the sentences in the program
python setup/words.py gather LANGUAGE...  the same, and begin a catalogue for each language that has none yet
python setup/words.py compile             make of each catalogue what the program reads
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "readiness"
CATALOGUES = PROGRAM / "web" / "translations"
WHERE = ROOT / "setup" / "words.cfg"
WIDTH = 110
NEEDED = (b"Language:", b"Plural-Forms:", b"MIME-Version:", b"Content-Type:", b"Content-Transfer-Encoding:")
"""What must be said of a catalogue; who changed it, and when, git knows."""


def gathered() -> Catalog:
    """Return every sentence that the program marks, with the file in which it stands."""
    with WHERE.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(project="readiness", fuzzy=False)
    for name, _, sentence, remarks, _ in extract_from_dir(PROGRAM, methods, options):
        found.add(sentence, locations=[(f"readiness/{name}", 0)], auto_comments=remarks)
    return found


def catalogues() -> list[Path]:
    """Return the catalogues that there are."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """Return a catalogue as its file has it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file should have it: the same for the same sentences, whoever asks and when."""
    file = BytesIO()
    write_po(file, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    head, end, rest = file.getvalue().partition(b"\n\n")
    said = [line for line in head.split(b"\n") if line[:1] != b'"' or line[1:].startswith(NEEDED)]
    return b"\n".join(said) + end + rest


def updated(catalogue: Catalog, found: Catalog) -> Catalog:
    """Return the catalogue with just the sentences that were found; a new one waits for its translation."""
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    return catalogue


def translated(message: Message) -> bool:
    """Say whether a sentence has its translation, in all forms that numbers need."""
    said = message.string
    return bool(said) if isinstance(said, str) else all(said or ("",))


def gather(new: list[str]) -> None:
    """Bring all catalogues up to date and say what each still lacks."""
    found = gathered()
    for language in new:
        path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            path.parent.mkdir(parents=True)
            path.write_bytes(written(_begun(language)))
    for path in catalogues():
        catalogue = updated(read(path), found)
        path.write_bytes(written(catalogue))
        blank = sum(not translated(one) for one in catalogue if one.id)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} sentences, {blank} without translation")


def compile_() -> None:
    """Make of each catalogue the file that the program reads."""
    for path in catalogues():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


def _begun(language: str) -> Catalog:
    return Catalog(locale=language, project="readiness", header_comment="# The web pages.", fuzzy=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["gather"]:
        gather(sys.argv[2:])
    elif sys.argv[1:] == ["compile"]:
        compile_()
    else:
        sys.exit(__doc__)
