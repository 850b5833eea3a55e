"""CSV: whole, typed, safe to open in a spreadsheet, and the same bytes each time."""

from __future__ import annotations

import csv as reader
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.baseline.findings import Findings
from readiness.reporting.exports import csv
from readiness.reporting.published import Table, published
from readiness.reporting.words.printed import Printer
from tests.reporting.awkward import with_names
from tests.reporting.exports.conftest import PAYLOADS


def rows(data: bytes) -> list[dict[str, str]]:
    return list(reader.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_long_file_has_a_row_a_figure_with_its_interval(
    tables: tuple[Table, ...], printer: Printer, findings: Findings
) -> None:
    found = rows(csv.long(tables, printer))
    one = next(
        row
        for row in found
        if (row["table"], row["group_id"], row["topic_id"], row["figure"])
        == ("area_dimensions", "cardiology", "route", "score")
    )
    mean = dict(findings.areas[0].dimensions)["route"].mean
    assert mean is not None
    assert [float(one[name]) for name in ("value", "low", "high", "se", "sd", "n")] == [
        mean.value, mean.low, mean.high, mean.se, mean.sd, mean.n
    ]  # fmt: skip
    assert (one["group_kind"], one["group"], one["topic_kind"], one["unit"]) == (
        "area", "Cardiology", "dimension", "score, 0 to 100"
    )  # fmt: skip
    assert one["text"] == f"{mean.value:.0f}"


def test_long_file_tells_kinds_of_group_apart(tables: tuple[Table, ...], printer: Printer) -> None:
    found = {row["group_kind"] for row in rows(csv.long(tables, printer)) if row["table"] == "groups"}
    assert found == {"role", "place", "organisation_type", "tenure"}


def test_long_file_says_what_stands_in_place_of_a_figure(tables: tuple[Table, ...], printer: Printer) -> None:
    found = rows(csv.long(tables, printer))
    hidden = next(
        r
        for r in found
        if (r["table"], r["group_id"], r["figure"]) == ("areas", "musculoskeletal", "readiness")
    )
    assert {hidden[name] for name in ("value", "low", "high", "se", "sd", "n", "masked")} == {""}
    assert hidden["text"] == "not shown"
    masked = next(r for r in found if (r["table"], r["topic_id"]) == ("barriers", "patients"))
    assert (masked["value"], masked["low"], masked["masked"], masked["text"]) == ("", "", "under", "under 5%")


def test_long_file_has_every_figure_once(tables: tuple[Table, ...], printer: Printer) -> None:
    found = [
        tuple(row[name] for name in ("table", "group_kind", "group_id", "topic_id", "detail_id", "figure"))
        for row in rows(csv.long(tables, printer))
    ]
    assert len(found) == len(set(found))


def test_folder_has_a_file_a_table_and_explains_every_column(tables: tuple[Table, ...]) -> None:
    files = csv.folder(tables)
    assert set(files) == {"README.csv", "dictionary.json", *(f"{one.id}.csv" for one in tables)}
    explained = {(row["file"], row["column"]) for row in rows(files["README.csv"])}
    assert all(row["name"] and row["means"] and row["unit"] for row in rows(files["README.csv"]))
    for table in tables:
        head = files[f"{table.id}.csv"].decode().split("\r\n", 1)[0].split(",")
        assert {(f"{table.id}.csv", name) for name in head} <= explained
    told = json.loads(files["dictionary.json"])["tables"]
    assert [one["id"] for one in told] == [one.id for one in tables]
    assert [one["rows"] for one in told] == [len(one.rows) for one in tables]


def test_a_masked_share_says_on_which_side(tables: tuple[Table, ...]) -> None:
    found = rows(csv.folder(tables)["barriers.csv"])
    assert [(row["share"], row["share_masked"]) for row in found][-2:] == [("", "under"), ("", "under")]
    assert found[0]["share"] == "61"
    assert found[0]["share_masked"] == ""


@pytest.mark.parametrize("bom", [True, False])
def test_a_mark_for_excel_stands_first_where_it_is_wanted(
    tables: tuple[Table, ...], printer: Printer, bom: bool
) -> None:
    files = {"long.csv": csv.long(tables, printer, bom), **csv.folder(tables, bom)}
    for name, data in files.items():
        assert data.startswith(b"\xef\xbb\xbf") is (bom and name.endswith(".csv")), name
        assert data.count(b"\xef\xbb\xbf") == int(bom and name.endswith(".csv"))


def test_no_cell_begins_like_a_formula(findings: Findings, printer: Printer) -> None:
    for start in range(0, len(PAYLOADS), 8):
        names = tuple(PAYLOADS[start:] + PAYLOADS[:start])
        tables = published(with_names(findings, names), printer)
        for data in (csv.long(tables, printer), *csv.folder(tables).values()):
            if data.startswith(b"{"):
                continue
            for row in reader.reader(io.StringIO(data.decode())):
                for cell in row:
                    first = cell.lstrip(" \u00a0\u200b\ufeff\u202e")[:1]
                    assert first not in ("=", "+", "@", "＝", "＋", "－", "＠", "\t", "\r"), cell
                    assert first != "-" or _number(cell), cell


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_a_number_under_nothing_stays_a_number(findings: Findings, printer: Printer) -> None:
    gap = replace(findings.role_gaps[0], difference=-3.25, low=-5.0, high=-1.5)
    tables = published(replace(findings, role_gaps=(gap,)), printer)
    assert rows(csv.folder(tables)["role_gaps.csv"])[0]["difference"] == "-3.25"


def test_markup_direction_marks_and_control_characters_change_no_row(
    awkward: dict[str, Findings], printer: Printer
) -> None:
    tables = published(awkward["hostile"], printer)
    data = csv.long(tables, printer).decode()
    assert not {"\x00", "\x07", "\u202e"} & set(data)
    areas = rows(csv.folder(tables)["areas.csv"])
    assert [row["area"] for row in areas[:2]] == [one.name for one in awkward["hostile"].areas[:2]]
    assert "🫀" in data


def test_same_findings_give_the_same_bytes(findings: Findings, printer: Printer) -> None:
    one, other = (published(each, printer) for each in (findings, replace(findings)))
    assert csv.long(one, printer) == csv.long(other, printer)
    assert csv.folder(one) == csv.folder(other)


def test_the_example_for_analysts_runs(
    tables: tuple[Table, ...], printer: Printer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    text = (Path(__file__).parents[3] / "docs" / "figures-to-go.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "figures.csv").write_bytes(csv.long(tables, printer, bom=True))
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    assert capsys.readouterr().out.splitlines()[1].split()[1:3] == ["Mental", "health"]
