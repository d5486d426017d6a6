"""Five invariants of the gate, looked for in every state that can be reached: submit, dequeue, start, finish, fail,
crash, withdraw, reload, sweep and the passing of time, in every order."""

from functools import cache

import pytest
from gate_states import KEEP, PERMIT_SECONDS, Machine, State, reachable


def plaintext_outside_an_open_permit(before: State, after: State) -> bool:
    """I1: content comes to lie open only through a permit that is good at that moment and was never used before."""
    if not after.plain or not after.last.startswith("open") or after.denied:
        return after.plain not in ("", before.plain)
    permit = next(permit for permit in before.permits if permit.id == after.plain)
    machine = Machine()
    age = PERMIT_SECONDS - (permit.expires_at - before.moment).total_seconds()
    good = age < PERMIT_SECONDS and permit.policy == machine.policy(before).digest
    return not (good and machine.allowed(before, permit.cell) and permit.id not in before.spent and before.key)


def key_after_the_end(before: State, after: State) -> bool:
    """I2: a minute after the reading ended there is no key, as long as the clock runs; without it, at the ceiling."""
    late = after.ended is not None and after.now >= after.ended + 60
    return after.key and late and after.clock


def read_after_withdrawal(before: State, after: State) -> bool:
    """I3: once a consent is taken back, nothing that rests on it is opened again, whatever permit was given before."""
    opened = after.last.startswith("open") and not after.denied
    permit = next((permit for permit in before.permits if permit.id == after.plain), None)
    return opened and permit is not None and permit.cell == KEEP and before.consent != "given"


def old_permit_after_a_reload(before: State, after: State) -> bool:
    """I4: no permit of one policy opens anything under another."""
    opened = after.last.startswith("open") and not after.denied
    permit = next((permit for permit in before.permits if permit.id == after.plain), None)
    return opened and permit is not None and permit.policy != Machine().policy(before).digest


def key_after_the_ceiling(before: State, after: State) -> bool:
    """I5: whatever crashed and when: past the ceiling there is no key, though nobody is left to destroy it."""
    return after.stage is not None and after.key and after.now >= 3600


INVARIANTS = {
    "I1": plaintext_outside_an_open_permit,
    "I2": key_after_the_end,
    "I3": read_after_withdrawal,
    "I4": old_permit_after_a_reload,
    "I5": key_after_the_ceiling,
}


@cache
def broken(without: str) -> tuple[frozenset[str], int]:
    """Which invariants some reachable step breaks, and how many steps there are."""
    found, steps = set(), 0
    for before, after in reachable(Machine(without)):
        steps += 1
        found |= {name for name, breaks in INVARIANTS.items() if name not in found and breaks(before, after)}
    return frozenset(found), steps


def test_no_reachable_state_breaks_an_invariant() -> None:
    found, steps = broken("")
    print(f"{steps} steps")
    assert not found
    assert steps > 10_000


@pytest.mark.parametrize(
    ("without", "breaks"),
    [
        ("second decision", {"I1", "I3"}),
        ("single use", {"I1"}),
        ("time of the permit", {"I1"}),
        ("policy of the permit", {"I1", "I4"}),
        ("sweep", {"I2"}),
        ("time to live", {"I5"}),
    ],
)
def test_each_safeguard_is_needed(without: str, breaks: set[str]) -> None:
    found, _ = broken(without)
    assert breaks <= found
