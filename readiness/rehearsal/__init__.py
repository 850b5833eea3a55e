"""Rehearsing an assessment before anybody is asked: simulated people answer it, and what can be shown is worked out."""
