"""The figures for a person to read, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.answering.figures import CORES, Figures

ORDER = ("start", "view", "save", "check", "send", "thanks", "file")


def as_text(figures: Figures) -> str:
    """Return a block of lines."""
    return "\n".join(_lines(figures))


def faults(figures: Figures) -> list[str]:
    """Return all for which a run has failed: any refused request, any answer lost, doubled or partial."""
    where = f"{figures.database}, {figures.people} people: "
    held = figures.held
    told = [] if held.agrees else [f"{where}answers and database differ: {held}"]
    if not figures.answers:
        told.append(f"{where}nobody finished")
    return told + [where + error for error in figures.errors]


def _lines(figures: Figures) -> Iterator[str]:
    held, load = figures.held, figures.load
    yield (
        f"\n{figures.database}, {figures.people} people at once, {figures.seconds:.1f} s "
        f"(load of the machine before: {figures.load_before:.1f})"
    )
    yield (
        f"  {figures.rate:.1f} completed answers a second, {figures.requests:.0f} requests a second, "
        f"{figures.requests / figures.floor:.2f} of a bare Flask ping ({figures.floor:.0f} a second)"
    )
    yield "           requests      p50      p95      p99  longest (ms)   mean bytes   most"
    for name in ORDER:
        if kind := figures.kinds.get(name):
            times = f"{kind.p50:8.1f} {kind.p95:8.1f} {kind.p99:8.1f} {kind.longest:8.1f}"
            yield f"  {name:<8} {kind.count:8,} {times}      {kind.mean_bytes:9,.0f} {kind.most_bytes:9,}"
    first = figures.first.values()
    size = sum(kind.count * kind.mean_bytes for kind in first)
    count = sum(kind.count for kind in first)
    yield f"  first view: {count} requests, {size / 1000:.1f} kB on the wire, heads included"
    shares = ", ".join(
        f"{name} {100 * used / load.seconds / CORES:.0f}%" for name, used in load.cpu.items() if used
    )
    yield f"  processor of {CORES} cores: {shares}; {figures.cpu_ms:.1f} ms an answer (server and database)"
    yield f"  memory of all the server's processes: {load.memory / 1e6:.0f} MB"
    yield (
        f"  in the database: {held.rows} answers, {held.confirmed} confirmed, {held.lost} lost, "
        f"{held.doubled} doubled, {held.strange} partial; {len(figures.errors)} errors"
    )
