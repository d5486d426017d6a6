"""The rows of what people write to us; every change of state is a counted UPDATE."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from governance.dating import Dated
from governance.support import GOING, CaseKind, CaseState
from operations.support_cases import HeldCase, HeldMessage
from store.tables import SupportCaseRow, SupportMessageRow, table_of

_CASES, _SAID = table_of(SupportCaseRow), table_of(SupportMessageRow)
_FIELDS = tuple(HeldCase.__dataclass_fields__)
_SELECT = select(*(_CASES.c[name] for name in _FIELDS))
_GOING = tuple(sorted(state.value for state in GOING))


class SupportRepository:
    """Implements `operations.support_cases.Support` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case: HeldCase, dated: Dated) -> None:
        """Write a new one."""
        when = {"due_at": dated.due_at, "rule": dated.rule, "policy": dated.policy}
        self._connection.execute(insert(_CASES).values(_values(case) | when))

    def get(self, case: str) -> HeldCase | None:
        """Read one."""
        return next(iter(self._all(_SELECT.where(_CASES.c.id == case))), None)

    def by_reference(self, reference: str) -> HeldCase | None:
        """Read one by its reference."""
        return next(iter(self._all(_SELECT.where(_CASES.c.reference == reference))), None)

    def of_person(self, person: int) -> Sequence[HeldCase]:
        """Read the person's cases, newest first."""
        return self._all(_SELECT.where(_CASES.c.person == person).order_by(_CASES.c.heard_at.desc()))

    def of_sender(self, sender: str) -> Sequence[HeldCase]:
        """Read the cases of an address's digest, newest first."""
        return self._all(_SELECT.where(_CASES.c.sender == sender).order_by(_CASES.c.heard_at.desc()))

    def board(self, *, going: bool, limit: int = 200) -> Sequence[HeldCase]:
        """Read cases for the desk: going ones by how long they wait, ended ones newest first."""
        states = _CASES.c.state.in_(_GOING)
        if going:
            waiting = (_CASES.c.state == CaseState.OPEN.value).desc()
            return self._all(_SELECT.where(states).order_by(waiting, _CASES.c.heard_at).limit(limit))
        return self._all(_SELECT.where(~states).order_by(_CASES.c.closed_at.desc()).limit(limit))

    def move(self, before: HeldCase, after: HeldCase) -> bool:
        """Write what changed, if the state is still that of `before`; tell whether it was."""
        old, new = _values(before), _values(after)
        changed = {name: value for name, value in new.items() if value != old[name]} or {"state": after.state.value}
        same = (_CASES.c.id == before.id, _CASES.c.state == before.state.value)
        return self._connection.execute(update(_CASES).where(*same).values(changed)).rowcount == 1

    def say(self, message: HeldMessage) -> None:
        """Add a message to a case."""
        values = {name: getattr(message, name) for name in HeldMessage.__dataclass_fields__}
        self._connection.execute(insert(_SAID).values(values | {"digest": message.digest or None}))

    def messages(self, case: str) -> Sequence[HeldMessage]:
        """Read its messages, oldest first."""
        columns = (_SAID.c.id, _SAID.c.case, _SAID.c.at, _SAID.c.from_us, _SAID.c.sealed, _SAID.c.digest)
        rows = self._connection.execute(
            select(*columns).where(_SAID.c.case == case).order_by(_SAID.c.at, _SAID.c.from_us, _SAID.c.id)
        )
        return [HeldMessage(row[0], row[1], row[2], row[3], row[4], row[5] or "") for row in rows]

    def reseal(self, message: str, sealed: bytes) -> None:
        """Put other sealed words in the place of a message's."""
        self._connection.execute(update(_SAID).where(_SAID.c.id == message).values(sealed=sealed))

    def knows(self, digest: str) -> bool:
        """Tell whether a letter of the mailbox was taken in before."""
        found = select(_SAID.c.id).where(_SAID.c.digest == digest)
        return self._connection.execute(found).first() is not None

    def claim(self, sender: str, person: int) -> int:
        """Make cases of an address without an account those of the account that has it; counted."""
        nobodys = update(_CASES).where(_CASES.c.sender == sender, _CASES.c.person.is_(None))
        return self._connection.execute(nobodys.values(person=person)).rowcount

    def erase(self, case: str) -> bool:
        """Take a case with its messages out; False when it was gone."""
        self._connection.execute(delete(_SAID).where(_SAID.c.case == case))
        return self._connection.execute(delete(_CASES).where(_CASES.c.id == case)).rowcount == 1

    def _all(self, statement: Select[Any]) -> list[HeldCase]:
        return [_case(row) for row in self._connection.execute(statement)]


def _values(case: HeldCase) -> dict[str, object]:
    values = {name: getattr(case, name) for name in _FIELDS}
    return values | {"kind": case.kind.value, "state": case.state.value}


def _case(row: Row[Any]) -> HeldCase:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return HeldCase(**(values | {"kind": CaseKind(values["kind"]), "state": CaseState(values["state"])}))
