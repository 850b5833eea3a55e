"""Response rates: once a day, rounded, never small, never exact, and for good once the assessment has closed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from readiness.config import Settings
from readiness.errors import ReadinessError, WrongState
from readiness.fieldwork import lifecycle, rates, setup_file
from readiness.fieldwork.rates import Group, Rates, figures
from readiness.instrument.types import Instrument
from readiness.records import links, responses, spending, turnout
from readiness.records.database import Database
from readiness.records.responses import AnswerSet
from readiness.records.tables import Assessment, CodeBatch, Link
from tests.conftest import TINY_SURVEYS

SECRET = "a secret of this test" * 2
SETUP = """\
system = "Ashdale"
title = "Ashdale 2026"
year = 2026
instrument = "tiny"
version = "2026.1"
opens_on = 2026-11-02
closes_on = 2026-11-29
places = [{ id = "north", name = "North" }, { id = "south", name = "South" }]
areas = [
    { id = "cardiology", name = "Cardiology" },
    { id = "respiratory", name = "Respiratory" },
    { id = "diabetes", name = "Diabetes" },
]
organisations = [
    { id = "big", name = "Big Hospital", type = "trust", place = "north", people = 600 },
    { id = "mid", name = "Middle Hospital", type = "trust", place = "south", people = 300 },
    { id = "small", name = "Small Practice", type = "practice", place = "south", people = 12 },
]
"""
HEADS = """
[headcounts.places]
north = { nurse = 600, manager = 200 }
south = { nurse = 400, manager = 100 }

