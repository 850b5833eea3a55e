"""Yardsticks and exchange as somebody types them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.baseline import door
from readiness.baseline.beside import exchange
from readiness.building import exchanging
from tests.baseline.beside.conftest import AREAS
from tests.reporting.believable import believable
from tests.test_cli_comments import closed  # noqa: F401 - a fixture
from tests.test_cli_publishing import log

OTHER = "elsewhere-2025"


@pytest.fixture
def published(at, closed, monkeypatch):  # noqa: F811
    """An instance with a published assessment of believable figures; its code."""

    def found(session, of, instrument, salt):
        heading = replace(believable().heading, instrument_hash=instrument.digest, code=closed)
        return replace(believable(), heading=heading)

    monkeypatch.setattr(door, "baseline", found)
    monkeypatch.setattr("readiness.building.making.baseline", found)
    at("init")
    at("publish", closed, "--yes")
    return closed


@pytest.fixture
def sent(published, settings, tmp_path):
    """A file that another installation sent, and what its key reads out."""
    from readiness.access import signatures
    from readiness.instrument.load import load_version

    partner = replace(settings, instance=tmp_path / "partner")
    asked = load_version(settings.surveys, "innovation-readiness", "2026.1")
    findings = believable(2)
    heading = replace(findings.heading, system="Elsewhere", year=2025, instrument_hash=asked.digest)
    data = exchanging.exported(
        exchange(replace(findings, heading=heading, headcount=1500), asked, AREAS), partner
    )
    (tmp_path / "theirs.json").write_bytes(data)
    return "theirs.json", signatures.fingerprint(signatures.public(partner))


def test_published_figures_are_listed_and_shown_with_what_differs(at, published):
    said = at("benchmark", "list").output
    assert "nhs-staff-survey-2016-suggestions: NHS England, 2016; about 423,000 answered." in said
    assert "No other system's figures are kept." in said
    said = at("benchmark", "show", published).output
    assert re.search(r"Safety to try +\d+% \(\d+ to \d+\) +71% +2023 +loose", said)
    assert re.search(r"Recognition +\d+ of 100 \(\d+ to \d+\) +56 of 100 +2021 +loose", said)
    assert "may come from the wording alone" in said
    assert "https://www.england.nhs.uk/2017/03/staff-survey/" in said
    assert flat_text(said).count("They were asked about") == 7
    assert flat_text(said).count("Unconfirmed: under which terms the source may be used; which number") == 8


def test_nothing_is_shown_or_exported_that_is_not_published(at, closed):  # noqa: F811
    for words in (("show", closed), ("export", closed, "--out", "ours.json")):
        assert "not published" in at("benchmark", *words, code=1).stderr
    assert not Path("ours.json").exists()


def test_an_export_is_signed_written_down_and_overwrites_nothing(at, published):
    told = at("benchmark", "key").stdout.strip()
    made = at("benchmark", "export", published, "--out", "ours.json")
    assert told in made.stderr
    first = Path("ours.json").read_bytes()
    assert json.loads(first)["exchange"]["groups"][0]["n"] == 1204
    assert "add --replace" in at("benchmark", "export", published, "--out", "ours.json", code=1).stderr
    at("benchmark", "export", published, "--out", "ours.json", "--replace")
    assert Path("ours.json").read_bytes() == first
    assert log(at)[-2:] == ["figures exported", "figures exported"]


def test_from_an_unknown_key_to_the_comparison_and_away_again(at, published, sent):
    file, voice = sent
    assert "which nobody here has compared" in at("benchmark", "import", file, code=1).stderr
    assert f"Kept as {OTHER}" in at("benchmark", "import", file, "--from", voice).output
    assert f"Trusted: {voice}" in at("benchmark", "key").stderr
    assert f"{OTHER}: Elsewhere, 2025, innovation-readiness 2026.1, 1,204 answers." in flat(
        at("benchmark", "list")
    )
    assert f"readiness benchmark show {published} {OTHER}" in at("benchmark", "show", published).output
    said = at("benchmark", "show", published, OTHER).output
    assert "Beware: 14% answered here and 80% there" in said
    assert "Beware: The years differ (2026 here, 2025 there)." in said
    assert "not why, nor which is better run" in flat_text(said)
    assert re.search(r"Direction and leadership +\d+ \(\d+ to \d+\) +\d+ \(\d+ to \d+\)", said)
    assert "Inside clinical areas" not in said
    assert "Statements" in at("benchmark", "show", published, OTHER, "--all").output
    assert "will be removed" in at("benchmark", "remove", OTHER, code=1).output
    at("benchmark", "remove", OTHER, "--yes")
    assert "is kept as" in at("benchmark", "show", published, OTHER, code=1).stderr
    assert log(at)[-2:] == ["figures imported", "figures removed"]


def test_a_key_that_is_forgotten_takes_its_figures_with_it(at, published, sent):
    file, voice = sent
    at("benchmark", "import", file, "--from", voice)
    assert "not trusted any more" in at("benchmark", "key", "--forget", voice).output
    assert "not trusted" in at("benchmark", "show", published, OTHER, code=1).stderr
    assert "Not used: Its key is not trusted any more." in flat(at("benchmark", "list"))
    assert "no fingerprint" in at("benchmark", "key", "--forget", "1234", code=1).stderr


def test_a_file_of_nonsense_is_refused_without_a_traceback(at, published):
    Path("nonsense.json").write_text("[" * 5000)
    assert "nested more than" in at("benchmark", "import", "nonsense.json", code=1).stderr


def flat(result):
    return flat_text(result.output)


def flat_text(text):
    return " ".join(text.split())
