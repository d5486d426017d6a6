"""The policy in force: its clauses, its rules and its notice, from the files that the gate decides by."""

from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Response, current_app, request
from pydantic import BaseModel, Field

from governance.errors import ProvisoError
from governance.policy import Activity, Policy, Prohibition
from governance.policy.notice import Notice, notice
from portal.api.door import answered, api, scope
from portal.doors import house


class PolicyShape(BaseModel):
    """The policy in force."""

    id: str
    version: str
    digest: str = Field(description="SHA-256 over the compiled policy; every decision names it.")
    controller: str
    effective: date


class ClauseShape(BaseModel):
    """A clause of the written policy."""

    id: str
    number: str
    text: str
    heading: bool


class ClauseList(BaseModel):
    """All clauses, in the order of the text."""

    items: list[ClauseShape]


class ClausePath(BaseModel):
    """A clause by its id."""

    clause: str = Field(pattern=r"^c[0-9]+(\.[0-9]+)*$", description="A clause's id, such as c4.1.7.")


class RuleShape(BaseModel):
    """A rule; `kind` says whether it allows, forbids, or dates."""

    id: str
    kind: str
    label: str
    enabled: bool
    actions: list[str]
    categories: list[str]
    purposes: list[str]
    recipients: list[str]
    basis: str
    duties: list[str]
    clauses: list[str]


class RuleList(BaseModel):
    """All rules."""

    items: list[RuleShape]


class NoticeShape(BaseModel):
    """The privacy notice as data: sentences with what enforces each."""

    title: str
    version: str
    language: str
    parts: list[dict[str, Any]]
    gaps: list[Any]


@api.get("/policy", summary="See which policy is in force", responses={200: PolicyShape})
@scope("policy:read")
def see_policy() -> Response:
    """Give the policy's version and digest."""
    policy = house().policy
    return _fresh(
        PolicyShape(
            id=policy.id, version=policy.version, digest=policy.digest, controller=policy.controller.name,
            effective=policy.effective,
        )
    )  # fmt: skip


@api.get("/policy/clauses", summary="Read the clauses", responses={200: ClauseList})
@scope("policy:read")
def list_clauses() -> Response:
    """Give every clause of the written policy."""
    return _fresh(ClauseList(items=[_clause(policy_clause) for policy_clause in house().policy.clauses]))


@api.get("/policy/clauses/<clause>", summary="Read one clause", responses={200: ClauseShape})
@scope("policy:read")
def see_clause(path: ClausePath) -> Response:
    """Give one clause."""
    if path.clause not in house().policy.clauses:
        raise ProvisoError("not-found")
    return _fresh(_clause(path.clause))


@api.get("/policy/rules", summary="Read the rules", responses={200: RuleList})
@scope("policy:read")
def list_rules() -> Response:
    """Give every rule: what is allowed, what is forbidden, and when data goes."""
    return _fresh(RuleList(items=_rules(house().policy)))


@api.get("/policy/notice", summary="Read the privacy notice", responses={200: NoticeShape})
@scope("policy:read")
def see_notice() -> Response:
    """Give the notice that people read, sentence by sentence with what enforces it."""
    said: Notice = notice(house().policy)
    whole = asdict(said)
    return _fresh(
        NoticeShape(
            title=said.title, version=said.version, language=said.language, parts=list(whole["parts"]),
            gaps=list(whole["gaps"]),
        )
    )  # fmt: skip


def _fresh(body: BaseModel) -> Response:
    """Answer with the policy's digest as the tag; who has it already gets 304."""
    tag = house().policy.digest[:32]
    if request.if_none_match.contains(tag):
        response: Response = current_app.response_class(status=304)
    else:
        response = answered(body)
    response.set_etag(tag)
    return response


def _clause(identity: str) -> ClauseShape:
    clause = house().policy.clauses[identity]
    return ClauseShape(id=identity, number=clause.number, text=clause.text, heading=clause.heading)


def _rules(policy: Policy) -> list[RuleShape]:
    scoped: list[tuple[str, Activity | Prohibition]] = [
        *(("allows", rule) for rule in policy.activities.values()),
        *(("forbids", rule) for rule in policy.prohibitions.values()),
    ]
    rules = [
        RuleShape(
            id=rule.id,
            kind=kind,
            label=rule.label,
            enabled=rule.enabled,
            actions=sorted(rule.actions),
            categories=sorted(rule.categories),
            purposes=sorted(rule.purposes),
            recipients=sorted(rule.recipients),
            basis=rule.basis if isinstance(rule, Activity) else "",
            duties=sorted(rule.duties) if isinstance(rule, Activity) else [],
            clauses=list(rule.clauses),
        )
        for kind, rule in scoped
    ]
    dates = [
        RuleShape(
            id=rule.id, kind="dates", label=rule.then, enabled=True, actions=[], categories=list(rule.of),
            purposes=[], recipients=[], basis="", duties=[], clauses=list(rule.clauses),
        )
        for rule in policy.retention.values()
    ]  # fmt: skip
    return rules + dates
