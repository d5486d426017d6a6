"""Keep a register: write entries, finish them, agree to them, close them; read them. All of it passes the gate."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance.errors import ProvisoError
from governance.policy import Cell
from governance.registers import REGISTERS, Register, Values
from governance.registers.chosen import for_policy
from operations.ask import GateRefused, Ruling, ask
from operations.cells import MAKE_RECORD, READ_RECORD
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.register_ports import CLOSED, DRAFT, FINAL, PROPOSED, RegisterEntry
from operations.services import Services


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with its values."""

    entry: RegisterEntry
    values: Values

    @property
    def counts(self) -> bool:
        """Tell whether it counts: whatever depends on it looks at nothing else."""
        return self.entry.state == FINAL


def register_of(services: Services, code: str) -> Register:
    """Give a register with the choices that the policy leaves; raises ProvisoError not-found."""
    if code not in REGISTERS:
        raise ProvisoError("not-found")
    return for_policy(REGISTERS[code], services.policy)


def write_entry(
    services: Services, actor: Actor, code: str, values: Mapping[str, str], *, entry: str = "", version: int = 0
) -> RegisterEntry:
    """Write an entry, or its next version, as a draft: what was final before counts no more until it is final again.

    `version` is the one that was read. Raises GateRefused, or ProvisoError not-found, register-wrong or
    register-moved.
    """
    register = register_of(services, code)
    given = {key: value.strip() for key, value in values.items() if value.strip()}
    if wrong := register.wrong(given):
        raise ProvisoError("register-wrong", what=", ".join(wrong)[:200])
    now = services.now()
    with services.store.begin() as unit:
        before = unit.registers.get(entry) if entry else None
        ruling = _ask(services, unit, actor, MAKE_RECORD, "keep-register", entry or code)
        fits = not entry or (before is not None and before.register == code and before.version == version)
        if ruling.decision.allow and fits:
            serial = before.serial if before else unit.registers.next_serial(register.letter, now.year)
            made = RegisterEntry(
                code, entry or uuid.uuid4().hex, serial, (before.version if before else 0) + 1, DRAFT, b"", now,
                actor.person,
            )  # fmt: skip
            made = _add(services, unit, made, given, ruling)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, entry or code)
    if not fits:
        raise ProvisoError("not-found" if before is None else "register-moved")
    return made


def settle_entry(services: Services, actor: Actor, entry: str, act: str, *, version: int) -> RegisterEntry:
    """Finish an entry, agree to one that waits for a second officer, or close one.

    Raises GateRefused, or ProvisoError not-found, register-moved, register-incomplete or second-person-needed.
    """
    now = services.now()
    with services.store.begin() as unit:
        before = unit.registers.get(entry)
        ruling = _ask(services, unit, actor, MAKE_RECORD, "keep-register", entry)
        if ruling.decision.allow and before is not None and before.version == version:
            opened = open_entry(services, before)
            state = _next(register_of(services, before.register), opened, act, actor)
            if state:
                after = RegisterEntry(
                    before.register, entry, before.serial, before.version + 1, state, b"", now, actor.person
                )
                after = _add(services, unit, after, opened.values, ruling)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, entry)
    if before is None:
        raise ProvisoError("not-found")
    if before.version != version or not state:
        raise ProvisoError("register-moved")
    return after


def read_register(services: Services, actor: Actor, code: str) -> Sequence[Opened]:
    """Give the entries of a register; raises GateRefused or ProvisoError not-found."""
    register_of(services, code)
    _look(services, actor, f"register {code}")
    with services.store.read() as unit:
        return opened_entries(services, unit, code)


def read_entry(services: Services, actor: Actor, entry: str) -> Sequence[Opened]:
    """Give every version of an entry, oldest first; raises GateRefused or ProvisoError not-found."""
    _look(services, actor, entry)
    with services.store.read() as unit:
        found = unit.registers.versions(entry)
    if not found:
        raise ProvisoError("not-found")
    return [open_entry(services, one) for one in found]


def opened_entries(services: Services, unit: Unit, code: str) -> list[Opened]:
    """Open the newest version of every entry, for the house's own use."""
    return [open_entry(services, one) for one in unit.registers.current(code)]


def open_entry(services: Services, entry: RegisterEntry) -> Opened:
    """Open one version."""
    values: dict[str, str] = json.loads(services.envelope.open(entry.item, entry.sealed))
    return Opened(entry, values)


def _next(register: Register, opened: Opened, act: str, actor: Actor) -> str:
    """Tell the state that an act leads to; empty for an act that does not fit the state."""
    state = opened.entry.state
    if act == "finish" and state == DRAFT:
        if gaps := register.gaps(opened.values):
            raise ProvisoError("register-incomplete", what="; ".join(one.label for one in gaps))
        return PROPOSED if register.second else FINAL
    if act == "agree" and state == PROPOSED:
        if opened.entry.by is None or actor.person is None or opened.entry.by == actor.person:
            raise ProvisoError("second-person-needed")
        return FINAL
    return CLOSED if act == "close" and state in (FINAL, DRAFT, PROPOSED) else ""


def _add(
    services: Services, unit: Unit, entry: RegisterEntry, values: Mapping[str, str], ruling: Ruling
) -> RegisterEntry:
    sealed = services.envelope.close(entry.item, json.dumps(dict(values), ensure_ascii=False, sort_keys=True))
    whole = RegisterEntry(
        entry.register, entry.entry, entry.serial, entry.version, entry.state, sealed, entry.at, entry.by
    )
    unit.registers.add(whole)
    unit.ledger.append(
        "register.written",
        entry.at,
        {
            "register": entry.register,
            "entry": entry.entry,
            "serial": entry.serial,
            "version": entry.version,
            "state": entry.state,
            # Of what is sealed, so that it binds to the words and tells none of them.
            "sha256": hashlib.sha256(sealed).hexdigest(),
            "decision": ruling.id,
        },
    )
    return whole


def _look(services: Services, actor: Actor, item: str) -> None:
    with services.store.begin() as unit:
        ruling = _ask(services, unit, actor, READ_RECORD, "register-look", item)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, item)


def _ask(services: Services, unit: Unit, actor: Actor, cell: Cell, step: str, item: str) -> Ruling:
    person = unit.people.get(actor.person) if actor.person is not None else None
    facts = facts_of(services, unit, actor, overdue=False)
    return ask(services, unit, step=step, cell=cell, facts=facts, item=item, person=person)
