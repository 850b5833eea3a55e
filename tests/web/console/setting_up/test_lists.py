"""Lists of a set-up: typed, pasted, picked, mended, put in order and removed with all that goes with it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from readiness.records import setups
from readiness.web.console import uploading
from tests.web.console.conftest import LEAD, Join
from tests.web.console.setting_up.conftest import draft, reading, step
from tests.web.visitor import Visitor


def fill(app: Flask, code: str, **tables: Any) -> None:
    with app.extensions["database"].write() as session:
        found = setups.by_code(session, code)
        assert found is not None
        setups.change(found, 0, **tables)


def names(app: Flask, code: str, table: str) -> list[str]:
    return [one["name"] for one in draft(app, code).tables.get(table, [])]


def at(code: str, rest: str) -> str:
    return f"/console/assessments/{code}/set-up/list/{rest}"


def test_areas_are_picked_and_typed_in_one_go_each(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(begun.link("Clinical areas"))
    page.send("Add the ticked ones", suggested=["Cancer", "Stroke", "Cardiology"])
    assert "3 clinical areas added." in page.text
    page.send("Add", names="Respiratory\n\n stroke \nHeart & lung")
    assert "2 clinical areas added. 1 was in the list already." in page.text
    assert names(app, code, "areas") == ["Cancer", "Cardiology", "Stroke", "Respiratory", "Heart & lung"]
    assert draft(app, code).tables["areas"][-1]["id"] == "heart-and-lung"
    assert "Cancer" not in page.page.xpath("//input[@name='suggested']/@value")
    assert step(page.get(page.link("All steps")), "Clinical areas") == "Done"


def test_an_area_of_earlier_years_keeps_its_id(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(at(code, "areas")).send("Add", names="CARDIOLOGY")
    assert draft(app, code).tables["areas"] == [{"id": "cardiology", "name": "CARDIOLOGY"}]


def test_organisations_are_pasted_from_a_spreadsheet(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(at(code, "places")).send("Add", names="North\nSouth")
    page = begun.get(at(code, "organisations"))
    pasted = "Name\tKind\tPlace\tPeople\nMill Road\ta Practice\tnorth\t1,200\nGreen Road\t\t\t\nBig House;TRUST;;900"
    page.send("Add", names=pasted, kind="practice")
    assert "3 organisations added." in page.text
    assert draft(app, code).tables["organisations"] == [
        {"id": "mill-road", "name": "Mill Road", "type": "practice", "place": "north", "people": 1200},
        {"id": "green-road", "name": "Green Road", "type": "practice"},
        {"id": "big-house", "name": "Big House", "type": "trust", "people": 900},
    ]
    assert "A practice, North, 1,200 people" in page.text
    assert reading(app, code).seen.organisations[0].people == 1200


def test_every_line_that_cannot_be_used_is_named_and_none_is_kept(
    app: Flask, begun: Visitor, code: str
) -> None:
    page = begun.get(at(code, "organisations"))
    page.send("Add", names="Mill\tshop\nGreen\tA practice\tWest\n\tA practice\nOld\tA practice\t\tfew\nNew")
    assert [text for text, _ in page.faults] == [
        "Line 1: “shop” is no kind of organisation; there are: A trust, A practice",
        "Line 2: “West” is no place; there are: none yet",
        "Line 3: the name is missing",
        "Line 4: “few” is no number of people",
        "Line 5: say what kind of organisation it is, or select one for all",
    ]
    assert page.chosen["names"][0].startswith("Mill\tshop")
    assert names(app, code, "organisations") == []


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Type or paste at least one place"),
        ("x" * 201, "longer than 200 letters"),
        ("North\tmore", "Line 1: more than one column"),
        ("\n".join(map(str, range(2001))), "Paste 2,000 lines or fewer at once"),
    ],
)
def test_what_is_no_list_of_names_is_refused(begun: Visitor, code: str, typed: str, fault: str) -> None:
    begun.get(at(code, "places")).send("Add", names=typed)
    assert fault in begun.faults[0][0]


def test_a_long_list_may_be_larger_than_what_staff_may_send(app: Flask, begun: Visitor, code: str) -> None:
    long = "\n".join(f"Practice number {n} {'é' * 60}" for n in range(500))
    page = begun.get(at(code, "organisations"))
    page.send("Add", names=long, kind="practice")
    assert len(names(app, code, "organisations")) == 500
    typed = {**page.typed(page.form("Add"), "Add", {}), "names": "x" * uploading.LARGEST}
    assert page.client.post(at(code, "organisations"), data=typed).status_code == 413


def test_a_name_is_mended_and_its_id_stays(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(at(code, "areas")).send("Add", names="Hart\nStroke")
    page = begun.get(begun.link("Change Hart"))
    page.send(name="stroke")
    assert [text for text, _ in page.faults] == ["This name is in the list already"]
    page.send(name="Heart")
    assert draft(app, code).tables["areas"][0] == {"id": "hart", "name": "Heart"}


def test_an_innovation_is_asked_about_where_it_is_ticked(app: Flask, begun: Visitor, code: str) -> None:
    begun.get(at(code, "areas")).send("Add", names="Heart\nStroke")
    page = begun.get(at(code, "innovations")).send("Add", names="Monitors")
    assert "All clinical areas" in page.text
    page.get(page.link("Change Monitors")).send(areas=["stroke"])
    assert draft(app, code).tables["innovations"] == [
        {"id": "monitors", "name": "Monitors", "areas": ["stroke"]}
    ]
    page.get(page.link("Change Monitors")).send(areas=[])
    assert draft(app, code).tables["innovations"] == [{"id": "monitors", "name": "Monitors"}]


def test_one_organisation_is_added_with_all_its_details(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(at(code, "organisations"))
    page.get(page.link("Add one organisation")).send(name="Mill Road", people="x")
    assert [text for text, _ in page.faults] == [
        "Select what kind of organisation it is",
        "Enter a whole number, or leave it blank",
    ]
    page.send(type="practice", people="14")
    assert draft(app, code).tables["organisations"] == [
        {"id": "mill-road", "name": "Mill Road", "type": "practice", "people": 14}
    ]
    page.get(page.link("Add one organisation")).send(name="mill road", type="practice")
    assert [text for text, _ in page.faults] == ["This name is in the list already"]


def test_entries_are_put_in_order(app: Flask, begun: Visitor, code: str) -> None:
    page = begun.get(at(code, "areas")).send("Add", names="A\nB\nC")
    page.send("↑Move C up").send("↓Move A down").send("↑Move C up").send("↑Move C up").send("↓Move B down")
    assert names(app, code, "areas") == ["C", "A", "B"]


def test_removing_says_what_goes_with_it(app: Flask, begun: Visitor, code: str) -> None:
    lists = {
        "places": [{"id": "north", "name": "North"}],
        "areas": [{"id": "heart", "name": "Heart"}, {"id": "lung", "name": "Lung"}],
        "organisations": [{"id": "a", "name": "A", "type": "practice", "place": "north"}],
        "innovations": [
            {"id": "m", "name": "Monitors", "areas": ["heart"]},
            {"id": "p", "name": "Plans", "areas": ["heart", "lung"]},
        ],
        "headcounts": {"places": {"north": {"nurse": 3}}, "areas": {"heart": {"nurse": 2}}},
    }
    fill(app, code, **lists)
    page = begun.get(at(code, "areas"))
    page.get(page.link("Remove Heart"))
    assert "removed with it: Monitors." in page.text
    assert "Its headcounts are removed too." in page.text
    page.send("Remove it")
    page.get(at(code, "places")).get(page.link("Remove North"))
    assert "1 organisation will no longer be in any place." in page.text
    page.send("Remove it")
    tables = draft(app, code).tables
    assert tables["innovations"] == [{"id": "p", "name": "Plans", "areas": ["lung"]}]
    assert tables["organisations"] == [{"id": "a", "name": "A", "type": "practice"}]
    assert not {"places", "headcounts"} & set(tables)
    assert page.get(at(code, "areas/entry/heart")).status == 404


def test_two_who_change_one_entry_are_told_and_two_who_add_are_not_in_each_others_way(
    app: Flask, join: Join, begun: Visitor, code: str
) -> None:
    other = join("leo@example.org", LEAD).browser
    begun.get(at(code, "areas")).send("Add", names="Hart")
    begun.get(at(code, "areas/entry/hart"))
    other.get(at(code, "areas/entry/hart")).send(name="Heart")
    other.get(at(code, "areas")).send("Add", names="Stroke")
    begun.send(name="Harts")
    assert "Somebody else has changed this meanwhile" in begun.text
    assert "Name: Heart" in begun.text
    assert names(app, code, "areas") == ["Heart", "Stroke"]
    begun.send()
    assert names(app, code, "areas") == ["Harts", "Stroke"]


def test_a_list_that_there_is_not_is_not_found(begun: Visitor, code: str) -> None:
    assert begun.get(at(code, "people")).status == 404
