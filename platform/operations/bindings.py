"""What binds a receiver now: its contract in the register, and for other countries the transfer that rests on one."""

from dataclasses import dataclass

from governance.registers import contracts, transfers
from operations.keep_register import opened_entries
from operations.ports import Unit
from operations.services import Services
from operations.sharing_ports import Receiver


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether a final contract is in force, the zone that the data goes to, and whether a safeguard holds there."""

    bound: bool
    zone: str
    safeguard: bool


def binding_of(services: Services, unit: Unit, receiver: Receiver) -> Binding:
    """Look a receiver's contract and transfer up; nothing that the register does not hold counts.

    A receiver outside of the local zone needs a transfer that belongs to its contract. While there is none, or its
    adequacy decision does not hold on the day, the data would go to a third country without a safeguard.
    """
    today = services.now().date()
    known = {one.entry.serial: one for one in opened_entries(services, unit, "contracts") if one.counts}
    contract = known.get(receiver.contract)
    bound = (
        receiver.ended_at is None
        and receiver.is_bound(today)
        and contract is not None
        and contract.values.get("recipient") == receiver.recipient
        and contracts.in_force(contract.values, today)
    )
    if receiver.zone == "local":
        return Binding(bound, "local", receiver.safeguard)
    for transfer in opened_entries(services, unit, "transfers"):
        mine = transfer.counts and transfer.values.get("contract") == receiver.contract
        if mine and transfer.values.get("recipient") == receiver.recipient and transfers.holds(transfer.values, today):
            zone = transfers.zone(transfer.values, today)
            return Binding(bound, zone, zone != "third" or receiver.safeguard)
    return Binding(bound, "third", safeguard=False)
