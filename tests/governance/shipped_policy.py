"""The texts of both policies in the house, and the shipped one compiled once for all tests that only read it."""

from functools import cache
from pathlib import Path

import pytest

from governance.policy import Policy, compile_policy

FOLDER = Path(__file__).parents[2] / "policies" / "deepseek-ocr"


@cache
def texts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in FOLDER.iterdir() if path.suffix in (".md", ".yaml")}


@cache
def clinic() -> dict[str, str]:
    """The texts of the second policy, which knows other words."""
    folder = FOLDER.parent / "example-clinic"
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.suffix in (".md", ".yaml")}


@cache
def shipped() -> Policy:
    return compile_policy(texts())


@cache
def second() -> Policy:
    """The second policy, compiled once."""
    return compile_policy(clinic())


def edited(file: str, old: str, new: str) -> dict[str, str]:
    """The shipped texts with one passage replaced; the passage must be there exactly once."""
    text = texts()[file]
    assert text.count(old) == 1, f"{file} has {text.count(old)} places with {old!r}"
    return {**texts(), file: text.replace(old, new)}


BOTH = pytest.mark.parametrize("policy", [shipped.__name__, second.__name__], indirect=True)
"""Both policies in turn; nothing is compiled before the test asks (see the fixture in conftest.py)."""
