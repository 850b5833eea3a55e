"""Many people at once in one process: one connection each, one loop for all, as little work as can be."""

from __future__ import annotations

import heapq
import re
import selectors
import socket
import time
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import brotli

from benchmarks.answering.person import Ask, Got, Person, Stuck

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r\n]*)", re.I)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\r\n]+)=([^;\r\n]*)([^\r\n]*)", re.I)
_CODING = re.compile(rb"\r\ncontent-encoding: *([a-z]+)", re.I)
_GONE = re.compile(rb"max-age=0|expires=thu, 01 jan 1970", re.I)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.I)
PATIENCE_SECONDS = 60


@dataclass
class Tally:
    """What one process of people has seen."""

    people: list[Person] = field(default_factory=list)
    """All whose journey began."""
    samples: dict[str, list[tuple[float, float, int]]] = field(default_factory=lambda: defaultdict(list))
    """By kind of request: when it ended, how long it took in seconds, bytes that came."""
    finished: list[float] = field(default_factory=list)
    """When each confirmed journey was at its end."""
    errors: list[str] = field(default_factory=list)
    cuts: int = 0
    """Connections that broke and requests that were refused, where the crowd is patient."""


class _Line:
    """One person's connection and where the journey stands."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.steps = person.journey()
        self.socket: socket.socket | None = None
        self.used = False
        self.ask: Ask | None = None
        self.began = 0.0
        self.since = 0.0
        self.buffer = b""
        self.unsent = b""
        self.end = 0
        """Where the answer's head ends in the buffer; 0 until it is there."""
        self.length = 0


