"""The policy in force looked at closely: clause beside rule beside live counts, parameters, and trying a request."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.policy.notice import notice
from governance.policy.why_not import why_not
from governance.terms import duration_in_words, seconds
from operations.review_decisions import review_rules
from portal.doors import acting, house, needs
from portal.explained import told
from portal.notice_page import notice_page

pages = Blueprint("policy_rules", __name__, url_prefix="/dpo/policy")

COUNTED = frozenset({"activity", "prohibition", "retention"})
"""Ways of enforcing that leave a trace each time: decisions, and deletions at their date."""


@pages.get("/rules")
@needs("dpo")
def clauses() -> ResponseReturnValue:
    """Show each clause of a section with the rules that carry it out and how often they did, by what is on record."""
    counts = review_rules(house(), acting("dpo"))
    policy = house().policy
    page = notice_page(policy)
    asked = request.args.get("section", "")
    section = next((one for one in page.sections if one.top.part.id == asked), None)
    if asked and section is None:
        raise ProvisoError("not-found")
    rules = {name: rule.label for name, rule in policy.activities.items()}
    rules |= {name: rule.label for name, rule in policy.prohibitions.items()}
    rules |= dict.fromkeys(policy.retention, "time limit")
    return render_template(
        "dpo/policy_rules.html",
        page=page,
        chosen=section or page.sections[0],
        counts=counts,
        counted_kinds=COUNTED,
        exercised=len(rules.keys() & counts.keys()),
        rules=rules,
        gone=sorted(counts.keys() - rules.keys()),
    )


@pages.get("/parameters")
@needs("dpo")
def parameters() -> ResponseReturnValue:
    """Show the unclear places of the text with what settles them, and every parameter with its range."""
    policy = house().policy
    return render_template(
        "dpo/policy_parameters.html",
        readings=notice(policy).readings,
        ranges={name: _range(policy, name) for name in policy.parameters},
    )


@pages.get("/try")
@needs("dpo")
def ask() -> ResponseReturnValue:
    """Try a request: choose what is asked and what is known, and see the answer with everything behind it.

    Nothing is recorded, because nothing is asked of the gate; a draft can be tried as well as the policy in force.
    """
    policy, draft = _policy()
    known = request.args
    words = [known.get(name, "") for name in ("action", "category", "purpose", "recipient")]
    facts = {name: value for name in policy.facts if (value := known.get(f"f.{name}", "unknown")) != "unknown"}
    facts = {name: value for name, value in facts.items() if value in policy.facts[name].values}
    cell = Cell(*words) if all(words[:3]) else None
    if cell is not None and not _is_known(policy, cell):
        raise ProvisoError("not-found")
    decision = decide(policy, Request(cell, facts)) if cell is not None else None
    return render_template(
        "dpo/policy_try.html",
        tried=policy,
        draft=draft,
        cell=cell,
        facts=facts,
        decision=decision,
        explanation=told(policy, decision) if decision else None,
        ways=why_not(policy, decision.request) if decision and not decision.allow else (),
        dates=_dates(policy, decision.obligations.delete_by) if decision else {},
    )


def _policy() -> tuple[Policy, str]:
    named = request.args.get("draft", "")
    if not named:
        return house().policy, ""
    with house().store.read() as unit:
        found = unit.drafts.get(named)
    # Only what was read to its end by the checker, in a program with limits, is read here.
    if found is None or not found.digest:
        raise ProvisoError("not-found")
    return compile_policy(found.sources), named


def _is_known(policy: Policy, cell: Cell) -> bool:
    return (
        cell.action in policy.actions
        and cell.category in policy.categories
        and cell.purpose in policy.purposes
        and cell.recipient in policy.recipients
    )


def _dates(policy: Policy, delete_by: Mapping[str, int]) -> dict[str, str]:
    return {
        policy.events[event].label if event in policy.events else event: duration_in_words(span) if span else "at once"
        for event, span in delete_by.items()
    }


def _range(policy: Policy, name: str) -> str:
    parameter = policy.parameters[name]
    if parameter.type == "bool":
        return "yes or no"
    if parameter.range is None:
        return " or ".join(parameter.of)
    low, high = parameter.range
    if parameter.type == "duration":
        return f"{duration_in_words(seconds(str(low)))} to {duration_in_words(seconds(str(high)))}"
    return f"{low} to {high}"
