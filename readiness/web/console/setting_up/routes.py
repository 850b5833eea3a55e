"""The addresses of these pages, each with who may open it."""

from __future__ import annotations

from readiness.web.console.route import Route, Task

ROUTES: tuple[Route, ...] = ()
TASKS: tuple[Task, ...] = ()
