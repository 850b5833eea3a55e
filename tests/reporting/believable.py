"""A believable system's findings, made by a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from readiness.baseline.findings import (
    AreaFinding,
    Cell,
    DimensionFinding,
    Driver,
    Findings,
    GroupFinding,
    Heading,
    Innovation,
    ItemFinding,
    Mean,
    Named,
    Need,
    Quality,
    RoleGap,
    Share,
)

REPORTS = Path(__file__).resolve().parents[2] / "reports"

DIMENSIONS = (
    ("direction", "Direction and leadership", "leaders set a clear aim, back it and see it through", 62),
    ("safety", "Safety to try", "people can raise, test and stop ideas without blame", 66),
    ("resources", "Time and resources", "protected time, people, seed money and cover", 41),
    ("evidence", "Evidence and information", "people find, trust and use evidence and their own data", 59),
    ("skills", "Skills, methods and digital", "improvement methods, training and digital tools", 55),
    ("recognition", "Recognition", "effort is noticed and credited", 52),
    ("relationships", "Relationships", "teams, organisations and patients work across boundaries", 68),
    ("route", "Route to adoption", "the way from an idea to routine use is known", 43),
)
AREAS = (
    ("cardiology", "Cardiology", 92, -1),
    ("respiratory", "Respiratory medicine", 118, 2),
    ("diabetes", "Diabetes and endocrinology", 104, 4),
    ("cancer", "Cancer", 141, 1),
    ("mental-health", "Mental health", 87, -9),
    ("frailty", "Frailty and older people", 126, -1),
    ("maternity", "Maternity", 58, 0),
    ("stroke", "Stroke and neurology", 49, -2),
    ("children", "Children and young people", 66, -8),
    ("musculoskeletal", "Musculoskeletal conditions", 8, 3),
)
ROLES = (
    ("gp", "GPs", 402, 2150, -4),
    ("clinician", "Hospital clinicians", 561, 5400, -1),
    ("manager", "Managers", 241, 890, 7),
)
PLACES = (("north", "Northvale", 391, 2700), ("mid", "Midford", 478, 3420), ("coast", "Eastcoast", 335, 2320))
BARRIERS = (
    ("time", "Time, and cover for people's usual work", 61),
    ("it", "IT systems do not join up", 44),
    ("money", "The money sits in another budget", 33),
    ("boundary", "It crosses a boundary between organisations", 27),
    ("procurement", "Procurement", 21),
    ("governance", "Information governance", 18),
    ("skills", "Skills and training", 15),
    ("leaders", "Leaders have not asked for it", 12),
    ("nobody", "Nobody owns it", 11),
    ("evidence", "The evidence does not convince people", 9),
    ("tried", "It was tried before and failed", 7),
    ("patients", "Whether patients accept it, and whether it is fair to all of them", 4),
    ("other", "Something else", 3),
)
INNOVATIONS = (
    ("remote-monitoring", "Remote monitoring at home"),
    ("ai-triage", "Decision support for referrals"),
    ("group-clinics", "Group clinics"),
)
STEPS = (
    ("not-heard", "I have not heard of it"),
    ("heard", "I have heard of it"),
    ("seen", "I have seen it used"),
    ("use", "I use it"),
)
HEADING = Heading(
    code="k7fq2x9m4p",
    title="Readiness to adopt innovation",
    system="Northvale and Eastcoast Integrated Care System",
    year=2026,
    opened=date(2026, 9, 1),
    closed=date(2026, 10, 16),
    instrument="innovation-readiness",
    version="2026.1",
    instrument_hash="9f2c" * 16,
    language="en",
    simulated=False,
    threshold=11,
    software="0.1.0",
    data_digest="41d7" * 16,
    seed=20260901,
)
HOSTILE = (
    "<script>alert(1)</script><img src=http://127.0.0.1:9/x.png>",
    "</style><style>body{display:none}@import url(http://127.0.0.1:9/a.css)</style>",
    '" onload="x" style="background:url(file:///etc/passwd)',
    "قسم القلب والأوعية ‮ reversed",
    "Heart 🫀 and lungs 😀 café",
    "An extraordinarily long name for a clinical area that goes on and on " * 4
    + "until it holds three hundred",
    "file:///etc/passwd",
    "http://127.0.0.1:9/area",
    "{area} {{ 7*7 }} {% raw %} %s",
    "Tab\tand\nnew line\x00\x07 & <b>bold</b>",
)


def mean(value: float, n: int, sd: float = 20.0) -> Mean:
    se = sd / n**0.5
    return Mean(value, max(value - 1.96 * se, 0), min(value + 1.96 * se, 100), se, sd, n)


def share(percent: float, n: int) -> Share:
    half = 196 * (max(percent * (100 - percent), 1) / n) ** 0.5 / 100
    return Share(percent, max(percent - half, 5), min(percent + half, 95), n)


def cell(value: float, n: int) -> Cell:
    return Cell(mean(value, n), share(max(6.0, min(94.0, 1.5 * value - 30)), n), share(6.4, n))


def split(value: float, n: int) -> Cell:
    """A cell whose views are divided."""
    return replace(cell(value, n), divided=True, distribution=(share(46.0, n), share(9.0, n), share(45.0, n)))


def believable(seed: int = 1) -> Findings:
    """Ten areas, three roles, three places, eight dimensions; the smallest area hidden, some cells too."""
    chance = random.Random(seed)
    areas = tuple(area(chance, *one) for one in AREAS)
    return counted(
        Findings(
            heading=HEADING,
            n=1204,
            headcount=8440,
            general=mean(55.8, 1204, 14),
            components=(
                ("commitment", "Commitment", cell(63.2, 1180)),
                ("capability", "Capability", cell(54.1, 1180)),
            ),
            criterion=Mean(5.83, 5.71, 5.95, 0.061, 2.1, 1193),
            adopted=(
                Named("none", "No", share(47.3, 1190)),
                Named("one", "Yes, one thing", share(33.9, 1190)),
                Named("more", "Yes, more than one thing", share(18.8, 1190)),
            ),
            dimensions=tuple(dimension(chance, *one) for one in DIMENSIONS),
            areas=areas,
            roles=tuple(group(chance, *one) for one in ROLES),
            places=tuple(
                group(chance, *one, effect) for one, effect in zip(PLACES, (2, -1, -2), strict=True)
            ),
            organisation_types=(
                GroupFinding("general-practice", "General practice or primary care network", 431, None),
                GroupFinding("acute-trust", "Hospital trust", 498, None),
                GroupFinding("community-trust", "Community or mental health trust", 201, None),
                GroupFinding("board", "Integrated care board", None, None),
                GroupFinding("other", "Another organisation", None, None),
            ),
            tenures=(
                GroupFinding("under-2", "Less than 2 years", 221, None),
                GroupFinding("2-to-10", "2 to 10 years", 540, None),
                GroupFinding("over-10", "More than 10 years", 430, None),
            ),
            barriers=tuple(Named(key, name, share(percent, 1180)) for key, name, percent in BARRIERS),
            role_gaps=(
                RoleGap("resources", "gp", "manager", 14.37, 11.1, 17.6, 0.71, 0.0004),
                RoleGap("route", "clinician", "manager", 9.62, 6.4, 12.8, 0.47, 0.002),
                RoleGap("direction", "gp", "manager", 7.9, 4.5, 11.3, 0.38, 0.008),
            ),
            quality=Quality(
                flagged=share(3.1, 1204),
                without_flagged=tuple((key, mean(value + 0.3, 1166)) for key, _, _, value in DIMENSIONS),
                dont_know=share(6.2, 1204),
                blank=share(4.0, 1204),
                unstandardised=mean(56.4, 1204, 14),
                weighting_effect=1.18,
                explained=46.2,
                notes=("roles-joined",),
            ),
            drivers=tuple(
                Driver(key, share, share - 4, share + 4)
                for key, share in zip(
                    (one[0] for one in DIMENSIONS), (24.1, 19.8, 15.0, 12.2, 10.9, 8.1, 6.3, 3.6), strict=True
                )
            ),
        )
    )


def counted(findings: Findings) -> Findings:
    """The same with as many hidden groups told of as there are."""
    groups = (findings.roles, findings.places, findings.organisation_types, findings.tenures)
    counts = [one.n for part in groups for one in part] + [one.n for one in findings.areas]
    counts += [role.n for one in findings.areas if one.n is not None for role in one.roles]
    return replace(findings, quality=replace(findings.quality, hidden=counts.count(None)))


def dimension(chance: random.Random, key: str, name: str, holds: str, value: float) -> DimensionFinding:
    anchors = [
        ItemFinding(
            f"{key}-{i}",
            f"Where I work, statement {i} of {name.lower()} holds for the people around me.",
            cell(value + chance.uniform(-9, 9), 1204 - chance.randrange(60)),
        )
        for i in (1, 2, 3)
    ]
    own = [
        ItemFinding(
            f"{key}-{role}",
            f"In my work as one of the {plural.lower()}, {name.lower()} is there when needed.",
            cell(value + chance.uniform(-9, 9), n),
            role,
        )
        for role, plural, n, _, _ in ROLES
    ]
    return DimensionFinding(
        key, name, holds, cell(value + 0.4, 1204), (*anchors, *own), 0.81, 0.79, 0.83, 0.82
    )


def group(
    chance: random.Random, key: str, name: str, n: int, headcount: int, effect: float = 0
) -> GroupFinding:
    cells = tuple((one, cell(value + effect + chance.gauss(0, 2), n)) for one, _, _, value in DIMENSIONS)
    return GroupFinding(key, name, n, headcount, mean(55.8 + effect, n, 14), cells)


def area(chance: random.Random, key: str, name: str, n: int, effect: float) -> AreaFinding:
    if n < 11:
        return AreaFinding(key, name, None, 190)
    values = {one: value + effect + chance.gauss(0, 4) for one, _, _, value in DIMENSIONS}
    by_role = [n // 3 - shift if n // 3 - shift >= 11 else None for shift in (4, 5, 6)]
    order = sorted(values, key=values.__getitem__)
    general = sum(values.values()) / 8
    readiness = (general + 63 + 54 + 2 * effect) / 3
    probability = min(0.99, max(0.004, 0.30 - effect * 0.08))
    tier = (
        "clear"
        if probability >= 0.9
        else "likely"
        if probability >= 0.5
        else "untold"
        if probability > 0.1
        else "other"
    )
    low, high = {"clear": (1, 3), "likely": (1, 5), "untold": (2, 9), "other": (5, 9)}[tier]
    return AreaFinding(
        key,
        name,
        n,
        n * 5,
        readiness=mean(readiness, n, 13),
        general=mean(general, n, 14),
        components=(
            ("commitment", "Commitment", cell(63 + effect, n)),
            ("capability", "Capability", cell(54 + effect, n)),
        ),
        limiting="capability" if n > 60 else None,
        dimensions=tuple(
            (one, split(value, n) if key == "stroke" and one == "route" else cell(value, n))
            for one, value in values.items()
        ),
        items=tuple(
            ItemFinding(
                f"{part}-{i}",
                f"In {name}, the people I work with hold statement {i} about {part}.",
                cell(58 + effect + chance.uniform(-8, 8), n),
            )
            for part in ("commitment", "capability")
            for i in (1, 2, 3)
        ),
        roles=tuple(
            GroupFinding(role, plural, count, None, mean(readiness + gap, count, 13) if count else None)
            for (role, plural, _, _, gap), count in zip(ROLES, by_role, strict=True)
        ),
        importance=mean(7.1 - effect / 10 + chance.uniform(-0.8, 0.8), n, 1.9),
        barriers=tuple(
            sorted(
                (
                    Named(one, text, share(max(2.0, percent + chance.gauss(0, 5)), n))
                    for one, text, percent in BARRIERS
                ),
                key=lambda named: -(named.share.percent if named.share else 0),
            )
        ),
        innovations=tuple(
            Innovation(
                one,
                text,
                tuple(
                    Named(step, label, share(p, n))
                    for (step, label), p in zip(STEPS, (31 + 9 * i, 34, 21 - 5 * i, 14 - 4 * i), strict=True)
                ),
            )
            for i, (one, text) in enumerate(INNOVATIONS)
        ),
        strengths=tuple(order[:-3:-1]),
        gaps=tuple(order[:2]),
        above=(order[-1],),
        below=("capability", order[0]),
        need=Need(
            tier,
            probability,
            100 - readiness,
            96 - readiness,
            104 - readiness,
            low,
            high,
            max(1, low - 1),
            min(9, high + 1),
        ),
        standardised=True,
        unshown_roles=tuple(
            plural for (_, plural, *_), count in zip(ROLES, by_role, strict=True) if count is None
        ),
    )
