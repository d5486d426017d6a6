"""The `proviso` command and what its exit codes mean: 0 ok, 1 findings, 2 usage, 3 refused, 4 provers disagree."""

import sys
from importlib import import_module

import click

from governance.errors import ProvisoError

REFUSED = 3

COMMANDS = {
    "up": ("console.up", "up"),
    "doctor": ("console.doctor", "doctor"),
    "submit": ("console.submit", "submit"),
    "inspect": ("console.inspect_files", "inspect_files"),
    "policy": ("console.policy", "policy"),
    "report": ("console.report", "report"),
    "ledger": ("console.ledger", "ledger"),
    "people": ("console.people", "people"),
    "bench": ("console.bench", "bench"),
}
"""Where each subcommand lives; it is imported when it is asked for, because some bring a language model along."""


class Subcommands(click.Group):
    """The subcommands by name, in the order in which a newcomer needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them all."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one that is asked for."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="proviso")
def proviso() -> None:
    """Run a privacy policy: every document job is gated, dated and on record."""


def main() -> None:
    """Run the command; an error of the catalogue is said in two sentences, never as a traceback."""
    try:
        proviso(standalone_mode=True)
    except ProvisoError as refusal:
        click.echo(f"{refusal.code}: {refusal.sentence}\n{refusal.next_step}", err=True)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
