"""The published page on importing tells the truth: its files do what it says, word for word."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path

import pytest

from readiness.config import Settings
from readiness.fieldwork import importing, setup_file
from readiness.fieldwork.importing import BadAnswers
from readiness.instrument import journey
from readiness.instrument.journey import Local, LocalInnovation
from readiness.instrument.load import load_version
from readiness.instrument.types import Instrument, Option

PAGE = (Path(__file__).parent.parent.parent / "docs" / "import.md").read_text("utf-8")
BLOCKS = re.findall(r"```(csv broken|csv|text)\n(.*?)```", PAGE, re.DOTALL)
BROKEN = [(file, said) for (kind, file), (_, said) in pairwise(BLOCKS) if kind == "csv broken"]


@pytest.fixture
def instrument(settings: Settings) -> Instrument:
    return load_version(settings.surveys, "innovation-readiness", "2026.1")


@pytest.fixture
def lists(settings: Settings) -> Local:
    """The places, areas and innovations of the example of a set-up file."""
    setup = setup_file.parsed("example.toml", setup_file.EXAMPLE.encode(), settings.surveys)
    return Local(
        places=tuple(Option(id=one.id, text=one.name) for one in setup.places),
        areas=tuple(Option(id=one.id, text=one.name) for one in setup.areas),
        innovations=tuple(LocalInnovation(one.id, one.name, one.areas) for one in setup.innovations),
    )


def test_the_example_can_be_imported_as_it_stands(instrument: Instrument, lists: Local) -> None:
    (text,) = (text for kind, text in BLOCKS if kind == "csv")
    answers = importing.read(io.BytesIO(text.encode()), instrument, lists, "answers.csv")
    assert [one.strata["role"] for one in answers.sets] == ["gp", "clinician", "manager"]
    assert answers.sets[0].answers == {"direction-1": 4, "direction-2": 2, "direction-gp": 4}
    assert list(answers.sets[1].areas) == ["cardiology", "respiratory"]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_the_broken_files_are_refused_in_just_these_words(
    text: str, said: str, instrument: Instrument, lists: Local
) -> None:
    with pytest.raises(BadAnswers) as found:
        importing.read(io.BytesIO(text.encode()), instrument, lists, "answers.csv")
    assert str(found.value) == said.strip()


def test_every_column_that_the_page_names_is_one(instrument: Instrument, lists: Local) -> None:
    table = PAGE.partition("| column |")[2].partition("\n\n")[0]
    named = [name for row in table.splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])]
    assert len(named) == 14
    assert set(named) <= set(journey.keys(instrument, lists))


def test_the_limits_that_the_page_tells_are_those_of_the_program() -> None:
    assert f"up to {importing.LARGEST // 1024 // 1024} MB" in PAGE
    assert f"the first {importing.SHOWN} in full" in PAGE
