"""The answer to a request: total, pure, denied unless a rule allows it and no rule forbids it.

What a policy has answered before it remembers (`answers`); that changes how fast an answer comes and never which.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from governance.policy.answers import CellAnswers
from governance.policy.core import Activity, CellKey, CellRules, Policy, Prohibition
from governance.policy.decision import Decision, Obligations, Request, Unmet
from governance.policy.guards import Atom, unmet
from governance.terms import UNKNOWN

NOTHING: Final = Obligations()
MOST_CELLS: Final = 4096
"""Cells that a policy keeps ready."""


def decide(policy: Policy, request: Request) -> Decision:
    """Answer one request; never raises, and the same request always gets the same answer.

    Facts that the policy does not know, or with values it does not know, count as unknown and allow nothing.
    """
    cell = request.cell
    try:
        answers = policy.answers[cell.action, cell.category, cell.purpose, cell.recipient]
        code = answers.code(request.facts)
    except (KeyError, TypeError):
        return prepare(policy, request).decide()
    kept = answers.kept.get(code)
    return _anew(policy, answers, code, request) if kept is None else _for(kept, request)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose cell and facts have been looked up once, to be asked again and again.

    It belongs to the policy that prepared it. Without `answers` its cell holds words that the policy does not have.
    """

    policy: Policy
    request: Request
    answers: CellAnswers | None
    code: int

    def decide(self) -> Decision:
        """Answer it; asking again gives what was kept, and the first who asked gets the very same object."""
        answers = self.answers
        if answers is None:
            return _denied(self.policy, self.request, {}, (), (), None)
        kept = answers.kept.get(self.code)
        if kept is None:
            return _anew(self.policy, answers, self.code, self.request)
        return kept if kept.request is self.request else _for(kept, self.request)


def prepare(policy: Policy, request: Request) -> Prepared:
    """Look up the cell and the facts of a request; never raises."""
    cell = request.cell
    key = (cell.action, cell.category, cell.purpose, cell.recipient)
    answers = _ready(policy, key)
    if answers is None:
        return Prepared(policy, request, None, 0)
    return Prepared(policy, request, answers, answers.code(known_facts(policy, request.facts)))


def known_facts(policy: Policy, facts: Mapping[str, str]) -> dict[str, str]:
    """Keep the facts whose name and value the policy declares; everything else is unknown."""
    return {
        name: value
        for name, value in facts.items()
        if isinstance(name, str)
        and isinstance(value, str)
        and value != UNKNOWN
        and name in policy.facts
        and value in policy.facts[name].values
    }


def _ready(policy: Policy, key: CellKey) -> CellAnswers | None:
    """Make a cell ready to answer; None when it holds a word that the policy does not have."""
    words = (policy.actions, policy.categories, policy.purposes, policy.recipients)
    if not all(isinstance(part, str) and part in known for part, known in zip(key, words, strict=True)):
        return None
    found = policy.answers.get(key)
    if found is None:
        rules = policy.table.get(key)
        if rules is None:
            # Nothing permits it; the prohibitions are still asked, because they say why.
            covering = (rule for rule in policy.prohibitions.values() if rule.enabled and rule.scope.covers(*key))
            rules = CellRules((), tuple(sorted(covering, key=lambda rule: rule.id)), None, NOTHING)
        found = CellAnswers(rules, policy.facts)
        if len(policy.answers) < MOST_CELLS:
            policy.answers[key] = found
    return found


def _anew(policy: Policy, answers: CellAnswers, code: int, request: Request) -> Decision:
    """Work an answer out and keep it."""
    permits = tuple(rule for rule, holds in answers.permits if holds(code))
    denials = tuple(rule for rule, holds in answers.requirements if not holds(code))
    if permits and not denials:
        decision = _allowed(policy, request, answers.rules, permits)
    else:
        facts = known_facts(policy, request.facts)
        nearest = None if permits else _nearest(answers.rules.permits, facts)
        decision = _denied(policy, request, facts, permits, denials, nearest)
    answers.keep(code, decision)
    return decision


def _allowed(policy: Policy, request: Request, rules: CellRules, permits: tuple[Activity, ...]) -> Decision:
    duties = rules.deadlines | Obligations(flags=frozenset(duty for rule in permits for duty in rule.duties))
    cited = [rule.clauses for rule in permits]
    if rules.retention is not None:
        cited.append(rules.retention.clauses)
    return Decision(
        allow=True,
        request=request,
        permits=tuple(rule.id for rule in permits),
        denied_by=(),
        missing=(),
        bases=tuple(sorted({basis for rule in permits for basis in rule.bases.values()})),
        obligations=duties,
        clauses=_in_order(policy, cited),
        policy=policy.digest,
    )


def _denied(
    policy: Policy,
    request: Request,
    facts: Mapping[str, str],
    permits: tuple[Activity, ...],
    denials: tuple[Prohibition, ...],
    nearest: Activity | None,
) -> Decision:
    behind: list[Activity | Prohibition] = [nearest] if nearest is not None else []
    behind += denials
    return Decision(
        allow=False,
        request=request,
        permits=tuple(rule.id for rule in permits),
        denied_by=tuple(rule.id for rule in denials),
        missing=tuple(
            _unmet(policy, rule.id, atom, facts) for rule in behind for atom in unmet(rule.guard, facts) or ()
        ),
        bases=(),
        obligations=NOTHING,
        clauses=_in_order(policy, [rule.clauses for rule in behind]),
        policy=policy.digest,
    )


def _nearest(permits: Iterable[Activity], facts: Mapping[str, str]) -> Activity | None:
    """Pick the activity with the fewest conditions still open; the id settles a tie."""
    ways = [(len(way), rule.id, rule) for rule in permits if (way := unmet(rule.guard, facts)) is not None]
    return min(ways)[2] if ways else None


def _unmet(policy: Policy, rule: str, atom: Atom, facts: Mapping[str, str]) -> Unmet:
    needs = tuple(value for value in policy.facts[atom.fact].values if value in atom.values)
    return Unmet(rule, atom.fact, facts.get(atom.fact, UNKNOWN), needs)


def _in_order(policy: Policy, cited: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """List clauses once each, as they stand in the text."""
    wanted = {clause for clauses in cited for clause in clauses}
    return tuple(clause for clause in policy.clauses if clause in wanted)


# A kept answer is handed out with the request at hand in it. Writing the slots of a fresh object directly takes half
# the time of calling Decision, whose fields are frozen one by one.
_fresh: Final = object.__new__
_set: Final = {name: Decision.__dict__[name].__set__ for name in Decision.__slots__}
_allow, _request, _permits, _denied_by = _set["allow"], _set["request"], _set["permits"], _set["denied_by"]
_missing, _bases, _obligations = _set["missing"], _set["bases"], _set["obligations"]
_clauses, _policy = _set["clauses"], _set["policy"]


def _for(kept: Decision, request: Request) -> Decision:
    if kept.request is request:
        return kept
    decision = _fresh(Decision)
    _allow(decision, kept.allow)
    _request(decision, request)
    _permits(decision, kept.permits)
    _denied_by(decision, kept.denied_by)
    _missing(decision, kept.missing)
    _bases(decision, kept.bases)
    _obligations(decision, kept.obligations)
    _clauses(decision, kept.clauses)
    _policy(decision, kept.policy)
    return decision
