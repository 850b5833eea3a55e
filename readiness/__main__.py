"""`python -m readiness` and the `readiness` command are the same."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from readiness.cli import readiness

    readiness()


if __name__ == "__main__":
    main()
