"""The addresses of these pages, each with who may open it."""

from __future__ import annotations

from readiness.web.console.route import CLOSED, DRAFT, INVITE_STAFF, OPEN, SEE_RATES, SET_UP, Route, Task

AT = "/assessments/<code>"
ROUTES: tuple[Route, ...] = (
    Route(f"{AT}/running", "overview", "running.overview:show", "GET", SEE_RATES),
    Route(f"{AT}/running.csv", "rates_csv", "running.overview:as_csv", "GET", SEE_RATES),
    Route(f"{AT}/asking", "asking", "running.asking:lead", "GET", INVITE_STAFF),
    Route(f"{AT}/asking/links", "links", "running.links:show", "GET", INVITE_STAFF),
    Route(f"{AT}/asking/links", "links_sent", "running.links:take", "POST", INVITE_STAFF),
    Route(f"{AT}/asking/links/<int:number>", "open_link", "running.link:show", "GET", INVITE_STAFF),
    Route(f"{AT}/asking/links/<int:number>/qr.svg", "link_svg", "running.link:as_svg", "GET", INVITE_STAFF),
    Route(f"{AT}/asking/links/<int:number>/qr.png", "link_png", "running.link:as_png", "GET", INVITE_STAFF),
    Route(
        f"{AT}/asking/links/<int:number>/last-day", "link_day", "running.link:ask_day", "GET", INVITE_STAFF
    ),
    Route(
        f"{AT}/asking/links/<int:number>/last-day",
        "link_day_sent",
        "running.link:take_day",
        "POST",
        INVITE_STAFF,
    ),
    Route(
        f"{AT}/asking/links/<int:number>/take-back",
        "revoke_link",
        "running.link:ask_back",
        "GET",
        INVITE_STAFF,
    ),
    Route(
        f"{AT}/asking/links/<int:number>/take-back",
        "revoke_link_sent",
        "running.link:take_back",
        "POST",
        INVITE_STAFF,
    ),
    Route(
        f"{AT}/asking/links/<int:number>/poster", "link_poster", "running.posters:order", "POST", INVITE_STAFF
    ),
    Route(f"{AT}/asking/posters", "posters", "running.posters:order", "POST", INVITE_STAFF),
    Route(f"{AT}/asking/posters/<int:number>", "poster", "running.posters:show", "GET", INVITE_STAFF),
    Route(
        f"{AT}/asking/posters/<int:number>.pdf", "poster_pdf", "running.posters:as_pdf", "GET", INVITE_STAFF
    ),
    Route(f"{AT}/codes", "codes", "running.codes:show", "GET", INVITE_STAFF),
    Route(f"{AT}/codes", "codes_sent", "running.codes:take", "POST", INVITE_STAFF),
    Route(
        f"{AT}/codes/<int:number>/take-back", "revoke_codes", "running.codes:ask_back", "GET", INVITE_STAFF
    ),
    Route(
        f"{AT}/codes/<int:number>/take-back",
        "revoke_codes_sent",
        "running.codes:take_back",
        "POST",
        INVITE_STAFF,
    ),
    Route(f"{AT}/words", "words", "running.words:show", "GET", INVITE_STAFF),
    Route(f"{AT}/words/own", "own_words", "running.own_words:ask", "GET", INVITE_STAFF),
    Route(f"{AT}/words/own", "own_words_sent", "running.own_words:take", "POST", INVITE_STAFF),
    Route(f"{AT}/words/<kind>.<ending>", "words_file", "running.words:as_file", "GET", INVITE_STAFF),
    Route(f"{AT}/people", "invited", "running.invited:show", "GET", INVITE_STAFF),
    Route(f"{AT}/people/template.csv", "people_template", "running.invited:template", "GET", INVITE_STAFF),
    Route(f"{AT}/people/file", "people_file", "running.uploading:ask", "GET", INVITE_STAFF),
    Route(f"{AT}/people/file", "people_file_sent", "running.uploading:take", "POST", INVITE_STAFF),
    Route(f"{AT}/people/seen", "people_seen", "running.uploading:look", "GET", INVITE_STAFF),
    Route(f"{AT}/people/seen", "people_kept", "running.uploading:keep", "POST", INVITE_STAFF),
    Route(f"{AT}/people/drop", "people_dropped", "running.uploading:drop", "POST", INVITE_STAFF),
    Route(f"{AT}/people/remove", "remove", "running.removing:ask", "GET", INVITE_STAFF),
    Route(f"{AT}/people/remove", "remove_sent", "running.removing:take", "POST", INVITE_STAFF),
    Route(f"{AT}/people/test", "test_mail", "running.sending:ask_test", "GET", INVITE_STAFF),
    Route(f"{AT}/people/test", "test_mail_sent", "running.sending:take_test", "POST", INVITE_STAFF),
    Route(f"{AT}/people/invite", "invite_staff", "running.sending:ask_invite", "GET", INVITE_STAFF),
    Route(f"{AT}/people/invite", "invite_staff_sent", "running.sending:take_invite", "POST", INVITE_STAFF),
    Route(f"{AT}/people/remind", "remind", "running.sending:ask_remind", "GET", INVITE_STAFF),
    Route(f"{AT}/people/remind", "remind_sent", "running.sending:take_remind", "POST", INVITE_STAFF),
    Route(f"{AT}/people/rounds/<int:number>", "round", "running.sending:show", "GET", INVITE_STAFF),
    Route(f"{AT}/people/stop/<int:number>", "call_off", "running.sending:call_off", "POST", INVITE_STAFF),
    Route(f"{AT}/last-day", "last_day", "running.last_day:ask", "GET", SET_UP),
    Route(f"{AT}/last-day", "last_day_sent", "running.last_day:take", "POST", SET_UP),
    Route(f"{AT}/close", "close", "running.closing:ask", "GET", SET_UP),
    Route(f"{AT}/close", "close_sent", "running.closing:take", "POST", SET_UP),
)
TASKS: tuple[Task, ...] = (
    Task("asking", "Ask people in", "Links, posters, codes or invitations, and reminders", (DRAFT, OPEN)),
    Task("overview", "How it is going", "Days left, response rates and where to push", (OPEN,)),
    Task("last_day", "Change the last day", "Earlier or later, while it is open", (OPEN,)),
    Task("close", "Close it", "For good: what it destroys is said before", (OPEN,)),
    Task("overview", "How it went", "Response rates as they stood at closing", (CLOSED,), rare=True),
)
