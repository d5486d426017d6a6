"""Make a draft of the next policy, have it checked, and take it back; no draft decides anything."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date

from governance.errors import ProvisoError
from governance.publishing import DraftState, coming, deciding
from operations.facts import Actor
from operations.lease import held, lease_until
from operations.policy_drafts import Checked, Draft, Outcome
from operations.ports import Unit
from operations.services import Services

Check = Callable[[Mapping[str, str], Mapping[str, str], date], tuple[Checked, Outcome]]
"""Checks the files of a draft, proves them, and compares them with the files they are to follow, on a day."""


def draft_policy(services: Services, actor: Actor, *, title: str, reason: str, sources: Mapping[str, str]) -> Draft:
    """Write a draft down and ring for its check; what is in the files is looked at by the checker alone.

    It is to follow the policy that decides when everything that is published so far has begun.
    """
    now = services.now()
    with services.store.begin() as unit:
        draft = Draft(
            id=uuid.uuid4().hex,
            title=title.strip()[:80] or "A change of the policy",
            reason=reason.strip()[:1000],
            sources=dict(sources),
            base=base_of(services, unit),
            state=DraftState.WAITING,
            made_at=now,
            made_by=actor.person,
        )
        unit.drafts.add(draft)
        unit.ledger.append("policy.drafted", now, {"draft": draft.id, "base": draft.base, "by": who(unit, actor)})
    services.bell.ring_policy(draft.id)
    return draft


def base_of(services: Services, unit: Unit) -> str:
    """Give the digest of the policy that the next one is to follow: the one that waits for its day, else in force."""
    terms = unit.policies.terms()
    last = coming(terms) or deciding(terms, services.now())
    return services.policy.digest if last is None else last.digest


def check_draft(services: Services, check: Check, draft: str) -> bool:
    """Check one draft and write down what was found; False when it was taken or checked already.

    A check that breaks down leaves the draft refused, with the code of what happened; one whose process dies is begun
    anew by another when its lease has run out, as with documents.
    """
    now = services.now()
    with services.store.begin() as unit:
        wanted = unit.drafts.get(draft)
        if wanted is None or not unit.drafts.claim(draft, now=now, until=lease_until(services)):
            return False
        before = sources_of(unit, wanted.base)
    if before is None:
        found, outcome = Checked(fault="draft-outdated"), Outcome(proved=False)
    else:
        with held(services, lambda unit, until: unit.drafts.hold(draft, until=until)):
            found, outcome = check(wanted.sources, before, now.date())
    with services.store.begin() as unit:
        at = services.now()
        if unit.drafts.found(draft, found, at=at, outcome=outcome, base=wanted.base):
            unit.ledger.append(
                "policy.checked",
                at,
                {
                    "draft": draft,
                    "base": wanted.base,
                    "proved": outcome.proved,
                    "policy": outcome.digest,
                    "material": found.material,
                    "fault": found.fault,
                },
            )
    return True


def sources_of(unit: Unit, digest: str) -> Mapping[str, str] | None:
    """Read the files of a policy that was in force or waits for its day."""
    kept = unit.policies.sources(digest)
    if kept is not None:
        return kept
    for term in unit.policies.terms():
        draft = unit.drafts.get(term.draft) if term.digest == digest and term.draft else None
        if draft is not None:
            return draft.sources
    return None


def check_again(services: Services, actor: Actor, draft: str) -> None:
    """Have a draft checked anew, against the policy it would follow now; an approval is void by that.

    Raises ProvisoError not-found, or draft-not-ready while it is being checked or when it is over.
    """
    now = services.now()
    with services.store.begin() as unit:
        _there(unit, draft)
        if not unit.drafts.move(draft, DraftState.WAITING, at=now, base=base_of(services, unit)):
            raise ProvisoError("draft-not-ready")
        unit.ledger.append("policy.drafted", now, {"draft": draft, "again": True, "by": who(unit, actor)})
    services.bell.ring_policy(draft)


def withdraw_draft(services: Services, actor: Actor, draft: str) -> None:
    """Give a draft up; raises ProvisoError not-found, or draft-not-ready for one that is published or over."""
    now = services.now()
    with services.store.begin() as unit:
        _there(unit, draft)
        if not unit.drafts.move(draft, DraftState.WITHDRAWN, at=now):
            raise ProvisoError("draft-not-ready")
        unit.ledger.append("policy.withdrawn", now, {"draft": draft, "by": who(unit, actor)})


def who(unit: Unit, actor: Actor) -> str:
    """Give the pseudonym of whoever acts; empty for an account that is no more."""
    person = unit.people.get(actor.person) if actor.person is not None else None
    return person.pseudonym if person is not None else ""


def ring_for_drafts(services: Services) -> int:
    """Ring again for drafts that wait for their check; returns how many."""
    with services.store.read() as unit:
        waiting = unit.drafts.to_check(services.now())
    for draft in waiting:
        services.bell.ring_policy(draft)
    return len(waiting)


def _there(unit: Unit, draft: str) -> Draft:
    found = unit.drafts.get(draft)
    if found is None:
        raise ProvisoError("not-found")
    return found
