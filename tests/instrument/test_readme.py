"""What surveys/README.md says is true: its examples are one sound instrument that shows every key there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from readiness.instrument import files, types
from readiness.instrument.journey import Local, keys, pages
from readiness.instrument.language import texts
from readiness.instrument.load import inspect, load
from readiness.instrument.rules import names

README = Path(__file__).resolve().parents[2] / "surveys" / "README.md"
TEXT = README.read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n# (\S+)\n(.*?)```", TEXT, re.DOTALL)
SET_BY_THE_LOADER = {"about", "area", "closing", "digest", "languages", "translations"}
MODELS = [
    model
    for model in vars(types).values()
    if isinstance(model, type)
    and issubclass(model, types.Frozen)
    and model not in (types.Frozen, types.Translation)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The examples, each in the file that its first line names."""
    made = tmp_path / "example" / "2027.1"
    for name, text in EXAMPLES:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        with (made / name).open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
    return made


def test_every_example_names_its_file() -> None:
    assert TEXT.count("```toml") == len(EXAMPLES)


def test_the_examples_are_a_sound_instrument(folder: Path) -> None:
    assert [str(fault) for fault in inspect(folder)] == []


def test_the_example_can_be_asked_in_both_languages(folder: Path, local: Local) -> None:
    instrument = load(folder)
    answers: dict[str, Any] = {"role": "gp", "areas": ["heart"], "direction-1": 2, "new-routine": "one"}
    for language in ("en", "cy"):
        found = pages(instrument, local, answers, language)
        asked = [question.key for page in found for question in page.questions]
        assert {"direction-gp", "time-1", "heart.commitment-1", "what-helped"} <= set(asked)
        assert set(asked) <= set(keys(instrument, local))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_explained_and_shown(model: type[types.Frozen]) -> None:
    shown = written_keys([tomllib.loads(text) for _, text in EXAMPLES])
    for name, field in model.model_fields.items():
        key = field.alias or name
        if model is types.Instrument and key in SET_BY_THE_LOADER:
            continue
        assert re.search(rf"`[^`]*\b{key}\b[^`]*`", TEXT), f"{key} is not explained"
        assert key in shown, f"{key} is not shown"


def written_keys(part: Any) -> set[str]:
    if isinstance(part, dict):
        return set(part) | written_keys(list(part.values()))
    return {key for inner in part for key in written_keys(inner)} if isinstance(part, list) else set()


def test_every_table_of_a_translation_is_explained(folder: Path) -> None:
    tables = {path.rpartition(".")[0].split(".")[0] for path in texts(load(folder))} - {""}
    for table in tables:
        assert re.search(rf"^\| `\[{table}[.\]]|`\[{table}\.ID\]`", TEXT, re.MULTILINE), table


def test_names_that_are_taken_are_all_told() -> None:
    told = TEXT.partition("## Names that are taken")[2]
    assert re.findall(r"`([a-z-]+)`", told) == [*names.PAGES, "views", *names.STRATA, "areas"]


def test_limits_are_those_of_the_loader() -> None:
    assert f"at most {files.LARGEST // 1024} kB" in TEXT
    assert f"at most {files.MOST} files" in TEXT


def test_the_fault_it_shows_is_the_fault_one_gets(folder: Path) -> None:
    path = folder / "dimensions" / "direction.toml"
    path.write_text(path.read_text("utf-8").replace('role = "gp"\n', 'role = "gp"\nhnt = "?"\n'), "utf-8")
    assert str(inspect(folder)[0]) in TEXT
