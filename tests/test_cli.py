"""The command line as a person meets it: what it prints, where faults go, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from readiness.cli import SECTIONS, readiness
from readiness.demo import people, run

SETUP = (
    (run.HERE / "system.toml").read_text("utf-8").replace("closes_on = 2026-02-20", "closes_on = 2099-01-01")
)


@pytest.fixture
def at(tmp_path, monkeypatch):
    """Type a command in an empty folder and return what came of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("READINESS_INSTANCE", raising=False)

    def types(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(readiness, words, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return types


@pytest.fixture
def opened(at):
    """An instance with one open assessment; its code."""
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    code = at("assessment", "create", "setup.toml").output.split()[0]
    at("assessment", "open", code)
    return code


def every_command(group: click.Group = readiness, prefix: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*prefix, name))
        else:
            yield (*prefix, name)


def test_help_lists_every_command_under_a_heading(at):
    output = at("--help").output
    assert {name for names in SECTIONS.values() for name in names} == set(readiness.commands)
    assert all(heading in output for heading in SECTIONS)


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_command_shows_an_example_of_itself(at, words):
    assert f"Example: readiness {' '.join(words)}" in at(*words, "--help").output


def test_init_can_be_run_again_and_keeps_the_secret(at):
    at("init")
    secret = Path("instance/settings.toml").read_text("utf-8")
    at("init")
    assert Path("instance/settings.toml").read_text("utf-8") == secret


def test_a_command_without_an_instance_says_what_to_run_first(at):
    result = at("assessment", "list", code=1)
    assert result.stderr.strip().endswith("Run `readiness init` first.")
    assert result.stdout == ""


def test_the_example_of_a_set_up_file_is_a_set_up_file(at):
    at("init")
    Path("example.toml").write_text(at("assessment", "create", "--example").output, "utf-8")
    assert "a draft" in at("assessment", "create", "example.toml").output


def test_a_broken_set_up_file_is_refused_with_all_its_faults_on_standard_error(at):
    at("init")
    Path("setup.toml").write_text(
        SETUP.replace("year = 2026", 'year = "soon"').replace('id = "cancer"', 'id = "Cancer!"')
    )
    said = at("assessment", "create", "setup.toml", code=1).stderr
    assert "year" in said
    assert "areas" in said
    assert "No assessment" not in at("assessment", "list").output


def test_a_missing_file_is_named(at):
    at("init")
    assert "nowhere.toml" in at("assessment", "create", "nowhere.toml", code=1).stderr


def test_the_link_is_the_same_each_time_and_a_place_has_one_of_its_own(at, opened):
    link = at("link", opened).output
    assert link.startswith("http://127.0.0.1:8000/l/")
    assert at("link", opened).output == link != at("link", opened, "--place", "kingsmere").output
    assert "kingsmere" in at("link", opened, "--place", "london", code=1).stderr


def test_no_result_is_shown_while_the_assessment_is_open(at, opened):
    for words in (("score", opened), ("report", opened, "--out", "early.pdf")):
        assert "before it closes" in at(*words, code=1).stderr
    assert not Path("early.pdf").exists()


def test_no_result_is_shown_of_too_few_people(at, opened):
    at("assessment", "close", opened)
    assert "Too few people" in at("score", opened, code=1).stderr


def test_an_unknown_code_is_said_to_be_unknown(at, opened):
    for words in (
        ("score", "nope"),
        ("link", "nope"),
        ("assessment", "close", "nope"),
        ("import", "nope", "--template"),
    ):
        assert "nope" in at(*words, code=1).stderr


def test_the_template_can_be_imported_and_only_once(at, opened):
    Path("answers.csv").write_text(at("import", opened, "--template").output, "utf-8")
    assert "1 answer" in at("import", opened, "answers.csv").output
    assert "before" in at("import", opened, "answers.csv", code=1).stderr


def test_bad_answers_are_all_named_and_none_is_kept(at, opened):
    header, row = at("import", opened, "--template").output.splitlines()[:2]
    Path("answers.csv").write_text("\n".join([header, row, row.replace("gp", "vet", 1), "x" + row]), "utf-8")
    said = at("import", opened, "answers.csv", code=1).stderr
    assert "row 3" in said
    assert "row 4" in said
    at("assessment", "close", opened)
    assert "Too few people" in at("score", opened, code=1).stderr


def test_check_surveys_names_all_faults_and_fails(at, tmp_path, monkeypatch):
    assert "No faults" in at("check-surveys").output
    broken = tmp_path / "surveys" / "broken" / "2026.1"
    broken.mkdir(parents=True)
    (broken / "instrument.toml").write_text('id = "broken"\nversion = 2026\n', "utf-8")
    monkeypatch.setenv("READINESS_SURVEYS", str(tmp_path / "surveys"))
    said = at("check-surveys", code=1).stderr
    assert "instrument.toml" in said
    assert "version" in said
    assert "faults found" in said


@pytest.mark.slow
def test_the_demonstration_ends_with_a_report_scores_and_an_open_survey(at, monkeypatch):
    monkeypatch.setattr(
        run, "turnout", lambda: people.Population(TURNOUT, {"estuary": 0.5, "kingsmere": 0.5})
    )
    output = at("demo", "--no-serve").output
    pdf = next(Path(line.strip()) for line in output.splitlines() if line.strip().endswith(".pdf"))
    assert pdf.read_bytes().startswith(b"%PDF")
    code = output.split("readiness score ")[1].split()[0]
    found = json.loads(at("score", code, "--json").output)["findings"]
    assert found["heading"]["simulated"]
    assert found["n"] == sum(sum(roles.values()) for roles in TURNOUT.values())
    assert "Cardiology" in at("score", code).output
    assert [" open " in line for line in at("assessment", "list").output.splitlines()] == [True, False]


TURNOUT = {area: {"gp": 12, "clinician": 20, "manager": 12} for area in ("cardiology", "cancer", "diabetes")}
