"""The believable system's findings as an instrument in Welsh gives them: the same figures under Welsh names."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from readiness.baseline.findings import Findings
from readiness.reporting.words.printed import printable
from tests.reporting.believable import (
    AREAS,
    BARRIERS,
    DIMENSIONS,
    HEADING,
    INNOVATIONS,
    PLACES,
    REPORTS,
    ROLES,
    STEPS,
    believable,
)

TRANSLATION = REPORTS.parent / "surveys" / "innovation-readiness" / "2026.1" / "translations" / "cy.toml"
AREA_NAMES = (
    "Cardioleg",
    "Meddygaeth anadlol",
    "Diabetes ac endocrinoleg",
    "Canser",
    "Iechyd meddwl",
    "Eiddilwch a phobl hŷn",
    "Mamolaeth",
    "Strôc a niwroleg",
    "Plant a phobl ifanc",
    "Cyflyrau cyhyrysgerbydol",
)
INNOVATION_NAMES = (
    "Monitro o bell yn y cartref",
    "Cymorth penderfynu ar gyfer atgyfeiriadau",
    "Clinigau grŵp",
)
PLACE_NAMES = ("Glan-y-nant", "Pont-y-bryn", "Aberheli")
SYSTEM = "System Gofal Integredig Glan-y-nant ac Aberheli"
TITLE = "Parodrwydd i fabwysiadu arloesedd"


def welsh() -> Findings:
    """Return the believable findings with every name and statement in Welsh."""
    return replace(
        translated(believable()), heading=replace(HEADING, title=TITLE, system=SYSTEM, language="cy")
    )


def translated(found: Findings) -> Findings:
    """Return findings with the names and statements of the believable ones in Welsh."""
    names = _names(believable())
    return printable(found, lambda text: names.get(text, text))


def _names(own: Findings) -> dict[str, str]:
    texts = tomllib.loads(TRANSLATION.read_text("utf-8"))
    options, items = texts["options"], texts["items"]
    names = {one[1]: name for one, name in zip(AREAS, AREA_NAMES, strict=True)}
    names |= {one[1]: name for one, name in zip(INNOVATIONS, INNOVATION_NAMES, strict=True)}
    names |= {one[1]: name for one, name in zip(PLACES, PLACE_NAMES, strict=True)}
    names |= {one[1]: texts["roles"][one[0]]["plural"] for one in ROLES}
    names |= {one[1]: texts["dimensions"][one[0]]["name"] for one in DIMENSIONS}
    names |= {one[2]: texts["dimensions"][one[0]]["holds"] for one in DIMENSIONS}
    names |= {one[1]: options["barriers"][one[0]] for one in BARRIERS}
    names |= {text: options["innovation"][step] for step, text in STEPS}
    names |= {name: texts["dimensions"][key]["name"] for key, name, _ in own.components}
    names |= {one.name: options["new-routine"][one.id] for one in own.adopted}
    kinds = (*own.organisation_types, *own.tenures)
    said = (*options["organisation-type"].values(), *options["tenure"].values())
    names |= {one.name: name for one, name in zip(kinds, said, strict=True)}
    names |= {item.text: items[one.id][item.id] for one in own.dimensions for item in one.items}
    for area in own.areas:
        of = {item.text: items[item.id.rsplit("-", 1)[0]][item.id] for item in area.items}
        names |= {text: said.replace("{area}", names[area.name]) for text, said in of.items()}
    return names
