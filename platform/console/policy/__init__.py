"""`proviso policy`: check the policy files, prove, compare, ask and export them, and change the one in force."""

import click

from console.policy.change import CHANGING
from console.policy.check import check
from console.policy.compile import compile_command, surface_command
from console.policy.diff import diff
from console.policy.explain import explain
from console.policy.export import export
from console.policy.lint import lint_command
from console.policy.mutate import mutate
from console.policy.notice import notice_command
from console.policy.prove import prove
from console.policy.schema import schema_command
from console.policy.test import run_examples

COMMANDS: tuple[click.Command, ...] = (
    check, prove, compile_command, surface_command, run_examples, explain, diff, notice_command, lint_command, export,
    mutate, schema_command, *CHANGING,
)  # fmt: skip
"""In the order in which somebody who writes a policy needs them."""


class InOrder(click.Group):
    """A group that names its commands in the order in which they were given."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them all."""
        del ctx
        return list(self.commands)


@click.group(cls=InOrder)
def policy() -> None:
    """Work with the policy; FOLDER is the one in the settings unless another is given.

    Exit codes: 0 all is well, 1 findings, 2 wrong usage, 3 a promise is refuted, 4 the two provers disagree.
    """


for command in COMMANDS:
    policy.add_command(command)
