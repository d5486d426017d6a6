"""Aligned columns for a terminal; the last column takes what is left and is wrapped inside itself."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

import click

NARROWEST: Final = 24
"""Characters that the last column has at the least."""


def width() -> int:
    """Give the characters of a line: those of the terminal, within what is comfortable to read."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, 80), 132)


def say_table(rows: Iterable[Sequence[str]], heads: Sequence[str] = (), indent: str = "") -> None:
    """Print rows of the same length, with a line of heads above when there are any."""
    found = [tuple(row) for row in ([heads] if heads else [])] + [tuple(row) for row in rows]
    if not found:
        return
    sizes = [max(len(click.unstyle(row[at])) for row in found) for at in range(len(found[0]) - 1)]
    before = len(indent) + sum(sizes) + 2 * len(sizes)
    for row in found:
        cells = [cell + " " * (size - len(click.unstyle(cell))) for cell, size in zip(row[:-1], sizes, strict=True)]
        lines = textwrap.wrap(row[-1], max(width() - before, NARROWEST), break_long_words=False) or [""]
        click.echo((indent + "  ".join([*cells, lines[0]])).rstrip())
        for line in lines[1:]:
            click.echo(" " * before + line)


def say_paragraph(text: str, first: str = "", rest: str = "") -> None:
    """Print a paragraph wrapped, the first line after one indent, the others after another."""
    for line in textwrap.wrap(text, width(), initial_indent=first, subsequent_indent=rest, break_long_words=False):
        click.echo(line)
