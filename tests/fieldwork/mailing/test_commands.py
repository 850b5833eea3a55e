"""The commands as a lead types them: what they refuse, ask and say, none of which tells who has answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from readiness.cli import invitations as commands
from readiness.cli import readiness
from readiness.records.invited import Person
from tests.fieldwork.mailing.conftest import Office
from tests.fieldwork.mailing.server import Handler, drop

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PEOPLE = "address,role,place\n" + "".join(f"p{n}@ashdale.example,nurse,north\n" for n in range(12))
Typed = Callable[..., Result]


@pytest.fixture
def at(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Typed:
    """Type a command of the group, with the code of the small assessment, and return what came of it."""
    shown = office.settings
    written = {
        name: getattr(shown, name)
        for name in ("secret_key", "base_url", "smtp_host", "smtp_port", "smtp_security", "mail_from")
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in written.items()]
    lines += [f"surveys = {json.dumps(str(shown.surveys))}", "mail_per_minute = 1000000"]
    (shown.instance / "settings.toml").write_text("\n".join(lines), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(commands, "date", SimpleNamespace(today=lambda: office.today))
    Path("people.csv").write_text(PEOPLE, "utf-8")

    def types(word: str, *words: str, code: int = 0, typed: str | None = None) -> Result:
        all_words = ["--instance", str(shown.instance), "invite", word, office.assessment.code, *words]
        result = CliRunner().invoke(readiness, all_words, catch_exceptions=False, input=typed)
        assert result.exit_code == code, result.output
        return result

    return types


@pytest.fixture
def invited(at: Typed, office: Office) -> Typed:
    """The same once everyone on the list was invited, a day later."""
    at("add", "people.csv")
    at("send", "--yes", "--without-test")
    office.today = date(2026, 11, 11)
    return at


def everyone(office: Office) -> list[Person]:
    with office.list() as listed:
        return list(listed.all())


def test_from_a_file_to_the_invitation(at: Typed, post: Handler) -> None:
    assert at("add", "people.csv").stdout.startswith("Added to the list: 12 people.")
    assert json.loads(at("add", "people.csv", "--json").stdout) == {"added": 0, "already": 12}
    refused = at("send", "--yes", code=1)
    assert "No test mail with these words has been sent (language: en)." in refused.stderr
    assert "A test mail is on its way" in at("test", "lead@ashdale.example").stdout
    assert "Invited: 12 people." in at("send", "--yes").stdout
    assert set(post.to.values()) == {1}
    assert json.loads(at("send", "--yes", "--json").stdout)["sent"] == 0


def test_a_test_mail_leads_to_no_person_and_no_survey(at: Typed, office: Office, post: Handler) -> None:
    at("test", "lead@ashdale.example", "--text", "reminder", "--language", "cy")
    (mail,) = post.mails
    body = mail.get_body(("plain",)).get_content()
    assert mail["Subject"].startswith("Prawf: Nodyn atgoffa")
    assert set(re.findall(r"https://\S+", body)) == {"https://survey.ashdale.example/l/test"}
    assert mail["List-Unsubscribe"] is None


def test_a_test_mail_is_needed_in_every_language_of_the_list(at: Typed) -> None:
    Path("people.csv").write_text("address,language\na@x.example,cy\nb@x.example,\n", "utf-8")
    at("add", "people.csv")
    at("test", "lead@ashdale.example")
    assert "(language: cy)" in at("send", "--yes", code=1).stderr
    at("test", "lead@ashdale.example", "--language", "cy")
    at("send", "--yes")


def test_other_words_need_another_test_mail(
    at: Typed, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("add", "people.csv")
    at("test", "lead@ashdale.example")
    with office.database.write() as session:
        session.merge(office.assessment).closes_on = date(2026, 11, 28)
    assert "No test mail" in at("send", "--yes", code=1).stderr


def test_sending_asks_first_and_tells_how_many(at: Typed, post: Handler) -> None:
    at("add", "people.csv")
    asked = at("send", "--without-test", code=1, typed="n\n")
    assert "Invite 12 people to Ashdale 2026" in asked.stderr
    assert post.taken == []
    at("send", "--without-test", typed="y\n")
    assert len(post.taken) == 12


def test_a_mail_leads_to_the_persons_own_link_in_their_language(
    at: Typed, office: Office, post: Handler
) -> None:
    at("add", "people.csv")
    at("send", "--yes", "--without-test")
    links = {re.findall(r"/l/(\S+)", mail.get_body(("plain",)).get_content())[0] for mail in post.mails}
    assert len(links) == 12
    assert all(link.startswith(f"{office.assessment.code}-") for link in links)
    for mail in post.mails:
        opted = re.findall(r"<(\S+/o/\S+)>", mail["List-Unsubscribe"])
        assert opted[0] in mail.get_body(("plain",)).get_content()


def test_nothing_that_is_said_depends_on_who_has_answered(
    invited: Typed, office: Office, post: Handler
) -> None:
    """Two lists that differ only in who has answered are told of in the very same words."""
    post.taken.clear()
    words = []
    for answering in (everyone(office)[:1], everyone(office)[:8]):
        for person in answering:
            office.answer(person)
        said = invited("remind", "--yes")
        words.append((said.stdout, said.stderr, re.sub(r"\d{4}-\d\d-\d\d", "", invited("status").stdout)))
        office.today = date(2026, 11, 12)
    first, second = words
    assert first[:2] == tuple(text.replace("eminder 2", "eminder 1") for text in second[:2])
    assert first[2] == re.sub(r"  reminder 2.*\n", "", second[2])
    assert len(post.taken) == 11 + 4


def test_counts_that_could_tell_something_are_not_told_exactly(
    invited: Typed, office: Office, post: Handler
) -> None:
    post.refusals[everyone(office)[0].address] = "550 gone"
    found = json.loads(invited("remind", "--yes", "--json").stdout)
    few = "fewer than 11"
    assert found == {"reminder": 1, "people": 12, "refused": few, "waiting": few, "uncertain": few}
    assert json.loads(invited("status", "--json").stdout)["refusals"] == []


def test_reminding_asks_without_telling_how_many(invited: Typed, office: Office, post: Handler) -> None:
    office.answer(everyone(office)[0])
    asked = invited("remind", code=1, typed="n\n").stderr
    assert "Send reminder 1 of 3 to those of 12 people invited to Ashdale 2026" in asked
    assert "11 people" not in asked


def test_status_names_refused_addresses_and_what_may_have_been_sent(at: Typed, post: Handler) -> None:
    at("add", "people.csv")
    post.refusals["p3@ashdale.example"] = "550 5.1.1 no such user"
    post.at_data = lambda server, address: drop(server) if len(post.taken) == 5 else None
    said = at("send", "--yes", "--without-test").stdout
    assert "Invited: 10 people." in said
    assert "Refused by the mail server: 1; not taken for now: 0." in said
    assert "since the connection ended in their midst: 1." in said
    shown = at("status").stdout
    assert "p3@ashdale.example: 550 5.1.1 no such user" in shown
    assert "may have been invited       1" in shown
    assert "want no more mail           fewer than 11" in shown
    assert json.loads(at("send", "--yes", "--also-uncertain", "--without-test", "--json").stdout)["sent"] == 1


def test_a_broken_list_is_refused_with_all_its_faults(at: Typed) -> None:
    Path("people.csv").write_text("address,role\nnobody,doctor\na@x.example,nurse\n", "utf-8")
    said = at("add", "people.csv", code=1).stderr
    assert said.startswith("2 faults found; nobody was added:")
    assert "row 2, column address" in said
    assert "row 2, column role" in said
    assert "Nobody is on the list" in at("status", code=1).stderr


def test_the_template_is_a_list_that_can_be_added(at: Typed) -> None:
    Path("people.csv").write_text(at("template").stdout, "utf-8")
    assert at("add", "people.csv").stdout.startswith("Added to the list: 1 person.")


def test_a_person_is_taken_off(invited: Typed, office: Office) -> None:
    assert "no longer on the list" in invited("remove", "P3@ashdale.example").stdout
    assert json.loads(invited("status", "--json").stdout)["people"] == 11
    assert "Nobody with that address" in invited("remove", "p3@ashdale.example", code=1).stderr


def test_without_a_mail_server_it_says_which_setting_is_missing(
    at: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("add", "people.csv")
    monkeypatch.setenv("READINESS_SMTP_HOST", "")
    assert "smtp_host is not set." in at("send", "--yes", code=1).stderr


def test_the_words_for_the_trusts_own_mailer(at: Typed, office: Office) -> None:
    with office.database.write() as session:
        session.merge(office.assessment).mode = "codes"
    said = at("texts", "--field", "«link»").stdout
    assert said.count("Subject: ") == 3
    assert said.count("«link»") == 3
    assert "This mail goes to everyone" in said
    at("texts", "--language", "cy", "--out", "mails")
    assert sorted(path.name for path in Path("mails").iterdir()) == [
        f"{kind}.cy.{end}" for kind in ("invitation", "last-reminder", "reminder") for end in ("html", "txt")
    ]
    assert "single-use codes" in at("status", code=1).stderr
