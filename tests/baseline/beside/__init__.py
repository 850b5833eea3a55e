"""Two systems side by side: what leaves, what comes in, and what is said of both."""
