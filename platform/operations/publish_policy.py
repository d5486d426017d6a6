"""Approve a draft, publish it with its day, and recall it before that day; two people answer for every change."""

from datetime import datetime

from governance.errors import ProvisoError
from governance.publishing import DraftState, Term, coming, earliest
from operations.draft_policy import base_of, who
from operations.facts import Actor
from operations.policy_drafts import Draft
from operations.ports import Unit
from operations.services import Services


def approve_draft(services: Services, actor: Actor, draft: str) -> None:
    """Approve a proved draft; never whoever made it.

    Raises ProvisoError not-found, draft-not-ready, draft-outdated when another policy was published since it was
    compared, or draft-same-person.
    """
    now = services.now()
    with services.store.begin() as unit:
        found = _current(services, unit, draft)
        if actor.person is None or found.made_by in (None, actor.person):
            raise ProvisoError("draft-same-person")
        if not unit.drafts.move(draft, DraftState.APPROVED, at=now, by=actor.person):
            raise ProvisoError("draft-not-ready")
        unit.ledger.append("policy.approved", now, {"draft": draft, "policy": found.digest, "by": who(unit, actor)})


def first_day(services: Services, draft: Draft) -> datetime:
    """Give the first moment at which a draft may count when it is published now: the days of notice, and its own date.

    The date that its text gives as the day it applies from is kept, too: nobody is held to a text before.
    """
    first = earliest(services.now(), material=draft.checked.material, notice_days=draft.checked.notice_days)
    stated = draft.checked.effective
    return max(first, datetime.fromisoformat(f"{stated}T00:00:00+00:00")) if stated else first


def publish_policy(services: Services, actor: Actor, draft: str, effective_at: datetime | None = None) -> Term:
    """Give an approved draft its day (None: the first that is possible); nothing else is needed for it to count then.

    Raises ProvisoError not-found, draft-not-ready, draft-outdated, policy-waiting while another one waits for its day,
    or effective-too-early with the first day that keeps the notice.
    """
    now = services.now()
    with services.store.begin() as unit:
        found = _current(services, unit, draft)
        if coming(unit.policies.terms()) is not None:
            raise ProvisoError("policy-waiting")
        first = first_day(services, found)
        day = effective_at or first
        if day < first:
            raise ProvisoError("effective-too-early", first=first.strftime("%Y-%m-%d"), days=found.checked.notice_days)
        if not unit.drafts.move(draft, DraftState.PUBLISHED, at=now):
            raise ProvisoError("draft-not-ready")
        checked = found.checked
        term = Term(
            number=0,
            digest=found.digest,
            draft=draft,
            scheduled_at=now,
            effective_at=day,
            material=checked.material,
            notice_days=checked.notice_days,
            stale=tuple(checked.stale),
        )
        number = unit.policies.schedule(term)
        unit.ledger.append(
            "policy.published",
            now,
            {
                "draft": draft,
                "policy": found.digest,
                "term": number,
                "effective": day,
                "material": checked.material,
                "notice_days": checked.notice_days,
                "stale": list(checked.stale),
                "by": who(unit, actor),
            },
        )
        return next(each for each in unit.policies.terms() if each.number == number)


def recall_policy(services: Services, actor: Actor, number: int) -> None:
    """Take a published policy back before its day; raises ProvisoError policy-begun when it has begun."""
    now = services.now()
    with services.store.begin() as unit:
        # Whoever comes when its moment has passed finds it taken up, also where nobody has decided anything since.
        services.policy_in(unit)
        if not unit.policies.recall(number, now):
            raise ProvisoError("policy-begun")
        unit.ledger.append("policy.recalled", now, {"term": number, "by": who(unit, actor)})


def take_up_policy(services: Services) -> bool:
    """Let a policy begin whose moment has come, also where nothing is being decided; True when one did."""
    now = services.now()
    with services.store.read() as unit:
        waiting = coming(unit.policies.terms())
    if waiting is None or not waiting.may_begin(now):
        return False
    with services.store.begin() as unit:
        return services.policy_in(unit).digest == waiting.digest


def _current(services: Services, unit: Unit, draft: str) -> Draft:
    found = unit.drafts.get(draft)
    if found is None:
        raise ProvisoError("not-found")
    if found.base != base_of(services, unit):
        raise ProvisoError("draft-outdated")
    return found
