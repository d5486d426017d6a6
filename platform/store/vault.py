"""The vault: seals what people bring, and opens it against a permit of the gate, once.

Uploads and waiting texts live by the key server's clock: a wrapped key there, a blob in the folder. A kept text
lives in the database with a wrapped key of its own. Nothing else in the house unwraps a key.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from governance import gate
from governance.errors import ProvisoError
from governance.gate import Permit, PermitRefused
from governance.texts import TextState
from operations.ports import KeyGone
from operations.requests import Enclosed
from operations.services import Services
from store import sealing
from store.blobs import Blobs
from store.keys import KeyServer
from store.rulings import category_of, decide_again
from store.sealing import SealBroken
from store.secrets import Secrets
from store.unit_of_work import Database, UnitOfWork

_LOG = logging.getLogger(__name__)
_PASSING = "passing"
_KEPT = "kept"
_OPENING = frozenset({"process", "read", "export"})


class SealedVault:
    """Implements `operations.ports.Vault`; `serve` must be called once before anything is opened."""

    def __init__(self, database: Database, keys: KeyServer, blobs: Blobs, secrets: Secrets) -> None:
        self._database = database
        self._keys = keys
        self._blobs = blobs
        self._secrets = secrets
        self._services: Services | None = None

    def serve(self, services: Services) -> None:
        """Learn the policy, the clock and the site that permits are checked against."""
        self._services = services

    def seal(self, item: str, content: bytes, *, seconds: int) -> str:
        """Seal under a fresh key that dies in `seconds`; return the SHA-256 of the sealed bytes in hexadecimal.

        Raises ProvisoError storage-unavailable; then nothing is left behind.
        """
        key = sealing.fresh_key()
        sealed = sealing.seal(key, content, item=item, kind=_PASSING)
        wrapped = sealing.wrap(self._secrets.gate_wrap, key, item=item, kind=_PASSING)
        with _key_server():
            self._keys.put(item, wrapped, seconds=seconds)
        try:
            self._blobs.put(item, sealed)
        except OSError:
            with suppress(RedisError):
                self._keys.destroy(item)
            raise ProvisoError("storage-unavailable", part="blob folder") from None
        return hashlib.sha256(sealed).hexdigest()

    def open(self, permit: Permit) -> bytes:
        """Open one item, once.

        Raises PermitRefused, KeyGone when the key has died, or ProvisoError storage-unavailable or
        sealed-damaged.
        """
        services, now = self._serving()
        with self._database.begin() as unit:
            self._verify(services, unit, permit, now)
            if permit.cell.action not in _OPENING:
                raise PermitRefused("denied-now")
            _honour(services, unit, permit, now, keeping=False)
            kept = unit.seals.get(permit.item)
        if kept is None:
            return self._passing(permit.item)
        sealed, wrapped = kept
        with _whole():
            key = sealing.unwrap(self._secrets.text_master, wrapped, item=permit.item, kind=_KEPT)
            return sealing.unseal(key, sealed, item=permit.item, kind=_KEPT)

    def keep(self, permit: Permit, *, due_at: datetime, rule: str) -> None:
        """Give a waiting text a wrapped key of its own, until `due_at`.

        One transaction: the permit is spent, the text is kept, the ledger says so. Raises what `open` raises.
        """
        services, now = self._serving()
        item = permit.item
        with self._database.begin() as unit:
            self._verify(services, unit, permit, now)
            held = unit.texts.get(item)
            if held is None or held.state is not TextState.WAITING:
                raise KeyGone
            _honour(services, unit, permit, now, keeping=True)
            key = sealing.fresh_key()
            sealed = sealing.seal(key, self._passing(item), item=item, kind=_KEPT)
            wrapped = sealing.wrap(self._secrets.text_master, key, item=item, kind=_KEPT)
            waiting = frozenset({TextState.WAITING})
            unit.texts.move(item, from_states=waiting, to=TextState.KEPT, at=now, due_at=due_at, rule=rule)
            unit.seals.put(item, sealed, wrapped)
            fields = {"text": item, "document": held.document, "due": due_at, "rule": rule, "decision": permit.id}
            unit.ledger.append("text.kept", now, fields)
        # From here the text lives by its own key; should this fail, the old one dies by its clock.
        self._destroy_passing(item)

    def enclose(self, item: str, content: bytes) -> Enclosed:
        """Seal a paper of a request under a fresh key and wrap that; the caller writes both into its row."""
        key = sealing.fresh_key()
        sealed = sealing.seal(key, content, item=item, kind=_KEPT)
        return Enclosed(sealed, sealing.wrap(self._secrets.text_master, key, item=item, kind=_KEPT))

    def alive(self, item: str) -> bool:
        """Tell whether anybody can still open the item; raises ProvisoError storage-unavailable."""
        if self._kept(item):
            return True
        with _key_server():
            return self._keys.has(item) and self._blobs.has(item)

    def destroy(self, item: str) -> bool:
        """Destroy key and sealed bytes; may be repeated. True when a second look finds neither."""
        answered = self._destroy_passing(item)
        try:
            kept = self._destroy_kept(item)
            return answered and not (kept or self._keys.has(item) or self._blobs.has(item))
        except (RedisError, OSError, SQLAlchemyError, ProvisoError) as fault:
            _LOG.warning("a deletion is not finished: %s", type(fault).__name__)
            return False

    def _destroy_passing(self, item: str) -> bool:
        answered = True
        for destroy in (self._keys.destroy, self._blobs.destroy):
            try:
                destroy(item)
            except (RedisError, OSError) as fault:
                _LOG.warning("a deletion is not finished: %s", type(fault).__name__)
                answered = False
        return answered

    def _destroy_kept(self, item: str) -> bool:
        """Erase what lies in the database, and tell whether a last look finds it there still."""
        if not self._kept(item):
            return False
        with self._database.begin() as unit:
            unit.seals.clear(item)
        self._database.scrub()
        return self._kept(item)

    def _kept(self, item: str) -> bool:
        with self._database.read() as unit:
            return unit.seals.present(item)

    def _serving(self) -> tuple[Services, datetime]:
        if self._services is None:
            raise RuntimeError("the vault serves nobody yet")
        return self._services, self._services.now()

    def _verify(self, services: Services, unit: UnitOfWork, permit: Permit, now: datetime) -> None:
        """Believe a permit of the policy alone that decides in this transaction: those of one before it are over."""
        gate.verify(self._secrets.gate, permit, now=now, policy=services.policy_in(unit).digest)

    def _passing(self, item: str) -> bytes:
        with _key_server():
            wrapped = self._keys.get(item)
        sealed = None if wrapped is None else self._blobs.get(item)
        if wrapped is None or sealed is None:
            raise KeyGone
        with _whole():
            key = sealing.unwrap(self._secrets.gate_wrap, wrapped, item=item, kind=_PASSING)
            return sealing.unseal(key, sealed, item=item, kind=_PASSING)


def _honour(services: Services, unit: UnitOfWork, permit: Permit, now: datetime, *, keeping: bool) -> None:
    """Believe a permit only if the policy still says yes to the facts of this moment, and then only once."""
    if permit.cell.category != category_of(unit, permit.item, keeping=keeping):
        raise PermitRefused("denied-now")
    decision = decide_again(services, unit, permit, now)
    if decision is None:
        # The tag is right but no decision stands behind it: its transaction was rolled back.
        raise PermitRefused("forged")
    if not decision.allow:
        raise PermitRefused("denied-now")
    if not unit.decisions.spend(permit.id, now):
        raise PermitRefused("spent")


@contextmanager
def _key_server() -> Iterator[None]:
    try:
        yield
    except RedisError:
        raise ProvisoError("storage-unavailable", part="key server") from None


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except SealBroken:
        raise ProvisoError("sealed-damaged") from None
