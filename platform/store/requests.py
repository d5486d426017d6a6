"""The rows of requests about rights; every change of state is a counted UPDATE."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from governance.identity import Channel, Proof
from governance.repeats import Repeat
from governance.rights import OPEN, Kind, Regime, State
from operations.requests import HeldRequest, RequestEvent, SentCode, StepTaken
from store.tables import RequestCodeRow, RequestDetailsRow, RequestEventRow, RequestRow, RequestStepRow, table_of

_ROWS, _DETAILS, _CODES = table_of(RequestRow), table_of(RequestDetailsRow), table_of(RequestCodeRow)
_EVENTS, _STEPS = table_of(RequestEventRow), table_of(RequestStepRow)
_FIELDS = tuple(HeldRequest.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class RequestRepository:
    """Implements `operations.requests.Requests` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: HeldRequest) -> None:
        """Write a new one."""
        self._connection.execute(insert(_ROWS).values(_values(request)))

    def get(self, request: str) -> HeldRequest | None:
        """Read one."""
        return self._one(_SELECT.where(_ROWS.c.id == request))

    def by_reference(self, reference: str) -> HeldRequest | None:
        """Read one by its reference."""
        return self._one(_SELECT.where(_ROWS.c.reference == reference))

    def of_person(self, person: int) -> Sequence[HeldRequest]:
        """Read the person's requests, newest first."""
        return self._all(_SELECT.where(_ROWS.c.person == person).order_by(_ROWS.c.received_at.desc()))

    def board(self, *, open_only: bool, limit: int = 200) -> Sequence[HeldRequest]:
        """Read requests for the officer's desk: open ones by their date, ended ones newest first."""
        states = _ROWS.c.state.in_(sorted(state.value for state in OPEN))
        if open_only:
            return self._all(_SELECT.where(states).order_by(_ROWS.c.respond_by, _ROWS.c.received_at).limit(limit))
        return self._all(_SELECT.where(~states).order_by(_ROWS.c.closed_at.desc()).limit(limit))

    def move(self, before: HeldRequest, after: HeldRequest) -> bool:
        """Write what changed, if the state is still that of `before`; tell whether it was."""
        old, new = _values(before), _values(after)
        changed = {name: value for name, value in new.items() if value != old[name]} or {"state": after.state.value}
        same = (_ROWS.c.id == before.id, _ROWS.c.state == before.state.value)
        return self._connection.execute(update(_ROWS).where(*same).values(changed)).rowcount == 1

    def claim(self, request: str, *, now: datetime, until: datetime) -> bool:
        """Take one for carrying out; False when another holds it."""
        free = or_(_ROWS.c.claimed_until.is_(None), _ROWS.c.claimed_until <= now)
        taken = update(_ROWS).where(_ROWS.c.id == request, free).values(claimed_until=until)
        return self._connection.execute(taken).rowcount == 1

    def lay_down(self, request: str) -> None:
        """Give it back for whoever comes next."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == request).values(claimed_until=None))

    def waiting(self, states: AbstractSet[State], limit: int) -> Sequence[HeldRequest]:
        """Read requests in some states, oldest first."""
        found = _SELECT.where(_ROWS.c.state.in_(sorted(state.value for state in states)))
        return self._all(found.order_by(_ROWS.c.received_at).limit(limit))

    def note(self, request: str, event: RequestEvent) -> None:
        """Add a moment to its history."""
        values = {"request": request, "at": event.at, "what": event.what, "role": event.role, "note": event.note}
        self._connection.execute(insert(_EVENTS).values(values))

    def events(self, request: str) -> Sequence[RequestEvent]:
        """Read its history, oldest first."""
        found = select(_EVENTS.c.at, _EVENTS.c.what, _EVENTS.c.role, _EVENTS.c.note)
        rows = self._connection.execute(found.where(_EVENTS.c.request == request).order_by(_EVENTS.c.number))
        return [RequestEvent(*row) for row in rows]

    def plan(self, request: str, steps: Sequence[str]) -> None:
        """Write the steps of carrying out that are not there yet."""
        there = {step.step for step in self.steps(request)}
        for step in steps:
            if step not in there:
                self._connection.execute(insert(_STEPS).values(request=request, step=step))

    def steps(self, request: str) -> Sequence[StepTaken]:
        """Read its steps, in order."""
        found = select(_STEPS.c.step, _STEPS.c.attempts, _STEPS.c.fault, _STEPS.c.done_at, _STEPS.c.count)
        rows = self._connection.execute(found.where(_STEPS.c.request == request).order_by(_STEPS.c.number))
        return [StepTaken(*row) for row in rows]

    def finish_step(self, request: str, step: str, *, at: datetime, count: int) -> None:
        """Note that a step is done."""
        self._step(request, step, {"done_at": at, "count": count, "fault": ""})

    def fail_step(self, request: str, step: str, *, fault: str) -> None:
        """Note that a step was tried and what stopped it."""
        self._step(request, step, {"fault": fault})

    def put_details(self, request: str, sealed: bytes, *, due_at: datetime, rule: str, policy: str) -> None:
        """Write what came with it, sealed, in place of what was there."""
        self._connection.execute(delete(_DETAILS).where(_DETAILS.c.request == request))
        values = {"request": request, "sealed": sealed, "due_at": due_at, "rule": rule, "policy": policy}
        self._connection.execute(insert(_DETAILS).values(values))

    def details(self, request: str) -> bytes | None:
        """Read that; None when it is gone."""
        found = select(_DETAILS.c.sealed).where(_DETAILS.c.request == request)
        sealed: bytes | None = self._connection.execute(found).scalar_one_or_none()
        return sealed

    def details_end(self, request: str, *, due_at: datetime) -> None:
        """Bring the end of what came with it forward; never back."""
        later = (_DETAILS.c.request == request, _DETAILS.c.due_at > due_at)
        self._connection.execute(update(_DETAILS).where(*later).values(due_at=due_at))

    def details_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Find requests whose details have reached their date."""
        found = select(_DETAILS.c.request).where(_DETAILS.c.due_at <= now).order_by(_DETAILS.c.due_at).limit(limit)
        return list(self._connection.execute(found).scalars())

    def erase_details(self, request: str) -> bool:
        """Take details and codes out; False when there were none."""
        self._connection.execute(delete(_CODES).where(_CODES.c.request == request))
        return self._connection.execute(delete(_DETAILS).where(_DETAILS.c.request == request)).rowcount == 1

    def put_code(self, request: str, whom: str, code: SentCode) -> None:
        """Write a code in place of the one before."""
        self.drop_code(request, whom)
        values = {"digest": code.digest, "tries": code.tries, "expires_at": code.expires_at}
        self._connection.execute(insert(_CODES).values(request=request, whom=whom, **values))

    def code(self, request: str, whom: str) -> SentCode | None:
        """Read it."""
        found = select(_CODES.c.digest, _CODES.c.tries, _CODES.c.expires_at)
        row = self._connection.execute(found.where(_CODES.c.request == request, _CODES.c.whom == whom)).one_or_none()
        return None if row is None else SentCode(bytes(row.digest), row.tries, row.expires_at)

    def try_code(self, request: str, whom: str, *, most: int) -> bool:
        """Count one more try; False when there were `most` already, or there is no code."""
        fits = (_CODES.c.request == request, _CODES.c.whom == whom, _CODES.c.tries < most)
        tried = update(_CODES).where(*fits).values(tries=_CODES.c.tries + 1)
        return self._connection.execute(tried).rowcount == 1

    def drop_code(self, request: str, whom: str) -> None:
        """Take a code out."""
        self._connection.execute(delete(_CODES).where(_CODES.c.request == request, _CODES.c.whom == whom))

    def drop_codes(self, now: datetime) -> int:
        """Take out codes whose time is over."""
        return self._connection.execute(delete(_CODES).where(_CODES.c.expires_at <= now)).rowcount

    def _step(self, request: str, step: str, values: dict[str, object]) -> None:
        this = update(_STEPS).where(_STEPS.c.request == request, _STEPS.c.step == step)
        self._connection.execute(this.values(attempts=_STEPS.c.attempts + 1, **values))

    def _one(self, statement: Select[Any]) -> HeldRequest | None:
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _request(row)

    def _all(self, statement: Select[Any]) -> list[HeldRequest]:
        return [_request(row) for row in self._connection.execute(statement)]


def _values(request: HeldRequest) -> dict[str, object]:
    values = {name: getattr(request, name) for name in _FIELDS}
    return values | {
        "kind": request.kind.value,
        "channel": request.channel.value,
        "state": request.state.value,
        "repeat": request.repeat.value,
        "regimes": sorted(regime.value for regime in request.regimes),
        "proofs": sorted(proof.value for proof in request.proofs),
        "before_refusal": request.before_refusal.value if request.before_refusal else "",
    }


def _request(row: Row[Any]) -> HeldRequest:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    before = values["before_refusal"]
    return HeldRequest(
        **(
            values
            | {
                "kind": Kind(values["kind"]),
                "channel": Channel(values["channel"]),
                "state": State(values["state"]),
                "repeat": Repeat(values["repeat"]),
                "regimes": frozenset(Regime(one) for one in values["regimes"]),
                "proofs": frozenset(Proof(one) for one in values["proofs"]),
                "before_refusal": State(before) if before else None,
            }
        )
    )
