"""Building the house: every part made once from the settings, when a process starts."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from governance.policy import compile_policy
from governance.policy.bundle import admit
from operations.replay_erasures import Replay, replay_erasures
from operations.services import Limits, Services, Site
from store.blobs import Blobs
from store.carrier import carrier_of
from store.catalogues import KnownLanguages
from store.certifier import make_certifier
from store.courier import HttpsCourier
from store.decoder import Decoder
from store.envelope import SealedEnvelope
from store.in_force import PolicyInForce
from store.keys import KeyServer
from store.migrate import migrate
from store.now import now
from store.observer import make_observer
from store.policies import note_in_force, read_certificate, read_sources
from store.queue import Bell, connect_queue
from store.reading import offer
from store.rights_desk import make_desk
from store.secrets import Secrets, load_secrets
from store.settings import Settings
from store.signing import Signer
from store.suppression_list import SuppressionFile, admit_list
from store.traces import ValkeyTraces
from store.unit_of_work import Database
from store.vault import SealedVault


@dataclass(frozen=True, slots=True)
class House:
    """What a process works with: the services for operations, and the parts that some doors need by themselves.

    `replayed` tells what a restored backup had brought back when this was built.
    """

    services: Services
    settings: Settings
    database: Database
    keys: KeyServer
    blobs: Blobs
    secrets: Secrets
    signer: Signer
    replayed: Replay

    def after_fork(self) -> None:
        """Call first in a forked child."""
        self.database.dispose_after_fork()


def build_house(settings: Settings) -> House:
    """Bring the database to its present shape and build everything; safe in any number of processes at once.

    Waits for the key server. Raises PolicyRefused, for a policy that is not proved, too, or ProvisoError
    storage-unavailable, key-server-persistent, secret-exposed, settings-wrong, erased-list-damaged or
    restore-unfinished.
    """
    secrets = load_secrets(settings)
    sources = read_sources(settings.policy.folder)
    certificate = read_certificate(settings.policy.folder)
    begin = admit(compile_policy(sources), certificate)
    keys = KeyServer.of(settings)
    keys.admit(settings)
    migrate(settings)
    database = Database(settings.database_url)
    blobs = Blobs(settings.blobs)
    signer = Signer(secrets.ledger, settings.ledger.origin)
    vault = SealedVault(database, keys, blobs, secrets)
    in_force = PolicyInForce(database)
    erased = SuppressionFile(Path(settings.erased.list), secrets.suppression)
    admit_list(database, erased)
    note_in_force(database, begin, sources, now(), certificate or "")
    envelope = SealedEnvelope(secrets.text_master)
    services = Services(
        in_force=in_force,
        store=database,
        vault=vault,
        bell=Bell(connect_queue(settings), settings),
        inspector=Decoder.from_settings(settings),
        erased=erased,
        traces=ValkeyTraces(connect_queue(settings), keys, blobs),
        sign=make_certifier(settings, database),
        scrub=database.scrub_identities,
        now=now,
        observe=make_observer(settings, in_force, database, keys, signer, envelope),
        glance=make_observer(settings, in_force, database, keys, signer, envelope, whole=False),
        gate_secret=secrets.gate,
        software=f"proviso {version('proviso')}",
        limits=Limits(
            upload_bytes=settings.limits.upload_bytes,
            permit_seconds=settings.gate.permit_seconds,
            lease_seconds=settings.work.lease_seconds,
            attempts=settings.work.attempts,
            retry_seconds=settings.work.retry_seconds,
            sweep_rows=settings.clock.sweep_rows,
            cap_rows=settings.clock.cap_rows,
            cap_percent=settings.clock.cap_percent,
            backup_days=settings.erased.backup_days,
            mail_attempts=settings.mail.attempts,
        ),
        reading=offer(settings),
        site=Site(zone=settings.site.zone, approved=settings.site.approved, url=settings.web.address),
        envelope=envelope,
        carrier=carrier_of(settings, lambda: in_force.at(now()).controller.email or ""),
        languages=KnownLanguages(),
        desk=make_desk(settings),
        courier=HttpsCourier(settings.sharing),
    )
    vault.serve(services)
    # Before any door opens: a restored backup may have brought back what was erased.
    try:
        replayed = replay_erasures(services)
    except BaseException:
        database.close()
        raise
    return House(services, settings, database, keys, blobs, secrets, signer, replayed)


def build_services(settings: Settings) -> Services:
    """Build everything and give only what operations need."""
    return build_house(settings).services
