"""Stage 5: every promise proved twice, by a solver and by trying everything, or refuted by the simplest request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from governance.errors import ProvisoError
from governance.policy.compiler import compile_policy
from governance.policy.core import Policy
from governance.policy.decide import decide
from governance.policy.decision import Cell, Decision, Request
from governance.policy.explain import Explanation, explain
from governance.policy.goals import Kind
from governance.policy.parse import parse
from governance.policy.problems import Mark, PolicyRefused, problem
from governance.policy.quotient import Outcome, Point, Quotient, TooManyPoints
from governance.policy.resolve import resolve
from governance.policy.smt import Solver, Verdict
from governance.policy.table import compile_table
from governance.policy.theorems import Theorem, theorems_of
from governance.policy.worlds import WORLD, Settings, Theory, theory_of
from governance.terms import UNKNOWN

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The simplest request that breaks a promise, what becomes of it, and under which settings of the parameters."""

    settings: Settings
    decision: Decision
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Result:
    """What proving one promise came to.

    `support` are the rules it rests on as the policy is written, and `support_anywhere` those it rests on
    whatever its parameters are; none means that it rests on default deny alone. `points` is how many classes
    of requests were tried.
    """

    id: str
    say: str
    kind: Kind
    proved: bool
    support: tuple[str, ...]
    support_anywhere: tuple[str, ...]
    points: int
    counterexample: Counterexample | None


@dataclass(frozen=True, slots=True)
class Proof:
    """All results for one policy; `seconds` are by stage: reading, exhaustive, solver, theorems."""

    policy: Policy
    theory: Theory
    results: tuple[Result, ...]
    theorems: tuple[Theorem, ...]
    solver: str
    cells: int
    points: int
    seconds: Mapping[str, float]

    @property
    def refuted(self) -> tuple[Result, ...]:
        """The promises that do not hold."""
        return tuple(result for result in self.results if not result.proved)

    @property
    def complete(self) -> bool:
        """Whether every promise and every theorem is proved."""
        return not self.refuted and all(theorem.proved for theorem in self.theorems)


def prove(sources: Mapping[str, str], clock: Clock = lambda: 0.0) -> Proof:
    """Compile the texts of a policy and prove it in every world its parameters allow.

    `clock` gives seconds and only fills `Proof.seconds`. Raises PolicyRefused for a policy that does not
    compile or is too tangled to be tried, and ProvisoError prover-missing without the solver, or provers-disagree.
    """
    began = clock()
    policy = compile_policy(sources)
    theory = theory_of(sources)
    read = clock()
    quotient = Quotient(theory.facts, theory.rules)
    outcomes = _tried(quotient, theory)
    tried = clock()
    solver = Solver(theory)
    verdicts = [solver.prove(goal) for goal in theory.goals]
    _compare(outcomes, verdicts)
    here = [solver.prove(verdict.goal, theory.written) if verdict.proved else verdict for verdict in verdicts]
    solved = clock()
    theorems = theorems_of(policy, theory, solver, quotient)
    done = clock()
    return Proof(
        policy=policy,
        theory=theory,
        results=tuple(_results(policy, sources, theory, outcomes, verdicts, here)),
        theorems=theorems,
        solver=f"z3 {solver.version}",
        cells=len(quotient.cells),
        points=quotient.points,
        seconds={
            "reading": read - began,
            "exhaustive": tried - read,
            "solver": solved - tried,
            "theorems": done - solved,
        },
    )


def _tried(quotient: Quotient, theory: Theory) -> list[Outcome]:
    try:
        return [quotient.try_all(goal) for goal in theory.goals]
    except TooManyPoints as error:
        fix = "let fewer facts bear on one cell: split an activity, or narrow the scope of a prohibition."
        raise PolicyRefused([problem(Mark("rules.yaml"), "N05", f"in some cell {error} meet.", fix)]) from None


def _compare(outcomes: list[Outcome], verdicts: list[Verdict]) -> None:
    differ = {
        verdict.goal.id
        for outcome, verdict in zip(outcomes, verdicts, strict=True)
        if (outcome.broken_by is None) != verdict.proved
    }
    if differ:
        raise ProvisoError("provers-disagree", goals=", ".join(sorted(differ)))


def _results(
    policy: Policy,
    sources: Mapping[str, str],
    theory: Theory,
    outcomes: list[Outcome],
    verdicts: list[Verdict],
    here: list[Verdict],
) -> list[Result]:
    found = []
    for name in dict.fromkeys(outcome.goal.id for outcome in outcomes):
        parts = [number for number, outcome in enumerate(outcomes) if outcome.goal.id == name]
        broken = [point for number in parts if (point := outcomes[number].broken_by) is not None]
        simplest = min(broken, key=lambda point: (point.known, point.cell)) if broken else None
        found.append(
            Result(
                id=name,
                say=policy.promises[name].say,
                kind=outcomes[parts[0]].goal.kind,
                proved=simplest is None,
                support=tuple(sorted({rule for number in parts for rule in here[number].support})),
                support_anywhere=tuple(sorted({rule for number in parts for rule in verdicts[number].support})),
                points=sum(outcomes[number].points for number in parts),
                counterexample=None if simplest is None else _shown(policy, sources, theory, simplest),
            )
        )
    return found


def _shown(policy: Policy, sources: Mapping[str, str], theory: Theory, point: Point) -> Counterexample:
    settings = theory.worlds[point.facts.get(WORLD, theory.written)]
    other = tuned(policy, sources, settings)
    facts = {name: value for name, value in point.facts.items() if name != WORLD and value != UNKNOWN}
    decision = decide(other, Request(Cell(*point.cell), facts))
    return Counterexample(settings, decision, explain(other, decision))


def tuned(policy: Policy, sources: Mapping[str, str], settings: Settings) -> Policy:
    """Give the policy as it decides when its parameters are set so; its digest stays the written one's."""
    document, _ = parse(sources, settings)
    rules, _ = resolve(document)
    return replace(
        policy,
        activities=rules.activities,
        prohibitions=rules.prohibitions,
        retention=rules.retention,
        facts=rules.facts,
        table=compile_table(rules),
    )
