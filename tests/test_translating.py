"""What a translator gets from the command line, and that the Welsh of the real questionnaire is whole."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from readiness.cli import translating
from readiness.cli.group import readiness
from readiness.config import load
from readiness.instrument import language
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument

REAL = "innovation-readiness", "2026.1"

Typed = Callable[..., Result]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("READINESS_INSTANCE", raising=False)
    assert isinstance(readiness, click.Group)
    assert readiness.commands["translate"] is translating.translate

    def types(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(readiness, ["translate", *words], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return types


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Instrument:
    """The questionnaire that we deliver."""
    return load_version(load(tmp_path_factory.mktemp("instance"), environ={}).surveys, *REAL)


def test_the_delivered_questionnaire_is_whole_in_welsh(real: Instrument) -> None:
    assert real.languages == ("en", "cy")
    assert language.missing(real, "cy") == ()


def test_no_welsh_text_is_just_the_english_one(real: Instrument) -> None:
    own, welsh = language.texts(real), language.texts(language.spoken(real, "cy"))
    assert [path for path in own if own[path] == welsh[path]] == []


def test_texts_that_are_the_same_in_english_are_the_same_in_welsh(real: Instrument) -> None:
    own, welsh = language.texts(real), language.texts(language.spoken(real, "cy"))
    said: dict[str, set[str]] = {}
    for path, text in own.items():
        said.setdefault(text, set()).add(welsh[path])
    assert {text: found for text, found in said.items() if len(found) > 1} == {}


def test_what_is_translated_stands_below_its_original(typed: Typed) -> None:
    result = typed(*REAL, "cy")
    assert '# "GP"\nname = "Meddyg teulu"' in result.stdout
    assert "167 of 167 texts are translated." in result.stderr


def test_a_new_language_starts_with_every_text_blank(typed: Typed, real: Instrument) -> None:
    typed(*REAL, "ga", "--out", "ga.toml")
    written = tomllib.loads(Path("ga.toml").read_text("utf-8"))
    assert written["roles"]["gp"]["name"] == ""
    assert len(typed(*REAL, "ga", "--missing").stdout.splitlines()) == len(language.texts(real))


def test_nothing_is_named_where_nothing_is_missing(typed: Typed) -> None:
    assert typed(*REAL, "cy", "--missing").stdout == ""


@pytest.mark.parametrize("wanted", ["en", "welsh", "CY", "../x"])
def test_what_is_no_other_language_is_refused_with_a_remedy(typed: Typed, wanted: str) -> None:
    assert "by its two letters, such as cy" in typed(*REAL, wanted, code=1).stderr


def test_an_unknown_questionnaire_is_told_with_those_that_there_are(typed: Typed) -> None:
    assert "innovation-readiness 2026.1" in typed("nothing", "2026.1", "cy", code=1).stderr


def test_a_file_that_cannot_be_written_is_told(typed: Typed) -> None:
    assert "cannot be written" in typed(*REAL, "cy", "--out", "nowhere/cy.toml", code=1).stderr
