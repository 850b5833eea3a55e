"""Links, codes, response rates, posters and QR codes from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness.cli import rates
from readiness.config import load
from readiness.demo import run
from readiness.instrument.load import load_version
from readiness.records import assessments, links, responses, turnout
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from tests.conftest import around_today

SETUP = around_today((run.HERE / "system.toml").read_text("utf-8"))
COMMANDS = ("rates", "poster", "qr")


@pytest.fixture
def opened(at: Any) -> str:
    """An instance with one open assessment; its code."""
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    code = str(at("assessment", "create", "setup.toml").output.split()[0])
    at("assessment", "open", code)
    return code


@pytest.fixture
def answered(opened: str) -> str:
    """An assessment that a third of the clinicians of one place have answered."""
    settings = load()
    database = Database(settings.database_url)
    with database.write() as session:
        of = assessments.by_code(session, opened)
        sets = [AnswerSet(strata={"role": "clinician", "place": "estuary"}) for _ in range(600)]
        instrument = load_version(settings.surveys, of.instrument, of.version)
        responses.add(session, of, instrument, sets)
    database.dispose()
    return opened


def test_rates_are_a_table_with_sentences(at: Any, answered: str) -> None:
    said = at("rates", answered).output
    assert re.search(r"About \d{2}[05] of 5,460 people have answered \(\d+%\)", said)
    assert re.search(r"Hospital clinicians +\d{2}[05] +4,300 +1\d%", said)
    assert re.search(r"Estuary +\d{2}[05] +2,370 +\d+%", said)
    assert re.search(r"GPs +not shown +640 +not shown", said)
    assert "days left" in said
    assert "Representativeness: " in said
    assert "Where to push: " in said
    assert "fewer than 11 people" in said
    assert max(map(len, said.splitlines())) <= rates.WIDTH


def test_rates_for_a_program_are_the_same_when_asked_again(at: Any, answered: str) -> None:
    told = json.loads(at("rates", answered, "--json").output)
    assert json.loads(at("rates", answered, "--json").output) == told
    assert abs(told["total"]["answered"] - 600) < 40
    assert [group["id"] for group in told["tables"]["place"]] == ["estuary", "high-wold", "kingsmere"]
    assert {group["answered"] for group in told["tables"]["role"] if group["id"] != "clinician"} == {None}
    assert told["days_left"] > 0


def test_rates_without_answers_say_so(at: Any, opened: str) -> None:
    said = at("rates", opened).output
    assert "Too few people have answered for a figure." in said
    assert not re.search(r"\d%", said)


def test_rates_of_a_draft_are_refused_with_the_remedy(at: Any) -> None:
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    code = at("assessment", "create", "setup.toml").output.split()[0]
    assert f"readiness assessment open {code}" in at("rates", code, code=1).stderr


@pytest.mark.slow
def test_poster_of_a_place_is_written_where_it_is_wanted_or_in_the_instance(at: Any, opened: str) -> None:
    assert at("poster", opened, "--place", "kingsmere", "--out", "here.pdf").output.strip() == "here.pdf"
    assert Path("here.pdf").read_bytes().startswith(b"%PDF-1.7")
    out = Path(at("poster", opened, "--organisation", "harbour-road").output.strip())
    assert out == load().instance / "posters" / f"{opened}-harbour-road.pdf"
    assert out.exists()


def test_code_is_that_of_the_link(at: Any, opened: str) -> None:
    at("qr", opened, "--place", "kingsmere", "--out", "code.svg")
    at("qr", opened, "--out", "code.png")
    link = at("link", opened, "--place", "kingsmere").output.strip()
    assert f"<title>{link}</title>" in Path("code.svg").read_text("utf-8")
    assert Path("code.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("poster", "CODE", "--place", "nowhere"), "nowhere"),
        (("poster", "CODE", "--language", "fr"), "Its languages are: en"),
        (("poster", "CODE", "--out", "nowhere/poster.pdf"), "does not exist"),
        (("qr", "CODE", "--out", "code.gif"), ".svg or .png"),
        (("qr", "nothing", "--out", "code.svg"), "readiness assessment list"),
    ],
)
def test_what_cannot_be_made_is_refused_with_its_remedy(
    at: Any, opened: str, words: tuple[str, ...], said: str
) -> None:
    result = at(*(opened if word == "CODE" else word for word in words), code=1)
    assert said in result.stderr
    assert result.stdout == ""


def test_single_use_codes_have_no_poster(at: Any) -> None:
    at("init")
    Path("setup.toml").write_text(SETUP.replace("simulated = true", 'links = "codes"'), "utf-8")
    code = at("assessment", "create", "setup.toml").output.split()[0]
    assert "open" in at("poster", code, code=1).stderr
    assert "open" in at("qr", code, "--out", "code.svg", code=1).stderr
    assert not Path("code.svg").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_shows_an_example_of_itself(at: Any, name: str) -> None:
    assert f"Example: readiness {name}" in at(name, "--help").output


def test_pages_are_printed_where_they_are_counted(at: Any, answered: str) -> None:
    settings = load()
    database = Database(settings.database_url)
    with database.write() as session:
        of = assessments.by_code(session, answered)
        of.count_pages = True
        for _ in range(700):
            turnout.reach(session, of, "about-you")
    database.dispose()
    said = at("rates", answered).output
    assert re.search(r"About you +[67]\d[05]$", said, re.M)
    assert re.search(r"Safety to try +not shown$", said, re.M)
    assert "Pages (blurred more, mostly by less than " in said


@pytest.fixture
def of_mode(at: Any, drafted_as: Callable[[str], str], request: pytest.FixtureRequest) -> str:
    """The code of an open assessment that asks people in by this mode."""
    code = drafted_as(request.param)
    at("assessment", "open", code)
    return code


@pytest.fixture
def drafted_as(at: Any) -> Callable[[str], str]:
    """Set an assessment of this mode up and return its code."""

    def draft(mode: str) -> str:
        at("init")
        Path("setup.toml").write_text(f'links = "{mode}"\n{SETUP}', "utf-8")
        return str(at("assessment", "create", "setup.toml").output.split()[0])

    return draft


@pytest.mark.parametrize("of_mode", ["open"], indirect=True)
def test_links_are_listed_run_out_and_are_taken_back(at: Any, of_mode: str) -> None:
    everyone = at("link", of_mode).output.strip()
    place = at("link", of_mode, "--place", "kingsmere", "--expires", "2098-12-31").output.strip()
    listed = at("link", of_mode, "--list").output.splitlines()
    assert listed == [f"{everyone}  everyone", f"{place}  kingsmere  until 2098-12-31"]
    assert "taken back" in at("link", of_mode, "--revoke").output
    assert at("link", of_mode).output.strip() != everyone
    assert "  everyone  taken back" in at("link", of_mode, "--list").output
    assert "no such link" in at("link", of_mode, "--place", "estuary", "--revoke").stderr


@pytest.mark.parametrize("of_mode", ["codes"], indirect=True)
def test_codes_are_written_once_into_a_file_of_their_own(at: Any, of_mode: str) -> None:
    said = at("codes", of_mode, "--number", "25", "--place", "kingsmere", "--out", "codes.csv").output
    assert "cannot be printed again" in said
    rows = Path("codes.csv").read_text("utf-8").splitlines()
    assert rows[0] == "link"
    assert len(set(rows[1:])) == 25
    assert all(re.fullmatch(r"http://127\.0\.0\.1:8000/l/[\w-]{22}", row) for row in rows[1:])
    assert not any(row.rpartition("/")[2] in said for row in rows[1:])


@pytest.mark.parametrize("of_mode", ["codes"], indirect=True)
def test_a_file_that_cannot_be_written_leaves_no_code_behind(at: Any, of_mode: str) -> None:
    Path("codes.csv").write_text("keep me", "utf-8")
    said = at("codes", of_mode, "--number", "5", "--out", "codes.csv", code=1).stderr
    assert "no code was made" in said
    assert Path("codes.csv").read_text("utf-8") == "keep me"
    database = Database(load().database_url)
    with database.read() as session:
        assert links.batches(session, assessments.by_code(session, of_mode)) == []
    database.dispose()


@pytest.mark.parametrize("of_mode", ["codes", "personal"], indirect=True)
def test_an_open_link_of_another_mode_names_the_right_command(at: Any, of_mode: str) -> None:
    assert (
        f"readiness {'codes' if 'codes' in at('link', of_mode, code=1).stderr else 'invite'}"
        in at("link", of_mode, code=1).stderr
    )


@pytest.mark.parametrize(
    ("mode", "next_"),
    [
        ("open", "Its link: readiness link {}."),
        ("codes", "Make codes: readiness codes {} "),
        ("personal", "Invite people: readiness invite add {} "),
    ],
)
def test_opening_names_the_command_that_asks_people_in(
    at: Any, drafted_as: Callable[[str], str], mode: str, next_: str
) -> None:
    code = drafted_as(mode)
    assert next_.format(code) in at("assessment", "open", code).output


def test_an_unknown_mode_is_named_with_those_there_are(at: Any) -> None:
    at("init")
    Path("setup.toml").write_text(f'links = "pigeon"\n{SETUP}', "utf-8")
    said = at("assessment", "create", "setup.toml", code=1).stderr
    assert "links" in said
    assert "personal" in said
