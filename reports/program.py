"""The stand-alone verifier as a file to hand out."""

from pathlib import Path

import reports.verify


def verifier() -> bytes:
    """Read the program that goes with every package."""
    return Path(reports.verify.__file__).read_bytes()
