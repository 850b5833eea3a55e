"""The command line as a person meets it: what it prints, where faults go, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from readiness import cli
from readiness.cli import SECTIONS, readiness
from readiness.cli.group import UNUSABLE
from readiness.config import load
from readiness.demo import run
from readiness.rehearsal import crowds
from readiness.reporting.documents import report
from readiness.web import server
from tests.conftest import around_today

SETUP = around_today((run.HERE / "system.toml").read_text("utf-8"))


@pytest.fixture
def opened(at):
    """An instance with one open assessment; its code."""
    at("init")
    Path("setup.toml").write_text(SETUP, "utf-8")
    code = at("assessment", "create", "setup.toml").output.split()[0]
    at("assessment", "open", code)
    return code


@pytest.fixture
def drafted(at):
    """Set an assessment up from this text and return its code; what was said stays in `drafted.result`."""

    def made(name: str, text: str) -> str:
        at("init")
        Path(name).write_text(text, "utf-8")
        made.result = at("assessment", "create", name)
        return made.result.stdout.split()[0]

    return made


def every_command(group: click.Group = readiness, prefix: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield (*prefix, name)
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


@pytest.mark.parametrize("words", [(), ("assessment",), ("invite",), ("user",), ("audit",)], ids=" ".join)
def test_no_sentence_of_help_is_cut_off(at, words):
    assert "..." not in at(*words, "--help").output.replace("[ARGS]...", "")


def test_a_file_that_cannot_be_used_is_named_without_a_traceback(at):
    at("init")
    refused = at("audit", "export", "--out", "missing/log.csv", code=1)
    assert refused.stderr == f"missing/log.csv cannot be used: No such file or directory. {UNUSABLE}\n"


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
    assert 'links = "codes"' in Path("example.toml").read_text("utf-8")  # what is recommended for staff
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
    at("assessment", "close", opened, "--anyway")
    assert "Too few people" in at("score", opened, code=1).stderr


def test_assessments_are_listed_for_programs(at, opened):
    (one,) = json.loads(at("assessment", "list", "--json").stdout)
    assert (one["code"], one["state"]) == (opened, "open")
    assert set(one) == {"code", "title", "year", "state", "opens_on", "closes_on", "troubles"}


def test_an_unknown_code_is_said_to_be_unknown(at, opened):
    for words in (
        ("score", "nope"),
        ("link", "nope"),
        ("assessment", "close", "nope"),
        ("import", "nope", "--template"),
    ):
        assert "nope" in at(*words, code=1).stderr


def filled(template: str) -> str:
    """The template with an answer of somebody's own in it."""
    return template.replace(",2,2,2,", ",2,1,2,", 1)


def test_the_template_can_be_imported_and_only_once(at, opened):
    Path("answers.csv").write_text(filled(at("import", opened, "--template").output), "utf-8")
    assert "1 answer set was imported" in at("import", opened, "answers.csv").output
    assert "before" in at("import", opened, "answers.csv", code=1).stderr


def test_the_made_up_person_of_the_template_is_not_taken_for_an_answer(at, opened):
    template = at("import", opened, "--template").output
    header, example = template.splitlines()
    for text in (template, "\n".join([header, example, filled(example)])):
        Path("answers.csv").write_text(text, "utf-8")
        said = at("import", opened, "answers.csv", code=1).stderr
        assert said.startswith("Row 2 of answers.csv is the made-up person of the template")
        assert "Take that row out" in said
    Path("answers.csv").write_text("\n".join([header, filled(example), example]), "utf-8")
    assert "2 answer sets were imported" in at("import", opened, "answers.csv").output


def test_bad_answers_are_all_named_and_none_is_kept(at, opened):
    header, row = at("import", opened, "--template").output.splitlines()[:2]
    Path("answers.csv").write_text("\n".join([header, row, row.replace("gp", "vet", 1), "x" + row]), "utf-8")
    said = at("import", opened, "answers.csv", code=1).stderr
    assert "row 3" in said
    assert "row 4" in said
    at("assessment", "close", opened, "--anyway")
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


@pytest.fixture
def reworded(opened, tmp_path, monkeypatch):
    """The open assessment, after a file of its questionnaire was edited."""
    shutil.copytree(load(environ={}).surveys, tmp_path / "surveys")
    changed = tmp_path / "surveys" / "innovation-readiness" / "2026.1" / "closing.toml"
    changed.write_text(f"{changed.read_text('utf-8')}\n# A remark.\n", "utf-8")
    monkeypatch.setenv("READINESS_SURVEYS", str(tmp_path / "surveys"))
    return opened


@pytest.fixture
def served(at, monkeypatch):
    """Type `serve` without a server starting and return what was said before it would."""
    monkeypatch.setattr(server, "serve", lambda *_: None)
    return lambda *words: at("serve", *words)


def test_no_link_is_given_to_a_questionnaire_that_has_changed(at, reworded):
    result = at("link", reworded, code=1)
    assert "have changed since" in result.stderr
    assert result.stdout == ""


