"""Make the copies of a document's pages that were asked for with it, while the page images are still there.

Each copy is sealed under a key of its own that dies at the policy's date. It becomes anybody's to see only in the
transaction that ends the document, and by the gate's leave.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from governance.copies import CopyKind, CopyOrder, CopyState, HeldCopy, MadeCopy
from governance.dating import dated
from governance.documents import Document, item_of
from governance.errors import ProvisoError
from governance.retention import due
from operations.ask import ask
from operations.cells import make_copy
from operations.copying import Copier
from operations.facts import SERVICE, facts_of
from operations.ports import Unit
from operations.rows import Person
from operations.services import Services

_OF_A_COPY = frozenset({"copy-failed", "copy-too-large", "page-timed-out"})
"""What can be wrong with one copy; everything else is wrong with the document or with the house."""

Tried = tuple[CopyOrder, MadeCopy | None, str]
"""A copy that was asked for, what came of it, and the code of the catalogue that says why it cannot be had."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A copy that was tried: its row as it will stand, and `code`, the reason why there is none."""

    copy: HeldCopy
    code: str = ""


def orders_of(services: Services, document: str) -> tuple[CopyOrder, ...]:
    """The copies of a document that are still to be made."""
    with services.store.read() as unit:
        rows = unit.copies.of_document(document)
    return tuple(CopyOrder(row.kind, row.spared) for row in rows if row.state is CopyState.ASKED)


def make_copies(copier: Copier, orders: Sequence[CopyOrder], pulse: Callable[[], None]) -> tuple[Tried, ...]:
    """Make every copy, or say by a code of the catalogue why there is none; `pulse` is called before each page.

    A copy that cannot be made takes nothing else down with it. What `pulse` raises ends the work.
    """
    tried: list[Tried] = []
    for order in orders:
        try:
            made = copier.make(order, pulse)
        except ProvisoError as fault:
            if fault.code not in _OF_A_COPY:
                raise
            tried.append((order, None, fault.code))
            continue
        unsure = order.kind is CopyKind.REDACTED and not made.confirmed
        # What the second reading did not confirm is dropped here; its counts are all that is left of it.
        tried.append((order, replace(made, content=b"") if unsure else made, "copy-unconfirmed" if unsure else ""))
    return tuple(tried)


def seal_copies(services: Services, claimed: Document, tried: Sequence[Tried], now: datetime) -> tuple[Sealed, ...]:
    """Seal what was made, each copy under its own key; nothing stays behind when one cannot be sealed."""
    sealed: list[Sealed] = []
    try:
        for order, made, code in tried:
            row = HeldCopy(claimed.id, claimed.person, order.kind, CopyState.ASKED, order.spared)
            if made is not None:
                row = replace(row, painted=made.painted, left=made.left, passes=made.passes, confirmed=made.confirmed)
            if made is None or code:
                sealed.append(Sealed(row, code or "copy-failed"))
                continue
            rule = services.policy.retention_for(order.kind.category)
            row = replace(
                row,
                id=copy_item(claimed, order.kind),
                created_at=now,
                due_at=due(rule, {"data.created": now}),
                rule=rule.id,
                policy=services.policy.digest,
                page_count=made.page_count,
                byte_count=len(made.content),
            )
            sealed.append(Sealed(row))
            services.vault.seal(row.id, made.content, seconds=rule.ceiling_seconds)
    except BaseException:
        destroy(services, sealed)
        raise
    return tuple(sealed)


def copy_item(claimed: Document, kind: CopyKind) -> str:
    """Name the copy that this attempt seals."""
    return item_of(claimed.id, kind.category, claimed.attempt)


def write_copies(
    services: Services, unit: Unit, sealed: Sequence[Sealed], *, person: Person | None, now: datetime
) -> tuple[str, ...]:
    """Ask the gate about each copy and write it down; returns the ids that the caller must destroy after the commit."""
    refused: list[str] = []
    for made in sealed:
        copy, code = made.copy, made.code
        decision = ""
        if not code:
            ruling = ask(
                services,
                unit,
                step="store-copy",
                cell=make_copy(copy.kind),
                facts=facts_of(services, unit, SERVICE, person=person, copy=copy, now=now),
                item=copy.id,
                document=copy.document,
                person=person,
            )
            decision = ruling.id
            code = "" if ruling.permit is not None else "gate-refused"
        if code:
            unit.copies.refuse(copy, code=code, at=now)
            refused += [copy.id] if copy.id else []
        else:
            unit.copies.finish(copy, dated(services.policy, "findings.summary", {"data.created": now}))
        unit.ledger.append("copy.refused" if code else "copy.made", now, _entry(copy, decision, code))
    return tuple(refused)


def _entry(copy: HeldCopy, decision: str, code: str) -> dict[str, object]:
    """What the ledger keeps of a copy: counts and dates, never a word of it."""
    entry: dict[str, object] = {
        "document": copy.document,
        "kind": copy.kind.value,
        "painted": dict(copy.painted),
        "left": dict(copy.left),
        "passes": copy.passes,
        "confirmed": copy.confirmed,
    }
    if code:
        return {**entry, "code": code, "decision": decision}
    return {
        **entry,
        "copy": copy.id,
        "decision": decision,
        "pages": copy.page_count,
        "bytes": copy.byte_count,
        "due": copy.due_at,
        "rule": copy.rule,
        "policy": copy.policy,
    }


def destroy(services: Services, sealed: Sequence[Sealed]) -> None:
    """Destroy copies that nobody will ever be shown."""
    for made in sealed:
        if made.copy.id:
            services.vault.destroy(made.copy.id)
