"""Everything the work needs, built once when a process starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from governance.policy import Policy
from governance.processing.observed import Observed
from operations.messages import Carrier, Envelope, Languages
from operations.ports import Bell, Inspector, Store, Vault
from operations.requests import RightsDesk


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers the work obeys; seconds and bytes, from `config/default.toml`."""

    upload_bytes: int
    permit_seconds: int
    lease_seconds: int
    attempts: int
    retry_seconds: int
    mail_attempts: int = 8


@dataclass(frozen=True, slots=True)
class Site:
    """What is true of this installation, as the policy's facts want it said; `url` is where people reach the portal."""

    zone: str
    approved: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """The policy in force, the storeroom's ports, the clock and the gate's secret.

    `observe` counts what happened in a period, for a record of processing.
    """

    policy: Policy
    store: Store
    vault: Vault
    bell: Bell
    inspector: Inspector
    now: Callable[[], datetime]
    observe: Callable[[tuple[datetime, datetime]], Observed]
    gate_secret: bytes
    limits: Limits
    site: Site
    envelope: Envelope
    carrier: Carrier
    languages: Languages
    desk: RightsDesk
