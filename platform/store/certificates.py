"""Certificates of deletion, each kept until its date for the one who holds its reference."""

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from store.tables import CertificateRow, table_of

_ROWS = table_of(CertificateRow)


class CertificateRepository:
    """Implements `operations.erasing.Certificates` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reference: str, *, at: datetime, due_at: datetime, rule: str, policy: str, content: bytes) -> str:
        """Write one; returns its id. One that is there already under the reference stays."""
        there = select(_ROWS.c.id).where(_ROWS.c.reference == reference)
        if (found := self._connection.execute(there).scalar_one_or_none()) is not None:
            return str(found)
        row = {
            "id": uuid.uuid4().hex,
            "reference": reference,
            "issued_at": at,
            "due_at": due_at,
            "rule": rule,
            "policy": policy,
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
        }
        self._connection.execute(insert(_ROWS).values(row))
        return str(row["id"])

    def get(self, reference: str, now: datetime) -> bytes | None:
        """Read one, unless its date has come."""
        found = select(_ROWS.c.content).where(_ROWS.c.reference == reference, _ROWS.c.due_at > now)
        return self._connection.execute(found).scalar_one_or_none()

    def last_sha256(self) -> str:
        """Give the SHA-256 of the newest one; empty when there is none."""
        newest = select(_ROWS.c.sha256).order_by(_ROWS.c.issued_at.desc(), _ROWS.c.id).limit(1)
        return self._connection.execute(newest).scalar_one_or_none() or ""

    def delete_due(self, now: datetime) -> int:
        """Delete those whose date has come."""
        return self._connection.execute(delete(_ROWS).where(_ROWS.c.due_at <= now)).rowcount

    def count(self) -> int:
        """Count them."""
        return int(self._connection.execute(select(func.count()).select_from(_ROWS)).scalar_one())
