"""Pages of an assessment that is running."""
