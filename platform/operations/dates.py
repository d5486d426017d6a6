"""Give a row its date of deletion in the transaction that writes it, and bring dates forward when something happens."""

from datetime import datetime, timedelta

from governance.dating import dated
from operations.ports import Unit
from operations.retention_ports import Ending
from operations.services import Services


def ending(unit: Unit, name: str) -> Ending:
    """Find an ending by its table and column, such as `record.due_at`; raises KeyError."""
    found = next((one for one in unit.dues.endings() if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def give_date(services: Services, unit: Unit, name: str, key: str | int, created: datetime) -> None:
    """Date a row that was just written by the rule of its category, from its beginning on."""
    of = ending(unit, name)
    rule = services.policy.retention_for(of.category)
    unit.dues.redate(of, {key: dated(services.policy, of.category, {rule.ceiling_from: created})})


def happened(services: Services, unit: Unit, person: int, event: str, at: datetime, *, item: str = "") -> int:
    """Bring forward every date that an event about a person (or one thing of theirs) shortens; returns how many rows.

    `account.closed` or `consent.withdrawn`, for instance. Dates only ever move to an earlier moment.
    """
    moved = 0
    for rule in services.policy.retention.values():
        if event in rule.triggers:
            due_at = at + timedelta(seconds=rule.triggers[event])
            moved += unit.dues.bring_forward(person, rule.id, due_at, item=item)
    return moved
