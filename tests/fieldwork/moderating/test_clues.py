"""What may tell who somebody is is pointed at (P10), and what tells nobody hardly ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.fieldwork.moderating.addresses import is_nhs_number
from readiness.fieldwork.moderating.clues import KINDS, Known, clues
from tests.fieldwork.moderating.planted import Planted, planted

NOBODY = Known()
KNOWN = Known(
    organisations=("Harbour Road Surgery", "Kingsmere General Hospital"),
    places=("High Wold", "North"),
    terms=frozenset({"zephyr"}),
)
MAY_BE = {
    "email": {"email", "web", "handle"},
    "phone": {"phone"},
    "nhs": {"nhs"},
    "postal": {"postcode", "address"},
    "name": {"name"},
    "role": {"role"},
}
"""The kinds of clues that count as having found what was planted."""
CLEAN = Path(__file__).with_name("clean.txt").read_text("utf-8").splitlines()


def found(text: str, known: Known = NOBODY) -> list[tuple[str, str]]:
    return [(clue.kind, text[clue.start : clue.end]) for clue in clues(text, known)]


def is_flagged(one: Planted) -> bool:
    start = one.text.index(one.identifier)
    inside = range(start, start + len(one.identifier))
    return any(
        clue.kind in MAY_BE[one.kind] and clue.start < inside.stop and clue.end > inside.start
        for clue in clues(one.text, NOBODY)
    )


def is_covered(one: Planted) -> bool:
    """Whether no letter or digit of it lies outside the clues."""
    start = one.text.index(one.identifier)
    marked = {place for clue in clues(one.text, NOBODY) for place in range(clue.start, clue.end)}
    return all(place in marked or not letter.isalnum() for place, letter in enumerate(one.identifier, start))


def test_two_hundred_are_planted_and_most_differ():
    everything = planted()
    assert len(everything) == 200
    assert len({one.text for one in everything}) > 180


@pytest.mark.parametrize("kind", ["email", "phone", "nhs", "postal"])
def test_every_address_phone_and_nhs_number_is_flagged_to_its_last_digit(kind):
    missed = [one.text for one in planted() if one.kind == kind and not (is_flagged(one) and is_covered(one))]
    assert missed == []


@pytest.mark.parametrize("kind", ["name", "role"])
def test_nine_of_ten_names_and_jobs_are_flagged(kind):
    of_it = [one for one in planted() if one.kind == kind]
    missed = [one.text for one in of_it if not is_flagged(one)]
    assert len(missed) <= 0.1 * len(of_it), missed


def test_an_assessment_with_many_organisations_finds_each_by_its_own_part():
    known = Known(organisations=tuple(f"{name} Surgery" for name in ("Larkfield", "Lark", "Oak Tree (East)")))
    assert found("at lark, larkfield and OAK TREE (EAST).", known) == [
        ("organisation", "lark"),
        ("organisation", "larkfield"),
        ("organisation", "OAK TREE (EAST)"),
    ]


def test_few_clean_comments_are_flagged():
    flagged = [text for text in CLEAN if clues(text, NOBODY)]
    assert len(flagged) <= 0.1 * len(CLEAN), flagged


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("born 12/03/1957 in town", "date", "12/03/1957"),
        ("It was 3.4.61.", "date", "3.4.61"),
        ("on 12th March 1957", "date", "12th March 1957"),
        ("on March 12, 1957", "date", "March 12, 1957"),
        ("DOB: 120357", "date", "DOB: 120357"),
        ("since 1957-03-12", "date", "1957-03-12"),
        ("a 93-year-old with a fall", "age", "93-year-old"),
        ("a man aged 54", "age", "aged 54"),
        ("QQ 12 34 56 C is no number, AB 12 34 56 C is", "number", "AB 12 34 56 C"),
        ("my PIN is 18A1234E", "number", "18A1234E"),
        ("case 1234567 again", "number", "1234567"),
        ("see www.example.org/x?y=1", "web", "www.example.org/x?y=1"),
        ("we at Harbour Road know", "organisation", "Harbour Road"),
        ("kingsmere general hospital first", "organisation", "kingsmere general hospital"),
        ("over in High Wold nobody", "organisation", "High Wold"),
        ("at the Elmbrook Medical Centre", "organisation", "Elmbrook Medical Centre"),
        ("since St. Barnabas' closed", "organisation", "St. Barnabas"),
        ("nobody on ward 7b", "organisation", "ward 7b"),
        ("as one of only two dietitians", "role", "one of only two dietitians"),
        ("we have just one physio here", "role", "one physio"),
        ("the nurse who runs asthma", "role", "the nurse who runs"),
        ("As the practice's safeguarding lead", "role", "the practice's safeguarding lead"),
        ("the band 7 on nights", "role", "the band 7"),
        ("The CD does not answer", "role", "The CD"),
        ("The Trust chair", "role", "The Trust chair"),
        ("the senior sister", "role", "senior sister"),
        ("Mr and Mrs Khan came", "name", "Mr and Mrs Khan"),
        ("May Thompson helps", "name", "May Thompson"),
        ("Grace's idea", "name", "Grace's"),
        ("ask D'Arcy-Jones about it", "name", "D'Arcy-Jones"),
        ("Dr\u200b Pa\u200btel knows", "name", "Dr\u200b Pa\u200btel"),
        ("call 0\uff17700 900123", "phone", "0\uff17700 900123"),
    ],
)
def test_what_people_write_is_pointed_at_where_it_stands(text, kind, marked):
    assert any(each == kind and marked in part for each, part in found(text, KNOWN)), found(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "The north of the region gets less.",
        "Zephyr and zephyr: our Zephyr works.",
        "A practice manager, any clinical lead, every matron, each head of nursing",
        "Practice managers and clinical directors, please meet.",
        "We need to lead from the front.",
        "The people who lead this should see the clinic.",
        "Our nurse-led clinic, a consultant-led one, and one of the two wards",
        "Our GPs and our nurses have one thing in common: the doctor, the nurse and the patient talk.",
    ],
)
def test_what_points_to_nobody_is_no_clue(text):
    assert found(text, KNOWN) == []


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("9434765919", True),  # the example in the NHS Data Dictionary, "NHS Number"
        ("9434765918", False),
        ("1234567890", False),
        ("123456789", False),
        ("", False),
        ("943476591x", False),
        ("4010232137", True),
    ],
)
def test_the_check_digit_of_nhs_numbers(digits, valid):
    assert is_nhs_number(digits) is valid


def test_clues_are_in_order_inside_the_text_and_of_known_kinds():
    for one in planted():
        ends = 0
        for clue in clues(one.text, KNOWN):
            assert clue.kind in KINDS
            assert 0 <= clue.start < clue.end <= len(one.text)
            assert clue.end > ends
            ends = clue.end


@pytest.mark.parametrize("text", ["", " ", "\n", "\u202e", "'", "é", "🙂" * 50, "@", "Dr", "Dr ", "1" * 2000])
def test_any_text_is_taken(text):
    assert all(text[clue.start : clue.end] for clue in clues(text, KNOWN))


@pytest.mark.parametrize(
    "part",
    [
        "a",
        "1",
        "1 ",
        "A ",
        "Aa ",
        "a.",
        "a@",
        "a at ",
        "dr ",
        "only ",
        "our new ",
        "1-",
        "(1",
        "+",
        "'",
        "Mr & ",
        "dot ",
    ],
)
def test_no_long_text_is_gone_through_for_ever(part):
    """A pattern that goes back and forth over the 2,000 characters of the longest comment would never end here."""
    text = (part * 2000)[:2000]
    assert all(clue.end <= len(text) for clue in clues(text, KNOWN))
