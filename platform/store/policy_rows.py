"""The policies that were ever in force, with the files they were compiled from, and when each decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from governance.publishing import Term
from operations.decision_ports import KeptPolicy, Telling
from store.tables import PolicyRow, PolicyTermRow, table_of

_ROWS = table_of(PolicyRow)
_TERMS = table_of(PolicyTermRow)


class PolicyRepository:
    """Implements `operations.ports.Policies` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sources(self, digest: str) -> Mapping[str, str] | None:
        """Read the files of one policy; None when it never was in force here."""
        kept = self.kept(digest)
        return None if kept is None else kept.sources

    def kept(self, digest: str) -> KeptPolicy | None:
        """Read one policy with its files and its proof; None when it never was in force here."""
        row = self._connection.execute(select(_ROWS).where(_ROWS.c.digest == digest)).one_or_none()
        if row is None:
            return None
        sources = MappingProxyType(dict(row.sources))
        return KeptPolicy(row.digest, row.policy_id, row.version, sources, row.certificate, row.in_force_at)

    def all(self) -> Sequence[KeptPolicy]:
        """Read every policy that was ever in force, the oldest first."""
        digests = self._connection.execute(select(_ROWS.c.digest).order_by(_ROWS.c.in_force_at)).scalars().all()
        return [kept for digest in digests if (kept := self.kept(digest)) is not None]

    def keep(self, policy: KeptPolicy) -> bool:
        """Write a policy down, once; False when it was known. One of before the proofs were kept gets its proof."""
        known = self.kept(policy.digest)
        if known is not None:
            if not known.certificate:
                proof = update(_ROWS).where(_ROWS.c.digest == policy.digest)
                self._connection.execute(proof.values(certificate=policy.certificate))
            return False
        self._connection.execute(
            insert(_ROWS).values(
                digest=policy.digest,
                policy_id=policy.policy_id,
                version=policy.version,
                sources=dict(policy.sources),
                certificate=policy.certificate,
                in_force_at=policy.in_force_at,
            )
        )
        return True

    def terms(self) -> Sequence[Term]:
        """Read all terms, the oldest first; those that were recalled, too."""
        return [_term(row) for row in self._connection.execute(select(_TERMS).order_by(_TERMS.c.number))]

    def schedule(self, term: Term) -> int:
        """Write a new term and give its number (that of `term` does not count)."""
        made = self._connection.execute(
            insert(_TERMS).values(
                digest=term.digest,
                draft=term.draft,
                scheduled_at=term.scheduled_at,
                effective_at=term.effective_at,
                material=term.material,
                notice_days=term.notice_days,
                stale=list(term.stale),
                announced_at=term.announced_at,
                taken_at=term.taken_at,
            )
        )
        (number,) = made.inserted_primary_key or (0,)
        return int(number)

    def take(self, number: int, at: datetime) -> bool:
        """Let a term begin, once; False when it had begun or was recalled."""
        return self._change(number, taken_at=at)

    def recall(self, number: int, at: datetime) -> bool:
        """Take a term back before it begins; False when it had begun or was taken back."""
        return self._change(number, recalled_at=at)

    def telling(self, number: int) -> Telling:
        """Tell how far people were written to about a term."""
        row = self._connection.execute(select(_TERMS.c.told_up_to, _TERMS.c.told).where(_TERMS.c.number == number))
        return Telling(*row.one())

    def tell(self, number: int, telling: Telling) -> None:
        """Note how far people were written to."""
        self._change(number, told_up_to=telling.up_to, told=telling.told)

    def announced(self, number: int, at: datetime, effective_at: datetime) -> bool:
        """Note that everybody was written to, and the day that counts then."""
        return self._change(number, announced_at=at, effective_at=effective_at)

    def _change(self, number: int, **values: Any) -> bool:
        waits = (_TERMS.c.number == number, _TERMS.c.taken_at.is_(None), _TERMS.c.recalled_at.is_(None))
        return self._connection.execute(update(_TERMS).where(*waits).values(**values)).rowcount == 1


def _term(row: Row[Any]) -> Term:
    return Term(
        number=row.number,
        digest=row.digest,
        draft=row.draft,
        scheduled_at=row.scheduled_at,
        effective_at=row.effective_at,
        material=row.material,
        notice_days=row.notice_days,
        stale=tuple(row.stale),
        announced_at=row.announced_at,
        taken_at=row.taken_at,
        recalled_at=row.recalled_at,
    )
