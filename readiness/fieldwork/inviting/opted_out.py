"""How many people want no more mail, told as response rates are: blurred, rounded to 5, and the same all day.

An exact or rounded count that is looked at often tells of one person, on the day on which it moves: whoever writes to a
list may know that nobody else has opened a mail since. So this count has a blur of its own beside those of response
rates (`rates.blurring`), which moves from day to day, and no group under the threshold is told of.
"""

from __future__ import annotations

from datetime import date

from readiness.fieldwork.rates import blurring, figures
from readiness.records.invited import Invited
from readiness.records.tables import Assessment

FIGURE = "opted out"


def told(people: Invited, assessment: Assessment, secret: str, today: date) -> int | None:
    """Return how many it is said to be today; None where they are too few to say so."""
    blur = figures.blur(assessment, secret, today)
    kept = people.told()
    if kept is None or kept[0] < blur.step:
        exact, before = people.counts().opted_out, kept[1] if kept else None
        blurred = blur.blurred(FIGURE, exact)
        people.tell(blur.step, blurring.shown(exact, blurred, assessment.threshold, blur.spread(), before))
        kept = people.told()
    return kept[1] if kept else None


def shown_from(assessment: Assessment, secret: str, today: date) -> int:
    """Return from how many on it can be expected to be told."""
    spread = figures.blur(assessment, secret, today).spread()
    return blurring.STEP * -(-round(assessment.threshold + blurring.MARGIN * spread) // blurring.STEP)
