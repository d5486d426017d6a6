"""What this house can say about itself for a record: counts from the tables, a recomputed ledger, its safeguards."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from redis.exceptions import RedisError

from governance.policy import Policy
from governance.policy.compiler import outcomes
from governance.processing.observed import Behind, Control, Entered, LedgerHead, Observed
from governance.registers import REGISTERS
from operations.cells import asked_at, connected
from operations.in_force import InForce
from operations.messages import Envelope
from operations.note_cookie import DECLARED
from operations.sweep import kept_by
from store.keys import KeyServer
from store.now import now
from store.observations import observe
from store.settings import Settings
from store.signing import Signer
from store.unit_of_work import Database, UnitOfWork
from store.verify import LedgerReport, verify
from store.witness import read_witness

Observer = Callable[[tuple[datetime, datetime]], Observed]


def make_observer(
    settings: Settings,
    in_force: InForce,
    database: Database,
    keys: KeyServer,
    signer: Signer,
    envelope: Envelope,
    *,
    whole: bool = True,
) -> Observer:
    """Make the function that counts a period; unless it is not `whole`, every call recomputes the ledger first."""

    def look(period: tuple[datetime, datetime]) -> Observed:
        at = now()
        if not whole:
            # A glance is a look back from now: nothing was decided after it, so the day that goes on counts as it is.
            period = (period[0], at)
        policy = in_force.at(at)
        report = verify(database, signer.public_key, read_witness(settings.home)) if whole else None
        with database.read() as unit:
            return observe(
                unit.connection,
                period,
                at,
                categories={rule.id: rule.of[0] for rule in policy.retention.values()},
                ledger=LedgerHead(report.size, report.root, report.sound, at)
                if report
                else LedgerHead(unit.entries.size(), ""),
                connected=connected(policy),
                kept=kept_by(policy),
                controls=tuple(_controls(settings, keys, report, at)),
                behind=_behind(policy, tuple(sorted((unit.policies.sources(policy.digest) or {}).items()))),
                # A policy is admitted only when every one of its promises is proved.
                proved=dict.fromkeys(policy.promises, True),
                cookies=DECLARED,
                entered=tuple(_entered(unit, envelope)),
            )

    return look


def _entered(unit: UnitOfWork, envelope: Envelope) -> Iterator[Entered]:
    """Read what the registers hold, and of it only what may stand in a record."""
    for one in unit.registers.current():
        values = json.loads(envelope.open(one.item, one.sealed))
        yield Entered(one.register, one.serial, one.state, REGISTERS[one.register].shown(values))


@lru_cache(maxsize=2)
def _behind(policy: Policy, sources: tuple[tuple[str, str], ...]) -> Mapping[str, Behind]:
    """Gather where the gate is asked and which examples test each rule."""
    places = asked_at(policy)
    examples: dict[str, list[str]] = {}
    for one in outcomes(dict(sources)):
        for rule in one.because or one.behind:
            examples.setdefault(rule, []).append(one.say)
    return {rule: Behind(places.get(rule, ()), tuple(examples.get(rule, ()))) for rule in sorted({*places, *examples})}


def _controls(settings: Settings, keys: KeyServer, report: LedgerReport | None, at: datetime) -> Iterator[Control]:
    try:
        forgetful: bool | None = not keys.persistence()
    except RedisError:
        forgetful = None
    local = settings.web.host in ("127.0.0.1", "::1", "localhost")
    yield Control(
        "Encryption at rest",
        "Every upload and every text is sealed with AES-256-GCM under a key of its own before it reaches a disk.",
        None,
        "how the software is made",
        at,
    )
    yield Control(
        "Keys that die by themselves",
        "Keys of documents live wrapped in the memory of a key server only and die at the policy's latest date.",
        forgetful,
        "the key server was asked whether it writes to disk",
        at,
    )
    yield Control(
        "A gate before every step",
        "Content is opened only against a permit for one item, one activity and one use, decided by the policy.",
        None,
        "how the software is made; the permits are counted in this record",
        at,
    )
    yield Control(
        "A record that cannot be changed quietly",
        "Every decision and every deletion is an entry of a ledger with signed checkpoints.",
        report.sound if report else None,
        f"{report.size} entries were recomputed and held against {report.checkpoints} checkpoints"
        if report
        else "every record recomputes it",
        at,
    )
    yield Control(
        "Access to stored data",
        "Stored data can be reached by the service's own user account only.",
        settings.home.stat().st_mode & 0o077 == 0,
        "the rights of the data folder were read",
        at,
    )
    yield Control(
        "Encryption in transit",
        "Pages and uploads travel encrypted, or do not leave the machine.",
        local or settings.web.secure_cookies,
        "the portal's address and cookies, as configured",
        at,
    )
    yield Control(
        "Hostile files",
        "Uploads are decoded in a process of its own without files, privileges or network, under limits.",
        None,
        "how the software is made",
        at,
    )
