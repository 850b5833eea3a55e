"""Headcounts: typed, pasted or uploaded; every bad cell named; nothing taken before a yes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from readiness.fieldwork.counting import template
from readiness.fieldwork.inviting import sheets
from readiness.records import setups
from readiness.records.tables import Assessment
from readiness.web.console.setting_up import counting, pasting
from tests.web.console.conftest import Person
from tests.web.console.setting_up.ahead.conftest import CODE, change, log, tables_of
from tests.web.visitor import Visitor

PAGE = f"/console/assessments/{CODE}/set-up/headcounts"
TABLE = f"{PAGE}/table"
GOOD = "Where\tManagers\tNurses\nNorth\t1,041\t\nCardiology\t31\t61\nWhole system\t1,200\t"


@pytest.fixture
def page(lead: Person, begun: str) -> Visitor:
    """The page with the fields."""
    return lead.browser.get(PAGE)


def paste(lead: Person, text: str) -> Visitor:
    return lead.browser.get(TABLE).send("See how it is understood", table=text)


def upload(lead: Person, name: str, data: bytes) -> Visitor:
    browser = lead.browser.get(TABLE)
    token = browser.form().fields["csrf_token"]
    form = {"csrf_token": token, "table": "", "file": (io.BytesIO(data), name)}
    return browser.post(TABLE, form, content_type="multipart/form-data")


def test_the_fields_hold_what_is_known_and_every_one_has_its_label_and_its_group(page: Visitor) -> None:
    assert page.heading == "Headcounts"
    assert page.page.get_element_by_id("place.north.nurse").value == "100"
    assert page.page.get_element_by_id("area.diabetes.nurse").value == ""
    assert page.page.get_element_by_id("organisation.mill-lane.everyone").value == "30"
    legends = [one.text_content() for one in page.page.iter("legend")]
    assert legends[:3] == ["North", "South", "Cardiology"]
    assert "Nurses 180 Managers 60 Everybody 240" in page.text
    assert "Together 140" in page.text


def test_what_is_typed_is_kept_and_a_blank_is_not_known(page: Visitor, app: Flask) -> None:
    typed = {
        "place.north.nurse": "1,250",
        "place.south.manager": "",
        "area.diabetes.nurse": " 7 ",
        "whole.nurse": "2 000",
        "organisation.hospital.everyone": "3000",
        "organisation.mill-lane.everyone": "",
    }
    page.send("Save headcounts", **typed)
    assert "The numbers are saved." in page.text
    assert "Nurses 2,000 Managers 40 Everybody 2,040" in page.text
    kept = tables_of(app)
    assert kept["headcounts"] == {
        "roles": {"nurse": 2000},
        "places": {"north": {"nurse": 1250, "manager": 40}, "south": {"nurse": 80}},
        "areas": {"cardiology": {"nurse": 60, "manager": 30}, "diabetes": {"nurse": 7}},
    }
    assert [one.get("people") for one in kept["organisations"]] == [None, 3000]
    assert log(app)[-1] == ("headcounts changed", f"assessment {CODE}", {"numbers": "8"})


def test_what_is_no_number_is_named_and_nothing_is_lost(page: Visitor, app: Flask) -> None:
    before = tables_of(app)
    page.send(
        "Save headcounts",
        **{"place.north.nurse": "~50", "area.cardiology.manager": "1.5", "whole.nurse": "999"},
    )
    assert page.status == 422
    assert [href for _, href in page.faults] == ["#place.north.nurse", "#area.cardiology.manager"]
    assert page.faults[0][0].startswith("North, Nurses: This is not a number alone. Write the number")
    assert page.page.get_element_by_id("place.north.nurse").value == "~50"
    assert page.page.get_element_by_id("whole.nurse").value == "999"
    assert tables_of(app) == before


def test_numbers_that_do_not_fit_together_are_refused_in_a_sentence(page: Visitor, app: Flask) -> None:
    page.send("Save headcounts", **{"whole.nurse": "100", "area.cardiology.manager": "500"})
    assert page.status == 422
    assert [href for _, href in page.faults] == ["#whole", "#area-cardiology"]
    assert (
        page.faults[0][0] == "100 Nurses are fewer than the 180 in the places. Mend one of the two numbers."
    )
    assert page.faults[1][0].startswith("Cardiology: 500 Managers are more than the 60")


def test_who_comes_second_is_told_and_may_insist(page: Visitor, app: Flask) -> None:
    change(app, headcounts={"places": {"north": {"nurse": 9}}})
    page.send("Save headcounts", **{"place.north.nurse": "123"})
    assert (page.status, "Somebody else has changed this" in page.text) == (422, True)
    assert tables_of(app)["headcounts"] == {"places": {"north": {"nurse": 9}}}
    page.send("Save headcounts")
    assert tables_of(app)["headcounts"]["places"]["north"]["nurse"] == 123


def test_a_set_up_that_is_launched_meanwhile_says_so(page: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    found = setups.by_code
    monkeypatch.setattr(setups, "by_code", lambda *of, alone=False: None if alone else found(*of))
    page.send("Save headcounts")
    assert (page.status, "It has been launched or discarded" in page.text) == (404, True)


def test_what_is_no_longer_listed_is_let_go_when_numbers_are_saved(
    lead: Person, begun: str, app: Flask
) -> None:
    change(app, places=[{"id": "north", "name": "North"}])
    lead.browser.get(PAGE).send("Save headcounts")
    assert set(tables_of(app)["headcounts"]["places"]) == {"north"}


def test_without_places_and_areas_the_whole_is_counted(lead: Person, begun: str, app: Flask) -> None:
    change(app, places=None, areas=None, organisations=None, innovations=None, headcounts=None)
    page = lead.browser.get(PAGE)
    assert [one.text_content() for one in page.page.iter("legend")] == ["Whole system"]


@pytest.mark.parametrize(("tables", "said"), [({"instrument": None}, "No questionnaire is chosen yet")])
def test_before_there_is_a_questionnaire_the_page_says_what_comes_first(
    lead: Person, begun: str, app: Flask, tables: dict[str, Any], said: str
) -> None:
    change(app, **tables)
    for address in (PAGE, TABLE, f"{PAGE}/template.csv"):
        page = lead.browser.get(address)
        assert (page.status, said in page.text) == (409, True)


def test_headcounts_of_a_launched_assessment_are_fixed(
    lead: Person, app: Flask, draft_assessment: Assessment
) -> None:
    page = lead.browser.get(f"/console/assessments/{draft_assessment.code}/set-up/headcounts")
    assert (page.status, "only while an assessment is being set up" in page.text) == (409, True)


# ------------------------------------------------------------------------------------------------------- tables


def test_a_pasted_table_is_shown_as_it_was_understood_and_taken_after_a_yes(
    lead: Person, begun: str, app: Flask
) -> None:
    before = tables_of(app)
    page = paste(lead, GOOD)
    assert (page.status, page.heading) == (200, "The table as it was understood")
    assert "4 numbers in 3 rows" in page.text
    assert "North Place 1,041 not known" in page.text
    assert tables_of(app) == before
    page.send("Yes, take these numbers")
    assert "The numbers are saved." in page.text
    assert tables_of(app)["headcounts"] == {
        "roles": {"manager": 1200},
        "places": {"north": {"manager": 1041}, "south": {"nurse": 80, "manager": 20}},
        "areas": {"cardiology": {"nurse": 61, "manager": 31}},
    }
    assert log(app)[-1][0] == "headcounts changed"


def test_every_bad_cell_is_named_and_nothing_can_be_taken_before_it_is_mended(
    lead: Person, begun: str, app: Flask
) -> None:
    page = paste(lead, "Where\tNurses\tManagers\nNorth\t-\t3\nSuoth\t4\t~5")
    assert page.status == 422
    assert [text.split(":")[0] for text, _ in page.faults] == [
        "Row 2, column Nurses",
        "Row 3",
        "Row 3, column Managers",
    ]
    assert 'Did you mean "South"?' in page.faults[1][0]
    assert "Yes, take these numbers" not in page.text
    page.send("Look again", table="Where\tNurses\tManagers\nNorth\t\t33\nSouth\t400\t5")
    assert page.status == 200
    page.send("Yes, take these numbers")
    assert tables_of(app)["headcounts"]["places"] == {
        "north": {"manager": 33},
        "south": {"nurse": 400, "manager": 5},
    }


def test_a_table_that_does_not_fit_what_is_there_is_refused_at_the_yes(
    lead: Person, begun: str, app: Flask
) -> None:
    page = paste(lead, "Where\tNurses\nWhole system\t5")
    page.send("Yes, take these numbers")
    assert (page.status, "5 Nurses are fewer than the 180 in the places" in page.text) == (422, True)
    assert "roles" not in tables_of(app)["headcounts"]


def test_a_table_with_faults_cannot_be_forced(lead: Person, begun: str, app: Flask) -> None:
    before = tables_of(app)
    page = paste(lead, GOOD)
    form = {**page.typed(page.form("Yes, take these numbers"), None, {}), "table": "Where\tNurses\nNorth\tx"}
    assert page.post(f"{TABLE}/yes", form).status == 422
    assert tables_of(app) == before


def test_the_template_comes_with_all_names_and_is_taken_back_as_it_is(
    lead: Person, begun: str, app: Flask
) -> None:
    before = tables_of(app)
    data = lead.browser.client.get(f"{PAGE}/template.csv")
    assert data.headers["Content-Disposition"] == f'attachment; filename="headcounts-{CODE}.csv"'
    page = upload(lead, "headcounts.csv", data.data)
    assert (page.status, "Clinical area" in page.text) == (200, True)
    page.send("Yes, take these numbers")
    assert tables_of(app) == before


def test_a_workbook_is_read_without_its_formulas(lead: Person, begun: str, app: Flask) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (("Name", "Nurses", "Managers"), ("North", 55.0, "1 200"), ("South", "=1+1", None)):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    page = upload(lead, "counts.xlsx", written.getvalue())
    [(told, _)] = page.faults
    assert told.startswith('Row 3, column Nurses: "=1+1": This is a formula.')
    page.send("Look again", table="Name\tNurses\tManagers\nNorth\t55\t1 200")
    page.send("Yes, take these numbers")
    assert tables_of(app)["headcounts"]["places"]["north"] == {"nurse": 55, "manager": 1200}


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (pasting.UNPACKED + 1))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 no workbook", "This is no workbook that can be read."),
        (b"\xd0\xcf\x11\xe0 old", "This is an old or locked workbook. Save it as .xlsx without a password."),
        (b"", "Paste a table, or choose a file."),
        (b'Name,Nurses\n"North,5', "From here on the file cannot be read as CSV"),
        (b"\x81\x8d\x8f", "This is no text that can be read."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    lead: Person, begun: str, data: bytes, said: str
) -> None:
    page = upload(lead, "file.xlsx", data)
    assert (page.status, said in page.text) == (422, True)


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(lead: Person, begun: str) -> None:
    assert "unpacks to far too much" in upload(lead, "bomb.xlsx", bomb()).text


def test_more_than_the_limit_is_refused_on_the_page_and_less_than_it_is_taken(
    lead: Person, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "LARGEST", 300_000)
    page = upload(lead, "large.csv", b"x" * 300_000)
    assert (page.status, page.faults[0][0]) == (
        422,
        "This is larger than 3 MB. Keep the headcounts alone in it.",
    )
    page = upload(lead, "many.csv", b"Name,Nurses\n" + b"".join(b"Mars %d,5\n" % n for n in range(20_000)))
    assert (page.status, "And " in page.faults[pasting.SHOWN][0]) == (422, True)


def test_an_empty_table_asks_for_one(lead: Person, begun: str) -> None:
    page = paste(lead, " \n")
    assert page.faults == [("Paste a table, or choose a file.", "#table")]


def test_what_a_name_holds_is_never_markup(lead: Person, begun: str) -> None:
    page = paste(lead, "Name\tNurses\n<b>North</b>\t<i>5</i>")
    assert not page.page.xpath("//b|//i")


def test_the_text_of_a_file_is_what_a_spreadsheet_would_have_copied() -> None:
    rows = sheets.copied("table", 'a;"b ""c"" \nd";e\n;;\n', 100)
    assert template.as_text(rows, 10) == 'a\t"b ""c"" d"\te\n\t\n'
