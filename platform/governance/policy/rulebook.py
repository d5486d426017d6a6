"""The rules of a policy as its author writes them: activities, prohibitions, retention, sharing, promises."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from governance.policy.vocabulary import Cited, Duration, Entry, GuardSource, Labelled, Names, Unstated

RuleId = Annotated[str, Field(pattern=r"^[A-Z]{1,2}-?[A-Z0-9][A-Z0-9-]*$")]


class ParameterTest(Entry):
    """Holds when a parameter has one particular value."""

    param: str
    is_: str | StrictBool = Field(alias="is")


class Rule(Labelled):
    """What activities, prohibitions and cookies share."""

    id: RuleId
    source: Literal["text", "law"] = "text"
    named_law: str = ""
    enabled_by: ParameterTest | StrictBool | None = None


class ActivitySource(Rule):
    """Something that may be done, for one purpose, on one basis, when a condition holds.

    `overrides_objection` says why a legitimate interest goes on against an objection.
    """

    do: Names
    on: Names
    not_on: Names = ()
    for_: str = Field(alias="for")
    to: Names = ("none",)
    basis: str | dict[str, str]
    when: GuardSource | None = None
    oblige: Names = ()
    balancing_test: str = ""
    overrides_objection: str = ""


class ProhibitionSource(Rule):
    """Something that is not done unless a condition holds; with no condition, never."""

    do: Names = ("*",)
    on: Names = ("*",)
    not_on: Names = ()
    for_: Names = Field(default=("*",), alias="for")
    not_for: Names = ()
    to: Names = ("*",)
    unless: GuardSource | None = None


class Trigger(Entry):
    """An event, and how long after it data may be kept."""

    event: str
    keep: Duration


class RetentionSource(Rule):
    """When a category goes: after an event, and in any case at its ceiling."""

    of: Names
    after: str
    keep: Duration
    also_after: tuple[Trigger, ...] = ()
    ceiling: Trigger | None = None
    then: Literal["delete", "crypto_shred_and_delete", "anonymise"]
    legal_hold: Literal["ignored", "suspends"] | None = None
    warn: Duration = 0


class RecipientDetail(Cited):
    """What stands behind a recipient; a contract that is UNSTATED is a gap."""

    contract: Unstated = None
    contract_until: date | None = None
    country: Unstated = None


class Transfer(Labelled):
    """Where a recipient may be, and what makes a transfer there lawful."""

    id: RuleId
    recipient: str
    zones: tuple[Literal["local", "adequate", "third"], ...]
    mechanism: Literal["none_needed", "adequacy", "standard_clauses"]


class CookieSource(Rule):
    """A kind of cookie: what for, on which basis and consent, and how long it lives (seconds)."""

    on: Names
    class_: Literal["essential", "analytics", "functional", "advertising"] = Field(alias="class")
    for_: str = Field(alias="for")
    basis: str
    consent: str | None
    lifetime: Duration
    to: Names = ("none",)


class CookieControls(Cited):
    """How people choose cookies."""

    mechanism: Literal["consent_manager"]
    read_signals_as_refusal: Names


class Right(Labelled):
    """A right of the person, and the action or fact that carries it out."""

    id: RuleId
    right: str
    regimes: Names
    action: str = ""
    fact: str = ""
    informational: StrictBool = False
    within: Duration | None = None
    source: Literal["text", "law"] = "text"
    named_law: str = ""


class DeleteBound(Entry):
    """A deadline that must be among an allow's duties, at most so long after an event.

    `any` stands for some event that has happened once the data exists.
    """

    from_: str = Field(alias="from")
    at_most: Duration


class Claim(Entry):
    """The requests a promise speaks about."""

    do: Names = ("*",)
    on: Names = ("*",)
    not_on: Names = ()
    for_: Names = Field(default=("*",), alias="for")
    not_for: Names = ()
    to: Names = ("*",)
    where: GuardSource | None = None
    where_not: GuardSource | None = None
    where_any_withdrawn: StrictBool = False
    delete: DeleteBound | None = None


class Promise(Entry):
    """A statement over all requests; exactly one of the three claims is given."""

    id: Annotated[str, Field(pattern=r"^P\d\d$")]
    say: str
    quote_of: Names
    quote: str = ""
    never: Claim | None = None
    always_allow: Claim | None = None
    always_oblige: Claim | None = None


class Asked(Entry):
    """The request of an example; its facts come on top of the examples' common ones."""

    do: str
    on: str
    for_: str = Field(alias="for")
    to: str = "none"
    facts: GuardSource = Field(default_factory=dict)


class Example(Entry):
    """A request whose answer is part of the policy; `because` names the rules that must stand behind it."""

    say: str
    expect: Literal["allow", "deny"]
    because: Names = ()
    request: Asked
