"""Hand data over to an authority: after two officers agreed, kind by kind, each of them asked of the gate."""

import hashlib
import json

from governance.errors import ProvisoError
from governance.registers.demands import legal_facts
from operations.ask import GateRefused, ask
from operations.cells import give_authority
from operations.facts import Actor, facts_of
from operations.keep_register import open_entry
from operations.ports import Unit
from operations.register_ports import FINAL
from operations.services import Services


def hand_over(services: Services, actor: Actor, entry: str) -> bytes:
    """Give what a demand is about as JSON, to be carried to the authority; every time is a disclosure of its own.

    Raises ProvisoError not-found, demand-open, or GateRefused for the first kind of data that the gate refuses; then
    nothing is given.
    """
    now = services.now()
    refused = None
    with services.store.begin() as unit:
        found = unit.registers.get(entry)
        if found is None or found.register != "demands":
            raise ProvisoError("not-found")
        values = open_entry(services, found).values
        person = unit.people.get(int(values["account"])) if values.get("account", "").isdecimal() else None
        if found.state != FINAL or values.get("outcome") != "hand_over" or person is None:
            raise ProvisoError("demand-open")
        wanted = values["wanted"].split(",")
        rulings = []
        for category in wanted:
            facts = {
                **facts_of(services, unit, actor, person=person, overdue=False),
                **legal_facts(values),
                "recipient.consideration": "false",
            }
            cell = give_authority(category)
            ruling = ask(services, unit, step="hand-over", cell=cell, facts=facts, item=found.serial, person=person)
            if not ruling.decision.allow:
                refused = ruling.decision
                break
            rulings.append(ruling.id)
        if refused is None:
            content = _content(unit, person.id, wanted, found.serial)
            unit.ledger.append(
                "authority.given",
                now,
                {
                    "serial": found.serial,
                    "categories": wanted,
                    "subject": person.pseudonym,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "decisions": rulings,
                },
            )
    if refused is not None:
        # What had been allowed before it is on record as asked, and nothing of it was given.
        raise GateRefused(refused, found.serial)
    return content


def _content(unit: Unit, person: int, wanted: list[str], serial: str) -> bytes:
    """Keep of everything that is held about the person the columns of the wanted kinds, and no door key among them."""
    tables = {}
    for table in unit.holdings.of(person):
        columns = {
            name for name, category in table.categories.items() if category in wanted and name not in table.withheld
        }
        rows = [{name: value for name, value in row.items() if name in columns} for row in table.rows]
        if any(rows):
            tables[table.name] = [row for row in rows if row]
    said = {"demand": serial, "categories": wanted, "data": tables}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()
