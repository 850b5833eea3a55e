"""The reader as attacker: may a group of fewer people than the threshold be narrowed down from what is published?

Every system is generated with small and unlucky cells, scored, and its findings are built and written as JSON by the
program itself. From that file alone, a staff list and (more than any reader has) the knowledge of who left which
question blank, the attacker tries:

- sums: some weighted sum of the answers of 1 to T - 1 people, all weights of one sign, follows from the figures of one
  thing (scores of a dimension's or component's items, their percentages, a barrier): dimensions, items, roles, places,
  areas and the whole in one linear system over single answers, with the weights of the role mix exactly as published.
  Where figures are rounded, it counts if rounding leaves the sum at least 25 points of 100 narrower than it was.
- differences: the same for weights of both signs, if it leaves the mean of those whom it adds, or of those whom it
  takes away, at least 25 points of 100 narrower than it was.
- groups: the same as sums, over sums of people's scores, the attacker being given every role's own mean inside each
  published mean and each dimension of a role in an area, which nobody publishes (decisions 0008 and 0009).
- nested: two such groups, one inside the other, differ by 1 to T - 1 people.
- means: linear programming over all answers between 0 and 100 that fit the figures, n x mean included. A hidden group
  of 1 to T - 1 people is narrowed down if the interval of its mean is at least 25 points of 100 narrower than the best
  single figure around it gives, and the combination of figures that proves it speaks of fewer than T people (each
  counted by its weight). A combination that speaks of T people or more is a figure as the threshold allows: where 20
  people all but agree, everybody knows what each of 12 among them said, and no hiding of other groups changes that. One
  step of a five-point scale is 25 points: a mean known less closely does not tell any one answer.
- counts: linear programming over the numbers of people that fit all printed numbers; a hidden group of 1 to T - 1 may
  not be bounded to T - 1 people or closer (method, section 6.3).
- extremes: a figure hidden for being near 0 or 100%, or because all answered alike, follows to one point of 100.

The control is a program that shows every group of T people or more, attacked by sums and nested groups. Beside the
attacks stands the price: groups hidden because they are small (primary), others hidden to give them cover, and of these
those beyond need. Need is a lower bound: every sum over few people, and every difference of few
and few others, that the attacker finds without cover, and every proof that bounds a small group's number too closely,
is a combination of groups of which one must be hidden; the fewest groups that meet all these demands, a role in an area
going with its area (integer programming), are at most what any safe release hides.

Run: python -m benchmarks.attack [--systems N] [--first SEED] [--threshold T] [--jobs N] [--progress FILE] [--json];
stopped, it goes on where it was if it is given the same file again, unless the code has changed. It exits with 1 if an
attack succeeded, if the attacker misread a figure, if the control broke in under a quarter, or if over 1% of groups
were hidden beyond need.
"""
