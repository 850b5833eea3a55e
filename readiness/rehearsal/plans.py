"""A plan as plain figures and sentences, for whoever has no way to work one out: a program, or a page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from readiness.baseline.planning import Plan


def told(plan: Plan) -> dict[str, Any]:
    """Return all of a plan as JSON can hold it."""
    roles = plan.asked.instrument.roles
    return {
        "title": plan.asked.title,
        "system": plan.asked.system,
        "threshold": plan.asked.threshold,
        "days": plan.asked.days,
        "rates": {role.id: round(100 * plan.rates.of(role.id), 1) for role in roles},
        "assumed": asdict(plan.assumed),
        "people": plan.people,
        "answers": plan.answers,
        "groups": [{**asdict(group), "verdict": group.verdict} for group in plan.groups],
        "precision": [asdict(each) for each in plan.precision],
        "parts": [asdict(part) for part in plan.parts],
        "apart": [asdict(each) for each in plan.apart],
        "cover": plan.cover and asdict(plan.cover),
        "advice": [asdict(each) for each in plan.advice],
    }
