"""Stage 4: from checked rules to a policy that can decide, and the whole way there from its texts."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from governance.facts import SUPPLIED
from governance.policy.checks import check
from governance.policy.core import Policy, Rules
from governance.policy.document import Document
from governance.policy.examples import Outcome, outcome, run_examples
from governance.policy.guards import written
from governance.policy.parse import parse
from governance.policy.problems import PolicyRefused, Problem
from governance.policy.resolve import resolve
from governance.policy.table import compile_table
from governance.policy.vocabulary import Controller, Header

UNREADABLE: Final = "Y04"
"""Where a file is no YAML, every name in it is missing elsewhere; that would hide what has to be mended."""


def compile_policy(sources: Mapping[str, str], *, supplied: Mapping[str, tuple[str, ...]] = SUPPLIED) -> Policy:
    """Compile the texts of a policy (file name to content) into a policy that can decide.

    `supplied` are the facts that somebody can tell, by default those of `governance.facts`. Raises
    PolicyRefused with every problem of every file at once; warnings alone do not refuse.
    """
    document, policy, problems = _before_examples(sources, supplied)
    problems += run_examples(document, policy)
    if _grave(problems):
        raise PolicyRefused(dict.fromkeys(problems))
    return policy


def outcomes(sources: Mapping[str, str], *, supplied: Mapping[str, tuple[str, ...]] = SUPPLIED) -> tuple[Outcome, ...]:
    """Decide every example of a policy, right or wrong; raises PolicyRefused for whatever else is wrong with it."""
    document, policy, _ = _before_examples(sources, supplied)
    return tuple(outcome(document, policy, index) for index in range(len(document.examples)))


def _before_examples(
    sources: Mapping[str, str], supplied: Mapping[str, tuple[str, ...]]
) -> tuple[Document, Policy, list[Problem]]:
    document, found = parse(sources)
    if any(problem.code == UNREADABLE for problem in found):
        raise PolicyRefused(dict.fromkeys(found))
    rules, unresolved = resolve(document)
    problems = found + unresolved + check(document, rules, supplied)
    header, controller = document.header, document.controller
    # Parsing reports it when either is missing; without them there is nothing to assemble.
    if header is None or controller is None or _grave(problems):
        raise PolicyRefused(dict.fromkeys(problems))
    return document, _assembled(document, header, controller, rules, problems), problems


def _grave(problems: list[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _assembled(
    document: Document, header: Header, controller: Controller, rules: Rules, problems: list[Problem]
) -> Policy:
    clauses = {
        clause.id: replace(clause, informational=document.informational.get(clause.id, ""))
        for clause in document.clauses
    }
    gaps = [
        f"controller.{name}"
        for name in ("legal_entity", "address", "dpo", "eu_representative")
        if getattr(controller, name) is None
    ]
    gaps += [
        f"recipients.{recipient.id}.{name}"
        for recipient in rules.recipients.values()
        if recipient.role == "processor"
        for name in ("contract", "country")
        if getattr(recipient, name) is None
    ]
    return Policy(
        id=header.id,
        version=header.version,
        title=header.title,
        language=header.language,
        effective=header.effective,
        last_updated=header.last_updated,
        digest=digest(document, rules),
        controller=controller,
        clauses=MappingProxyType(clauses),
        parameters=MappingProxyType(document.parameters),
        ambiguities=MappingProxyType(document.ambiguities),
        regimes=MappingProxyType(document.regimes),
        children=document.children,
        change_notification=document.change_notification,
        kinds=MappingProxyType(document.kinds),
        actions=MappingProxyType(document.actions),
        categories=MappingProxyType(document.categories),
        purposes=MappingProxyType(document.purposes),
        recipients=rules.recipients,
        bases=MappingProxyType(document.bases),
        consents=MappingProxyType(document.consents),
        duties=MappingProxyType(document.duties),
        events=MappingProxyType(document.events),
        facts=rules.facts,
        activities=rules.activities,
        prohibitions=rules.prohibitions,
        retention=rules.retention,
        transfers=MappingProxyType(document.transfers),
        cookies=MappingProxyType(document.cookies),
        cookie_controls=document.cookie_controls,
        rights=MappingProxyType(document.rights),
        deadlines=MappingProxyType(document.deadlines),
        rights_scope=document.rights_scope,
        promises=MappingProxyType(document.promises),
        kept_elsewhere=MappingProxyType(document.kept_elsewhere),
        gaps=tuple(gaps),
        warnings=tuple(sorted(problems)),
        table=compile_table(rules),
    )


def digest(document: Document, rules: Rules) -> str:
    """Give the SHA-256 of the policy's canonical form: everything that decides or is said, in one fixed order.

    Neither the order of rules nor comments and line breaks in the files change it.
    """
    core = {
        "header": _plain(document.header),
        "controller": _plain(document.controller),
        "clauses": [[clause.id, clause.text] for clause in document.clauses],
        "informational": document.informational,
        "kept_elsewhere": document.kept_elsewhere,
        "children": _plain(document.children),
        "change_notification": _plain(document.change_notification),
        "cookie_controls": _plain(document.cookie_controls),
        "deadlines": document.deadlines,
        "rights_scope": document.rights_scope,
        # Proofs hold for every value a parameter may take, so where it reaches is part of what was proved.
        "parameter_uses": sorted(document.parameter_uses),
        "rules": {
            "activities": {name: _rule(rule) for name, rule in rules.activities.items()},
            "prohibitions": {name: _rule(rule) for name, rule in rules.prohibitions.items()},
            "retention": {name: asdict(rule) for name, rule in rules.retention.items()},
            "recipients": {name: asdict(entry) for name, entry in rules.recipients.items()},
            "facts": {name: [fact.label, dict(fact.phrases)] for name, fact in rules.facts.items()},
        },
    }
    for section in (
        "parameters",
        "ambiguities",
        "regimes",
        "kinds",
        "actions",
        "categories",
        "purposes",
        "bases",
        "consents",
        "duties",
        "events",
        "transfers",
        "cookies",
        "rights",
        "promises",
    ):
        core[section] = {name: _plain(entry) for name, entry in getattr(document, section).items()}
    text = json.dumps(core, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(entry: BaseModel | None) -> Any:
    return None if entry is None else entry.model_dump(mode="json", by_alias=True)


def _rule(rule: Any) -> dict[str, Any]:
    scope = rule.scope
    return {
        "label": rule.label,
        "scope": [sorted(part) for part in (scope.actions, scope.categories, scope.purposes, scope.recipients)],
        "guard": written(rule.guard),
        "clauses": rule.clauses,
        "enabled": rule.enabled,
        "source": rule.source,
        "bases": dict(getattr(rule, "bases", {})),
        "duties": sorted(getattr(rule, "duties", ())),
        "named_law": getattr(rule, "named_law", ""),
        "balancing_test": getattr(rule, "balancing_test", ""),
    }
