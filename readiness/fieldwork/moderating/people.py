"""Names of people and of where they work, and jobs that only one person holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from readiness.fieldwork.moderating.spans import Span, matches
from readiness.fieldwork.moderating.words import words

_TITLE = r"(?:dr|mr|mrs|ms|mx|prof|professor|doctor|miss|sister|matron|nurse|sir|dame|rev)"
_SHORT = ("dr", "mr", "mrs", "ms", "mx", "prof")
_PARTICLE = r"(?:(?:van|de|der|den|von|al|el|bin|da|dos|ter|mac)\s+){0,2}"
_NAME = r"[^\W\d_]+(?:['-][^\W\d_]+)*"
TITLED = re.compile(
    rf"\b({_TITLE})\b\.?(?:\s*(?:&|and)\s*{_TITLE}\b\.?)?\s+(?:[a-z]\.?\s+){{0,2}}?{_PARTICLE}({_NAME})", re.I
)
INITIALLED = re.compile(r"\b(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof|DR|MRS?|MS)\.?\s+[A-Z]\b")
WORD = re.compile(_NAME)
_CAPITAL = re.compile(r"[^\W\d_a-z]'?(?:[^\W\d_a-z])?[^\W\d_A-Z]")
_HOUSE = (
    r"(?:Surgery|Practice|Medical\s+(?:Centre|Practice|Group)|Health\s+Centre|Hospitals?|Infirmary|Trust|Clinic|Hospice"
    r"|Pharmacy|PCN|ICB|Ward|Unit|House|Lodge|Care\s+Home|College|University)"
)
HOUSED = re.compile(rf"\b((?:[A-Z][\w'-]+\s+(?:(?:and|of|the|&)\s+)?){{1,4}}){_HOUSE}\b")
SAINT = re.compile(r"\bSt\.?\s+[A-Z][a-z]+(?:'?s)?\b")
WARD = re.compile(r"\b(?:ward|bay|theatre|clinic)\s+(?:no\.?\s*)?(?:\d{1,3}[a-z]?|[A-Z]\d{0,2})\b", re.I)
_GENERAL = frozenset(
    "surgery practice medical centre health hospital hospitals infirmary trust clinic hospice pharmacy nhs foundation "
    "general university community group partnership the of and services care home board integrated".split()
)
DOES = re.compile(
    r"\s+(?:(?:always|never|often|just|has|had|have|who)\s+)?(?:agree[sd]?|knows?|knew|thinks?|thought|says?|said|tells?|told|asks?"
    r"|asked|refuses?|refused|insists?|insisted|ignores?|ignored|shouts?|shouted|taught|teaches|retire[sd]|resigned|left|joined"
    r"|(?:is|was)\s+(?:so\s+|very\s+|really\s+|always\s+)?(?:amazing|brilliant|wonderful|lovely|fantastic|superb|kind|rude|lazy"
    r"|hopeless|useless|retiring|leaving|off\s+sick|on\s+leave|a\s+(?:bully|star|legend|nightmare|gem)))\b",
    re.I,
)
"""What people do and things do not: before it even the first word of a sentence may be a name."""
_BEGINS = ".!?:;-*\n\u2022\u2026]"
_MOSTLY = 0.6
_SHORTEST = 4
"""Where more than so many words are written, and most with a capital, capitals say nothing."""
_INDEFINITE = re.compile(
    r"\b(?:an?|any|each|every|no|or|named|per|some|good|another)\s+(?:[\w-]+\s+){0,2}$", re.I
)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    plain: str
    """In small letters, without 's."""
    capital: bool
    harmless: bool
    begins: bool
    """Whether a sentence begins here, so that a capital says nothing."""
    owns: bool


def spans(
    text: str, organisations: Sequence[str], places: Sequence[str], terms: frozenset[str]
) -> Iterator[Span]:
    """Yield names of people, jobs of one person, and names of organisations and places."""
    yield from _titled(text)
    yield from matches("name", INITIALLED, text)
    yield from _roles(text)
    yield from _organisations(text, organisations, places)
    yield from _names(text, _tokens(text, terms))


def _titled(text: str) -> Iterator[Span]:
    """Yield titles with a name; a short title also before a name in small letters."""
    harmless = words().harmless
    for match in TITLED.finditer(text):
        title, name = match[1].lower(), match[2]
        named = name[0].isupper() and not name.isupper() if title not in _SHORT else len(name) > 2
        if named and name.lower().removesuffix("'s") not in harmless:
            yield Span("name", *match.span())


def _names(text: str, tokens: list[_Token]) -> Iterator[Span]:
    first, sometimes = words().first_names, words().sometimes_names
    titled = len(tokens) > _SHORTEST and sum(token.capital for token in tokens) > _MOSTLY * len(tokens)
    for index, token in enumerate(tokens):
        follower = _follower(tokens, index)
        unknown = token.capital and not token.harmless
        if (
            token.plain in first
            or (unknown and not token.begins and not titled)
            or (follower and token.capital and (unknown or token.plain in sometimes) and not titled)
            or (token.capital and token.owns and token.plain in sometimes)
            or (unknown and not titled and DOES.match(text, token.end))
        ):
            yield Span("name", token.start, follower.end if follower else token.end)


