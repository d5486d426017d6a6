"""What the storeroom hands to the work and takes from it, besides documents and texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from governance.dating import Dated
from governance.policy.decision import Decision


@dataclass(frozen=True, slots=True)
class Person:
    """What the gate may know of an account; `pseudonym` is how the ledger calls the person."""

    id: int
    pseudonym: str
    age_band: str
    account_state: str
    restricted: bool
    objected: bool
    opted_out_sale: bool = False
    limited: bool = False
    objected_to: tuple[str, ...] = ()
    due_at: datetime | None = None
    guardian: bool = False


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it is kept: `step` is the moment it was asked for, `item` the thing it was about.

    `person` is the account it was about, None when it was about none; `dated` says when the row itself goes.
    """

    id: str
    at: datetime
    step: str
    item: str
    document: str
    decision: Decision
    permit_expires_at: datetime | None = None
    permit_spent_at: datetime | None = None
    person: int | None = None
    dated: Dated | None = None


@dataclass(frozen=True, slots=True)
class IssuedRecord:
    """A record of some kind: asked for, being made, or sealed in the ledger by its digest; `step` is how far it is."""

    id: str
    number: str
    kind: str
    state: str
    asked_at: datetime
    asked_by: int | None
    period_from: datetime
    period_to: datetime
    made_at: datetime | None = None
    sha256: str = ""
    byte_count: int = 0
    step: str = ""


@dataclass(frozen=True, slots=True)
class SealedDigest:
    """A ledger entry that names the digest of a file: its number, kind, moment and fields."""

    number: int
    kind: str
    at: datetime
    fields: Mapping[str, object]


LOOKS = ("review", "review-request", "handle-request", "record", "download", "register-look")
"""Steps at which somebody looks at what is not their own; the access register lists them."""