class Crowd:
    """`at_once` people at a time; when one has finished, `next_person` gives another, until it gives None.

    A patient crowd does what people do when a page does not come: it waits a moment and sends the same again.
    `heard` is a shared number that counts requests that went well, for those who watch from another process.
    """

    def __init__(
        self,
        port: int,
        host: str,
        next_person: Callable[[], Person | None],
        patient: bool = False,
        heard: Any = None,
    ) -> None:
        self.tally = Tally()
        self._address = ("127.0.0.1", port)
        self._host = host.encode()
        self._next = next_person
        self._patient = patient
        self._heard = heard
        self._selector = selectors.DefaultSelector()
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._open = 0
        self.stopping = False
        """Once set, everybody lays the answering aside where they are."""

    def run(self, starts: list[float]) -> Tally:
        """Let one person begin at each of these moments of the monotonic clock, and go on until all have ended."""
        for at in starts:
            self._open += 1
            self._call_at(at, self._begin)
        while self._open and not self.stopping:
            wait = max(0.0, self._later[0][0] - time.monotonic()) if self._later else 1.0
            for key, events in self._selector.select(min(wait, 0.25)):
                line = key.data
                self._send_on(line) if events & selectors.EVENT_WRITE else self._receive(line)
            now = time.monotonic()
            while self._later and self._later[0][0] <= now:
                heapq.heappop(self._later)[2]()
        return self.tally

    def _call_at(self, at: float, what: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._later, (at, self._count, what))

    def _begin(self) -> None:
        person = self._next()
        if person is None:
            self._open -= 1
            return
        self.tally.people.append(person)
        line = _Line(person)
        self._ask(line, next(line.steps))

    def _ask(self, line: _Line, ask: Ask) -> None:
        line.ask, line.since = ask, time.monotonic()
        self._try(line)

    def _try(self, line: _Line) -> None:
        """Send the request, on the connection that is there or a new one."""
        assert line.ask is not None
        line.began, line.buffer, line.end = time.monotonic(), b"", 0
        line.unsent = request(self._host, line.ask, line.person.cookies)
        try:
            if line.socket is None:
                line.socket, line.used = socket.create_connection(self._address, 10), False
                line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.socket.setblocking(False)
                self._selector.register(line.socket, selectors.EVENT_READ, line)
            self._send_on(line)
        except OSError as error:
            self._broken(line, repr(error))

    def _send_on(self, line: _Line) -> None:
        assert line.socket is not None
        try:
            sent = line.socket.send(line.unsent)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self._broken(line, repr(error))
            return
        line.unsent = line.unsent[sent:]
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.unsent else 0)
        if self._selector.get_key(line.socket).events != wanted:
            self._selector.modify(line.socket, wanted, line)

    def _receive(self, line: _Line) -> None:
        assert line.socket is not None
        try:
            data = line.socket.recv(131_072)
        except BlockingIOError:
            return
        except OSError as error:
            self._broken(line, repr(error))
            return
        if not data:
            self._broken(line, "closed before the answer was whole")
            return
        line.buffer += data
        if not line.end:
            line.end = line.buffer.find(b"\r\n\r\n") + 4
            if line.end == 3:
                line.end = 0
                return
            found = _LENGTH.search(line.buffer, 0, line.end)
            line.length = int(found.group(1)) if found else 0
        if len(line.buffer) >= line.end + line.length:
            self._arrived(line)

    def _arrived(self, line: _Line) -> None:
        """Take an answer that is whole, and go on with the journey."""
        assert line.ask is not None
        now, kind = time.monotonic(), line.ask.kind
        self.tally.samples[kind].append((now, now - line.began, len(line.buffer)))
        head, body = line.buffer[: line.end], line.buffer[line.end :]
        line.used, line.person.heard = True, now
        status = int(head[9:12])
        if _CLOSE.search(head):
            self._hang_up(line)
        if status >= 400:
            self._refused(line, status, decoded(head, body))
            return
        if self._heard is not None:
            self._heard.value += 1
        keep_cookies(head, line.person.cookies)
        location = _LOCATION.search(head)
        plain = b"" if kind == "file" else decoded(head, body)
        self._go_on(line, Got(status, location.group(1).decode() if location else "", plain))

    def _go_on(self, line: _Line, got: Got) -> None:
        try:
            self._ask(line, line.steps.send(got))
        except StopIteration:
            self.tally.finished.append(time.monotonic())
            self._ended(line)
        except (Stuck, ValueError) as stuck:
            self.tally.errors.append(str(stuck)[:2000])
            self._ended(line)

    def _refused(self, line: _Line, status: int, body: bytes) -> None:
        if status >= 500 and self._again(line):
            return
        title = re.search(rb"<title>(.*?)</title>", body, re.S)
        said = title.group(1).decode() if title else body[:200].decode("utf-8", "replace")
        assert line.ask is not None
        what = f"{'POST' if line.ask.form is not None else 'GET'} {urlsplit(line.ask.target).path}"
        self.tally.errors.append(f"{line.person.name}: {status} for {what} ({line.ask.kind}): {said}")
        self._ended(line)

    def _broken(self, line: _Line, why: str) -> None:
        """Open a new connection where the old one had only been kept too long, as browsers do; else it is an error."""
        kept_too_long = line.used and not line.buffer and time.monotonic() - line.began < 0.05
        self._hang_up(line)
        assert line.ask is not None
        if kept_too_long and not self._patient and line.ask.form is None:
            self.tally.cuts += 1
            self._try(line)
        elif not self._again(line):
            self.tally.errors.append(f"{line.person.name}: {why} at {line.ask.kind} {line.ask.target}")
            self._ended(line)

    def _again(self, line: _Line) -> bool:
        """Try the same in a moment, if this crowd is patient; whatever was sent may have arrived."""
        if not self._patient or time.monotonic() - line.since > PATIENCE_SECONDS:
            return False
        self.tally.cuts += 1
        self._call_at(time.monotonic() + 0.1, lambda: self._try(line))
        return True

    def _hang_up(self, line: _Line) -> None:
        if line.socket is not None:
            self._selector.unregister(line.socket)
            line.socket.close()
            line.socket = None

    def _ended(self, line: _Line) -> None:
        self._hang_up(line)
        self._begin()


def request(host: bytes, ask: Ask, cookies: dict[str, str]) -> bytes:
    parts = [
        b"%s %s HTTP/1.1\r\nHost: %s\r\n"
        % (b"GET" if ask.form is None else b"POST", _target(ask.target), host),
        b"User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
        b"Accept-Language: en-GB,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\nConnection: keep-alive\r\n",
    ]
    if cookies:
        parts.append(
            b"Cookie: %s\r\n" % "; ".join(f"{name}={value}" for name, value in cookies.items()).encode()
        )
    if ask.form is not None:
        parts.append(b"Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://%s\r\n" % host)
        parts.append(b"Content-Length: %d\r\n\r\n%s" % (len(ask.form), ask.form))
    else:
        parts.append(b"\r\n")
    return b"".join(parts)


def _target(address: str) -> bytes:
    """Return path and query of an address, whole or within the site."""
    split = urlsplit(address)
    return (split.path + (f"?{split.query}" if split.query else "")).encode()


def keep_cookies(head: bytes, cookies: dict[str, str]) -> None:
    for name, value, rest in _COOKIE.findall(head):
        if _GONE.search(rest):
            cookies.pop(name.decode(), None)
        else:
            cookies[name.decode()] = value.decode()


def decoded(head: bytes, body: bytes) -> bytes:
    coding = _CODING.search(head)
    if coding is None:
        return body
    return zlib.decompress(body, 31) if coding.group(1) == b"gzip" else brotli.decompress(body)
