"""Inviting people from a list: reading it, writing to them, reminding them, and letting them ask for no more."""
