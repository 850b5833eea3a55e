"""What may be told of a problem to whoever asked for the work: plain words, and nothing of the server."""

from __future__ import annotations

import pytest

from readiness.building import problems
from readiness.building.child import Limits, _too_long, _too_much

LIMITS = Limits(300, 1536)


@pytest.mark.parametrize(
    ("problem", "plain"),
    [
        ("The paper is out. Buy some.", "The paper is out. Buy some."),
        ("No headcount is known. Type some in.", "No headcount is known. Type some in."),
        (_too_long(LIMITS), "It takes longer than this server allows."),
        ("It took more than 20 minutes.", "It takes longer than this server allows."),
        (_too_much(LIMITS), "It needs more memory than this server allows."),
        (f"{problems.BROKE} {_too_much(LIMITS)}", "It needs more memory than this server allows."),
        (problems.ENDED, "The program that makes it was stopped."),
        ("3 workers were lost over it.", "The program that makes it was stopped."),
        (f"{problems.MISTAKE} KeyError.", "A mistake in this program stopped it."),
        (
            "The database cannot be used now: it was busy for too long. Wait a moment.",
            "The database could not be reached.",
        ),
        (
            "The mail server has refused 10 mails one after the other, the last with: 554 mx3.trust says no. Ask.",
            "The mail server refused one mail after the other.",
        ),
        (
            "The mail server smtp.trust.example:587 refuses the sign-in: 535 no. Mend smtp_user and smtp_password.",
            "The mail server could not be used.",
        ),
        (
            "There is no mail server smtp.trust.example:25. Mend smtp_host.",
            "The mail server could not be used.",
        ),
        (
            "The files of the questionnaire have changed. Put /srv/readiness/surveys/x/2026.1 back as it was.",
            "The files of the questionnaire have changed.",
        ),
        ("surveys/x/2026.1/instrument.toml: The hash is another.", ""),
        (
            "Ashdale takes no answers today. Open it: readiness assessment open q7",
            "Ashdale takes no answers today.",
        ),
        ("Set build_memory higher.", ""),
        ("Run `make assets`.", ""),
        ("", ""),
    ],
)
def test_a_problem_is_told_without_a_word_about_the_server(problem: str, plain: str) -> None:
    assert problems.plain(problem) == plain


def test_each_has_a_number_of_its_own() -> None:
    told = {
        problems.why(queue, 7, "").reference
        for queue in (problems.BUILD, problems.ERRAND, problems.REHEARSAL)
    }
    assert told == {"build-7", "errand-7", "rehearsal-7"}
