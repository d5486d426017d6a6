"""The gate as a machine with few states: one upload, one text of it, one worker, a clock, and whatever may happen.

The parts that decide are the real ones: the policy, permits and their check, the steps of a document, the date of
deletion. What surrounds them (key server, vault, worker, clock) is reduced to what matters for the invariants; the
real vault is walked around in `tests/store`. `Machine(without=...)` leaves one safeguard out, to show that the
search would notice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from policy_oracle import Oracle
from shipped_policy import edited, shipped, texts

from governance.documents import ENDED, Stage, may_step
from governance.gate import Permit, PermitRefused, mint, verify
from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.retention import due

START = datetime(2026, 1, 1, tzinfo=UTC)
PROCESS = Cell("process", "document.image", "provide_service")
KEEP = Cell("store", "text.extracted", "provide_service")
SECRET = b"gate"
PERMIT_SECONDS = 30
GOOD = {
    name: str(value).lower() if isinstance(value, bool) else value
    for name, value in Oracle(texts()).files["examples.yaml"]["given"].items()
}


@cache
def newer() -> Policy:
    """The shipped policy with another sentence in it: the same answers under another digest."""
    return compile_policy(edited("policy.md", "No question is too small to send.", "No worry is too small to send."))


@cache
def _allowed(policy: Policy, cell: Cell, stage: Stage | None, consent: str, *, overdue: bool) -> bool:
    facts = {**GOOD, "job.stage": stage.value if stage else "none", "text.state": "waiting"}
    facts |= {"findings.special": "false", "actor.role": "service" if cell == PROCESS else "owner"}
    facts |= {"consent.store_text": consent, "data.overdue": str(overdue).lower()}
    return decide(policy, Request(cell, facts)).allow


@cache
def _due_at(ended: int | None) -> int:
    events = {"data.received": START}
    if ended is not None:
        events["job.ended"] = START + timedelta(seconds=ended)
    return int((due(shipped().retention_for("document.image"), events) - START).total_seconds())


@cache
def _permit(identity: str, cell: Cell, now: int, policy: str) -> Permit:
    moment = START + timedelta(seconds=now)
    return mint(SECRET, identity, item="d", cell=cell, now=moment, policy=policy, seconds=PERMIT_SECONDS)


@cache
def _refusal(permit: Permit, moment: datetime, policy: str) -> str:
    try:
        verify(SECRET, permit, now=moment, policy=policy)
    except PermitRefused as refused:
        return refused.reason
    return ""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that matters at one moment; times are seconds since the start."""

    now: int = 0
    stage: Stage | None = None
    ended: int | None = None
    key: bool = False
    key_dies: int = 0
    reloaded: bool = False
    consent: str = "given"
    worker: bool = True
    clock: bool = True
    permits: tuple[Permit, ...] = ()
    spent: frozenset[str] = frozenset()
    plain: str = ""
    """The permit under which content lies open in the worker's memory."""
    denied: str = ""
    """Why the last use of a permit was refused."""
    last: str = field(default="", compare=False)
    """What happened last."""

    @property
    def moment(self) -> datetime:
        return START + timedelta(seconds=self.now)


@dataclass(frozen=True, slots=True)
class Machine:
    """What may happen next in a state; `without` names a safeguard that is left out."""

    without: str = ""

    def next(self, state: State) -> Iterator[State]:
        for name, after in self._steps(state):
            yield replace(after, last=name)

    def policy(self, state: State) -> Policy:
        return newer() if state.reloaded else shipped()

    def allowed(self, state: State, cell: Cell) -> bool:
        overdue = state.stage is not None and cell == PROCESS and state.now >= self.due_at(state)
        return _allowed(self.policy(state), cell, state.stage, state.consent, overdue=overdue)

    def due_at(self, state: State) -> int:
        return _due_at(state.ended)

    def _steps(self, state: State) -> Iterator[tuple[str, State]]:
        if state.stage is None:  # before that nothing happens at all: the seconds count from here
            sealed = replace(state, stage=Stage.RECEIVED, key=True)
            yield "submit", replace(sealed, key_dies=1 << 30 if self.without == "time to live" else self.due_at(sealed))
            return
        yield from self._working(state)
        if state.consent == "given":
            yield "withdraw", replace(state, consent="withdrawn")
        if not state.reloaded:
            yield "reload", replace(state, reloaded=True)
        yield from self._time(state)

    def _working(self, state: State) -> Iterator[tuple[str, State]]:
        def step(stage: Stage, **more: object) -> Iterator[tuple[str, State]]:
            if state.stage and may_step(state.stage, stage):
                yield stage.value, replace(state, stage=stage, **more)  # type: ignore[arg-type]

        if state.worker:
            yield from step(Stage.QUEUED, plain="")
            yield from step(Stage.PROCESSING)
            for stage in (Stage.COMPLETED, Stage.FAILED):
                yield from step(stage, plain="", ended=state.now)  # its key is destroyed by the sweep, or dies
            for cell in (PROCESS, KEEP):
                if len(state.permits) < 2 and self.allowed(state, cell):
                    permit = _permit(f"p{len(state.permits)}", cell, state.now, self.policy(state).digest)
                    yield f"ask to {cell.action}", replace(state, permits=(*state.permits, permit))
            for permit in state.permits:
                yield f"open with {permit.id}", self._opened(state, permit)
            if state.plain:
                yield "close", replace(state, plain="")
        if state.worker or state.clock:
            yield "crash", replace(state, worker=False, clock=False, plain="", permits=())

    def _opened(self, state: State, permit: Permit) -> State:
        """What the vault does: believe the tag, the time, the policy; decide again; count; unwrap."""
        known = permit.policy if self.without == "policy of the permit" else self.policy(state).digest
        if reason := _refusal(permit, START if self.without == "time of the permit" else state.moment, known):
            return replace(state, denied=reason)
        if self.without != "second decision" and not self.allowed(state, permit.cell):
            return replace(state, denied="denied-now")
        if self.without != "single use" and permit.id in state.spent:
            return replace(state, denied="spent")
        if not state.key:
            return replace(state, denied="key-gone")
        return replace(state, spent=state.spent | {permit.id}, plain=permit.id, denied="")

    def _time(self, state: State) -> Iterator[tuple[str, State]]:
        """Half a minute, or the whole hour of the ceiling; the clock, if it lives, sweeps on its way."""
        for seconds in (30, 3600):
            # Half minutes matter at the beginning and around the ceiling, and nothing happens in between.
            if state.now + seconds > 3600 + 60 or (seconds == 30 and 60 <= state.now < 3600):
                continue
            now = state.now + seconds
            later = replace(state, now=now, denied="", plain="" if seconds > PERMIT_SECONDS else state.plain)
            if now >= later.key_dies:
                later = replace(later, key=False, plain="")
            if later.clock and later.stage and self.without != "sweep":
                if later.stage not in ENDED and now >= self.due_at(later):
                    later = replace(later, stage=Stage.EXPIRED, ended=now, key=False, plain="")
                elif later.stage in ENDED and later.ended is not None and now > later.ended:
                    later = replace(later, key=False)
            yield f"{seconds} seconds", later


def reachable(machine: Machine, most: int = 100_000) -> Iterator[tuple[State, State]]:
    """Every step of every state that can be reached, breadth first."""
    seen = {State()}
    waiting = [State()]
    while waiting:
        fresh = []
        for state in waiting:
            for after in machine.next(state):
                yield state, after
                if after not in seen:
                    seen.add(after)
                    fresh.append(after)
        assert len(seen) < most
        waiting = fresh
