"""Tests of what a lead takes away beside the PDF."""
