"""Results on screen, after closing."""
