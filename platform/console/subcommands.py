"""A group of subcommands that are imported when they are asked for, because some bring a language model along."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Subcommands(click.Group):
    """The subcommands by name, in the order in which a newcomer needs them; `places` says module and name of each."""

    def __init__(self, *args: Any, places: Mapping[str, tuple[str, str]], **others: Any) -> None:
        super().__init__(*args, **others)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them all."""
        del ctx
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that is asked for."""
        del ctx
        if cmd_name not in self._places:
            return None
        module, name = self._places[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command
