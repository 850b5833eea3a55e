"""The addresses of these pages, each with who may open it."""

from __future__ import annotations

from readiness.web.console.route import CLOSED, MODERATE, SEE_PUBLISHED, SET_UP, Route, Task, asked

_OF = "/assessments/<code>"
ROUTES: tuple[Route, ...] = (
    *asked(f"{_OF}/publish", "publication", "sharing.publishing", SET_UP),
    *asked(f"{_OF}/publish/take-back", "withdraw", "sharing.withdrawing", SET_UP),
    Route(f"{_OF}/links", "shares", "sharing.links:show", "GET", SET_UP),
    *asked(f"{_OF}/links/new", "share", "sharing.linking", SET_UP),
    *asked(f"{_OF}/links/<int:number>/end", "unshare", "sharing.ending", SET_UP),
    Route(f"{_OF}/downloads", "downloads", "sharing.downloads:show", "GET", SEE_PUBLISHED),
    Route(f"{_OF}/downloads", "make", "sharing.ordering:make", "POST", SEE_PUBLISHED),
    Route(f"{_OF}/downloads/<int:number>", "download", "sharing.downloads:take", "GET", SEE_PUBLISHED),
    Route(f"{_OF}/downloads/<int:number>", "change_build", "sharing.ordering:change", "POST", SEE_PUBLISHED),
    Route(f"{_OF}/comments", "comments", "sharing.comments:show", "GET", MODERATE),
    Route(f"{_OF}/comments", "show_comment", "sharing.deciding:show_whole", "POST", MODERATE),
    Route(f"{_OF}/comments/background", "background", "sharing.comments:background", "GET", MODERATE),
    Route(f"{_OF}/comments/sheet.<form>", "comment_sheet", "sharing.sheets:give", "GET", MODERATE),
    *asked(f"{_OF}/comments/sheet", "comment_decisions", "sharing.sheets", MODERATE),
    *asked(f"{_OF}/comments/read/<handle>", "comment", "sharing.deciding", MODERATE),
    Route(f"{_OF}/comments/read/<handle>/undo", "undo_comment", "sharing.deciding:undo", "POST", MODERATE),
)
TASKS: tuple[Task, ...] = (
    Task("comments", "Read and approve comments", "People’s own words, before any are shown", (CLOSED,)),
    Task("publication", "Publish the results", "Who sees them, and since when", (CLOSED,)),
    Task("shares", "Share the published report", "Links that open it without an account", (CLOSED,)),
    Task("downloads", "Download documents", "Reports, slides, a workbook and figures", (CLOSED,)),
)
