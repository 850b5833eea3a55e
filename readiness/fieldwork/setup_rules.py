"""What must fit together in a set-up, and what must fit its questionnaire: one small function a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from readiness.errors import Fault
from readiness.fieldwork.inviting.people_file import address
from readiness.fieldwork.setup_types import LONGEST_DAYS, Listed, Setup
from readiness.instrument.plain import nearest
from readiness.instrument.types import Choice, Instrument

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def faults(setup: Setup, instrument: Instrument | None, file: str) -> tuple[Fault, ...]:
    """Return what does not fit together in the set-up, or, where it could be found, not with the instrument."""
    say = _Faults(file)
    for rule in _OF_ITSELF:
        rule(setup, say)
    if instrument is not None:
        for fitting in _OF_BOTH:
            fitting(setup, instrument, say)
    return tuple(say.found)


class _Faults:
    """Collects faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def __call__(self, place: str, problem: str, remedy: str) -> None:
        self.found.append(Fault(self.file, place, problem, remedy))

    def unless_known(self, place: str, word: str, known: Iterable[str], what: str) -> None:
        """Note a word that names none of the known things; where one of them cannot be read, it may be that."""
        listed = list(dict.fromkeys(known))
        if word and word not in listed and all(listed):
            remedy = f"Write one of: {', '.join(listed)}" if listed else f"List {what} first, or remove this"
            self(place, f'There is no {what} "{word}".', remedy + nearest(word, listed))


def _ids_once(setup: Setup, say: _Faults) -> None:
    for table in _LISTS:
        for key in ("id", "name"):
            seen = Counter(getattr(one, key) for one in getattr(setup, table))
            for word in (word for word, times in seen.items() if word and times > 1):
                say(table, f'The {key} "{word}" stands here more than once.', f"Give each its own {key}.")


def _names_are_plain(setup: Setup, say: _Faults) -> None:
    named = [("system", setup.system), ("title", setup.title)]
    for table in _LISTS:
        named += [(f"{table}[{n}].name", one.name) for n, one in enumerate(getattr(setup, table), 1)]
    named += [(f"front.{key}", getattr(setup.front, key) or "") for key in ("contact", "email", "phone")]
    for place, name in named:
        if not name.isprintable():
            say(
                place, "This name holds a character that cannot be seen.", "Type the name again, on one line."
            )


def _days_in_order(setup: Setup, say: _Faults) -> None:
    if setup.closes_on < setup.opens_on:
        say("closes_on", "The last day lies before the first.", "Write a day that is not before opens_on.")
    if not setup.year:  # not all could be read: these days may stand for others
        return
    if (setup.closes_on - setup.opens_on).days >= LONGEST_DAYS:
        say("closes_on", "The last day lies more than a year after the first.", "Write an earlier day.")
    if not _FIRST_YEAR <= setup.opens_on.year <= _LAST_YEAR:
        say(
            "opens_on", "No assessment begins in that year.", f"Write one from {_FIRST_YEAR} to {_LAST_YEAR}."
        )


def _words_are_plain(setup: Setup, say: _Faults) -> None:
    for key in ("asks", "results"):
        words = getattr(setup.front, key) or ""
        if not words.replace("\n", "").replace("\r", "").isprintable():
            say(f"front.{key}", "This text holds a character that cannot be seen.", "Type the text again.")


def _address_is_one(setup: Setup, say: _Faults) -> None:
    email = setup.front.email
    if not email:
        return
    try:
        address(email)
    except ValueError:
        say("front.email", f'"{email}" is no e-mail address.', "Write one such as name@example.org.")


def _lists_fit(setup: Setup, say: _Faults) -> None:
    for n, org in enumerate(setup.organisations, 1):
        say.unless_known(f"organisations[{n}].place", org.place or "", _ids(setup.places), "place")
    for n, new in enumerate(setup.innovations, 1):
        for area in new.areas:
            say.unless_known(f"innovations[{n}].areas", area, _ids(setup.areas), "area")


def _counts_fit(setup: Setup, say: _Faults) -> None:
    for slug in setup.headcounts.places:
        say.unless_known("headcounts.places", slug, _ids(setup.places), "place")
    for slug in setup.headcounts.areas:
        say.unless_known("headcounts.areas", slug, _ids(setup.areas), "area")


