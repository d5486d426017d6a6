"""The ledger: its signed head, its entries, and proofs that need no trust in us."""

import base64
import itertools
from datetime import datetime
from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from governance.errors import ProvisoError
from governance.ledger import leaf_hash
from operations.review_decisions import review_ledger
from portal.api.door import acting, answered, api, parts, scope
from portal.api.pages import PageQuery, links, read_cursor
from portal.doors import house
from store.checkpoints import newest
from store.proofs import prove_entry, prove_growth

_MOST = 9_223_372_036_854_775_807
"""The largest number that the database knows."""


class EntryPath(BaseModel):
    """An entry by its number, from 1."""

    number: int = Field(ge=1, le=_MOST)


class GrowthQuery(BaseModel):
    """From where on."""

    model_config = ConfigDict(extra="forbid")

    since: int = Field(ge=1, le=_MOST, description="Size of an earlier signed checkpoint.")


class CheckpointShape(BaseModel):
    """A signed checkpoint; `note` is what a verifier reads (C2SP signed note)."""

    size: int
    root: str = Field(description="Base64.")
    at: datetime
    note: str


class EntryShape(BaseModel):
    """An entry; `body` is the one sequence of bytes that is hashed, as text."""

    number: int
    kind: str
    at: datetime
    body: str
    leaf_hash: str = Field(description="SHA-256 of the leaf (RFC 9162), base64.")


class EntryList(BaseModel):
    """A page of entries, oldest first."""

    items: list[EntryShape]


class InclusionShape(BaseModel):
    """That an entry lies below the newest checkpoint (RFC 9162, 2.1.3); hashes in base64."""

    format: str
    number: int
    entry: str
    path: list[str]
    checkpoint: str


class ConsistencyShape(BaseModel):
    """That the newest checkpoint goes on from an earlier one (RFC 9162, 2.1.4); hashes in base64."""

    format: str
    older: str
    newer: str
    path: list[str]


@api.get("/ledger/checkpoint", summary="Take the newest checkpoint", responses={200: CheckpointShape})
@scope("ledger:read")
def see_checkpoint() -> Response:
    """Give the newest signed checkpoint, to be kept elsewhere."""
    review_ledger(house(), acting())
    last = newest(parts().database)
    if last is None:
        raise ProvisoError("not-found")
    return answered(
        CheckpointShape(size=last.size, root=base64.b64encode(last.root).decode(), at=last.at, note=last.note.decode())
    )


@api.get("/ledger/entries", summary="Read entries", responses={200: EntryList})
@scope("ledger:read")
def list_entries(query: PageQuery) -> Response:
    """Give entries in order, from the first one on."""
    after = int(read_cursor(query, "entries") or 0)
    review_ledger(house(), acting())
    with parts().database.read() as unit:
        found = list(itertools.islice(unit.entries.entries(after=after), query.limit + 1))
    shown = [_entry(entry) for entry in found[: query.limit]]
    following = str(shown[-1].number) if len(found) > query.limit else ""
    return answered(EntryList(items=shown), headers=links(query, "entries", following))


@api.get("/ledger/entries/<number>", summary="Read one entry", responses={200: EntryShape})
@scope("ledger:read")
def see_entry(path: EntryPath) -> Response:
    """Give one entry."""
    review_ledger(house(), acting())
    with parts().database.read() as unit:
        found = next(unit.entries.entries(after=path.number - 1), None)
    if found is None or found.number != path.number:
        raise ProvisoError("not-found")
    return answered(_entry(found))


@api.get("/ledger/entries/<number>/proof", summary="Prove that an entry is signed", responses={200: InclusionShape})
@scope("ledger:read")
def prove_one(path: EntryPath) -> Response:
    """Give the path from an entry to the newest checkpoint."""
    review_ledger(house(), acting())
    return answered(InclusionShape.model_validate(_proved(prove_entry, path.number)))


@api.get("/ledger/growth", summary="Prove that the ledger only grew", responses={200: ConsistencyShape})
@scope("ledger:read")
def prove_more(query: GrowthQuery) -> Response:
    """Give the path from an earlier checkpoint to the newest one."""
    review_ledger(house(), acting())
    return answered(ConsistencyShape.model_validate(_proved(prove_growth, query.since)))


def _proved(prove: Any, number: int) -> dict[str, object]:
    """Prove; what is not signed (yet) is not there for who asks."""
    try:
        proof: dict[str, object] = prove(parts().database, number).as_dict()
    except ProvisoError as refusal:
        if refusal.code == "ledger-not-signed":
            raise ProvisoError("not-found") from None
        raise
    return proof


def _entry(found: Any) -> EntryShape:
    return EntryShape(
        number=found.number,
        kind=found.kind,
        at=found.at,
        body=found.body.decode(errors="replace"),
        leaf_hash=base64.b64encode(leaf_hash(found.body)).decode(),
    )
