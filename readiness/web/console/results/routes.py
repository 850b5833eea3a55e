"""The addresses of these pages, each with who may open it; what of the results they see there is `source`'s to say."""

from __future__ import annotations

from readiness.web.console.route import CLOSED, SEE_PUBLISHED, Route, Task

_OF = "/assessments/<code>/results"


def _page(address: str, name: str, view: str, method: str = "GET") -> Route:
    return Route(f"{_OF}{address}", name, f"results.{view}", method, SEE_PUBLISHED)


ROUTES: tuple[Route, ...] = (
    _page("", "results", "overview:show"),
    _page("", "results_again", "waiting:again", "POST"),
    _page("/need", "results_need", "need:show"),
    _page("/map", "results_map", "heat:show"),
    _page("/areas/<area>", "results_area", "area:show"),
    _page("/dimensions", "results_dimensions", "dimensions:show"),
    _page("/dimensions/<dimension>", "results_dimension", "dimensions:one"),
    _page("/roles", "results_roles", "groups:show"),
    _page("/barriers", "results_barriers", "barriers:show"),
    _page("/priorities", "results_priorities", "priorities:show"),
    _page("/innovations", "results_innovations", "innovations:show"),
    _page("/words", "results_words", "voices:show"),
    _page("/method", "results_method", "method:show"),
    _page("/tables/<table>", "results_table", "files:give"),
)
TASKS: tuple[Task, ...] = (
    Task("results", "Read the results", "How ready we are, and where most change is needed", (CLOSED,)),
)
