"""`proviso report state`: what only the controller can tell for the records."""

import click

from console.acting import running_house
from console.policy.table import say_table
from governance.processing.statements import QUESTIONS
from operations.facts import Actor
from operations.state_fact import state_fact

OPERATOR = Actor(role="dpo", encrypted=True, verified=True)


@click.command()
@click.argument("key", required=False)
@click.argument("value", required=False, default="")
@click.option("--not-needed", is_flag=True, help="VALUE says why none is needed.")
def state(key: str | None, value: str, *, not_needed: bool) -> None:
    """State VALUE under KEY for all records from now on; without VALUE the last statement is taken back.

    Without KEY, list what can be stated and what was. `served/NAME/name` (contact, representative, dpo, processing,
    contract) tells of a controller that this service works for.
    """
    services = running_house().services
    if key is not None:
        state_fact(services, OPERATOR, key, value, applies=not not_needed)
    with services.store.read() as unit:
        found = unit.register.statements()
    asked = {question.key: question.ask for question in QUESTIONS}
    rows = [
        (name, asked.get(name, "about a controller that is served"), found[name].value if name in found else "-")
        for name in [*asked, *sorted(set(found) - set(asked))]
    ]
    say_table(rows, heads=("key", "asked", "stated"))
