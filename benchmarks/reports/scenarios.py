"""Make every document of every awkward kind of findings, to be looked at page by page.

    python -m benchmarks.reports.scenarios OUT [NAME ...]

Writes OUT/<name>-baseline.pdf, -summary.pdf, an area report of the first and of the last area, and the baseline
report as a web page. Without names it makes all of them; the names are `welsh`, those of tests/reporting/awkward.py and
of the systems in systems.py, whose findings are kept in OUT so that they are made once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.reports import systems
from readiness.baseline.findings import Findings
from readiness.reporting.documents import report
from tests.reporting.awkward import AWKWARD
from tests.reporting.believable import REPORTS, believable
from tests.reporting.welsh import welsh


def make(name: str, findings: Findings, out: Path) -> None:
    """Write the documents of one kind of findings."""
    documents = [report.BASELINE, report.SUMMARY]
    if findings.areas:
        documents += [report.of_area(one.id) for one in (findings.areas[0], findings.areas[-1])]
    for document in documents:
        of = f"-{document.area}" if document.area else ""
        print(report.write(findings, REPORTS, out / f"{name}-{document.kind}{of}.pdf", document))
    print(report.write_page(findings, REPORTS, out / f"{name}.html"))


def _findings(name: str, out: Path) -> Findings:
    if name == "welsh":
        return welsh()
    return systems.found(name, out) if name in systems.SYSTEMS else AWKWARD[name](believable())


def main() -> None:
    """Make what is asked for on the command line."""
    out, names = Path(sys.argv[1]), sys.argv[2:] or [*AWKWARD, "welsh", *systems.SYSTEMS]
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        make(name, _findings(name, out), out)


if __name__ == "__main__":
    main()
