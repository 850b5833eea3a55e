"""One assessment's findings: `door` is the one door from rows to figures, `findings` is what comes through it.

Nothing is imported here, so that whoever only reads findings imports nothing that counts.
"""
