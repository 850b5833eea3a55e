"""Response rates: counted, blurred, rounded and shown once a day."""

from __future__ import annotations

from readiness.fieldwork.rates.figures import Group, Invited, Rates, at_closing, latest, of_today

__all__ = ["Group", "Invited", "Rates", "at_closing", "latest", "of_today"]
