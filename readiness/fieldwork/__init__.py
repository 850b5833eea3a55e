"""Asking: setting an assessment up, links, sealed drafts, submitting, importing, closing."""
