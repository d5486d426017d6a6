"""From clause to enforcement: rules, promises, proofs, where the gate is asked, what tests it, live counts."""

from governance.papers.frame import framed
from governance.papers.kinds import TRACEABILITY
from governance.papers.paper import Bars, Paper, Section, Table, Tile, Value
from governance.policy import Policy
from governance.policy.clauses import Clause
from governance.policy.core import Activity, Prohibition
from governance.processing.observed import Behind, Observed
from governance.processing.record import ProcessingRecord

_MOST = 12


def traceability(policy: Policy, observed: Observed, record: ProcessingRecord) -> Paper:
    """Write every clause with all that stands behind it; a clause without any says why it needs none."""
    counts = {one.clause: one for one in record.evidence.by_clause}
    rules = _rules_of(policy)
    promises: dict[str, list[str]] = {}
    for promise in policy.promises.values():
        for name in promise.quote_of:
            promises.setdefault(name, []).append(promise.id)
    clauses = [clause for clause in policy.clauses.values() if not clause.heading]
    rows = tuple(_row(policy, observed, clause, rules, promises, counts) for clause in clauses)
    enforced = sum(clause.id in rules for clause in clauses)
    unproved = [name for name in policy.promises if observed.proved.get(name) is not True]
    ranked = sorted(counts.values(), key=lambda one: (-one.refused, one.clause))
    refusals = tuple((one.clause.removeprefix("c"), one.refused) for one in ranked if one.refused)[:_MOST]
    columns = (
        "Clause",
        "Text",
        "Rules",
        "Promises and proofs",
        "Enforced at",
        "Examples",
        "Allowed",
        "Refused",
    )
    return framed(
        TRACEABILITY,
        record,
        tiles=(
            Tile(f"{len(clauses)}", "clauses"),
            Tile(f"{enforced}", "with a rule behind them"),
            Tile(f"{sum(bool(clause.informational) for clause in clauses)}", "that only inform, each with the reason"),
            Tile(f"{len(policy.promises) - len(unproved)}", f"of {len(policy.promises)} promises proved",
                 "alarm" if unproved else ""),
            Tile(f"{sum(one.allowed + one.refused for one in record.evidence.rules):,}", "times a rule answered"),
        ),
        sentences=(
            f"{enforced} of {len(clauses)} clauses are enforced by rules; the others inform, and say why.",
            "Every promise is a statement over all possible requests, proved by a solver and by trying every case."
            if not unproved
            else f"Not proved: {', '.join(unproved)}.",
        ),
        pictures=(Bars("Refusals by clause", refusals, "clauses"),) if refusals else (),
        sections=(
            Section("clauses", "Clause by clause", (), (Table("clauses", "Clauses", columns, rows),)),
            Section("rules", "Rule by rule", (), (_rules(policy, observed, record),)),
            Section("promises", "Promises and proofs", (), (_promises(policy, observed),)),
        ),
    )  # fmt: skip


def _rules_of(policy: Policy) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for group in (policy.activities, policy.prohibitions, policy.retention, policy.transfers, policy.rights):
        for rule in group.values():
            for name in rule.clauses:
                found.setdefault(name, []).append(rule.id)
    return found


def _row(
    policy: Policy,
    observed: Observed,
    clause: Clause,
    rules: dict[str, list[str]],
    promises: dict[str, list[str]],
    counts: object,
) -> tuple[Value, ...]:
    own, kept = rules.get(clause.id, []), promises.get(clause.id, [])
    behind = [observed.behind.get(rule, Behind()) for rule in own]
    count = counts.get(clause.id) if isinstance(counts, dict) else None
    return (
        clause.number,
        clause.text.replace("**", ""),
        ", ".join(own) or (f"informs: {clause.informational}" if clause.informational else _elsewhere(policy, clause)),
        _proofs(observed, kept),
        _places(len({at for one in behind for at in one.asked_at})) if own else "-",
        len({words for one in behind for words in one.examples}),
        count.allowed if count else 0,
        count.refused if count else 0,
    )


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count or 'no'} places"


def _proofs(observed: Observed, promises: list[str]) -> str:
    proved = [name for name in promises if observed.proved.get(name)]
    other = [name for name in promises if name not in proved]
    said = (f"{', '.join(names)} {word}" for names, word in ((proved, "proved"), (other, "not proved")) if names)
    return "; ".join(said) or "-"


def _elsewhere(policy: Policy, clause: Clause) -> str:
    """Say what keeps a clause that no rule cites."""
    return policy.kept_elsewhere.get(clause.id) or "cited by words, parameters or notices of the policy"


def _rules(policy: Policy, observed: Observed, record: ProcessingRecord) -> Table:
    counted = {line.rule: line for line in record.evidence.rules}
    rows = []
    every: list[Activity | Prohibition] = [*policy.activities.values(), *policy.prohibitions.values()]
    for rule in every:
        behind, count = observed.behind.get(rule.id, Behind()), counted.get(rule.id)
        rows.append(
            (
                rule.id,
                rule.label,
                ", ".join(name.removeprefix("c") for name in rule.clauses),
                "; ".join(behind.asked_at) or "nothing in this installation asks for it",
                "; ".join(behind.examples) or "-",
                count.allowed if count else 0,
                count.refused if count else 0,
            )
        )
    columns = ("Rule", "What it says", "Clauses", "The gate is asked for", "Examples", "Allowed", "Refused")
    return Table("rules", "Rules, where the gate is asked, and how often each answered", columns, tuple(rows))


def _promises(policy: Policy, observed: Observed) -> Table:
    rows = tuple(
        (
            promise.id,
            promise.say,
            ", ".join(name.removeprefix("c") for name in promise.quote_of),
            "proved" if observed.proved.get(promise.id) else "not proved",
        )
        for promise in policy.promises.values()
    )
    return Table("promises", "Promises", ("Promise", "Words", "Clauses", "Proof"), rows, "The policy makes none.")
