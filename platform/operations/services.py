"""Everything the work needs, built once when a process starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from governance.policy import Policy
from governance.processing.observed import Observed
from governance.reading import Offer
from operations.erasing import ErasedList, Traces
from operations.in_force import InForce
from operations.messages import Carrier, Envelope, Languages
from operations.ports import Bell, Inspector, Store, Unit, Vault
from operations.requests import RightsDesk
from operations.sharing_ports import Courier


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers the work obeys; seconds, bytes, days and rows, from `config/default.toml`."""

    upload_bytes: int
    permit_seconds: int
    lease_seconds: int
    attempts: int
    retry_seconds: int
    backup_days: int
    mail_attempts: int = 8
    sweep_rows: int = 500
    cap_rows: int = 10_000
    cap_percent: int = 20


@dataclass(frozen=True, slots=True)
class Site:
    """What is true of this installation, as the policy's facts want it said; `url` is where people reach the portal."""

    zone: str
    approved: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """The policy in force, the storeroom's ports, the clock and the gate's secret.

    `observe` counts what happened in a period, for a record of processing; `glance` does so for a page, without
    recomputing the ledger. `sign` signs a certificate's digest and
    gives the signed note with the public key's line; `scrub` clears the database's own files of what was erased.
    """

    in_force: InForce
    store: Store
    vault: Vault
    bell: Bell
    inspector: Inspector
    erased: ErasedList
    traces: Traces
    sign: Callable[[bytes], tuple[str, str]]
    scrub: Callable[[], None]
    now: Callable[[], datetime]
    observe: Callable[[tuple[datetime, datetime]], Observed]
    glance: Callable[[tuple[datetime, datetime]], Observed]
    gate_secret: bytes
    software: str
    limits: Limits
    site: Site
    reading: Offer
    envelope: Envelope
    carrier: Carrier
    languages: Languages
    desk: RightsDesk
    courier: Courier

    @property
    def policy(self) -> Policy:
        """The policy in force, for showing and dating."""
        return self.in_force.at(self.now())

    def policy_in(self, unit: Unit) -> Policy:
        """The policy that decides in a writing transaction; takes up a new one whose time has come."""
        return self.in_force.within(unit, self.now())
