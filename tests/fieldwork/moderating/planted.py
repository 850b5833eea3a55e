"""Comments with one planted identifier each, in the ways in which people write them, made by a seed of its own.

Phone numbers are from the ranges that Ofcom keeps for drama, e-mail domains from those kept for examples (RFC 2606) or
spelt out; NHS numbers are made with their check digit. Names are of several origins, many on no list of ours.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

SEED = 1948
FIRST = """
Sarah|Gareth|Priya|Oluwaseun|Bríd|Tomasz|Xiulan|Nkechi|Jean-Luc|Siân|Mohammed|Iwona|Dilys|Parveen|Keziah|Anneliese
Thabo|Zdenka|Catrin|Fergus|Amrit|Halima|Linh|Benedikt|Rosalind|Hyacinth|Kwadwo|Shabnam|Imelda|Alistair
"""
LAST = """
Okonkwo|Patel|O'Brien|Smith|Wiśniewska|Nguyen|MacLeod|Abdulrahman|Featherstone|van der Berg|Al-Sayed|Griffiths
Chowdhury|Mensah|Kowalczyk|Hussain|Thwaites|Fernando|Ó Súilleabháin|Ramaswamy|Lindqvist|Tshabalala|Pryce|D'Souza
"""
JOBS = """
the only practice nurse|the only practice nurse in the valley|the only male midwife here|the sole pharmacist on nights
our only diabetes specialist nurse|the lone physio at this site|our clinical director|the clinical director
the medical director|my line manager|our practice manager|the practice manager|our ward manager|the matron|our Matron
the head of pharmacy|the Head of Digital|our chief executive|the Chief Nurse|the new service manager|our CEO
our senior partner|the charge nurse|our heart failure nurse|the frailty lead|the diabetes nurse specialist
my consultant|the deputy ward manager|the director of nursing|our receptionist|the other cardiologist
the only consultant who sees children|our transformation manager|the Caldicott guardian|the digital champion
her manager|the night porter|the acting clinical lead
"""
POSTCODES = "LS{n} {i}AP|ls{n}{i}ap|M{n} {i}WD|SW{i}A {n}AA|EC{i}A {i}BB|CF{n} {i}XY|bd{n} {i}lj|W{i}A {i}HQ"
STREETS = """
Mill Lane|Station Road|St Mary's Road|High Street|Upper Brook Street|Acacia Avenue|Larch Close|Old Kiln Way
"""
AROUND = {
    "email": (
        "Anyone who wants the template can write to {} and will get it the same day.",
        "Please stop using {} for referrals.",
        "I sent my idea in ({}) and never heard back",
        "Training. Contact: {}.",
    ),
    "phone": (
        "Ring me on {} if you want to know how we did it.",
        "The number on the poster ({}) is never answered.",
        "call {}, it is the quickest way in",
        "Tel: {}. Nobody picks up after four.",
    ),
    "nhs": (
        "The referral for {} was lost three times.",
        "We could see it in the record of patient {} last week.",
        "NHS no. {} waited nine months, that is why we need the new pathway.",
        "look at {} and tell me the system works",
    ),
    "postal": (
        "The lady at {} has had the monitor for a year and loves it.",
        "Deliver the kit to {}, not to the main site.",
        "we visit someone in {} twice a week just to read one number",
    ),
    "name": (
        "We need more people like {} who get things done.",
        "Ask {} how it works, everybody does.",
        "Honestly {} blocks every idea that comes up.",
        "It all hangs on {}, and that is not fair.",
        "The huddle that {} started is the best thing we have.",
        "If {} leaves, nobody can run the clinic.",
        "Thanks to {} we now have a shared list.",
        "{} is brilliant and should train the others.",
        "Too many meetings. {} agrees with me.",
    ),
    "role": (
        "As {} I never get time for this.",
        "{} decides everything and never asks us.",
        "It would help if {} came to the meeting.",
        "We lost a year because {} went off sick.",
        "Please listen to {}, it works.",
        "I was told by {} that there is no money.",
    ),
}


@dataclass(frozen=True)
class Planted:
    """A comment and what is planted in it."""

    kind: str
    text: str
    identifier: str


def planted() -> list[Planted]:
    """Return 200 comments: 35 e-mail addresses, 35 phone numbers, 30 NHS numbers, 30 addresses, 40 names, 30 jobs."""
    chance = random.Random(SEED)
    wanted = {"email": 35, "phone": 35, "nhs": 30, "postal": 30, "name": 40, "role": 30}
    makers: dict[str, Callable[[random.Random], str]] = {
        "email": _email,
        "phone": _phone,
        "nhs": _nhs,
        "postal": _postal,
        "name": _name,
        "role": _role,
    }
    return [_one(kind, makers[kind](chance), chance) for kind, count in wanted.items() for _ in range(count)]


def _one(kind: str, identifier: str, chance: random.Random) -> Planted:
    around = chance.choice(AROUND[kind])
    if kind == "role" and around.startswith("{}"):
        identifier = identifier[0].upper() + identifier[1:]
    return Planted(kind, around.format(identifier), identifier)


def _email(chance: random.Random) -> str:
    first, last = (_simple(_drawn(names, chance)) for names in (FIRST, LAST))
    box = chance.choice(
        [
            f"{first}.{last}",
            f"{first[0]}{last}",
            f"{first}_{last[0]}{chance.randint(1, 99)}",
            f"{last}.{first}2",
        ]
    )
    return chance.choice(
        [
            f"{box}@example.nhs.uk",
            f"{box}@example.net",
            f"{box.upper()}@EXAMPLE.ORG",
            f"{box} @ example.com",
            f"{box} at example dot nhs dot uk",
            f"{box}[at]example.net",
            f"{box} (at) example (dot) com",
            f"{box}@example.co.uk",
            f"www.example.org/{box}",
            f"https://example.com/~{box}?id={chance.randint(1, 9999)}",
            f"@{box.replace('.', '_')}",
        ]
    )


def _phone(chance: random.Random) -> str:
    mobile, fixed, london = chance.randint(0, 999), chance.randint(0, 999), chance.randint(0, 999)
    return chance.choice(
        [
            f"07700900{mobile:03}",
            f"07700 900{mobile:03}",
            f"07700 900 {mobile:03}",
            f"0770 0900 {mobile:03}",
            f"+44 7700 900{mobile:03}",
            f"+44(0)7700 900{mobile:03}",
            f"+447700900{mobile:03}",
            f"0044 7700 900{mobile:03}",
            f"01632 960{fixed:03}",
            f"(01632) 960 {fixed:03}",
            f"01632-960-{fixed:03}",
            f"01632960{fixed:03}",
            f"020 7946 0{london:03}",
            f"0207 946 0{london:03}",
            f"0161.496.0{fixed:03}",
            f"01632 960{fixed:03} ext 4{chance.randint(100, 999)}",
            f"+353 1 {chance.randint(200, 999)} {chance.randint(1000, 9999)}",
            f"bleep {chance.randint(1000, 9999)}",
            f"ext. {chance.randint(2000, 9999)}",
            f"07700\u2011900\u2011{mobile:03}",
        ]
    )


def _nhs(chance: random.Random) -> str:
    digits = ""
    while len(digits) != 10:
        nine = str(chance.choice((4, 6, 7, 9))) + "".join(str(chance.randint(0, 9)) for _ in range(8))
        check = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11) % 11
        digits = f"{nine}{check}" if check < 10 else ""
    return chance.choice(
        [
            digits,
            f"{digits[:3]} {digits[3:6]} {digits[6:]}",
            f"{digits[:3]}-{digits[3:6]}-{digits[6:]}",
            f"{digits[:3]} {digits[3:6]}{digits[6:]}",
            f"{digits[:5]} {digits[5:]}",
            f"{digits[:3]}.{digits[3:6]}.{digits[6:]}",
            f"{digits[:3]}\u00a0{digits[3:6]}\u00a0{digits[6:]}",
        ]
    )


def _postal(chance: random.Random) -> str:
    code = _drawn(POSTCODES, chance).format(n=chance.randint(1, 9), i=chance.randint(1, 9))
    house, street = chance.randint(1, 220), _drawn(STREETS, chance)
    return chance.choice(
        [
            code,
            code,
            f"{house} {street}",
            f"{house}{chance.choice('abc')} {street.lower()}",
            f"{house}, {street}, {code}",
            f"Flat {chance.randint(1, 30)}, {house} {street}",
        ]
    )


def _name(chance: random.Random) -> str:
    first, last = _drawn(FIRST, chance), _drawn(LAST, chance)
    title = chance.choice(["Dr", "Mr", "Mrs", "Ms", "Prof", "Dr.", "Prof."])
    return chance.choice(
        [
            f"{title} {last}",
            f"{title} {last}",
            f"{title} {first[0]} {last}",
            f"{title} {first[0]}. {last}",
            f"{title.lower()} {last.lower()}",
            f"{title.upper()} {last.upper()}",
            f"{first} {last}",
            f"{first} {last}",
            f"{first} {last}",
            first,
            first,
            first.lower(),
            f"{first} in pharmacy",
            f"{first[0]}. {last}",
            f"{last}, {first}",
        ]
    )


def _role(chance: random.Random) -> str:
    return _drawn(JOBS, chance)


def _drawn(listed: str, chance: random.Random) -> str:
    return chance.choice(listed.strip().replace("\n", "|").split("|"))


def _simple(name: str) -> str:
    return "".join(letter for letter in name.lower() if "a" <= letter <= "z") or "box"
