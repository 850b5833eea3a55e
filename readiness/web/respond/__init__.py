"""The pages on which staff answer: everything a respondent sees, from the link to the thanks."""

from __future__ import annotations

from flask import Blueprint

from readiness.web.respond import (
    answering,
    deleting,
    device,
    opting_out,
    returning,
    sending,
    starting,
    switching,
)

ROUTES = (
    ("/l/test", "test_link", opting_out.trial, "GET"),
    ("/o/<token>", "no_mail", opting_out.ask, "GET"),
    ("/o/<token>", "no_more_mail", opting_out.opt_out, "POST"),
    ("/l/<token>", "link", starting.link, "GET"),
    ("/a/<code>/", "start", starting.start, "GET"),
    ("/a/<code>/start", "begin", starting.begin, "POST"),
    ("/a/<code>/check", "check", sending.check, "GET"),
    ("/a/<code>/check", "send", sending.send, "POST"),
    ("/a/<code>/done", "done", sending.done, "GET"),
    ("/a/<code>/delete", "delete", deleting.ask, "GET"),
    ("/a/<code>/delete", "deleted", deleting.delete, "POST"),
    ("/a/<code>/later", "later", returning.later, "GET"),
    ("/a/<code>/later", "words", returning.words, "POST"),
    ("/a/<code>/resume", "resume", returning.ask, "GET"),
    ("/a/<code>/resume", "resumed", returning.resume, "POST"),
    ("/a/<code>/_lang", "switch", switching.switch, "POST"),
    ("/a/<code>/<page>", "page", answering.show, "GET"),
    ("/a/<code>/<page>", "answer", answering.answer, "POST"),
)
"""Every address of this room. Only the POSTs change anything, so that a mail scanner's visit spends nothing."""

blueprint = Blueprint("respond", __name__)
blueprint.after_request(device.looked)
for address, name, view, method in ROUTES:
    blueprint.add_url_rule(address, name, view, methods=[method], strict_slashes=False)
