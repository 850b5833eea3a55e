"""No published figure may give away the answers of fewer than T people.

A reader who has the counts and means of several groups has, by n x mean, the sums of every group that is a
linear combination of them: subtraction of one total from another is enough. So the rule is about the row
space of all that is published, not about single cells.

`suppress` hides cells of one two-way table with totals, `bounds` is the interval that a reader derives for
them, `audit` finds small groups of people in the row space of any published groups, and `protect` decides
what of a whole family of linked tables, nested groups and earlier releases may be published. `few_behind` looks
for differences where a person gives several answers. Sources:
Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, ch. 8; Fischetti and
Salazar-Gonzalez (2001), Management Science 47.
"""

from readiness.analysis.disclosure.audit import Audit, audit
from readiness.analysis.disclosure.bounds import Bounds, bounds
from readiness.analysis.disclosure.protect import Layout, Means, Protection, protect
from readiness.analysis.disclosure.repeats import few_behind
from readiness.analysis.disclosure.suppress import suppress

__all__ = [
    "Audit",
    "Bounds",
    "Layout",
    "Means",
    "Protection",
    "audit",
    "bounds",
    "few_behind",
    "protect",
    "suppress",
]
