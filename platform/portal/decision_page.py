"""The page about one answer of the gate, the same for everybody who may check: rules, facts, dates, the sentences."""

from dataclasses import dataclass

from flask import render_template

from governance.policy import Policy
from governance.policy.why_not import why_not
from governance.terms import duration_in_words
from operations.review_decisions import ReviewedWhole
from portal.doors import house
from portal.explained import once
from portal.words import STEPS


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a decision was made on: its name, what it is called, its value, and that in words."""

    name: str
    label: str
    value: str
    phrase: str


def decision_page(found: ReviewedWhole, **more: object) -> str:
    """Explain one answer under the policy that it was made with."""
    policy = found.policy
    return render_template(
        "dpo/decision.html",
        row=found.row,
        made_with=policy,
        in_force=policy is not None and policy.digest == house().policy.digest,
        explanation=once(found.explanation) if found.explanation else None,
        ways=why_not(policy, found.row.decision.request) if policy and not found.row.decision.allow else (),
        rules=_rules(policy, found),
        facts=_facts(policy, found),
        dates={_event(policy, event): duration_in_words(span) if span else "at once"
               for event, span in found.row.decision.obligations.delete_by.items()},
        steps=STEPS,
        **more,
    )  # fmt: skip


def _rules(policy: Policy | None, found: ReviewedWhole) -> list[tuple[str, str, str]]:
    """Give each rule behind the answer: its id, its label, and what it did."""
    answer = found.row.decision
    short = list(dict.fromkeys(miss.rule for miss in answer.missing))
    did = [
        *((name, "allowed it") for name in answer.permits),
        *((name, "forbade it") for name in answer.denied_by),
        *((name, "would have allowed it, but a fact was missing") for name in short if name not in answer.denied_by),
    ]
    return [(name, _label(policy, name), what) for name, what in did]


def _label(policy: Policy | None, rule: str) -> str:
    source = policy and (policy.activities.get(rule) or policy.prohibitions.get(rule))
    return source.label if source else ""


def _event(policy: Policy | None, event: str) -> str:
    return policy.events[event].label if policy and event in policy.events else event


def _facts(policy: Policy | None, found: ReviewedWhole) -> list[Fact]:
    known = policy.facts if policy else {}
    return [
        Fact(name, known[name].label, value, known[name].phrases.get(value, value))
        if name in known
        else Fact(name, "", value, "")
        for name, value in sorted(found.facts.items())
    ]
