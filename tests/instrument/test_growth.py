"""A question is data: a new item, dimension, role, option, area or language needs files and no line of Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness.instrument.check import check
from readiness.instrument.journey import AskedQuestion, Local, keys, pages
from readiness.instrument.language import template
from readiness.instrument.load import load
from readiness.instrument.types import Option
from tests.instrument.conftest import Build, changed

ASKED = {"role": "nurse", "areas": ["heart"]}

ITEM = """
[[items]]
id = "aim-2"
text = "Our aim is mine too."
measures = "Sharing the aim"
source = "Nobody, 2026"
"""

DIMENSION = """
id = "money"
name = "Money"
holds = "there is money to try things"

[[items]]
id = "money-1"
text = "There is money to try things."
measures = "Money"
source = "Nobody, 2026"
"""

ROLE = """
[[roles]]
id = "porter"
name = "Porter"
plural = "Porters"
where = "the corridors"
nearest = "nurse"

[[scales]]"""

ROLE_ITEM = """
[[items]]
id = "aim-porter"
role = "porter"
text = "In {where}, the aim is written on the wall."
measures = "Knowing the aim in passing"
source = "Nobody, 2026"
"""


def asked(
    folder: Path, local: Local, answers: Mapping[str, object], language: str | None = None
) -> dict[str, AskedQuestion]:
    assert check(folder.parents[1]) == ()
    found = pages(load(folder), local, answers, language)
    return {question.key: question for page in found for question in page.questions}


def test_a_new_item_is_asked(build: Build, local: Local) -> None:
    folder = build(files={"dimensions/aim.toml": changed("dimensions/aim.toml") + ITEM})
    found = asked(folder, local, ASKED)
    assert list(found).index("aim-2") == list(found).index("aim-nurse") + 1
    assert "aim-2" in keys(load(folder), local)


def test_a_new_dimension_is_a_page(build: Build, local: Local) -> None:
    head = changed("instrument.toml", ('["aim", "time"]', '["aim", "money", "time"]'))
    folder = build(files={"instrument.toml": head, "dimensions/money.toml": DIMENSION})
    assert asked(folder, local, ASKED)["money-1"].text == "There is money to try things."
    assert [page.id for page in pages(load(folder), local, {})][1:4] == ["aim", "money", "time"]


def test_a_new_role_can_be_chosen_and_is_asked_in_its_own_words(build: Build, local: Local) -> None:
    head = changed("instrument.toml", ("\n[[scales]]", ROLE))
    folder = build(
        files={"instrument.toml": head, "dimensions/aim.toml": changed("dimensions/aim.toml") + ROLE_ITEM}
    )
    found = asked(folder, local, {"role": "porter"})
    assert [option.value for option in found["role"].options] == ["nurse", "manager", "porter"]
    assert found["aim-porter"].text == "In the corridors, the aim is written on the wall."
    assert "aim-nurse" not in found


def test_a_new_option_can_be_chosen(build: Build, local: Local) -> None:
    option = '    { id = "rules", text = "Rules" },\n    { id = "other"'
    area = changed("clinical-area.toml", ('    { id = "other"', option))
    found = asked(build(files={"clinical-area.toml": area}), local, ASKED)
    assert [one.value for one in found["heart.barriers"].options] == ["time", "money", "rules", "other"]


def test_a_new_area_is_asked_about(build: Build, local: Local) -> None:
    more = Local(local.places, (*local.areas, Option(id="eyes", text="eye care")), local.innovations)
    found = asked(build(), more, {"role": "nurse", "areas": ["eyes"]})
    assert found["eyes.commitment-1"].text == "In eye care, people want change."


def test_a_new_language_is_one_file(build: Build, local: Local) -> None:
    folder = build()
    (folder / "translations").mkdir()
    written = template(load(folder), "cy")
    for line in [line[2:] for line in written.splitlines() if line.startswith('# "')]:
        written = written.replace(' = ""', f" = {line}", 1)
    written = written.replace('aim-1 = "I know what we aim for."', 'aim-1 = "Rwy\'n gwybod y nod."')
    (folder / "translations" / "cy.toml").write_text(written, "utf-8")
    assert load(folder).languages == ("en", "cy")
    assert asked(folder, local, ASKED, "cy")["aim-1"].text == "Rwy'n gwybod y nod."
    assert asked(folder, local, ASKED)["aim-1"].text == "I know what we aim for."
