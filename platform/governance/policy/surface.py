"""The surface of a policy: every permitted cell on a line, to be reviewed like code."""

from collections.abc import Mapping
from dataclasses import replace

from governance.policy.core import CellKey, CellRules, Policy, Rules
from governance.policy.guards import written
from governance.policy.table import compile_table


def surface(policy: Policy) -> str:
    """Write the rules' conditions and then every permitted cell; the same policy always gives the same text."""
    lines = [
        f"# The surface of {policy.id} {policy.version}: generated, reviewed like code. All else is denied.",
        f"digest {policy.digest}",
        "",
        "# permits: rule, condition, basis by regime, duties",
    ]
    for activity in sorted(policy.activities.values(), key=lambda rule: rule.id):
        bases = ",".join(f"{regime}:{basis}" for regime, basis in sorted(activity.bases.items()))
        off = "" if activity.enabled else " (off)"
        duties = ",".join(sorted(activity.duties)) or "-"
        lines.append(f"{activity.id}{off} when {written(activity.guard)} | {bases} | {duties}")
    lines += ["", "# requirements: rule, condition without which it denies"]
    for rule in sorted(policy.prohibitions.values(), key=lambda rule: rule.id):
        off = "" if rule.enabled else " (off)"
        lines.append(f"{rule.id}{off} unless {written(rule.guard)}")
    lines += ["", "# retention: rule, categories, seconds by event, what then"]
    for retention in sorted(policy.retention.values(), key=lambda rule: rule.id):
        spans = ",".join(f"{event}+{span}" for event, span in sorted(retention.triggers.items()))
        lines.append(f"{retention.id} {','.join(retention.of)} | {spans} | {retention.then}")
    lines += [
        "",
        f"# {len(policy.table)} cells: action category purpose recipient | permits | requirements | retained by",
    ]
    cells = _cells(policy.table)
    lines += cells
    on = [rule.enabled for rule in policy.activities.values()] + [rule.enabled for rule in policy.prohibitions.values()]
    if not all(on):
        lines += ["", "# cells that the rules which are off would open or change"]
        lines += [f"(off) {line}" for line in sorted(set(_cells(compile_table(_all_on(policy)))) - set(cells))]
    return "\n".join(lines) + "\n"


def _cells(table: Mapping[CellKey, CellRules]) -> list[str]:
    found = []
    for key, rules in sorted(table.items()):
        permits = ",".join(rule.id for rule in rules.permits)
        required = ",".join(rule.id for rule in rules.requirements) or "-"
        found.append(f"{' '.join(key)} | {permits} | {required} | {rules.retention.id if rules.retention else '-'}")
    return found


def _all_on(policy: Policy) -> Rules:
    permits = {name: replace(rule, enabled=True) for name, rule in policy.activities.items()}
    required = {name: replace(rule, enabled=True) for name, rule in policy.prohibitions.items()}
    return Rules(policy.facts, policy.recipients, permits, required, policy.retention)