def _ancestry_fits(setup: Setup, say: _Faults) -> None:
    if setup.became and not setup.follows:
        say("became", "It is not said which assessment this one follows.", "Add follows with its code.")
    lists = {"area": setup.areas, "place": setup.places, "organisation": setup.organisations}
    for n, one in enumerate(setup.became, 1):
        known = _ids(lists[one.kind])
        say.unless_known(f"became[{n}].now", one.now or "", known, one.kind)
        if one.part and (one.now is None or one.past == one.now or one.past not in known):
            problem = f'A part of {one.kind} "{one.past}" can only have gone to another while the rest is still listed.'
            say(
                f"became[{n}]",
                problem,
                "Name another in `now`, or leave `part` out where all of it went there.",
            )
    told = Counter((one.kind, one.past, one.now) for one in setup.became)
    ended = {(one.kind, one.past) for one in setup.became if one.now is None}
    for kind, past, now in told:
        if told[kind, past, now] > 1 or (now is not None and (kind, past) in ended):
            say("became", f'What became of {kind} "{past}" is said twice.', "Say it once.")


def _types_fit(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    types = _organisation_types(instrument)
    for n, one in enumerate(setup.organisations if types else (), 1):
        say.unless_known(f"organisations[{n}].type", one.type, types, "organisation type")


def _languages_fit(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    for language in setup.languages:
        say.unless_known("languages", language, instrument.languages, "language of the questionnaire")
    if setup.languages and instrument.language not in setup.languages:
        say(
            "languages",
            f'The questionnaire\'s own language "{instrument.language}" is always offered, and is not named.',
            "Add it: it stands where a text has not been translated.",
        )


def _areas_are_wanted(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    if instrument.area and not setup.areas:
        say(
            "areas",
            "The questionnaire asks about clinical areas, and none is listed.",
            "Add [[areas]] with id and name.",
        )
    if setup.areas and not instrument.area:
        say("areas", "The questionnaire does not ask about clinical areas.", "Remove [[areas]].")


def _roles_fit(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    counts = setup.headcounts
    for table, of_each in (("places", counts.places), ("areas", counts.areas)):
        for slug, by_role in of_each.items():
            _roles_known(by_role, instrument, f"headcounts.{table}.{slug}", say)
    _roles_known(counts.roles, instrument, "headcounts.roles", say)


def _counts_add_up(setup: Setup, instrument: Instrument, say: _Faults) -> None:
    counts = setup.headcounts
    tables = (counts.roles, *counts.places.values(), *counts.areas.values())
    if any(people < 0 for by_role in tables for people in by_role.values()):
        return
    for role in instrument.roles:
        in_places = sum(by_role.get(role.id, 0) for by_role in counts.places.values())
        whole = counts.roles.get(role.id, in_places if counts.places else None)
        if whole is None:
            continue
        if in_places > whole:
            say(
                "headcounts.roles",
                f"{whole} {role.plural} are fewer than the {in_places} in the places.",
                _MEND_COUNT,
            )
        for area, by_role in counts.areas.items():
            if by_role.get(role.id, 0) > whole:
                problem = f"{by_role[role.id]} {role.plural} are more than the {whole} in the whole system."
                say(f"headcounts.areas.{area}", problem, _MEND_COUNT)


_LISTS = ("places", "organisations", "areas", "innovations")
_MEND_COUNT = "Mend one of the two numbers."
_OF_ITSELF: tuple[Callable[[Setup, _Faults], None], ...] = (
    _ids_once,
    _names_are_plain,
    _words_are_plain,
    _address_is_one,
    _days_in_order,
    _lists_fit,
    _counts_fit,
    _ancestry_fits,
)
_OF_BOTH: tuple[Callable[[Setup, Instrument, _Faults], None], ...] = (
    _types_fit,
    _languages_fit,
    _areas_are_wanted,
    _roles_fit,
    _counts_add_up,
)


def _ids(listed: Iterable[Listed]) -> list[str]:
    return [one.id for one in listed]


def _roles_known(by_role: Mapping[str, int], instrument: Instrument, place: str, say: _Faults) -> None:
    for role in by_role:
        say.unless_known(place, role, [role.id for role in instrument.roles], "role")


def _organisation_types(instrument: Instrument) -> list[str]:
    asked = (question for question in instrument.about.questions if question.id == "organisation-type")
    return [option.id for question in asked if isinstance(question, Choice) for option in question.options]