[headcounts.areas]
cardiology = { nurse = 300, manager = 30 }
respiratory = { nurse = 8 }
"""


@pytest.fixture
def made(
    database: Database, tiny_settings: Settings, today: date, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Assessment]:
    """Open an assessment with three organisations, asked in this way; its code, and so the blur, is always one."""
    monkeypatch.setattr(lifecycle, "new_code", lambda: "abcdefghjk")

    def make(mode: str = "open", heads: str = HEADS, pages: bool = False) -> Assessment:
        asked = f'links = "{mode}"\ncount_pages = {str(pages).lower()}\n'
        setup = setup_file.parsed("some.toml", (asked + SETUP + heads).encode(), TINY_SURVEYS)
        with database.write() as session:
            draft = lifecycle.create(session, setup, tiny_settings)
        with database.write() as session:
            return lifecycle.open_(session, draft.code, tiny_settings, today)

    return make


@pytest.fixture
def answer(database: Database, tiny: Instrument) -> Callable[..., None]:
    def add(assessment: Assessment, people: int, *areas: str, **strata: str) -> None:
        sets = [AnswerSet(strata=strata, areas={area: {} for area in areas}) for _ in range(people)]
        with database.write() as session:
            responses.add(session, assessment, tiny, sets)

    return add


@pytest.fixture
def ask(database: Database, tiny: Instrument) -> Callable[..., Rates]:
    def asked(assessment: Assessment, day: date, secret: str = SECRET, **more: Any) -> Rates:
        with database.write() as session:
            return rates.of_today(session, assessment, tiny, day, secret, **more)

    return asked


@pytest.fixture
def filled(made: Any, answer: Any) -> Assessment:
    """Half of a system of 1,300 have answered, managers of the south less often."""
    assessment: Assessment = made()
    answer(assessment, 330, "cardiology", role="nurse", place="north")
    answer(assessment, 210, "diabetes", role="nurse", place="south")
    answer(assessment, 100, role="manager", place="north")
    answer(assessment, 25, role="manager", place="south")
    return assessment


def near(group: Group, people: int) -> bool:
    return group.answered is not None and abs(group.answered - people) <= 30


def test_rates_by_role_place_and_area_are_near_the_truth_and_in_fives(
    filled: Assessment, ask: Any, today: date
) -> None:
    found = ask(filled, today)
    assert near(found.total, 665)
    assert found.total.asked == 1300
    assert found.total.rate == round(100 * (found.total.answered or 0) / 1300)
    nurses, managers = found.tables["role"]
    assert (nurses.name, nurses.asked, managers.asked) == ("Nurses", 1000, 300)
    assert near(nurses, 540)
    assert near(managers, 125)
    assert [group.asked for group in found.tables["place"]] == [800, 500]
    cardiology, respiratory, diabetes = found.tables["area"]
    assert near(cardiology, 330)
    assert (respiratory.answered, respiratory.asked) == (None, 8)
    assert near(diabetes, 210)
    assert (diabetes.asked, diabetes.rate) == (None, None)
    counts = [
        group.answered for table in found.tables.values() for group in table if group.answered is not None
    ]
    assert len(counts) > 4
    assert all(count % 5 == 0 for count in (*counts, found.total.answered))


def test_who_asks_again_the_same_day_sees_the_very_same_figures(
    filled: Assessment, ask: Any, answer: Any, today: date
) -> None:
    first = ask(filled, today)
    answer(filled, 200, role="nurse", place="north")
    assert ask(filled, today) == first
    assert ask(filled, today - timedelta(1)) == first, "a clock that goes back works nothing out again"
    later = ask(filled, today + timedelta(1))
    assert later.day == today + timedelta(1)
    assert (later.total.answered or 0) > (first.total.answered or 0) + 100


def test_eight_who_ask_first_at_once_are_shown_the_same(filled: Assessment, ask: Any, today: date) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: ask(filled, today), range(8)))
    assert found == [found[0]] * 8


def test_after_the_last_day_figures_are_worked_out_once_more_and_then_stay(
    filled: Assessment, ask: Any, answer: Any
) -> None:
    after = filled.closes_on + timedelta(1)
    first = ask(filled, after)
    answer(filled, 300, role="nurse", place="north")
    assert ask(filled, after + timedelta(9)) == first


def test_closing_works_the_rates_out_for_the_last_time_and_keeps_them(
    database: Database, filled: Assessment, ask: Any, answer: Any, tiny: Instrument, today: date
) -> None:
    before = ask(filled, today)
    answer(filled, 300, role="nurse", place="north")
    with database.write() as session:
        last = rates.at_closing(session, filled, tiny, today, SECRET)
        assert rates.at_closing(session, filled, tiny, today, SECRET) == last
    filled.state = "closed"
    assert last.closed
    assert near(last.total, 965)
    assert last != before
    assert ask(filled, today + timedelta(400)) == last


def test_closing_works_without_an_instrument_that_can_be_read(
    database: Database, filled: Assessment, today: date
) -> None:
    with database.write() as session:
        found = rates.at_closing(session, filled, None, today, SECRET)
    assert {group.name for group in found.tables["role"]} == {"nurse", "manager"}


def test_closing_on_the_day_of_a_look_takes_another_blur(
    filled: Assessment, ask: Any, database: Database, tiny: Instrument
) -> None:
    last_day = filled.closes_on + timedelta(1)
    ask(filled, last_day)
    with database.write() as session:
        looked = turnout.latest(session, filled)
        assert looked is not None
        step = looked.shown["step"]
        rates.at_closing(session, filled, tiny, last_day, SECRET)
        closed = turnout.latest(session, filled)
        assert closed is not None
        assert closed.shown["step"] == step + 1 == figures._steps(filled) - 1


def test_without_a_secret_nothing_is_worked_out(filled: Assessment, ask: Any, today: date) -> None:
    with pytest.raises(ReadinessError, match="no secret"):
        ask(filled, today, secret="")


def test_a_draft_has_no_rates_and_a_closed_one_without_a_look_says_so(
    draft_assessment: Assessment, ask: Any, today: date
) -> None:
    with pytest.raises(WrongState, match="still a draft"):
        ask(draft_assessment, today)
    draft_assessment.state = "closed"
    with pytest.raises(ReadinessError, match="No response rates were kept"):
        ask(draft_assessment, today)


# ------------------------------------------------------------------------------------------- never small, never all


def test_nothing_under_the_threshold_is_ever_shown(made: Any, answer: Any, ask: Any) -> None:
    assessment = made()
    answer(assessment, 10, "cardiology", role="nurse", place="north")
    for number in range(20):
        found = ask(assessment, assessment.opens_on + timedelta(number), secret=SECRET + str(number))
        groups = [found.total, *(group for table in found.tables.values() for group in table)]
        assert [group.answered for group in groups] == [None] * len(groups)
        assert found.balance is None
        assert found.lowest() == ()


def test_group_that_alone_is_hidden_takes_the_smallest_other_with_it(
    database: Database, made: Any, answer: Any, ask: Any, today: date
) -> None:
    assessment = made()
    answer(assessment, 500, role="nurse", place="north")
    with database.write() as session:
        for slug, answers in (("big", 300), ("mid", 150), ("small", 9)):
            link = Link(assessment_id=assessment.id, token=slug, organisation=slug, answers=answers)
            links.add(session, link)
    big, mid, small = ask(assessment, today).tables["organisation"]
    assert near(big, 300)
    assert (mid.answered, small.answered) == (None, None)
    assert (big.asked, mid.asked, small.asked) == (600, 300, 12)


def test_rule_of_the_second_hidden_group() -> None:
    def hidden(*answered: int | None) -> list[str]:
        groups = [
            {"id": str(number), "answered": people, "asked": None, "or_more": False}
            for number, people in enumerate(answered)
        ]
        figures._hide_another(groups)
        return [str(group["id"]) for group in groups if group["answered"] is None]

    assert hidden(40, 25, None) == ["1", "2"]
    assert hidden(40, None, None) == ["1", "2"]
    assert hidden(40, 25) == []
    assert hidden(None) == ["0"]
    assert hidden() == []


def test_nearly_all_is_told_as_a_bound(made: Any, answer: Any, ask: Any, today: date) -> None:
    assessment = made()
    answer(assessment, 600, role="nurse", place="north")
    answer(assessment, 400, role="nurse", place="south")
    answer(assessment, 200, role="manager", place="north")
    answer(assessment, 150, role="manager", place="south")
    nurses, managers = ask(assessment, today).tables["role"]
    assert (nurses.answered, nurses.rate, nurses.or_more) == (950, 95, True)
    assert (managers.answered, managers.rate, managers.or_more) == (285, 95, True)


# ------------------------------------------------------------------------------------------------ organisations


def test_codes_are_set_beside_those_handed_out(database: Database, made: Any, ask: Any, today: date) -> None:
    assessment = made("codes", heads="")
    with database.write() as session:
        for slug, spent, codes in (("big", 240, 500), ("mid", 60, 200)):
            batch = CodeBatch(assessment_id=assessment.id, organisation=slug, codes=codes)
            hashes = [f"{slug}{number}".encode().ljust(32, b".") for number in range(codes)]
            links.add_codes(session, batch, hashes)
            assert all(spending.spend_code(session, one) for one in hashes[:spent])
    found = ask(assessment, today)
    big, mid = found.tables["organisation"]
    assert (big.asked, mid.asked, found.total.asked) == (500, 200, 700)
    assert near(big, 240)
    assert near(mid, 60)


def test_people_of_a_list_are_counted_by_organisation(made: Any, answer: Any, ask: Any, today: date) -> None:
    assessment = made("personal")
    answer(assessment, 400, role="nurse", place="north")
    found = ask(assessment, today, invited={"big": (550, 300), "mid": (280, 100)})
    assert [(group.id, group.asked) for group in found.tables["organisation"]] == [("big", 550), ("mid", 280)]
    assert near(found.tables["organisation"][0], 300)


def test_organisations_that_cannot_be_counted_have_no_row(filled: Assessment, ask: Any, today: date) -> None:
    assert ask(filled, today).tables["organisation"] == ()


# ------------------------------------------------------------------------------------- representativeness, pushing


def test_representativeness_is_near_the_truth(filled: Assessment, ask: Any, today: date) -> None:
    """Rates .55, .525, .5 and .25 of 600, 400, 200 and 100 people: S = .0781, so R = .844."""
    found = ask(filled, today).balance
    assert found is not None
    assert found.low <= 0.844 <= found.high
    assert found.value == pytest.approx(0.844, abs=0.06)


def test_representativeness_over_roles_where_no_heads_are_counted_by_place(
    made: Any, answer: Any, ask: Any, today: date
) -> None:
    """Rates .4 and .6 of 1,000 people each: R = .8."""
    assessment = made(heads="[headcounts.roles]\nnurse = 1000\nmanager = 1000\n")
    answer(assessment, 400, role="nurse")
    answer(assessment, 600, role="manager")
    found = ask(assessment, today)
    assert found.balance is not None
    assert found.balance.value == pytest.approx(0.8, abs=0.05)
    assert [group.name for _, group in found.lowest()] == ["Nurses"]


def test_groups_to_push_are_shown_ones_clearly_under_the_whole() -> None:
    def group(id: str, answered: int | None, asked: int | None) -> Group:
        return Group(id, id, answered, asked)

    tables = {
        "role": (group("low", 100, 400), group("a little low", 45, 100), group("hidden", None, 400)),
        "place": (group("lowest", 40, 400), group("high", 300, 400)),
        "area": (group("unknown", 90, None),),
        "organisation": (),
        "page": (group("page", 20, None),),
    }
    found = Rates(date(2026, 11, 10), False, group("", 500, 1000), tables, None, 6, 20)
    assert [(table, one.id) for table, one in found.lowest()] == [("place", "lowest"), ("role", "low")]
    assert replace(found, total=group("", None, 1000)).lowest() == ()


# -------------------------------------------------------------------------------------------------------- pages


def test_pages_are_listed_in_their_order_and_blurred_more(
    database: Database, made: Any, ask: Any, today: date
) -> None:
    assessment = made(pages=True)
    with database.write() as session:
        for page, people in (("about-you", 400), ("aim", 3), ("cardiology-views", 100)):
            for _ in range(people):
                turnout.reach(session, assessment, page)
    pages = ask(assessment, today).tables["page"]
    assert [page.id for page in pages][:3] == ["about-you", "aim", "time"]
    assert "cardiology-views" not in {page.id for page in pages}
    assert pages[0].answered is not None
    assert abs(pages[0].answered - 400) < 80
    assert (pages[1].answered, pages[2].answered) == (None, None)


def test_pages_that_are_not_counted_are_not_listed(filled: Assessment, ask: Any, today: date) -> None:
    assert ask(filled, today).tables["page"] == ()


# ------------------------------------------------------------------------------------------------------ attack


def test_lead_who_looks_every_day_cannot_tell_on_which_day_one_known_person_answered(
    made: Any, answer: Any, ask: Any
) -> None:
    """One colleague a day alone can have answered, and every second one has; the reader goes by every rising figure."""
    assessment, right, rises = made(), 0, 0
    answer(assessment, 60, "cardiology", role="nurse", place="north")
    figures: list[tuple[int, ...]] = []
    for day in range((assessment.closes_on - assessment.opens_on).days + 1):
        came = day % 2 == 1
        if came:
            answer(assessment, 1, "cardiology", role="nurse", place="north")
        found = ask(assessment, assessment.opens_on + timedelta(day))
        now = (found.total, found.tables["role"][0], found.tables["place"][0], found.tables["area"][0])
        figures.append(tuple(group.answered or 0 for group in now))
        if day:
            risen = [after > before for before, after in zip(figures[-2], figures[-1], strict=True)]
            rises += sum(risen)
            right += sum(risen) if came else 0
    assert rises > 5
    assert 0.2 < right / rises < 0.8
