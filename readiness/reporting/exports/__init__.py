"""Findings for other programs and for a terminal."""
