"""A cell made ready to answer: facts as bits, conditions as tests on bits, answers kept once they were given.

Only the facts that the rules of a cell ask for are looked at, and which values they have is one whole number. The
same number means the same answer, so most requests end in one look-up.
"""

from collections.abc import Callable, Mapping
from typing import Final

from governance.policy.core import Activity, CellRules, Fact, Prohibition
from governance.policy.decision import Decision
from governance.policy.guards import AllOf, Atom, Guard, atoms

Test = Callable[[int], bool]

MOST_KEPT: Final = 1024
"""Answers that a cell keeps; a service asks with a few dozen combinations of facts."""


class CellAnswers:
    """The rules of one cell in the form in which they are asked, and the answers given so far.

    `slots` are the facts asked for, with a bit for each value; an unknown fact has no bit. `permits` and
    `requirements` pair each rule with its condition. `kept` maps the bits of facts to the answer.
    """

    __slots__ = ("kept", "permits", "requirements", "rules", "slots")

    def __init__(self, rules: CellRules, facts: Mapping[str, Fact]) -> None:
        self.rules = rules
        guards = [rule.guard for rule in rules.permits] + [rule.guard for rule in rules.requirements]
        bits: dict[str, dict[str, int]] = {}
        used = 0
        for name in sorted({atom.fact for guard in guards for atom in atoms(guard)}):
            bits[name] = {value: 1 << (used + number) for number, value in enumerate(facts[name].values[1:])}
            used += len(bits[name])
        self.slots = tuple(bits.items())
        self.permits: tuple[tuple[Activity, Test], ...] = tuple(
            (rule, test_of(rule.guard, bits)) for rule in rules.permits
        )
        self.requirements: tuple[tuple[Prohibition, Test], ...] = tuple(
            (rule, test_of(rule.guard, bits)) for rule in rules.requirements
        )
        self.kept: dict[int, Decision] = {}

    def code(self, facts: Mapping[str, str]) -> int:
        """Give the facts as bits; what is not declared has none. Raises TypeError for a value without a hash."""
        code = 0
        find = facts.get
        for name, bits in self.slots:
            code |= bits.get(find(name, ""), 0)
        return code

    def keep(self, code: int, decision: Decision) -> None:
        """Remember an answer, up to a limit."""
        if len(self.kept) < MOST_KEPT:
            self.kept[code] = decision


def test_of(guard: Guard, bits: Mapping[str, Mapping[str, int]]) -> Test:
    """Make a condition into a test on the bits of facts."""
    if isinstance(guard, Atom):
        mask = _mask(guard, bits)
        return lambda code: code & mask != 0
    if isinstance(guard, AllOf):
        if all(isinstance(part, Atom) for part in guard.parts):
            return _every(tuple(_mask(part, bits) for part in guard.parts if isinstance(part, Atom)))
        tests = tuple(test_of(part, bits) for part in guard.parts)
        return lambda code: all(test(code) for test in tests)
    ways = tuple(test_of(part, bits) for part in guard.parts)
    return lambda code: any(test(code) for test in ways)


def _mask(atom: Atom, bits: Mapping[str, Mapping[str, int]]) -> int:
    return sum(bits[atom.fact][value] for value in atom.values)


def _every(masks: tuple[int, ...]) -> Test:
    def test(code: int) -> bool:
        for mask in masks:  # noqa: SIM110 - a loop is three times as fast here as all()
            if not code & mask:
                return False
        return True

    return test
