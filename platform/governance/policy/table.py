"""The table of permitted cells: everything that no activity permits is left out, and so denied."""

from collections.abc import Mapping
from types import MappingProxyType

from governance.policy.core import CellKey, CellRules, Rules
from governance.policy.decision import Obligations


def compile_table(rules: Rules) -> Mapping[CellKey, CellRules]:
    """Spell out the cells that some enabled activity permits, with all that decides each of them."""
    permits: dict[CellKey, list[str]] = {}
    for activity in rules.activities.values():
        if not activity.enabled:
            continue
        for action in activity.scope.actions:
            for category in activity.scope.categories:
                for recipient in activity.scope.recipients:
                    permits.setdefault((action, category, activity.purpose, recipient), []).append(activity.id)
    kept = {category: rule for rule in rules.retention.values() for category in rule.of}
    required = sorted((rule for rule in rules.prohibitions.values() if rule.enabled), key=lambda rule: rule.id)
    table = {}
    for key in sorted(permits):
        retention = kept.get(key[1])
        table[key] = CellRules(
            permits=tuple(rules.activities[name] for name in sorted(permits[key])),
            requirements=tuple(rule for rule in required if rule.scope.covers(*key)),
            retention=retention,
            deadlines=Obligations(MappingProxyType(dict(sorted(retention.triggers.items()))))
            if retention
            else Obligations(),
        )
    return MappingProxyType(table)
