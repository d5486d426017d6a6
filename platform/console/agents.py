"""`proviso agents`: the authorised agents that may speak for people over the Data Rights Protocol."""

import base64
import binascii

import click

from console.acting import running_house
from operations.agents import add_agent


@click.group()
def agents() -> None:
    """Work with authorised agents (Data Rights Protocol 1.0)."""


@agents.command()
@click.argument("agent_id")
@click.argument("name")
@click.argument("email")
@click.argument("verify_key")
def add(agent_id: str, name: str, email: str, verify_key: str) -> None:
    """Write an agent down: id, name, e-mail address, and its Ed25519 verify key in base64."""
    try:
        key = base64.b64decode(verify_key, validate=True)
    except (binascii.Error, ValueError):
        raise click.ClickException("The verify key is no base64.") from None
    add_agent(running_house().services, identity=agent_id, name=name, address=email, key=key)
    click.echo("Done: the agent can set up its key with POST /drp/v1/agent/…")


@agents.command(name="list")
def list_agents() -> None:
    """List them."""
    with running_house().services.store.read() as unit:
        for agent in unit.agents.all():
            click.echo(f"{agent.id}  {agent.name}  {'ended' if agent.ended_at else 'known'}")
