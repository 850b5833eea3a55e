"""S5: a million wrong links. None leads anywhere, and all are answered alike.

A guesser knows how our links look and has one real link of each kind to start from. Every guess is looked up as the
program looks links up; one in a hundred goes through the whole application, whose answers must not differ in a byte.
Run: python -m benchmarks.guessing [--guesses 1000000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import string
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date

from benchmarks.answering.installation import Installation, installed
from readiness import config
from readiness.errors import UnknownLink
from readiness.fieldwork.ways import links
from readiness.records.database import Database
from readiness.web import build

LETTERS = string.ascii_letters + string.digits + "-_"
MODES = ("open", "codes", "personal")
THROUGH_THE_WHOLE = 100
LONGEST_SESSION = 1_000


def main() -> int:
    """Guess, print what came of it, and return 1 if a guess was right or an answer told one from another."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.guessing", description=__doc__)
    words.add_argument("--guesses", type=int, default=1_000_000)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    wrong = 0
    for mode in MODES:
        with installed("sqlite", mode) as place:
            hits, answers = guessed(place, given.guesses // len(MODES), random.Random(given.seed))
        wrong += hits > 0 or len(answers) != 1
        told = "; ".join(f"{count:,} times {status}" for (status, *_), count in answers.items())
        print(f"{mode}: {given.guesses // len(MODES):,} guesses, {hits} right; answers: {told}", flush=True)
    return 1 if wrong else 0


def guessed(place: Installation, number: int, rng: random.Random) -> tuple[int, Counter[tuple[str, ...]]]:
    """Try so many wrong links; return how many led somewhere, and how often each answer came."""
    real = [link.rpartition("/l/")[2] for link in place.links(3)]
    settings = config.load(place.folder, {"READINESS_BASE_URL": f"http://{place.host}"})
    database, browser = Database(settings.database_url), build(settings).test_client()
    hits, answers, today, left = 0, Counter[tuple[str, ...]](), date.today(), number
    tokens = guesses(real, rng)
    while left > 0:
        with database.read() as session:
            for token in (next(tokens) for _ in range(min(left, LONGEST_SESSION))):
                left -= 1
                try:
                    links.follow(session, settings, token, today)
                    hits += 1
                except UnknownLink:
                    pass
                if left % THROUGH_THE_WHOLE == 0:
                    got = browser.get(f"/l/{token}", headers={"Host": place.host})
                    answers[got.status, got.text, str(got.headers)] += 1
    database.dispose()
    return hits, answers


def guesses(real: list[str], rng: random.Random) -> Iterator[str]:
    """Yield links that we never made: by chance, and as near to real ones as can be."""
    while True:
        near = rng.choice(real)
        at = rng.randrange(len(near))
        other = rng.choice(LETTERS)
        for token in (
            "".join(rng.choices(LETTERS, k=len(near))),
            near[:at] + other + near[at + 1 :],
            near[:at] + near[at + 1 :],
            near[:at] + other + near[at:],
            near[:at] + near[at:].swapcase(),
            near[-at:] + near[:-at],
        ):
            if token not in real and token:
                yield token


if __name__ == "__main__":
    sys.exit(main())
