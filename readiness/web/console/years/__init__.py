"""From year to year: what is done about results, and what has moved."""
