"""From what the doors know to the facts a policy reads: finite words, nothing guessed.

Whatever is left out stays unknown, and an unknown fact allows nothing. Only this module and
`retention` turn dates into facts, and both are given the moment; neither reads a clock.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, get_args

from governance.terms import (
    CONSENT_STATES,
    FALSE,
    TRUE,
    UNKNOWN,
    AccountState,
    AgeBand,
    ConsentState,
    CopyState,
    JobStage,
    Location,
    Present,
    Role,
    TextState,
    Zone,
)

_YES_NO: Final = (TRUE, FALSE)

SUPPLIED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "account.state": get_args(AccountState),
        "actor.role": get_args(Role),
        "actor.ticket": _YES_NO,
        "channel.encrypted": _YES_NO,
        "copy.confirmed": _YES_NO,
        "copy.state": get_args(CopyState),
        "data.overdue": _YES_NO,
        "findings.present": get_args(Present),
        "findings.special": _YES_NO,
        "identity.verified": _YES_NO,
        "infra.approved": _YES_NO,
        "job.stage": get_args(JobStage),
        "legal.compelled": _YES_NO,
        "legal.hold": _YES_NO,
        "legal.reviewed": _YES_NO,
        "notice.current": _YES_NO,
        "recipient.consideration": _YES_NO,
        "recipient.contract": _YES_NO,
        "recipient.named": _YES_NO,
        "recipient.own_purposes": _YES_NO,
        "subject.age_band": get_args(AgeBand),
        "subject.guardian_consent": _YES_NO,
        "subject.limited": _YES_NO,
        "subject.location": get_args(Location),
        "subject.objected": _YES_NO,
        "subject.opted_out_sale": _YES_NO,
        "subject.restricted": _YES_NO,
        "subject.restriction_keeps": _YES_NO,
        "tenant.match": _YES_NO,
        "text.state": get_args(TextState),
        "transfer.safeguard": _YES_NO,
        "transfer.zone": get_args(Zone),
    }
)
"""Every fact that this module can supply, with its values (besides `unknown`); `consent.*` comes on top.

A policy that asks for a fact not in this list could never be met, so the compiler refuses it.
"""


def build_facts(
    *,
    job_stage: JobStage | None = None,
    text_state: TextState | None = None,
    copy_state: CopyState | None = None,
    copy_confirmed: bool | None = None,
    findings_present: Present | None = None,
    findings_special: bool | None = None,
    actor_role: Role | None = None,
    actor_ticket: bool | None = None,
    identity_verified: bool | None = None,
    account_state: AccountState | None = None,
    age_band: AgeBand | None = None,
    guardian_consent: bool | None = None,
    location: Location | None = None,
    objected: bool | None = None,
    restricted: bool | None = None,
    opted_out_sale: bool | None = None,
    limited: bool | None = None,
    consents: Mapping[str, ConsentState] | None = None,
    tenant_match: bool | None = None,
    channel_encrypted: bool | None = None,
    infra_approved: bool | None = None,
    transfer_zone: Zone | None = None,
    transfer_safeguard: bool | None = None,
    overdue: bool | None = None,
    notice_current: bool | None = None,
    recipient_contract: bool | None = None,
    recipient_named: bool | None = None,
    recipient_own_purposes: bool | None = None,
    recipient_consideration: bool | None = None,
    legal_compelled: bool | None = None,
    legal_reviewed: bool | None = None,
    legal_hold: bool | None = None,
    restriction_keeps: bool | None = None,
) -> Mapping[str, str]:
    """The facts of one moment, as `Request.facts` wants them; None means not known and is left out.

    `consents` maps a consent's name (without `consent.`) to its state. `channel_encrypted` is true for
    TLS and for a path that never leaves the machine. `overdue` comes from `retention.overdue`.
    Raises ValueError for a value outside the catalogue, because that is a mistake of the caller.
    """
    given: dict[str, str | bool | None] = {
        "account.state": account_state,
        "actor.role": actor_role,
        "actor.ticket": actor_ticket,
        "channel.encrypted": channel_encrypted,
        "copy.confirmed": copy_confirmed,
        "copy.state": copy_state,
        "data.overdue": overdue,
        "findings.present": findings_present,
        "findings.special": findings_special,
        "identity.verified": identity_verified,
        "infra.approved": infra_approved,
        "job.stage": job_stage,
        "legal.compelled": legal_compelled,
        "legal.hold": legal_hold,
        "legal.reviewed": legal_reviewed,
        "notice.current": notice_current,
        "recipient.consideration": recipient_consideration,
        "recipient.contract": recipient_contract,
        "recipient.named": recipient_named,
        "recipient.own_purposes": recipient_own_purposes,
        "subject.age_band": age_band,
        "subject.guardian_consent": guardian_consent,
        "subject.limited": limited,
        "subject.location": location,
        "subject.objected": objected,
        "subject.opted_out_sale": opted_out_sale,
        "subject.restricted": restricted,
        "subject.restriction_keeps": restriction_keeps,
        "tenant.match": tenant_match,
        "text.state": text_state,
        "transfer.safeguard": transfer_safeguard,
        "transfer.zone": transfer_zone,
    }
    facts = {name: _word(name, value, SUPPLIED[name]) for name, value in given.items() if value is not None}
    for name, state in (consents or {}).items():
        facts[f"consent.{name}"] = _word(f"consent.{name}", state, CONSENT_STATES)
    return MappingProxyType(facts)


def _word(name: str, value: str | bool, allowed: tuple[str, ...]) -> str:
    word = (TRUE if value else FALSE) if isinstance(value, bool) else value
    if word == UNKNOWN or word not in allowed:
        raise ValueError(f"{name} cannot be {word!r}; it is one of {', '.join(allowed)}")
    return word


def age_band(date_of_birth: date, on: date, floor: int, consent_age: int) -> AgeBand:
    """The band of a person's age on a day, from completed years.

    `floor` is the age below which nothing is collected, `consent_age` the age from which the person
    alone can consent to online services. Who was born on 29 February comes of age on 1 March in
    common years. Raises ValueError for a birth after the day, or a floor above the consent age.
    """
    if floor > consent_age:
        raise ValueError("the floor cannot lie above the age of consent")
    if date_of_birth > on:
        raise ValueError("the date of birth lies in the future")
    had_birthday = (on.month, on.day) >= (date_of_birth.month, date_of_birth.day)
    years = on.year - date_of_birth.year - (0 if had_birthday else 1)
    if years < floor:
        return "below_floor"
    return "below_consent_age" if years < consent_age else "of_age"