def test_the_list_marks_an_assessment_whose_questionnaire_has_changed(at, reworded):
    result = at("assessment", "list")
    assert result.stdout.strip().endswith("(questionnaire cannot be used)")
    assert f"({reworded}) was opened. Put the files back" in result.stderr


def test_the_server_warns_of_a_questionnaire_that_has_changed(reworded, served):
    assert "Warning: nobody can answer now. The files of innovation-readiness 2026.1" in served().stderr


def test_the_server_warns_of_nothing_where_all_is_well(opened, served):
    result = served()
    assert result.stderr == ""
    assert result.stdout == "Listening on http://127.0.0.1:8000 (Ctrl+C ends it).\n"


@pytest.mark.parametrize(
    ("words", "address"),
    [(("--port", "8123"), "127.0.0.1:8123"), (("--host", "0.0.0.0", "--port", "80"), "127.0.0.1")],
)
def test_the_server_says_where_links_lead_if_not_to_it(opened, served, words, address):
    said = served(*words).stdout
    assert "Links start with http://127.0.0.1:8000, and only its host is answered." in said
    assert "settings.toml" in said
    assert said.endswith(f'base_url = "http://{address}"\n')


def test_listening_on_every_address_is_still_where_links_lead(opened, served):
    assert "Links start" not in served("--host", "0.0.0.0").stdout


def test_the_link_of_a_draft_comes_with_the_command_that_opens_it(at, drafted):
    result = at("link", drafted("setup.toml", SETUP))
    code = at("assessment", "list").output.split()[0]
    assert result.stdout.startswith("http://127.0.0.1:8000/l/")
    assert result.stderr.count("\n") == 1
    assert f"({code}) is not open yet" in result.stderr
    assert f"readiness assessment open {code}" in result.stderr


def test_a_threshold_under_the_installations_is_said_to_be_raised(at, drafted):
    drafted("low.toml", f"threshold = 10\n{SETUP}")
    assert "threshold of 10 is lower than the installation's: 11 is used." in drafted.result.stderr


def test_a_step_that_cannot_be_taken_names_the_command_with_the_code(at, opened, drafted):
    assert f"assessment close {opened}" in at("assessment", "open", opened, code=1).stderr
    code = drafted("second.toml", SETUP)
    assert f"assessment open {code}" in at("assessment", "close", code, code=1).stderr


def test_a_closed_assessment_is_said_to_be_closed_before_the_file_is_read(at, opened):
    at("assessment", "close", opened, "--anyway")
    Path("answers.csv").write_text("nonsense\n", "utf-8")
    said = at("import", opened, "answers.csv", code=1).stderr
    assert f"({opened}) is closed and takes no more answers." in said
    assert "nonsense" not in said


def test_an_empty_file_of_answers_is_said_to_be_empty(at, opened):
    Path("answers.csv").touch()
    said = at("import", opened, "answers.csv", code=1).stderr
    assert said.startswith("1 fault found; nothing was imported:\nanswers.csv\n    The file is empty.\n")


def test_closing_too_early_says_how_many_are_needed_and_not_how_many_there_are(at, opened):
    Path("answers.csv").write_text(filled(at("import", opened, "--template").output), "utf-8")
    at("import", opened, "answers.csv")
    said = at("assessment", "close", opened, code=1).stderr
    assert said.startswith("Fewer than 11 people have answered")
    assert "11 are needed" in said
    assert "stays closed" in said
    assert f"readiness assessment close {opened} --anyway" in said
    assert " open " in at("assessment", "list").output


def test_a_report_without_a_name_is_written_into_the_instance(at, opened, monkeypatch):
    found = SimpleNamespace(heading=SimpleNamespace(year=2026, code=opened, baseline=True))
    monkeypatch.setattr(cli.results, "_findings", lambda *_: found)
    monkeypatch.setattr(report, "write", lambda found, reports, out, _: out if out.parent.is_dir() else None)
    said = at("report", opened).stdout.strip()
    assert said == str(Path("instance/reports").resolve() / f"baseline-2026-{opened}.pdf")


@pytest.mark.slow
def test_the_demonstration_ends_with_a_report_scores_and_an_open_survey(at, monkeypatch):
    monkeypatch.setattr(
        run, "turnout", lambda: crowds.Population(TURNOUT, {"estuary": 0.5, "kingsmere": 0.5})
    )
    output = at("demo", "--no-serve").output
    pdf = next(Path(line.strip()) for line in output.splitlines() if line.strip().endswith(".pdf"))
    assert pdf.read_bytes().startswith(b"%PDF")
    code = output.split("readiness score ")[1].split()[0]
    found = json.loads(at("score", code, "--json").output)["findings"]
    assert found["heading"]["simulated"]
    assert found["n"] == run.everybody() - run.turnout().size - run.years()[0].people(run.turnout()).size
    assert "Cardiology" in at("score", code).output
    stages = [" open " in line for line in at("assessment", "list").output.splitlines()]
    assert stages == [True, False, False, False], "three years, and the next"


TURNOUT = {
    area: {"gp": 12, "clinician": 20, "manager": 12}
    for area in ("cardiology", "cancer", "diabetes", "kidney")
}
