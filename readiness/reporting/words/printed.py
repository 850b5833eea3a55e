"""Figures as they are printed: rounded here, once, from figures that nobody rounded before."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from readiness.baseline.findings import Mean, Need, Share
from readiness.reporting import typefaces
from readiness.reporting.words.wording import Wording

TARGET = 75.0
"""Agreeing on average with every statement: where the axes of the importance picture cross (method, section 4)."""
LONGEST = 48
"""A name longer than this is shortened wherever it stands beside figures; its own page prints it whole."""
LONG_END = 16
"""A shortened name ends with a whole word, unless that would take more letters than this off it."""
LONGEST_CHOICE = 90
"""What people could choose from a list, such as a barrier, is shortened only from here on: it is read as a sentence."""
MASKED = 5
"""Shares this near to nobody or everybody are not told exactly (method, section 6)."""
FINER = 2
"""So many decimal places more may tell the ends of a narrow interval apart."""
SPACES = ("Cc", "Zl", "Zp")
UNPRINTED = ("Cf", "Cs", "Co", "Cn")
"""Marks without a shape, among them those that turn the reading direction of all that follows them."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Printer:
    """Prints figures in the wording's language; a figure that is not there prints as `not shown`."""

    wording: Wording

    @property
    def none(self) -> str:
        """What stands in place of a figure that is hidden or does not exist."""
        return self.wording.say("format.none")

    def number(self, value: float | None, places: int = 0) -> str:
        """Return a number with so many decimal places."""
        if value is None:
            return self.none
        digits = f"{abs(value):,.{places}f}"
        below = value < 0 and any(digit in "123456789" for digit in digits)
        marks = {",": self.wording.say("format.thousands"), ".": self.wording.say("format.decimal")}
        return (self.wording.say("format.minus") if below else "") + "".join(
            marks.get(mark, mark) for mark in digits
        )

    def score(self, mean: Mean | None, places: int = 0) -> str:
        """Return a mean."""
        return self.number(mean.value if mean else None, places)

    def interval(self, mean: Mean | None, places: int = 0) -> str:
        """Return a mean's 95% interval."""
        return self.range(mean.low, mean.high, places) if mean else self.none

    def range(self, low: float, high: float, places: int = 0) -> str:
        """Return two numbers as a range, as one number where they are the same."""
        ends = self.ends(low, high, places)
        if ends[0] == ends[1]:
            return self.number(low, places)
        return self.wording.say("format.interval", low=ends[0], high=ends[1])

    def ends(self, low: float, high: float, places: int = 0) -> tuple[str, str]:
        """Return both ends of a range, with more decimal places where they would print alike: 51.8 and 52.3."""
        finer = range(places, places + FINER + 1)
        found = [(self.number(low, each), self.number(high, each)) for each in finer]
        return next((each for each in found if each[0] != each[1]), found[-1])

    def share(self, share: Share | None) -> str:
        """Return a share as it may be printed, never nobody and never everybody."""
        if share is None:
            return self.none
        if share.percent <= MASKED:
            return self.wording.say("format.share_low")
        if share.percent >= 100 - MASKED:
            return self.wording.say("format.share_high")
        return self.wording.say("format.percent", number=self.number(share.percent))

    def share_interval(self, share: Share | None) -> str:
        """Return a share's 95% interval, its ends kept to the same bounds as the share."""
        if share is None:
            return self.none
        low, high = (self.share(replace(share, percent=end)) for end in (share.low, share.high))
        if low == high:
            masked = share.high <= MASKED or share.low >= 100 - MASKED
            return low if masked else self.percents(share.low, share.high)
        key = "up_to" if share.low <= MASKED else "or_more" if share.high >= 100 - MASKED else "interval"
        return self.wording.say(f"format.{key}", low=low, high=high)

    def percents(self, low: float, high: float) -> str:
        """Return two percentages as a range."""
        ends = [self.wording.say("format.percent", number=end) for end in self.ends(low, high)]
        if ends[0] == ends[1]:
            return self.rate(low)
        return self.wording.say("format.interval", low=ends[0], high=ends[1])

    def rate(self, rate: float | None) -> str:
        """Return an answer rate."""
        if rate is None:
            return self.none
        if rate > 100:
            return self.wording.say("format.rate_high")
        return self.wording.say("format.percent", number=self.number(rate))

    def chance(self, probability: float) -> str:
        """Return a probability in percent, never certain."""
        if probability < 0.01:
            return self.wording.say("format.chance_low")
        if probability > 0.99:
            return self.wording.say("format.chance_high")
        return self.wording.say("format.percent", number=self.number(100 * probability))

    def points(self, value: float) -> str:
        """Return a difference between two scores, without its sign."""
        number = self.number(abs(value))
        if number == "0":
            return self.wording.say("format.point_less")
        return self.wording.say("format.point" if number == "1" else "format.points", number=number)

    def size(self, low: float, high: float) -> str:
        """Return a range of differences without their sign."""
        return self.range(min(abs(low), abs(high)), max(abs(low), abs(high)))

    def position(self, need: Need) -> str:
        """Return where an area stands among all, as a range."""
        return self.ranks(need.rank_low, need.rank_high)

    def ranks(self, low: int, high: int) -> str:
        """Return a range of positions, as one number where it holds only one."""
        return str(low) if low == high else self.range(low, high)

    def short(self, name: str, longest: int = LONGEST) -> str:
        """Return a name, shortened if it is too long to stand beside figures."""
        if len(name) <= longest:
            return name
        cut = name[: longest - 1]
        whole = cut if name[longest - 1] == " " else cut.rpartition(" ")[0]
        kept = whole if len(whole) >= longest - LONG_END else cut
        return self.wording.say("format.shortened", name=kept.rstrip(" ,;:.–-"))

    def choice(self, name: str) -> str:
        """Return something that people could choose from a list, such as a barrier."""
        return self.short(name, LONGEST_CHOICE)

    def inside(self, name: str) -> str:
        """Return a name as it stands inside a sentence: without its capital, unless it is an abbreviation."""
        name = self.short(name)
        lowers = self.wording.say("format.lower_names") == "yes" and (name[1:2].islower() or name[1:2] == " ")
        return name[:1].lower() + name[1:] if lowers else name


def plain(text: str) -> str:
    """Return a text in one line, without marks that have no shape; letters that no face of ours has are replaced."""
    return typefaces.drawable(one_line(text))


def one_line(text: str) -> str:
    """Return a text in one line, without marks that have no shape."""
    marks = (" " if unicodedata.category(mark) in SPACES else mark for mark in text)
    return " ".join("".join(mark for mark in marks if _kept(mark)).split())


def _kept(mark: str) -> bool:
    return unicodedata.category(mark) not in UNPRINTED and not 0xFE00 <= ord(mark) <= 0xFE0F


def printable(findings: Found, made: Callable[[str], str] = plain) -> Found:
    """Return the same findings with every text in them made plain; figures stay as they are."""
    if isinstance(findings, str):
        return cast(Found, made(findings))
    if isinstance(findings, tuple):
        return cast(Found, tuple(printable(one, made) for one in findings))
    if is_dataclass(findings) and not isinstance(findings, type):
        changed = {field.name: printable(getattr(findings, field.name), made) for field in fields(findings)}
        return replace(findings, **changed)
    return findings
