"""Where the pages of a survey are; none names a host, so that none can be forged into it.

Put together here and not by Flask, which takes longer for one address than for reading a draft.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, request

from readiness.instrument.journey import AskedPage


def leading(address: str) -> Response:
    """Return the answer that sends a browser on with a GET, so that a refresh sends no form again."""
    return Response(status=303, headers={"Location": address})


def start(code: str, **carried: str | None) -> str:
    """Return the address of the first page, with what a link carries."""
    given = urlencode({name: value for name, value in carried.items() if value is not None})
    return _within(code, f"?{given}" if given else "")


def begin(code: str) -> str:
    """Return where the start button leads."""
    return _within(code, "start")


def page(code: str, asked: AskedPage, change: bool = False) -> str:
    """Return the address of a page of questions; `change` leads back to the check page afterwards."""
    return _within(code, f"{asked.id}?change=1" if change else asked.id)


def check(code: str) -> str:
    """Return the address of the check page."""
    return _within(code, "check")


def done(code: str) -> str:
    """Return the address of the thanks."""
    return _within(code, "done")


def delete(code: str) -> str:
    """Return the address of the page that asks before deleting."""
    return _within(code, "delete")


def switch(code: str) -> str:
    """Return where a page that has nothing to keep sends the wish for another language; no page can be called so."""
    return _within(code, "_lang")


def later(code: str) -> str:
    """Return the address of the page that says how to come back."""
    return _within(code, "later")


def resume(code: str) -> str:
    """Return the address of the page that takes a resume code."""
    return _within(code, "resume")


def _within(code: str, rest: str) -> str:
    return f"{request.script_root}/a/{code}/{rest}"
