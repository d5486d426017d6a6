"""The words of a policy as its author writes them: header, controller, parameters, names with their labels.

Every model refuses what it does not know. Durations are seconds here, whatever unit they were written in.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

from governance.terms import duration_in_words, seconds


def _duration(value: object) -> object:
    if isinstance(value, str):
        try:
            return seconds(value)
        except ValueError as error:
            raise PydanticCustomError("duration", "{said}", {"said": str(error)}) from None
    raise PydanticCustomError("duration", "this is not a duration such as 60s, 15m, 24h or 30d")


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _stated(value: object) -> object:
    return None if value == "UNSTATED" else value


Duration = Annotated[
    int,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": r"^((0|[1-9][0-9]*)[smhd]|\$[a-z][a-z0-9_]*)$"}),
]
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One name or a list of names."""
Unstated = Annotated[str | None, BeforeValidator(_stated)]
"""A fact that only the controller can supply; `UNSTATED` is a gap to be shown, never to be filled in."""
GuardSource = dict[str, Any]
"""A condition as written: `{fact: value or [values]}`, all of them, or `{any: [...]}` / `{all: [...]}`."""


class Entry(BaseModel):
    """The base of everything written in a policy's YAML."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Cited(Entry):
    """An entry that rests on clauses and may settle ambiguities; `quote` are words of one of its clauses."""

    clauses: Names = ()
    quote: str = ""
    resolves: Names = ()
    note: str = ""


class Header(Cited):
    """What policy this is.

    `supersedes` is the version it takes over from (empty: the first), `text_sha256` the text that the rules were
    last compared with.
    """

    id: str
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: str
    language: str
    last_updated: date
    effective: date
    supersedes: str = ""
    text_sha256: str = ""


class Controller(Cited):
    """Who is responsible; None where the policy's author left a gap."""

    name: str
    email: str
    website: str
    role: Literal["controller", "processor"]
    legal_entity: Unstated
    address: Unstated
    dpo: Unstated
    eu_representative: Unstated


class Parameter(Cited):
    """A number or choice that may be tuned inside its range without touching a rule."""

    type: Literal["duration", "int", "bool", "enum"]
    label: str
    value: StrictBool | StrictInt | str
    range: tuple[StrictInt | str, StrictInt | str] | None = None
    of: Names = ()

    @property
    def in_words(self) -> str:
        """Say the value as a person would."""
        if self.type == "duration":
            return duration_in_words(seconds(str(self.value)))
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value).replace("_", " ")


class Ambiguity(Entry):
    """A place where the text can be read in two ways, and how this policy reads it.

    `decided_by` and `decided_on` say who chose the reading; `needs: legal_signoff` waits for `signed_by` and
    `signed_on`.
    """

    clauses: Names
    issue: str
    resolution: str
    needs: Literal["", "legal_signoff"] = ""
    decided_by: str = ""
    decided_on: date | None = None
    signed_by: str = ""
    signed_on: date | None = None


class Allowance(Entry):
    """A finding that is accepted for a while: its code, why, until when, and of which entry (empty: of all)."""

    code: str
    reason: str
    until: date
    about: str = ""


class Regime(Cited):
    """A law and the fact that brings a person under it."""

    label: str
    applies_if: GuardSource
    unknown_location: Literal["applies"]


class Children(Cited):
    """The age below which nothing is collected, and from which a person alone can consent, by country."""

    floor: StrictInt
    unknown: Literal["deny"]
    default_consent_age: StrictInt
    digital_consent_age: dict[str, StrictInt]

    def consent_age(self, country: str | None = None) -> int:
        """Give the age of digital consent in a country; where none is known, the highest of all."""
        if country is None or country not in self.digital_consent_age:
            return max(self.default_consent_age, *self.digital_consent_age.values(), self.floor)
        return max(self.digital_consent_age[country], self.floor)


class Steps(Entry):
    """What is done when the policy changes."""

    post: StrictBool
    bump_last_updated: StrictBool
    email: StrictBool = False
    notice_days: StrictInt = 0
    stale_consents: Literal["none", "affected_only"] = "none"


class ContinuedUse(Entry):
    """What it means that somebody goes on using the service after a change."""

    records: str
    is_consent: StrictBool


class ChangeNotification(Cited):
    """Which changes are material, and what follows from that."""

    material_if: Names
    then: Steps
    otherwise: Steps
    continued_use: ContinuedUse
    lengthen_held: StrictBool = False


class Labelled(Cited):
    """A word with a plain-language label."""

    label: Annotated[str, Field(min_length=1)]


class Category(Labelled):
    """A kind of data; `subjects` are the kinds of people it is about, `may_contain` what it may hold besides."""

    subjects: Names = ()
    may_contain: Names = ()
    derived_from: Names = ()
    fides: str = ""
    dpv: str = ""
    expect: Literal["", "dormant"] = ""


class Purpose(Labelled):
    """Why something is done; the label completes “in order to …”."""

    fides: str = ""
    dpv: str = ""
    expect: Literal["", "dormant"] = ""


class RecipientSource(Labelled):
    """Who receives data, as named in the vocabulary."""

    role: Literal["self", "data_subject", "processor", "authority", "third_party"]
    expect: Literal["", "unreachable", "reachable"] = ""


class Basis(Labelled):
    """A lawful basis with its article in the GDPR."""

    gdpr: str
    requires: tuple[Literal["balancing_test", "named_law"], ...] = ()


class Consent(Labelled):
    """A consent for one purpose; it is the fact `consent.<id>`. `lifetime` is in seconds."""

    purpose: str
    explicit: StrictBool
    lifetime: Duration
    withdraw_erases: Names = ()


class Duty(Labelled):
    """What an allow obliges; `excludes` are duties that cannot be met together with it."""

    excludes: Names = ()


class Ends(Entry):
    """Which values of a fact an event stands for: every value is either running or ended."""

    fact: str
    running: Names
    ended: Names


class Event(Labelled):
    """Something that happens to data; `at_birth` when it has always happened once the data exists."""

    at_birth: StrictBool = False
    ends: Ends | None = None


class FactSource(Labelled):
    """A fact and its values; label and phrase read as a sentence: “the job” “is being processed”."""

    values: Mapping[str, str]
    unknown: str = "is not known"
