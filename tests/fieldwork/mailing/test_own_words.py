"""A lead's own words in mails: where they stand, and what may never stand in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from readiness.fieldwork.inviting import own_words
from readiness.fieldwork.inviting.own_words import OwnWords, Unusable
from readiness.fieldwork.inviting.wording import Wording
from readiness.instrument.messages import KINDS
from tests.fieldwork.mailing.conftest import Office

one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LINK = "https://survey.ashdale.example/l/abc"
HOSTILE = (
    *(
        "Go to https://evil.example/x",
        "See evil.example",
        "See www.evil",
        "HTTP://EVIL",
        "hxxp://evil",
        "evil。example",
    ),
    *(
        "evil．example",
        "evil.xn--p1ai",
        "write to a@b.example",
        "mailto:somebody",
        "javascript:alert(1)",
        "tel:+44",
    ),
    *("ftp:evil", "data:text/html,x", "192.168.0.1", "\uff45\uff56\uff49\uff4c\uff0e\uff43\uff4f\uff4d"),
    *("<b>bold</b>", "< script >", "</p>", "<!-- x", "<a href=x>", "[click](x)", "&lt;b&gt;", "&#60;"),
    *("{link}", "{survey}", "{{link}}", "}", "«Name»", "%%name%%", "*|FNAME|*", "[[link]]", "$(name)"),
    *(
        "left\u202eright",
        "zero\u200bwidth",
        "bell\x07",
        "soft\u00adhyphen",
        "\ufeffmark",
        "a\ud800b",
        "tag\U000e0041",
    ),
)
FINE = (
    "Dr Jones asks you, e.g. about the wards: it takes 8 minutes (i.e. one coffee) & helps.",
    "Ward 7 & ward 8, 10.30 to 12.15, on 12.11.2026: 50% is not enough!",
    "Mae'r bwrdd yn gofyn, oherwydd ei fod yn penderfynu yn y gwanwyn.",
    "Costs < 5 minutes; R2 > 1. Ask us: 01234 567890.",
)


def with_own(office: Office, **words: OwnWords) -> Wording:
    return replace(office.mailing().wording, own=words)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["subject", "paragraph"])
def test_nothing_that_could_lead_elsewhere_or_be_filled_in_may_stand_there(field: str, text: str) -> None:
    given = {"subject": "", "paragraph": "", field: f"Please. {text} Thank you."}
    with pytest.raises(Unusable) as refused:
        own_words.fitted(**given)
    assert refused.value.field == field
    assert refused.value.remedy


@pytest.mark.parametrize("text", FINE)
def test_plain_words_may(text: str) -> None:
    assert own_words.fitted("", f"  {text}\r\n\t") == OwnWords("", text)


def test_a_line_break_ends_no_header_and_no_paragraph() -> None:
    made = own_words.fitted("One\r\nBcc: x", "Two\n\nthree")
    assert made == OwnWords("One Bcc: x", "Two three")


@pytest.mark.parametrize(("field", "most"), own_words.LONGEST.items())
def test_lengths_are_kept_to(field: str, most: int) -> None:
    blank = {"subject": "", "paragraph": ""}
    assert getattr(own_words.fitted(**blank | {field: "x" * most}), field)
    with pytest.raises(Unusable, match=f"must have {most} letters or fewer"):
        own_words.fitted(**blank | {field: "x" * (most + 1)})


@one_database
def test_they_stand_above_the_link_in_every_mail_and_on_top_of_the_invitation(office: Office) -> None:
    said = OwnWords("Your board asks: R&D < 5?", "It's <5 minutes & counts.")
    wording = with_own(office, en=said)
    for kind in KINDS:
        mail = wording.mail(kind, "en", LINK)
        assert (mail.subject == said.subject) == (kind == "invitation")
        before, _, after = mail.plain.partition(LINK)
        assert said.paragraph in before
        assert said.paragraph not in after
        page = html.document_fromstring(mail.html)
        assert said.paragraph in page.text_content()
        assert {one for one in page.xpath("//@href") if LINK not in one} == set()
        assert "<5" not in mail.html
        tested = wording.test(kind, "en", LINK)
        assert said.paragraph in tested.plain
    assert said.subject in wording.test("invitation", "en", LINK).subject


@one_database
def test_they_are_of_one_language_and_other_words_need_another_test(office: Office) -> None:
    plain, mine = office.mailing().wording, with_own(office, cy=OwnWords("Helo", "Diolch."))
    assert mine.mail("invitation", "en", LINK) == plain.mail("invitation", "en", LINK)
    assert mine.mail("invitation", "cy", LINK).subject == "Helo"
    assert mine.digest("en") == plain.digest("en")
    assert mine.digest("cy") != plain.digest("cy")


@one_database
def test_they_are_kept_by_language_and_taken_out_again(office: Office) -> None:
    def kept(**words: OwnWords) -> dict[str, OwnWords]:
        with office.database.write() as session:
            for language, said in words.items():
                own_words.keep(session, office.assessment.code, language, said)
        return dict(office.mailing().wording.own)

    first, second = OwnWords("One"), OwnWords("", "Two.")
    assert kept(en=first) == {"en": first}
    assert kept(cy=second) == {"en": first, "cy": second}
    assert kept(en=OwnWords()) == {"cy": second}
    assert kept(cy=OwnWords()) == {}
