"""What the answers say: the statistics of a readiness survey, arrays in and frozen results out.

Pure NumPy and SciPy. Nothing here knows of files, databases or web pages, so that an analyst may use it alone
(docs/analysis.md shows how). Everywhere: missing is nan, scores run from 0 to 100, intervals are 95% unless a
level is given, and an input that cannot be meant raises ValueError with a sentence that says what, where and
how to mend it.
"""
