"""How unclear sentences are read, and by whom: A02, A03, X01."""

from collections.abc import Iterator

from governance.policy.checks.case import Case
from governance.policy.checks.entries import found, in_rules
from governance.policy.core import Activity, Prohibition
from governance.policy.problems import Problem


def decided(case: Case) -> Iterator[Problem]:
    """A02 and A03: somebody answers for a reading, on a day, and a lawyer where one is needed."""
    for name, entry in case.document.ambiguities.items():
        if not entry.decided_by or entry.decided_on is None:
            yield found(
                case.document,
                "ambiguities",
                name,
                "A02",
                f"nobody answers for how {name} is read.",
                "add `decided_by: …` and `decided_on: …`.",
            )
        signed = entry.signed_by and entry.signed_on is not None and entry.signed_on <= case.on
        if entry.needs == "legal_signoff" and not signed:
            yield found(
                case.document,
                "ambiguities",
                name,
                "A03",
                f"the reading of {name} needs a lawyer's signature and has none.",
                "have it examined, then add `signed_by: …` and `signed_on: …`.",
            )


def contradictions(case: Case) -> Iterator[Problem]:
    """X01: where a rule allows what another always forbids, some reading says which of the sentences binds."""
    settled = [set(entry.clauses) for entry in case.document.ambiguities.values()]
    seen = set()
    for key, rules in case.policy.table.items():
        for permit in rules.permits:
            for rule in rules.requirements:
                if (permit.id, rule.id) in seen or not _never_together(case, permit, rule):
                    continue
                seen.add((permit.id, rule.id))
                one, other = set(permit.clauses), set(rule.clauses)
                if any(one & clauses and other & clauses for clauses in settled):
                    continue
                message = f"{permit.id} allows `{' '.join(key)}`, and {rule.id} never lets it happen."
                yield found(
                    case.document,
                    in_rules(case.document, permit.id),
                    permit.id,
                    "X01",
                    message,
                    f"reword one of the sentences, or say in an ambiguity that names clauses of {permit.id} and of "
                    f"{rule.id} which of them binds.",
                )


def _never_together(case: Case, permit: Activity, rule: Prohibition) -> bool:
    allowing = case.space.of(permit.guard)
    return bool(allowing) and not case.space.both(allowing, case.space.of(rule.guard))
