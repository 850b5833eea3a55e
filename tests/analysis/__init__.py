"""Tests of readiness.analysis."""
