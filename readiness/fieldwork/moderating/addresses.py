"""Numbers and addresses that lead to one person, as people in the United Kingdom write them.

NHS numbers: ten digits, the last a check digit modulo 11 (NHS Data Dictionary, "NHS Number"). Postcodes: the shapes in
the Royal Mail's Programmers' Guide. Phone numbers: ten or eleven digits from a 0, or +44 (Ofcom, National Telephone
Numbering Plan), and those of other countries from a +.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.fieldwork.moderating.spans import Span, matches

_AT = r"(?:\s?@\s?|\s*[\[({]\s*at\s*[\])}]\s*|\s+at\s+)"
_DOT = r"(?:\.|\s*[\[({]\s*dot\s*[\])}]\s*|\s+dot\s+)"
_TOP = r"(?:com|org|net|uk|nhs|gov|ac|co|info|io|eu|me|edu|wales|scot|london|health|ie|us)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_STREET = (
    "(?:road|rd|street|lane|avenue|ave|crescent|terrace|grove|gardens|drive|close|court|mews|square|place"
    "|row|way)"
)
_NO_NAME = (
    r"(?!(?:the|a|an|of|in|to|by|for|and|or|hours?|minutes?|days?|weeks?|years?|people|more|different)\b)"
)

EMAIL = re.compile(rf"[\w.+'-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}{_TOP}\b", re.I)
PLAIN_EMAIL = re.compile(r"[\w.+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(
    rf"\b(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|co\.uk|nhs\.uk|org\.uk|gov\.uk|ac\.uk|io|info)"
    rf"\b(?:/\S*)?|\b[\w-]+(?:\s+dot\s+[\w-]+)*\s+dot\s+{_TOP}\b",
    re.I,
)
HANDLE = re.compile(r"(?<![\w.])@\w{2,30}")
POSTCODE = re.compile(
    r"\b(?:GIR|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]))"
    r"[\s-]?\d\s?[ABD-HJLNP-UW-Z]{2}\b",
    re.I,
)
STREET = re.compile(
    rf"\b(?:flat\s+\w{{1,4}},?\s+)?\d{{1,4}}[a-z]?,?\s+(?:{_NO_NAME}[a-z][a-z'.-]*\s+){{1,3}}{_STREET}\b",
    re.I,
)
NAMED_STREET = re.compile(r"\b(?:[A-Z][a-z'.-]+\s+){1,2}(?:Road|Street|Lane|Avenue|Crescent|Terrace|Close)\b")
DATE = re.compile(
    rf"\b{_DAY}\s?([./-])\s?(?:0?[1-9]|1[0-2])\s?\1\s?{_YEAR}(?!\d)|\b(?:19|20)\d\d-\d\d-\d\d\b"
    rf"|\b{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}(?!\d)"
    rf"|\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|\b(?:born(?:\s+(?:on|in))?|d\.?o\.?b\.?|date\s+of\s+birth)\b:?\s*[\w ./'-]{0,20}?\d{2,8}(?:[./-]\d{1,4}){0,2}",
    re.I,
)
AGE = re.compile(r"\bage[d:]?\s+\d{1,3}\b|\b\d{1,3}[\s-]*(?:years?|yrs?)[\s-]*old\b|\b\d{1,3}\s*y/?o\b", re.I)
LINE = re.compile(r"\b(?:ext(?:n|ension)?\.?|bleep|pager|x)\s*(?:no\.?|number)?\s*[:#]?\s*\d{3,6}\b", re.I)
DIGITS = re.compile(
    r"(?<![\w£$€.,])(?:\+\s?|\(\+?(?=[\d ]{2,6}\)))?\d(?:[\s().-]{0,3}\d){5,18}(?!\d)(?!,\d{3})"
)
CODES = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b|\b\d{2}[A-Z]\d{4}[A-Z]\b|\b[A-Z]{1,3}\d{5,}\b",
    re.I,
)
_YEARS = re.compile(r"(?:19|20)\d\d[\s-]+(?:to\s+)?(?:(?:19|20)\d\d|\d\d)(?:[\s-]+(?:19|20)\d\d)*")
_TIMES = re.compile(r"\d{1,2}[.]\d\d\s*-\s*\d{1,2}[.]\d\d")


def spans(text: str) -> Iterator[Span]:
    """Yield every number and address that may lead to somebody."""
    yield from matches("email", EMAIL, text)
    yield from matches("email", PLAIN_EMAIL, text)
    yield from matches("web", WEB, text)
    yield from matches("handle", HANDLE, text)
    yield from matches("postcode", POSTCODE, text)
    yield from matches("address", STREET, text)
    yield from matches("address", NAMED_STREET, text)
    yield from matches("date", DATE, text)
    yield from matches("age", AGE, text)
    yield from matches("phone", LINE, text)
    yield from _numbers(text)
    yield from matches("number", CODES, text)


def is_nhs_number(digits: str) -> bool:
    """Say whether the last of ten digits is the check digit of the others."""
    if len(digits) != 10 or not digits.isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def _numbers(text: str) -> Iterator[Span]:
    """Yield long numbers: phone and NHS numbers, and others that may stand for a person."""
    for match in DIGITS.finditer(text):
        if _YEARS.fullmatch(match[0]) or _TIMES.fullmatch(match[0]):
            continue
        yield Span(_kind(match[0]), *match.span())


def _kind(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    abroad = "+" in written or digits.startswith("00")
    if (
        abroad
        or (digits.startswith("0") and len(digits) in (10, 11))
        or (digits.startswith("44") and len(digits) > 10)
    ):
        return "phone"
    return "nhs" if is_nhs_number(digits) else "number"
