"""Setting an assessment up, a step a page, until it is launched."""
