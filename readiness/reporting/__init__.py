"""Findings as a report, as tables for a terminal and as JSON."""
