"""The `proviso` command and what its exit codes mean: 0 ok, 1 findings, 2 usage, 3 refused, 4 provers disagree."""

import sys

import click

from console.subcommands import Subcommands
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
    "evidence": ("console.evidence", "evidence"),
    "retention": ("console.retention", "retention"),
    "holds": ("console.holds", "holds"),
    "erasures": ("console.erasures", "erasures"),
    "restore-check": ("console.restore_check", "restore_check"),
    "languages": ("console.languages", "languages"),
    "people": ("console.people", "people"),
    "agents": ("console.agents", "agents"),
    "api": ("console.api", "api"),
    "bench": ("console.bench", "bench"),
}
"""Where each subcommand lives."""


@click.group(
    cls=Subcommands,
    places=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
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
