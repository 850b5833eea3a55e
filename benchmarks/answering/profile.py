"""Where the processor's time goes: whole journeys through the application in one process, without server or network.

No measure of speed, which needs the real server, but quick, and steady on a machine that has other work too.
Run: python -m benchmarks.answering.profile [--answers 40] [--sort tottime|cumtime] [--database sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections import defaultdict
from dataclasses import replace
from io import BytesIO
from typing import Any

from benchmarks.answering.crowd import decoded, keep_cookies
from benchmarks.answering.installation import Installation, installed
from benchmarks.answering.person import Ask, Got, Person
from readiness import config
from readiness.web import build, server


class Inside:
    """The application as one person's browser meets it, called directly."""

    def __init__(self, place: Installation) -> None:
        settings = config.load(place.folder, {"READINESS_STARTS_PER_MINUTE": "1000000"})
        self._app = build(replace(settings, database=place.database, base_url=f"http://{place.host}"))
        server.tidy_less_often()
        self._host = place.host
        self.spent: dict[str, list[float]] = defaultdict(list)
        """By kind of request: milliseconds of this process."""

    def close(self) -> None:
        """Close its connections to the database."""
        self._app.extensions["database"].dispose()

    def visit(self, person: Person) -> None:
        """Let one person go all the way."""
        steps = person.journey()
        got: Got | None = None
        try:
            while True:
                ask = next(steps) if got is None else steps.send(got)
                got = self._answered(ask, person)
        except StopIteration:
            return

    def _answered(self, ask: Ask, person: Person) -> Got:
        given = self._environment(ask, person)
        said: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> None:
            said["status"] = int(status[:3])
            said["head"] = "".join(f"\r\n{name}: {value}" for name, value in headers).encode()

        began = time.process_time()
        chunks = self._app.wsgi_app(given, start)
        body = b"".join(chunks)
        self.spent[ask.kind].append(1000 * (time.process_time() - began))
        if said["status"] >= 400:
            raise RuntimeError(f"{said['status']} for {ask}")
        keep_cookies(said["head"], person.cookies)
        location = dict(line.split(b": ", 1) for line in said["head"].split(b"\r\n") if line).get(
            b"Location", b""
        )
        return Got(said["status"], location.decode(), decoded(said["head"], body))

    def _environment(self, ask: Ask, person: Person) -> dict[str, Any]:
        path, _, query = ask.target.removeprefix(f"http://{self._host}").partition("?")
        body = ask.form or b""
        return {
            "REQUEST_METHOD": "GET" if ask.form is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": self._host.partition(":")[2],
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self._host,
            "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
            "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.5",
            "HTTP_ORIGIN": f"http://{self._host}",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in person.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }


def main() -> None:
    """Print milliseconds by kind of request, then the functions that take most."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.answering.profile", description=__doc__)
    words.add_argument("--answers", type=int, default=40)
    words.add_argument("--sort", choices=["tottime", "cumtime"], default="tottime")
    words.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    words.add_argument("--lines", type=int, default=40)
    given = words.parse_args()
    with installed(given.database) as place:
        inside, link = Inside(place), place.link()
        for n in range(10):
            inside.visit(Person(f"warm {n}", link))
        inside.spent.clear()
        for n in range(given.answers):
            inside.visit(Person(f"plain {n}", link))
        _print_spent(inside.spent, given.answers)
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for n in range(given.answers):
            inside.visit(Person(f"profiled {n}", link))
        profile.disable()
    pstats.Stats(profile).sort_stats(given.sort).print_stats(given.lines)


def _print_spent(spent: dict[str, list[float]], answers: int) -> None:
    print("           requests an answer   ms each   ms an answer")
    for kind, times in sorted(spent.items()):
        each = sum(times) / len(times)
        print(
            f"  {kind:<8} {len(times) / answers:10.1f}           {each:7.2f}   {sum(times) / answers:10.2f}"
        )
    print(f"  together: {sum(map(sum, spent.values())) / answers:.1f} ms an answer\n")


if __name__ == "__main__":
    main()
