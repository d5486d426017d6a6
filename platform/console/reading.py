"""How files are to be read, as options of the commands that hand files in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from governance.reading import Mode, Wish


def how_to_read(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--language` and `--mode`; it is called with both as `wish`."""

    @click.option(
        "--language",
        "languages",
        metavar="CODES",
        help="Languages on the pages in Tesseract's names, such as deu or eng+deu; the installation's own otherwise.",
    )
    @click.option(
        "--mode",
        type=click.Choice([mode.value for mode in Mode]),
        help="How much care is taken: doubtful pages are read twice (auto), all (accurate), or none (fast).",
    )
    @wraps(command)
    def wrapped(*, languages: str | None, mode: str | None, **others: Any) -> None:
        wished = tuple(filter(None, (languages or "").split("+")))
        command(wish=Wish(wished, mode or ""), **others)

    return wrapped
