"""The ways in which people come: open links, single-use codes, personal links, and what spends them."""
