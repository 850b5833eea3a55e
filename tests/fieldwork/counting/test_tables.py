"""Tables of headcounts as spreadsheets give them: what is understood, and every cell that cannot be."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import FileFaults
from readiness.fieldwork.counting import known, merging, tables, template
from readiness.fieldwork.counting.known import EVERYONE, Known
from readiness.fieldwork.counting.tables import Understood
from readiness.fieldwork.inviting import sheets
from readiness.fieldwork.setup_drafts import written
from readiness.fieldwork.setup_types import Listed, Setup
from readiness.instrument.types import Instrument

Read = Any


@pytest.fixture
def parts(tiny_setup: Setup, tiny: Instrument) -> Known:
    """What the small set-up knows: two places, three areas, two organisations; nurses and managers."""
    return known.known(tiny_setup, tiny)


def read(text: str, parts: Known) -> Understood:
    return tables.understood(sheets.copied("table", text, 250), parts)


def counts(text: str, parts: Known) -> merging.Counts:
    found = read(text, parts)
    assert found.faults == ()
    return merging.counts(found)


def faults(text: str, parts: Known) -> list[str]:
    return [f"{fault.place}: {fault.problem} {fault.remedy}" for fault in read(text, parts).faults]


def test_a_table_is_understood_whatever_the_order_of_its_columns(parts: Known) -> None:
    text = "Where\tManagers\tNurses\nNorth\t1,200\t30\nsouth \t\t 80\nCARDIOLOGY\t0\t5\nWhole system\t9\t\n"
    assert counts(text, parts) == {
        ("place", "north", "manager"): 1200,
        ("place", "north", "nurse"): 30,
        ("place", "south", "manager"): None,
        ("place", "south", "nurse"): 80,
        ("area", "cardiology", "manager"): 0,
        ("area", "cardiology", "nurse"): 5,
        ("whole", "", "manager"): 9,
        ("whole", "", "nurse"): None,
    }


@pytest.mark.parametrize("heading", ["Nurses", "nurse", "NURSE S", " Nurses ", "\uff2eurses"])
def test_a_column_is_a_roles_by_its_name_without_case_and_spaces(parts: Known, heading: str) -> None:
    assert counts(f"\t{heading}\nNorth\t5", parts) == {("place", "north", "nurse"): 5}


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_it_comes_from_excel_from_sheets_or_as_csv(parts: Known, separator: str) -> None:
    text = (
        separator.join(("Name", "Nurses", "Managers")) + "\r\n" + separator.join(("North", "5", "6")) + "\r\n"
    )
    assert set(counts(text, parts).values()) == {5, 6}


def test_everyone_is_counted_of_organisations_alone(parts: Known) -> None:
    text = "Name\tNurses\tEveryone\nMill Lane Surgery\t\t35\nNorth\t5\t99"
    found = read(text, parts)
    assert merging.counts(found) == {
        ("organisation", "mill-lane", EVERYONE): 35,
        ("place", "north", "nurse"): 5,
    }
    assert found.notes == ("Numbers of everyone together were left out, except those of organisations.",)
    [told] = faults("Name\tNurses\nMill Lane Surgery\t3", parts)
    assert told.startswith("row 2, column Nurses: Of an organisation only everyone")


def test_totals_are_left_out_and_it_is_said(parts: Known) -> None:
    found = read("Name\tNurses\tTotal\nNorth\t5\t5\nTotal\t5\t5", parts)
    assert merging.counts(found) == {("place", "north", "nurse"): 5}
    assert [note.split(" was ")[0] for note in found.notes] == ['The column "Total"', 'The row "Total"']


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing in this table"),
        ("\n\t\n", "There is nothing in this table"),
        ("Name\tNurses\n", "Below the first row there is nothing"),
        (
            "Name\nNorth\n",
            "row 1: No column is named after a role. Name the roles in the first row: Nurses, Managers",
        ),
        ("Name\tNurces\nNorth\t5", 'column Nurces: No role has this name. Did you mean "Nurses"?'),
        ("Name\tNurses\tNurse\nNorth\t5\t6", "column Nurse: This role has a column already"),
        (
            "Name\tNurses\nNorht\t5",
            'There is no place, clinical area or organisation called "Norht". Did you mean',
        ),
        ("Name\tNurses\nMars\t5", 'called "Mars". Write its name as in your set-up'),
        ("Name\tNurses\n\t5", "row 2: This row has no name"),
        ("Name\tNurses\nNorth\t5\nNORTH\t6", 'row 3: "NORTH" stands in row 2 already'),
        ("Name\tNurses\nNorth\tmany", 'row 2, column Nurses: "many": This is not a number'),
        ("Name\tNurses\nNorth\t-", 'row 2, column Nurses: "-": This may mean nobody'),
        ("Name\tNurses\t\nNorth\t5\t7", "row 2, cell 3: This stands below no heading"),
        ("Name\tNurses\nNorth\t5\t7", "row 2, cell 3: This stands below no heading"),
        (
            "Kind\tName\tNurses\nPlanet\tNorth\t5",
            "row 2, column Kind: This kind is not known. Write Place, Clinical",
        ),
        ("Kind\tName\tNurses\nClinical area\tNorth\t5", 'There is no clinical area called "North"'),
    ],
)
def test_every_fault_says_where_it_is_and_how_to_mend_it(parts: Known, text: str, said: str) -> None:
    told = faults(text, parts)
    assert len(told) == 1, told
    assert said in told[0]


def test_all_faults_are_told_at_once(parts: Known) -> None:
    text = "Name\tNurses\tManagers\nNorth\t-\t1.5\nMars\tsome\t3\nSouth\t4\t5"
    assert [fault.split(":")[0] for fault in faults(text, parts)] == [
        "row 2, column Nurses",
        "row 2, column Managers",
        "row 3",
        "row 3, column Nurses",
    ]


def test_a_name_of_two_things_needs_the_kind(tiny_setup: Setup, tiny: Instrument) -> None:
    both = tiny_setup.model_copy(update={"areas": (*tiny_setup.areas, Listed(id="the-north", name="North"))})
    parts = known.known(both, tiny)
    [told] = faults("Name\tNurses\nNorth\t5", parts)
    assert 'row 2: "North" is a place and a clinical area. Add a column "Kind"' in told
    text = "Kind\tName\tNurses\nPlace\tNorth\t5\nclinical areas\tNorth\t6"
    assert counts(text, parts) == {("place", "north", "nurse"): 5, ("area", "the-north", "nurse"): 6}


def test_no_more_rows_are_read_than_are_sound(parts: Known) -> None:
    text = "Name\tNurses\n" + "Mars\t1\n" * (tables.MOST_ROWS + 5)
    found = read(text, parts)
    assert len(found.lines) == tables.MOST_ROWS
    assert "There are more than 1,000 rows." in found.faults[-1].problem


def test_rows_take_the_place_of_what_was_there_and_leave_the_rest(tiny_setup: Setup, parts: Known) -> None:
    before = written(tiny_setup)
    new = counts("Name\tNurses\tEveryone\nNorth\t\t\nDiabetes\t7\t\nAshdale Hospital\t\t900", parts)
    after = merging.merged(before, parts, new)
    assert after["headcounts"]["places"] == {"north": {"manager": 40}, "south": {"nurse": 80, "manager": 20}}
    assert after["headcounts"]["areas"] == {
        "cardiology": {"nurse": 60, "manager": 30},
        "diabetes": {"nurse": 7},
    }
    assert [one.get("people") for one in after["organisations"]] == [30, 900]
    assert merging.merged(before, parts, {})["organisations"] == before["organisations"]


def test_what_is_no_longer_listed_goes_when_numbers_are_kept_again(tiny_setup: Setup, parts: Known) -> None:
    before = written(tiny_setup)
    before["headcounts"]["places"] |= {"gone": {"nurse": 4}}
    before["headcounts"]["areas"]["cardiology"] |= {"porter": 4, "nurse": "x"}
    after = merging.merged(before, parts, {})["headcounts"]
    assert after == {
        "places": {"north": {"nurse": 100, "manager": 40}, "south": {"nurse": 80, "manager": 20}},
        "areas": {"cardiology": {"manager": 30}},
    }


def test_numbers_that_are_all_taken_away_leave_no_table(tiny_setup: Setup, parts: Known) -> None:
    before = written(tiny_setup)
    nothing = dict.fromkeys(merging.kept(before, parts))
    assert merging.merged(before, parts, nothing)["headcounts"] is None


def test_the_template_is_read_back_as_the_numbers_in_it(tiny_setup: Setup, parts: Known) -> None:
    numbers = merging.kept(written(tiny_setup), parts)
    sheet = sheets.parsed("template.csv", template.template(parts, numbers))
    found = tables.understood(sheet.rows, parts)
    assert found.faults == ()
    assert {key: people for key, people in merging.counts(found).items() if people is not None} == numbers


def test_a_name_that_looks_like_a_formula_is_none_in_the_template_and_is_known_again(
    tiny_setup: Setup, tiny: Instrument
) -> None:
    odd = tiny_setup.model_copy(update={"places": (Listed(id="odd", name="=2+3"),)})
    parts = known.known(odd, tiny)
    data = template.template(parts, {("place", "odd", "nurse"): 4})
    assert b"'=2+3" in data
    found = tables.understood(sheets.parsed("template.csv", data).rows, parts)
    assert merging.counts(found)["place", "odd", "nurse"] == 4


CELLS = st.one_of(
    st.sampled_from(
        ["", "North", "south", "Cardiology", "Nurses", "Managers", "Total", "Kind", "Everyone", "Place"]
    ),
    st.sampled_from(["1,200", "12", "-", "=A1", "~5", "1.5", '"', "'", "\t", "\x00"]),
    st.text(max_size=12),
)


@given(table=st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_table_is_understood_or_every_fault_is_told_in_whole_sentences(table: list[list[str]]) -> None:
    parts = PARTS[0]
    rows = [sheets.Row(n, tuple(cell.strip() for cell in cells)) for n, cells in enumerate(table, 1)]
    found = tables.understood(iter(rows), parts)
    for fault in found.faults:
        assert fault.problem.endswith((".", "?"))
        assert fault.remedy.endswith(".")
    if not found.faults:
        assert all(line.part and not line.fault for line in found.lines)
        assert all(people is None or people >= 0 for people in merging.counts(found).values())
    text = template.as_text(rows, 100)
    again = tables.understood(sheets.copied("table", text, 1_000), parts)
    assert [line.part for line in again.lines] == [line.part for line in found.lines]
    assert [cell.people for line in again.lines for cell in line.cells] == [
        cell.people for line in found.lines for cell in line.cells
    ]


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused_as_a_file_is(text: str) -> None:
    with suppress(FileFaults):
        assert read(text, PARTS[0]).faults


PARTS: list[Known] = []


@pytest.fixture(autouse=True)
def _parts(parts: Known) -> None:
    """Give generated tests what the small set-up knows: they may have no fixture of their own."""
    PARTS[:] = [parts]