def _follower(tokens: list[_Token], index: int) -> _Token | None:
    """Return the next word if it goes on with a name: with a capital, harmless in no way, one blank away."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    goes_on = following and following.capital and not following.harmless and not following.begins
    return following if goes_on and following and following.start == tokens[index].end + 1 else None


def _tokens(text: str, terms: frozenset[str]) -> list[_Token]:
    harmless = words().harmless | terms
    return [_token(text, match, harmless) for match in WORD.finditer(text)]


def _token(text: str, match: re.Match[str], harmless: frozenset[str]) -> _Token:
    word = match[0]
    plain = word.lower().removesuffix("'s")
    parts = {plain, plain.removesuffix("s")}
    known = bool(parts & harmless) or all(part in harmless or not part for part in re.split("['-]", plain))
    before = text[: match.start()].rstrip(" \"'(")
    begins = not before or (before[-1] in _BEGINS and not re.search(r"\b[A-Z]\.$", before))
    return _Token(
        *match.span(), plain, bool(_CAPITAL.match(word)), known, begins, word.lower().endswith("'s")
    )


@cache
def _role_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return jobs that one person holds wherever they are named, and jobs that some word makes one person's."""
    jobs = words().jobs
    between = r"(?:(?!(?:an?|the|our|my|if|when|to|for|by|one|way|thing|where|and|or)\b)[\w-]+\s+){0,3}?"
    named = r"(?:(?!(?:who|that|which|to|can|should|will|must|they|we|and|or|people)\b)[\w'-]+\s+){1,3}?"
    pointing = (
        rf"(?:only|sole|single-handed|lone|one\s+and\s+only|first\s+ever)\s+{between}{jobs}",
        rf"(?:our|my|his|her|their)\s+(?:own\s+|new\s+|old\s+|former\s+|current\s+|previous\s+)?{between}{jobs}",
        rf"(?:i\s+am|i'm|as|being)\s+the\s+{between}{jobs}",
        rf"the\s+(?:new|current|previous|former|deputy|acting|interim|other|same|one|night|retired)\s+{between}{jobs}",
        rf"the\s+{named}(?:specialist\s+nurse|nurse\s+specialist|lead|nurse\s+consultant|champion|chair)",
        rf"the\s+{between}{jobs}\s+who\s+(?:runs?|ran|started|leads?|led|set\s+up|built|does|did|made)",
        rf"(?:have|has|had|got)\s+(?:only\s+|just\s+)?one\s+{between}{jobs}",
        rf"one\s+of\s+(?:(?:only|the|our|just)\s+)*(?:two|three|four|[2-4])\s+{between}{jobs}s",
        r"(?:the|our)\s+(?:band\s+\d[a-d]?|cd|md|coo|cfo|cmo|cno)",
    )
    ends = r"\b(?!s\b|['-]\w*led\b)"
    return (
        re.compile(rf"\b{words().one_holder}{ends}", re.I),
        re.compile(rf"\b(?:{'|'.join(pointing)}){ends}", re.I),
    )


def _roles(text: str) -> Iterator[Span]:
    alone, pointed = _role_patterns()
    for match in alone.finditer(text):
        if not _INDEFINITE.search(text, 0, match.start()):
            yield Span("role", *match.span())
    yield from matches("role", pointed, text)


def _organisations(text: str, organisations: Sequence[str], places: Sequence[str]) -> Iterator[Span]:
    """Yield the assessment's own organisations and places, and what is called like one."""
    for pattern in _own(tuple(organisations), tuple(places)):
        yield from matches("organisation", pattern, text)
    harmless = words().harmless
    for match in HOUSED.finditer(text):
        named = [
            word for word in WORD.findall(match[1]) if word[0].isupper() and word.lower() not in harmless
        ]
        if named:
            yield Span("organisation", *match.span())
    yield from matches("organisation", SAINT, text)
    yield from matches("organisation", WARD, text)


@cache
def _own(organisations: tuple[str, ...], places: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Return what finds the names of organisations, however written, and of places, which may be plain words."""
    shapes = {*organisations, *(_short(name) for name in organisations)} - {""}
    return [
        re.compile(
            rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)", flags
        )
        for names, flags in ((shapes, re.I), (set(places), re.NOFLAG))
        if names
    ]


def _short(name: str) -> str:
    """Return the part of an organisation's name that is its own, as colleagues say it; nothing where there is none."""
    own = [word for word in name.split() if word.lower() not in _GENERAL]
    short = " ".join(own)
    return short if len(short) > 3 and short.lower() not in words().harmless else ""
