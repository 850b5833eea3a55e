"""What happens to answers when things break: processes killed or replaced, power cut, connections lost.

Run: python -m benchmarks.faults kills|reloads|power|cuts [--times N] [--database sqlite|postgresql]
[--mode open|codes|personal]
`kills` and `cuts` go through both databases and all three ways of asking people in, unless told otherwise.
Every answer that somebody was told had been sent must be in the database once; any other at most once; none in part.
"""
