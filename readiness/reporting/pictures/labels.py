"""Where names stand beside dots: nearer to their own dot than to any other, over no dot and over no other name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

Point = tuple[float, float]

RADIUS = 4.5
"""Points around a dot's middle that stay free."""
CLEAR = 0.2
"""Points between that room and a name above or under it."""
GAPS = (3.0, 6.0, 10.0, 15.0, 21.0, 28.0, 36.0)
"""How far from its dot a name may stand, the nearest first."""
LED = 9.0
"""From this distance on, a thin line leads from the name to its dot."""
DIRECTIONS = 24
OWN = 1.4
"""Any other dot is at least so many times as far from a name as its own dot is."""
CROSSING = 4.0
"""What a line behind a name costs, in points of distance."""
STRUCK = 0.125
"""What it costs besides for each point of the name that the line strikes through."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the page; a line is one without width or height."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlaps(self, other: Box) -> bool:
        """Say whether the two have a place in common."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def inside(self, other: Box) -> bool:
        """Say whether the other holds all of this one."""
        across = self.x0 >= other.x0 and self.x1 <= other.x1
        return across and self.y0 >= other.y0 and self.y1 <= other.y1

    def nearest(self, point: Point) -> Point:
        """Return the place in the box that is nearest to a point."""
        return min(max(point[0], self.x0), self.x1), min(max(point[1], self.y0), self.y1)

    def struck(self, line: Box) -> float:
        """Return how many points of a line lie in the box."""
        across = min(self.x1, line.x1) - max(self.x0, line.x0)
        return max(across, min(self.y1, line.y1) - max(self.y0, line.y0))

    def distance(self, point: Point) -> float:
        """Return how far a point is from the box; 0 inside."""
        return hypot(point[0] - self.nearest(point)[0], point[1] - self.nearest(point)[1])


@dataclass(frozen=True)
class Spot:
    """A place for a name, the line to its dot if it needs one, and how far from perfect it is."""

    box: Box
    leader: tuple[Point, Point] | None
    cost: float

    def meets(self, other: Spot) -> bool:
        """Say whether two names or their lines would stand on one another."""
        return self.box.overlaps(other.box) or _led_through(self, other.box) or _led_through(other, self.box)


def around(dot: Point) -> Box:
    """Return the room that a dot keeps free."""
    return Box(dot[0] - RADIUS, dot[1] - RADIUS, dot[0] + RADIUS, dot[1] + RADIUS)


def placed(
    sizes: Sequence[Point], dots: Sequence[Point], lines: Sequence[Box], taken: Sequence[Box], room: Box
) -> list[Spot | None]:
    """Return a spot for the name of each dot, in their order; None where there is none."""
    choices = [
        sorted(_spots(i, sizes[i], dots, lines, taken, room), key=lambda spot: spot.cost)
        for i in range(len(dots))
    ]
    order = sorted(range(len(dots)), key=lambda i: len(choices[i]))
    best: dict[int, Spot] = {}
    for _ in dots:
        found = _chosen(order, choices)
        best = max(best, found, key=len)
        left = [i for i in order if i not in found and choices[i]]
        if not left:
            break
        order = left + [i for i in order if i not in left]
    return [best.get(i) for i in range(len(dots))]


def _chosen(order: Sequence[int], choices: Sequence[Sequence[Spot]]) -> dict[int, Spot]:
    """Give each in turn its best spot that meets none given before."""
    found: dict[int, Spot] = {}
    for i in order:
        free = (spot for spot in choices[i] if not any(spot.meets(other) for other in found.values()))
        if spot := next(free, None):
            found[i] = spot
    return found


def _spots(
    own: int, size: Point, dots: Sequence[Point], lines: Sequence[Box], taken: Sequence[Box], room: Box
) -> Iterator[Spot]:
    others = [dot for i, dot in enumerate(dots) if i != own]
    closed = [*taken, *map(around, dots)]
    for gap, box in _tried(dots[own], size):
        if not box.inside(room) or any(box.overlaps(one) for one in closed):
            continue
        away = box.distance(dots[own])
        if any(box.distance(dot) < OWN * away for dot in others):
            continue
        leader = (dots[own], box.nearest(dots[own])) if away > LED else None
        behind = (CROSSING + STRUCK * box.struck(line) for line in lines if box.overlaps(line))
        spot = Spot(box, leader, gap + sum(behind))
        if not any(_led_through(spot, around(dot)) for dot in others):
            yield spot


def _tried(dot: Point, size: Point) -> Iterator[tuple[float, Box]]:
    width, height = size
    for gap in GAPS:
        # Beside the corners of the dot a name stands on neither of the dot's own lines.
        for right in (True, False):
            for over in (True, False):
                x = dot[0] + gap if right else dot[0] - gap - width
                y = dot[1] + RADIUS + CLEAR if over else dot[1] - RADIUS - CLEAR - height
                yield gap, Box(x, y, x + width, y + height)
        for step in range(DIRECTIONS):
            across, up = cos(2 * pi * step / DIRECTIONS), sin(2 * pi * step / DIRECTIONS)
            x = dot[0] + across * (RADIUS + gap + width / 2)
            y = dot[1] + up * (RADIUS + gap + height / 2)
            yield gap, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _led_through(spot: Spot, box: Box) -> bool:
    """Say whether the line of a spot runs through a box."""
    if spot.leader is None:
        return False
    (x0, y0), (x1, y1) = spot.leader
    steps = [i / 20 for i in range(21)]
    return any(box.distance((x0 + t * (x1 - x0), y0 + t * (y1 - y0))) == 0 for t in steps)
